# SPDX-License-Identifier: MIT
"""A trial whose parameters are all known, to try an objective by hand."""
from __future__ import annotations

import datetime
import warnings
from typing import Any

from ..distributions import BaseDistribution
from ._base import BaseTrial, checked_constraint


class FixedTrial(BaseTrial):
    """Gives the parameters it was made with, and remembers what it is told."""

    def __init__(self, params: dict[str, Any], number: int = 0) -> None:
        self._params = params
        self._suggested: dict[str, Any] = {}
        self._distributions: dict[str, BaseDistribution] = {}
        self._user_attrs: dict[str, Any] = {}
        self._constraints: dict[str, float] = {}
        self._start = datetime.datetime.now()
        self._number = number

    def _suggest(self, name: str, distribution: BaseDistribution) -> Any:
        if name not in self._params:
            raise ValueError(f"The parameter {name!r} was not given; there are {sorted(self._params)}.")
        value = self._params[name]
        if not distribution._contains(distribution.to_internal_repr(value)):
            warnings.warn(f"{name} = {value!r} lies outside {distribution}.", stacklevel=4)
        self._suggested[name] = value
        self._distributions[name] = distribution
        return value

    def report(self, value: float, step: int) -> None:
        """Does nothing."""

    def should_prune(self) -> bool:
        return False

    def set_user_attr(self, key: str, value: Any) -> None:
        self._user_attrs[key] = value

    def set_constraint(self, key: str, value: float) -> None:
        self._constraints[key] = checked_constraint(key, value)

    @property
    def params(self) -> dict[str, Any]:
        return self._suggested

    @property
    def distributions(self) -> dict[str, BaseDistribution]:
        return self._distributions

    @property
    def user_attrs(self) -> dict[str, Any]:
        return self._user_attrs

    @property
    def system_attrs(self) -> dict[str, Any]:
        return {}

    @property
    def constraints(self) -> dict[str, float]:
        return dict(self._constraints)

    @property
    def datetime_start(self) -> datetime.datetime | None:
        return self._start

    @property
    def number(self) -> int:
        return self._number
