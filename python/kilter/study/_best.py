# SPDX-License-Identifier: MIT
"""The best of a study's trials."""
from __future__ import annotations

from typing import Sequence

from ..trial import FrozenTrial, TrialState
from ._direction import StudyDirection


def feasible(trial: FrozenTrial) -> bool:
    return all(value <= 0 for value in trial.constraints.values())


def best_trial(trials: Sequence[FrozenTrial], direction: StudyDirection) -> FrozenTrial:
    """Raises ValueError where no trial is complete, or none is feasible."""
    complete = [trial for trial in trials if trial.state == TrialState.COMPLETE and trial.value is not None]
    if not complete:
        raise ValueError("No trials are completed yet.")
    allowed = [trial for trial in complete if feasible(trial)]
    if not allowed:
        raise ValueError("No feasible trials are completed yet.")
    key = lambda trial: trial.value  # noqa: E731
    return max(allowed, key=key) if direction == StudyDirection.MAXIMIZE else min(allowed, key=key)


def pareto_front(trials: Sequence[FrozenTrial], directions: Sequence[StudyDirection]) -> list[FrozenTrial]:
    """The complete, feasible trials that no other is better than in every goal."""
    signs = [-1 if direction == StudyDirection.MAXIMIZE else 1 for direction in directions]
    complete = [trial for trial in trials if trial.state == TrialState.COMPLETE and trial.values and feasible(trial)]
    turned = [[sign * value for sign, value in zip(signs, trial.values or [])] for trial in complete]

    def dominated(own: list[float]) -> bool:
        return any(other != own and all(a <= b for a, b in zip(other, own)) for other in turned)

    return [trial for trial, own in zip(complete, turned) if not dominated(own)]
