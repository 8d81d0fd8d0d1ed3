# SPDX-License-Identifier: MIT
"""How names, choices and ranges of Python are spelt in a study's log."""
from __future__ import annotations

import json
import math
import re
from typing import Any

from .distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

_plain_name = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w\-./@]*\Z")
_plain_word = re.compile(r"[^\x00-\x1f\x7f-\x9f]*\Z")


def name_in_log(name: str) -> str:
    """A parameter's name as a study keeps it: letters, digits and _-./@ stay, others become @HEX@."""
    if _plain_name.match(name) and not name.startswith("_@"):
        return name
    return "_@" + "".join(c if re.match(r"[\w\-./]", c) else f"@{ord(c):x}@" for c in name)


def name_from_log(name: str) -> str:
    if not name.startswith("_@"):
        return name
    return re.sub(r"@([0-9a-f]+)@", lambda found: chr(int(found[1], 16)), name[2:])


def labels(choices: tuple[Any, ...]) -> list[Any]:
    """What stands for each choice: itself where a study can hold it and tell it from the others, else its place."""
    plain = all(
        (isinstance(c, str) and _plain_word.match(c)) or isinstance(c, (bool, int))
        or (isinstance(c, float) and math.isfinite(c)) for c in choices)
    if plain and len({str(c).lower() for c in choices}) == len(choices):
        return list(choices)
    return [f"{place}: {''.join(ch for ch in repr(c) if ch.isprintable())[:60]}" for place, c in enumerate(choices)]


def to_log(distribution: BaseDistribution, value: Any) -> Any:
    """A value of that range as the log holds it."""
    if isinstance(distribution, CategoricalDistribution):
        return labels(distribution.choices)[distribution.to_internal_repr(value)]
    internal = distribution.to_internal_repr(value)
    return int(internal) if isinstance(distribution, IntDistribution) else internal


def from_log(distribution: BaseDistribution, value: Any) -> Any:
    """The way back. ValueError: the log's value is none of this range."""
    if isinstance(distribution, CategoricalDistribution):
        for choice, label in zip(distribution.choices, labels(distribution.choices)):
            if label == value and isinstance(label, bool) == isinstance(value, bool):
                return choice
        raise ValueError(f"{value!r} is none of {distribution.choices}.")
    if isinstance(value, (str, bool)):
        raise ValueError(f"{value!r} is no number.")
    return int(value) if isinstance(distribution, IntDistribution) else float(value)


def range_in_log(distribution: BaseDistribution) -> str:
    """The range in the words of a study file, as JSON."""
    if isinstance(distribution, CategoricalDistribution):
        return json.dumps({"choice": labels(distribution.choices)})
    low, high = distribution.low, distribution.high  # type: ignore[attr-defined]
    whole = isinstance(distribution, IntDistribution)
    if distribution.log:  # type: ignore[attr-defined]
        return json.dumps({"logint" if whole else "log": [low, high]})
    told: dict[str, Any] = {"int" if whole else "float": [low, high]}
    step = distribution.step  # type: ignore[attr-defined]
    if step is not None and step != (1 if whole else None) and not distribution.single():
        told["step"] = step
    return json.dumps(told)


def distribution_of(told: dict[str, Any]) -> BaseDistribution:
    """The nearest distribution to a range of a study file."""
    if "bool" in told:
        return CategoricalDistribution((False, True))
    if "choice" in told:
        return CategoricalDistribution(tuple(told["choice"]))
    if "fixed" in told:
        fixed = told["fixed"]
        return CategoricalDistribution(tuple(fixed) if isinstance(fixed, list) else (fixed,))
    for word in ("int", "logint"):
        if word in told:
            return IntDistribution(*told[word], log=word == "logint", step=told.get("step", 1))
    for word in ("float", "log", "logit"):
        if word in told:
            return FloatDistribution(*told[word], log=word == "log", step=told.get("step"))
    low, high = next(value for value in told.values() if isinstance(value, list))
    return FloatDistribution(min(1 - high, 1 - low), max(1 - high, 1 - low))


def json_of(value: Any) -> str:
    """TypeError where the value is nothing that JSON can hold."""
    return json.dumps(value)
