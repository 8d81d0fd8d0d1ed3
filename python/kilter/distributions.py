# SPDX-License-Identifier: MIT
"""Ranges of parameters, with Optuna's names, rules and JSON."""
from __future__ import annotations

import json
import math
import warnings
from typing import Any, Sequence, Union

CategoricalChoiceType = Union[None, bool, int, float, str]


class BaseDistribution:
    """A range. Inside, a value is a number: the value itself, or a choice's place."""

    def to_external_repr(self, param_value_in_internal_repr: float) -> Any:
        return param_value_in_internal_repr

    def to_internal_repr(self, param_value_in_external_repr: Any) -> float:
        raise NotImplementedError

    def single(self) -> bool:
        raise NotImplementedError

    def _contains(self, param_value_in_internal_repr: float) -> bool:
        raise NotImplementedError

    def _asdict(self) -> dict[str, Any]:
        return dict(self.__dict__)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BaseDistribution):
            return NotImplemented
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *sorted(self.__dict__.items())))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v}' for k, v in sorted(self._asdict().items()))})"


def _check_ends(low: float, high: float, log: bool, least: float, step: float | None) -> None:
    if low > high:
        raise ValueError(f"low must not be above high, but low={low} and high={high}.")
    if log and low < least if least >= 1 else log and low <= least:
        raise ValueError(f"A log range starts above 0, but low={low} (high={high}).")
    if step is not None and step <= 0:
        raise ValueError(f"step must be above 0, but it is {step}.")


def _whole_steps(low: float, high: float, step: float) -> float:
    """The last value that whole steps from low reach."""
    from decimal import Decimal

    exact_low, exact_step = Decimal(str(low)), Decimal(str(step))
    width = Decimal(str(high)) - exact_low
    if width % exact_step == 0:
        return high
    reached = float((width // exact_step) * exact_step + exact_low)
    warnings.warn(f"Steps of {step} from {low} do not reach {high}; the range ends at {reached}.", stacklevel=5)
    return reached


class FloatDistribution(BaseDistribution):
    """Real numbers from low to high, both included."""

    def __init__(self, low: float, high: float, log: bool = False, step: float | None = None) -> None:
        if log and step is not None:
            raise ValueError("A log range has no step.")
        _check_ends(low, high, log, 0.0, step)
        self.step = None if step is None else float(step)
        self.low = float(low)
        self.high = float(high if step is None else _whole_steps(low, high, step))
        self.log = log

    def single(self) -> bool:
        if self.step is None or self.low == self.high:
            return self.low == self.high
        from decimal import Decimal

        return Decimal(str(self.high)) - Decimal(str(self.low)) < Decimal(str(self.step))

    def _contains(self, param_value_in_internal_repr: float) -> bool:
        value = param_value_in_internal_repr
        if not self.low <= value <= self.high:
            return False
        if self.step is None:
            return True
        steps = (value - self.low) / self.step
        return abs(steps - round(steps)) < 1e-8

    def to_internal_repr(self, param_value_in_external_repr: Any) -> float:
        try:
            value = float(param_value_in_external_repr)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{param_value_in_external_repr!r} is no number.") from error
        if math.isnan(value) or (self.log and value <= 0):
            raise ValueError(f"{param_value_in_external_repr!r} cannot be a value of {self}.")
        return value


class IntDistribution(BaseDistribution):
    """Whole numbers from low to high, both included."""

    def __init__(self, low: int, high: int, log: bool = False, step: int = 1) -> None:
        if log and step != 1:
            raise ValueError("A log range has no step.")
        _check_ends(low, high, log, 1, step)
        self.log = log
        self.step = int(step)
        self.low = int(low)
        self.high = int(high) if (int(high) - int(low)) % self.step == 0 else int(_whole_steps(low, high, step))

    def to_external_repr(self, param_value_in_internal_repr: float) -> int:
        return int(param_value_in_internal_repr)

    def to_internal_repr(self, param_value_in_external_repr: Any) -> float:
        try:
            value = float(param_value_in_external_repr)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{param_value_in_external_repr!r} is no number.") from error
        if math.isnan(value) or (self.log and value <= 0):
            raise ValueError(f"{param_value_in_external_repr!r} cannot be a value of {self}.")
        return value

    def single(self) -> bool:
        return self.log and self.low == self.high or not self.log and self.high - self.low < self.step

    def _contains(self, param_value_in_internal_repr: float) -> bool:
        value = param_value_in_internal_repr
        return self.low <= value <= self.high and (value - self.low) % self.step == 0


def _same_choice(one: Any, other: Any) -> bool:
    try:
        both_nan = one != one and other != other
    except (TypeError, ValueError):
        both_nan = False
    return one is other or both_nan or bool(one == other)


class CategoricalDistribution(BaseDistribution):
    """One of several choices, without an order."""

    def __init__(self, choices: Sequence[Any]) -> None:
        if len(choices) == 0:
            raise ValueError("There must be at least one choice.")
        for choice in choices:
            if choice is not None and not isinstance(choice, (bool, int, float, str)):
                warnings.warn(f"A choice is kept in a file only as None, bool, int, float or str; {choice} is a "
                              f"{type(choice).__name__}.", stacklevel=4)
        self.choices = tuple(choices)

    def to_external_repr(self, param_value_in_internal_repr: float) -> Any:
        return self.choices[int(param_value_in_internal_repr)]

    def to_internal_repr(self, param_value_in_external_repr: Any) -> int:
        for place, choice in enumerate(self.choices):
            if _same_choice(param_value_in_external_repr, choice):
                return place
        raise ValueError(f"{param_value_in_external_repr!r} is none of {self.choices}.")

    def single(self) -> bool:
        return len(self.choices) == 1

    def _contains(self, param_value_in_internal_repr: float) -> bool:
        return 0 <= int(param_value_in_internal_repr) < len(self.choices)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BaseDistribution):
            return NotImplemented
        return (isinstance(other, CategoricalDistribution) and len(self.choices) == len(other.choices)
                and all(map(_same_choice, self.choices, other.choices)))

    __hash__ = BaseDistribution.__hash__


def _old(name: str, now: str) -> None:
    warnings.warn(f"{name} is an old name; use {now}.", FutureWarning, stacklevel=3)


class UniformDistribution(FloatDistribution):
    def __init__(self, low: float, high: float) -> None:
        _old("UniformDistribution", "FloatDistribution(low, high)")
        super().__init__(low, high)

    def _asdict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}


