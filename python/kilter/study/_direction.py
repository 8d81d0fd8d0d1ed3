# SPDX-License-Identifier: MIT
"""Which way is better."""
import enum


class StudyDirection(enum.IntEnum):
    NOT_SET = 0
    MINIMIZE = 1
    MAXIMIZE = 2



def direction_of(word: object) -> StudyDirection:
    name = getattr(word, "name", word)
    if isinstance(name, str) and name.upper() in ("MINIMIZE", "MAXIMIZE"):
        return StudyDirection[name.upper()]
    raise ValueError(f"A direction is \"minimize\" or \"maximize\", not {word!r}.")
