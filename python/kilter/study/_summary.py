# SPDX-License-Identifier: MIT
"""A study in a few fields, for lists."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ..trial import FrozenTrial
from ._best import best_trial
from ._direction import StudyDirection

if TYPE_CHECKING:
    from ._study import Study


class StudySummary:
    def __init__(self, study_name: str, direction: StudyDirection | None, best_trial: FrozenTrial | None,
                 user_attrs: dict[str, Any], system_attrs: dict[str, Any], n_trials: int,
                 datetime_start: datetime.datetime | None, study_id: int, *,
                 directions: list[StudyDirection] | None = None) -> None:
        self.study_name = study_name
        self.directions = directions or [direction or StudyDirection.NOT_SET]
        self.best_trial = best_trial
        self.user_attrs = user_attrs
        self.system_attrs = system_attrs
        self.n_trials = n_trials
        self.datetime_start = datetime_start
        self._study_id = study_id

    @property
    def direction(self) -> StudyDirection:
        if len(self.directions) > 1:
            raise RuntimeError("A study with several objectives has directions, not a direction.")
        return self.directions[0]

    def __repr__(self) -> str:
        return f"StudySummary({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"


def summary_of(study: Study, number: int, with_best: bool) -> StudySummary:
    trials = study.get_trials(deepcopy=False)
    best = None
    if with_best and len(study.directions) == 1:
        try:
            best = best_trial(trials, study.directions[0])
        except ValueError:
            pass
    starts = [trial.datetime_start for trial in trials if trial.datetime_start is not None]
    return StudySummary(study.study_name, None, best, study.user_attrs, study.system_attrs, len(trials),
                        min(starts, default=None), number, directions=study.directions)