class LogUniformDistribution(FloatDistribution):
    def __init__(self, low: float, high: float) -> None:
        _old("LogUniformDistribution", "FloatDistribution(low, high, log=True)")
        super().__init__(low, high, log=True)

    def _asdict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}


class DiscreteUniformDistribution(FloatDistribution):
    def __init__(self, low: float, high: float, q: float) -> None:
        _old("DiscreteUniformDistribution", "FloatDistribution(low, high, step=q)")
        super().__init__(low, high, step=q)

    @property
    def q(self) -> float | None:
        return self.step

    def _asdict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "q": self.step}


class IntUniformDistribution(IntDistribution):
    def __init__(self, low: int, high: int, step: int = 1) -> None:
        _old("IntUniformDistribution", "IntDistribution(low, high, step=step)")
        super().__init__(low, high, step=step)

    def _asdict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "step": self.step}


class IntLogUniformDistribution(IntDistribution):
    def __init__(self, low: int, high: int, step: int = 1) -> None:
        _old("IntLogUniformDistribution", "IntDistribution(low, high, log=True)")
        super().__init__(low, high, log=True, step=step)

    def _asdict(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "step": self.step}


DISTRIBUTION_CLASSES = (IntDistribution, IntLogUniformDistribution, IntUniformDistribution, FloatDistribution,
                        UniformDistribution, LogUniformDistribution, DiscreteUniformDistribution,
                        CategoricalDistribution)


def modern(distribution: BaseDistribution) -> BaseDistribution:
    """The same range in the classes of today."""
    if isinstance(distribution, FloatDistribution) and type(distribution) is not FloatDistribution:
        return FloatDistribution(distribution.low, distribution.high, distribution.log, distribution.step)
    if isinstance(distribution, IntDistribution) and type(distribution) is not IntDistribution:
        return IntDistribution(distribution.low, distribution.high, distribution.log, distribution.step)
    if isinstance(distribution, BaseDistribution):
        return distribution
    # One of Optuna's own, in a script that imports both.
    if type(distribution).__module__.split(".")[0] == "optuna":
        attributes = {k: v for k, v in distribution.__dict__.items() if k in ("low", "high", "log", "step", "choices")}
        name = type(distribution).__name__
        kind = (CategoricalDistribution if "choices" in attributes else
                IntDistribution if name.startswith("Int") else FloatDistribution)
        return kind(**attributes)
    raise TypeError(f"{distribution!r} is no distribution.")


def distribution_to_json(dist: BaseDistribution) -> str:
    """A range as Optuna writes it."""
    return json.dumps({"name": type(dist).__name__, "attributes": dist._asdict()})


def json_to_distribution(json_str: str) -> BaseDistribution:
    """The range that distribution_to_json wrote, or one in the short form {"type": "float", ...}."""
    read = json.loads(json_str)
    if "name" in read:
        for kind in DISTRIBUTION_CLASSES:
            if kind.__name__ == read["name"]:
                attributes = dict(read["attributes"])
                if "choices" in attributes:
                    attributes["choices"] = tuple(attributes["choices"])
                return kind(**attributes)
        raise ValueError(f"There is no distribution {read['name']}.")
    if read["type"] == "categorical":
        return CategoricalDistribution(read["choices"])
    if read["type"] == "float":
        return FloatDistribution(read["low"], read["high"], read.get("log", False), read.get("step"))
    if read["type"] == "int":
        return IntDistribution(read["low"], read["high"], read.get("log", False), read.get("step") or 1)
    raise ValueError(f"There is no distribution of type {read['type']}.")


def check_distribution_compatibility(dist_old: BaseDistribution, dist_new: BaseDistribution) -> None:
    """Raises ValueError where one name cannot have both ranges."""
    if type(dist_old) is not type(dist_new):
        raise ValueError(f"A parameter keeps its kind: it was {dist_old}, and now is {dist_new}.")
    if isinstance(dist_old, CategoricalDistribution):
        if dist_old != dist_new:
            raise ValueError(f"CategoricalDistribution does not support dynamic value space: it was {dist_old}, and "
                             f"now is {dist_new}.")
    elif dist_old.log != dist_new.log:  # type: ignore[attr-defined]
        raise ValueError(f"A parameter keeps its scale: it was {dist_old}, and now is {dist_new}.")


def only_value(distribution: BaseDistribution) -> Any:
    """The value of a range that has only one."""
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[0]
    return distribution.low  # type: ignore[attr-defined]
