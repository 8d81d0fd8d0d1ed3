# SPDX-License-Identifier: MIT
"""How far a trial is."""
import enum


class TrialState(enum.IntEnum):
    """RUNNING and WAITING are unfinished, the others final."""

    RUNNING = 0
    COMPLETE = 1
    PRUNED = 2
    FAIL = 3
    WAITING = 4

    __str__ = enum.Enum.__str__

    def is_finished(self) -> bool:
        return self not in (TrialState.RUNNING, TrialState.WAITING)
