# SPDX-License-Identifier: MIT
"""The parameters that all trials of a study share."""
from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from .distributions import BaseDistribution
from .trial import FrozenTrial, TrialState

if TYPE_CHECKING:
    from .study import Study


def intersection_search_space(trials: Sequence[FrozenTrial], include_pruned: bool = False) -> dict[str, BaseDistribution]:
    """The ranges that every finished trial had alike, by name."""
    states = (TrialState.COMPLETE, TrialState.PRUNED) if include_pruned else (TrialState.COMPLETE,)
    shared: dict[str, BaseDistribution] | None = None
    for trial in trials:
        if trial.state not in states:
            continue
        if shared is None:
            shared = dict(trial.distributions)
        shared = {name: d for name, d in shared.items() if trial.distributions.get(name) == d}
    return dict(sorted((shared or {}).items()))


class IntersectionSearchSpace:
    """The same, for samplers that ask again and again."""

    def __init__(self, include_pruned: bool = False) -> None:
        self._include_pruned = include_pruned

    def calculate(self, study: Study) -> dict[str, BaseDistribution]:
        return intersection_search_space(study.get_trials(deepcopy=False), self._include_pruned)
