# SPDX-License-Identifier: MIT
"""What a study has come to: its trials as records, the best of them, and copies for other libraries."""
from __future__ import annotations

import copy
from typing import Any, Container

from ..trial import FrozenTrial, TrialState
from ._best import best_trial, pareto_front
from ._direction import StudyDirection


class Results:
    """The part of a study that only looks. What it returns is a copy."""

    _lock: Any
    _records: Any
    _open_trials: dict[int, Any]
    _directions: list[StudyDirection]

    @property
    def trials(self) -> list[FrozenTrial]:
        return self.get_trials()

    def get_trials(self, deepcopy: bool = True, states: Container[TrialState] | None = None) -> list[FrozenTrial]:
        with self._lock:
            trials = [trial if trial.number not in self._open_trials or trial.state != TrialState.RUNNING
                      else self._open_trials[trial.number]._frozen() for trial in self._records.read()]
        if states is not None:
            trials = [trial for trial in trials if trial.state in states]
        return copy.deepcopy(trials) if deepcopy else trials

    def _record(self, number: int) -> FrozenTrial:
        with self._lock:
            return copy.deepcopy(self._records.read()[number])

    @property
    def best_trial(self) -> FrozenTrial:
        if len(self._directions) > 1:
            raise RuntimeError("A study with several objectives has best_trials, not a best trial.")
        return copy.deepcopy(best_trial(self.get_trials(deepcopy=False), self._directions[0]))

    @property
    def best_trials(self) -> list[FrozenTrial]:
        return copy.deepcopy(pareto_front(self.get_trials(deepcopy=False), self._directions))

    @property
    def best_params(self) -> dict[str, Any]:
        return self.best_trial.params

    @property
    def best_value(self) -> float:
        value = self.best_trial.value
        assert value is not None
        return value

    @property
    def direction(self) -> StudyDirection:
        if len(self._directions) > 1:
            raise RuntimeError("A study with several objectives has directions, not a direction.")
        return self._directions[0]

    @property
    def directions(self) -> list[StudyDirection]:
        return list(self._directions)

    def trials_dataframe(self, attrs: tuple[str, ...] = ("number", "value", "datetime_start", "datetime_complete",
                                                         "duration", "params", "user_attrs", "system_attrs", "state"),
                         multi_index: bool = False) -> Any:
        """The trials as a pandas DataFrame."""
        from ._frame import frame

        return frame(self, attrs, multi_index)

    def to_optuna(self) -> Any:
        """A copy in Optuna's own memory, for its plots and importances."""
        from ._export import to_optuna

        return to_optuna(self)
