# SPDX-License-Identifier: MIT
"""Callbacks for study.optimize."""
from __future__ import annotations

from typing import TYPE_CHECKING, Container

from ..trial import FrozenTrial, TrialState

if TYPE_CHECKING:
    from ._study import Study


class MaxTrialsCallback:
    """Ends the search once that many trials of the whole study have ended in one of the states."""

    def __init__(self, n_trials: int, states: Container[TrialState] | None = (TrialState.COMPLETE,)) -> None:
        self._n_trials = n_trials
        self._states = states

    def __call__(self, study: Study, trial: FrozenTrial) -> None:
        if len(study.get_trials(deepcopy=False, states=self._states)) >= self._n_trials:
            study.stop()
