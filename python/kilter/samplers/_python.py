# SPDX-License-Identifier: MIT
"""Samplers that propose in Python: a grid of given values, and one with some parameters fixed."""
from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Mapping, Sequence

from ..distributions import BaseDistribution
from ..trial import FrozenTrial, TrialState
from ._base import BaseSampler
from ._uniform import uniform

if TYPE_CHECKING:
    from ..study import Study


class GridSampler(BaseSampler):
    """Every combination of the values of a search space once, in an order that the seed decides."""

    def __init__(self, search_space: Mapping[str, Sequence[Any]], seed: int | None = None) -> None:
        for name, values in search_space.items():
            for value in values:
                if value is not None and not isinstance(value, (bool, int, float, str)):
                    raise ValueError(f"{name} = {value!r} cannot be a point of a grid: it is a "
                                     f"{type(value).__name__}.")
        self._search_space = {name: list(values) for name, values in sorted(search_space.items())}
        self._all_grids = list(itertools.product(*self._search_space.values()))
        self._order = list(range(len(self._all_grids)))
        import random

        random.Random(0 if seed is None else seed).shuffle(self._order)
        self._n_min_trials = len(self._all_grids)

    def _taken(self, study: Study) -> set[int]:
        return {trial.system_attrs["grid_id"] for trial in study.get_trials(deepcopy=False)
                if trial.system_attrs.get("search_space") == self._search_space and "grid_id" in trial.system_attrs
                and trial.state != TrialState.WAITING}

    def before_trial(self, study: Study, trial: FrozenTrial) -> None:
        if "fixed_params" in trial.system_attrs:
            return
        taken = self._taken(study)
        place = next((place for place in self._order if place not in taken), self._order[trial.number % len(self._order)])
        handle = study._open_trials[trial.number]
        handle._set_system_attr("search_space", self._search_space)
        handle._set_system_attr("grid_id", place)
        handle._grid = self._all_grids[place]  # type: ignore[attr-defined]

    def sample_independent(self, study: Study, trial: FrozenTrial, param_name: str,
                           param_distribution: BaseDistribution) -> Any:
        grid = getattr(study._open_trials[trial.number], "_grid", None)
        if grid is None:
            return uniform(param_distribution, f"{trial.number} {param_name}")
        if param_name not in self._search_space:
            raise ValueError(f"The parameter name {param_name} is not found in the given grid; there are "
                             f"{list(self._search_space)}.")
        value = grid[list(self._search_space).index(param_name)]
        if not param_distribution._contains(param_distribution.to_internal_repr(value)):
            raise ValueError(f"The grid's {param_name} = {value!r} lies outside {param_distribution}.")
        return value

    def after_trial(self, study: Study, trial: FrozenTrial, state: TrialState,
                    values: Sequence[float] | None) -> None:
        if len(self._taken(study)) >= self._n_min_trials and study._optimizing.locked():
            study.stop()

    def is_exhausted(self, study: Study) -> bool:
        return len(self._taken(study)) >= self._n_min_trials


class PartialFixedSampler(BaseSampler):
    """Another sampler, with the values of some parameters given."""

    def __init__(self, fixed_params: dict[str, Any], base_sampler: BaseSampler) -> None:
        self._fixed_params = fixed_params
        self._base_sampler = base_sampler

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        space = self._base_sampler.infer_relative_search_space(study, trial)
        return {name: d for name, d in space.items() if name not in self._fixed_params}

    def sample_relative(self, study: Study, trial: FrozenTrial,
                        search_space: dict[str, BaseDistribution]) -> dict[str, Any]:
        return self._base_sampler.sample_relative(study, trial, search_space)

    def sample_independent(self, study: Study, trial: FrozenTrial, param_name: str,
                           param_distribution: BaseDistribution) -> Any:
        if param_name in self._fixed_params:
            return self._fixed_params[param_name]
        return self._base_sampler.sample_independent(study, trial, param_name, param_distribution)

    def before_trial(self, study: Study, trial: FrozenTrial) -> None:
        self._base_sampler.before_trial(study, trial)

    def after_trial(self, study: Study, trial: FrozenTrial, state: TrialState,
                    values: Sequence[float] | None) -> None:
        self._base_sampler.after_trial(study, trial, state, values)
