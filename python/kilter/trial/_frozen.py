# SPDX-License-Identifier: MIT
"""The record of a trial."""
from __future__ import annotations

import datetime
import math
import warnings
from typing import Any, Mapping, Sequence

from ..distributions import BaseDistribution, modern
from ._base import BaseTrial, checked_constraint
from ._state import TrialState


class FrozenTrial(BaseTrial):
    """A trial as data: changing it changes no study."""

    _fields = ("number", "state", "values", "datetime_start", "datetime_complete", "params", "user_attrs",
               "system_attrs", "intermediate_values", "distributions", "trial_id")

    def __init__(self, number: int, state: TrialState, value: float | None,
                 datetime_start: datetime.datetime | None, datetime_complete: datetime.datetime | None,
                 params: dict[str, Any], distributions: dict[str, BaseDistribution], user_attrs: dict[str, Any],
                 system_attrs: dict[str, Any], intermediate_values: dict[int, float], trial_id: int, *,
                 values: Sequence[float] | None = None) -> None:
        if value is not None and values is not None:
            raise ValueError("Give either value or values.")
        self.number = number
        self.state = state
        self._values = [value] if value is not None else None if values is None else list(values)
        self.datetime_start = datetime_start
        self.datetime_complete = datetime_complete
        self.params = params
        self.distributions = distributions
        self.user_attrs = user_attrs
        self.system_attrs = dict(system_attrs)
        self.intermediate_values = intermediate_values
        self._trial_id = trial_id

    def _field(self, name: str) -> Any:
        return self._values if name == "values" else self._trial_id if name == "trial_id" else getattr(self, name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FrozenTrial):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __lt__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, FrozenTrial) else self.number < other.number

    def __le__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, FrozenTrial) else self.number <= other.number

    def __hash__(self) -> int:
        return hash((self.number, self.state, self._trial_id))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self._field(name)!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def _suggest(self, name: str, distribution: BaseDistribution) -> Any:
        if name not in self.params:
            raise ValueError(f"Trial {self.number} has no parameter {name!r}.")
        value = self.params[name]
        if not distribution._contains(distribution.to_internal_repr(value)):
            warnings.warn(f"{name} = {value!r} of trial {self.number} lies outside {distribution}.", stacklevel=4)
        self.distributions[name] = distribution
        return value

    def report(self, value: float, step: int) -> None:
        """Does nothing: the trial is over."""

    def should_prune(self) -> bool:
        return False

    def set_user_attr(self, key: str, value: Any) -> None:
        self.user_attrs[key] = value

    def set_constraint(self, key: str, value: float) -> None:
        self.system_attrs.setdefault("constraints", {})
        self.system_attrs["constraints"] = {**self.system_attrs["constraints"], key: checked_constraint(key, value)}

    @property
    def constraints(self) -> dict[str, float]:
        return dict(self.system_attrs.get("constraints", {}))

    @property
    def value(self) -> float | None:
        if self._values is not None and len(self._values) > 1:
            raise RuntimeError("A trial with several objectives has values, not a value.")
        return self._values[0] if self._values else None

    @value.setter
    def value(self, value: float | None) -> None:
        if self._values is not None and len(self._values) > 1:
            raise RuntimeError("A trial with several objectives has values, not a value.")
        self._values = None if value is None else [value]

    @property
    def values(self) -> list[float] | None:
        return self._values

    @values.setter
    def values(self, values: Sequence[float] | None) -> None:
        self._values = None if values is None else list(values)

    @property
    def last_step(self) -> int | None:
        return max(self.intermediate_values) if self.intermediate_values else None

    @property
    def duration(self) -> datetime.timedelta | None:
        if self.datetime_start is None or self.datetime_complete is None:
            return None
        return self.datetime_complete - self.datetime_start

    def _validate(self) -> None:
        """Raises ValueError where the record contradicts itself."""
        if self.state != TrialState.WAITING and self.datetime_start is None:
            raise ValueError("A trial that does not wait has datetime_start.")
        if self.state.is_finished() != (self.datetime_complete is not None):
            raise ValueError("datetime_complete belongs to finished trials, and each of them has it.")
        if self.state == TrialState.FAIL and self._values is not None:
            raise ValueError(f"A failed trial has no values, but there are {self._values}.")
        if self.state == TrialState.COMPLETE:
            if self._values is None:
                raise ValueError("A complete trial has values.")
            if any(math.isnan(value) for value in self._values):
                raise ValueError("The values of a complete trial are numbers, not NaN.")
        if set(self.params) != set(self.distributions):
            raise ValueError(f"There are parameters {set(self.params)} and distributions {set(self.distributions)}.")
        for name, value in self.params.items():
            distribution = self.distributions[name]
            if not distribution._contains(distribution.to_internal_repr(value)):
                raise ValueError(f"{name} = {value!r} lies outside {distribution}.")


def create_trial(*, state: TrialState = TrialState.COMPLETE, value: float | None = None,
                 values: Sequence[float] | None = None, params: dict[str, Any] | None = None,
                 distributions: dict[str, BaseDistribution] | None = None,
                 user_attrs: dict[str, Any] | None = None, system_attrs: Mapping[str, Any] | None = None,
                 intermediate_values: dict[int, float] | None = None,
                 constraints: dict[str, float] | None = None) -> FrozenTrial:
    """A trial made by hand, for study.add_trial."""
    now = datetime.datetime.now()
    trial = FrozenTrial(
        number=-1, state=state, value=value, values=values,
        datetime_start=None if state == TrialState.WAITING else now,
        datetime_complete=now if state.is_finished() else None, params=params or {},
        distributions={name: modern(d) for name, d in (distributions or {}).items()}, user_attrs=user_attrs or {},
        system_attrs=dict(system_attrs or {}), intermediate_values=intermediate_values or {}, trial_id=-1)
    for key, bound in (constraints or {}).items():
        trial.set_constraint(key, bound)
    trial._validate()
    return trial
