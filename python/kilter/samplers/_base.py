# SPDX-License-Identifier: MIT
"""What proposes parameters: Kilter's engines by name, and samplers written in Python."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Sequence

from ..distributions import BaseDistribution
from ..trial import FrozenTrial, TrialState
from ._uniform import uniform

if TYPE_CHECKING:
    from ..study import Study


class BaseSampler:
    """Subclass it to propose in Python: sample_independent is needed, the others where parameters hang together."""

    _seed: int | None = None
    _asked: str | None = None
    _ends = False  # whether optimize() ends where nothing untried is left

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        """The parameters that sample_relative proposes together."""
        return {}

    def sample_relative(self, study: Study, trial: FrozenTrial,
                        search_space: dict[str, BaseDistribution]) -> dict[str, Any]:
        """Their values."""
        return {}

    def sample_independent(self, study: Study, trial: FrozenTrial, param_name: str,
                           param_distribution: BaseDistribution) -> Any:
        """The value of a parameter that sample_relative has none for."""
        raise NotImplementedError

    def before_trial(self, study: Study, trial: FrozenTrial) -> None:
        """Called before a trial's parameters are proposed."""

    def after_trial(self, study: Study, trial: FrozenTrial, state: TrialState,
                    values: Sequence[float] | None) -> None:
        """Called when a trial has ended, before that is stored."""

    def reseed_rng(self) -> None:
        """Kept for samplers that name it: parallel trials run in threads of one process."""


class EngineSampler(BaseSampler):
    """One of Kilter's engines. Called as a sampler by another one, it draws uniformly."""

    _engine = "auto"
    _draws: Any = None

    def __init__(self, seed: int | None = None, **options: Any) -> None:
        self._seed = seed
        self._options = options

    def _plug(self) -> dict[str, Any]:
        return {"name": self._engine, "options": dict(self._options)}

    def sample_independent(self, study: Study, trial: FrozenTrial, param_name: str,
                           param_distribution: BaseDistribution) -> Any:
        if self._draws is None:
            import random

            self._draws = random.Random(self._seed)
        return uniform(param_distribution, self._draws)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
