# SPDX-License-Identifier: MIT
"""What all trials share: the ways to ask for a value, and to say how it goes."""
from __future__ import annotations

import math
import warnings
from typing import Any, Sequence

from ..distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution


class BaseTrial:
    """Suggestions by name; a subclass says where they come from in _suggest."""

    def _suggest(self, name: str, distribution: BaseDistribution) -> Any:
        raise NotImplementedError

    def suggest_float(self, name: str, low: float, high: float, *, step: float | None = None,
                      log: bool = False) -> float:
        """A number from low to high, both included; log: evenly in its logarithm."""
        return float(self._suggest(name, FloatDistribution(low, high, log=log, step=step)))

    def suggest_int(self, name: str, low: int, high: int, *, step: int = 1, log: bool = False) -> int:
        """A whole number from low to high, both included."""
        return int(self._suggest(name, IntDistribution(low, high, log=log, step=step)))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """One of the choices."""
        return self._suggest(name, CategoricalDistribution(choices))

    def suggest_bool(self, name: str) -> bool:
        """True or false."""
        return bool(self._suggest(name, CategoricalDistribution((False, True))))

    def suggest_uniform(self, name: str, low: float, high: float) -> float:
        _old("suggest_uniform", "suggest_float")
        return self.suggest_float(name, low, high)

    def suggest_loguniform(self, name: str, low: float, high: float) -> float:
        _old("suggest_loguniform", "suggest_float(..., log=True)")
        return self.suggest_float(name, low, high, log=True)

    def suggest_discrete_uniform(self, name: str, low: float, high: float, q: float) -> float:
        _old("suggest_discrete_uniform", "suggest_float(..., step=...)")
        return self.suggest_float(name, low, high, step=q)


def _old(name: str, now: str) -> None:
    warnings.warn(f"{name} is an old name; use {now}.", FutureWarning, stacklevel=3)


def checked_constraint(key: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"Constraint {key!r} must be a number, not {value!r}.") from None
    if math.isnan(number):
        raise ValueError(f"Constraint {key!r} is NaN.")
    return number
