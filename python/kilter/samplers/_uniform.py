# SPDX-License-Identifier: MIT
"""Uniform values of a range, for samplers written in Python."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..distributions import BaseDistribution, CategoricalDistribution, IntDistribution

if TYPE_CHECKING:
    import random


def uniform(distribution: BaseDistribution, key: str | random.Random) -> Any:
    """A value that depends on the key alone, or the next of that generator."""
    import random

    draws = key if isinstance(key, random.Random) else random.Random(key)
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[draws.randrange(len(distribution.choices))]
    low, high, step = distribution.low, distribution.high, distribution.step  # type: ignore[attr-defined]
    if isinstance(distribution, IntDistribution):
        if distribution.log:
            drawn = round(math.exp(draws.uniform(math.log(low - 0.5), math.log(high + 0.5))))
            return min(max(drawn, low), high)
        return low + step * draws.randrange((high - low) // step + 1)
    if distribution.log:  # type: ignore[attr-defined]
        return min(max(math.exp(draws.uniform(math.log(low), math.log(high))), low), high)
    if step is not None:
        return min(low + step * draws.randrange(round((high - low) / step) + 1), high)
    return draws.uniform(low, high)
