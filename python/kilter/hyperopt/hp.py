# SPDX-License-Identifier: MIT
"""The ranges of Hyperopt."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from ..distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution


@dataclass(frozen=True, eq=False)
class Expression:
    """One label of a search space: where it is drawn from, and what a drawn value means."""

    label: str
    range: BaseDistribution
    meaning: Callable[[Any], Any] = lambda drawn: drawn
    options: tuple[Any, ...] | None = None  # of a choice, each perhaps a space of its own
    raw: Callable[[Any], Any] = lambda drawn: drawn  # what fmin returns


def choice(label: str, options: Sequence[Any]) -> Expression:
    """One of the options; fmin returns its index."""
    return Expression(label, CategoricalDistribution(tuple(range(len(options)))), options=tuple(options))


def pchoice(label: str, p_options: Sequence[tuple[float, Any]]) -> Expression:
    """As choice; how likely each option was is left to the search."""
    return choice(label, [option for _, option in p_options])


def uniform(label: str, low: float, high: float) -> Expression:
    return Expression(label, FloatDistribution(low, high))


def loguniform(label: str, low: float, high: float) -> Expression:
    """exp of a number from low to high."""
    return Expression(label, FloatDistribution(math.exp(low), math.exp(high), log=True))


def _rounded(q: float) -> Callable[[Any], Any]:
    return lambda drawn: round(drawn / q) * q


def quniform(label: str, low: float, high: float, q: float) -> Expression:
    return Expression(label, FloatDistribution(low, high), _rounded(q), raw=_rounded(q))


def qloguniform(label: str, low: float, high: float, q: float) -> Expression:
    return Expression(label, FloatDistribution(math.exp(low), math.exp(high), log=True), _rounded(q), raw=_rounded(q))


def uniformint(label: str, low: int, high: int, q: float = 1.0) -> Expression:
    return Expression(label, IntDistribution(int(low), int(high)))


def randint(label: str, low: int, high: int | None = None) -> Expression:
    """From low to high - 1; with one number from 0."""
    least, beyond = (0, low) if high is None else (low, high)
    return Expression(label, IntDistribution(least, beyond - 1))


def _bell(label: str, mu: float, sigma: float, turn: Callable[[float], float], q: float | None) -> Expression:
    """Kilter draws from ranges: a normal law is searched over three standard deviations on either side."""
    if turn is math.exp:
        span: BaseDistribution = FloatDistribution(math.exp(mu - 3 * sigma), math.exp(mu + 3 * sigma), log=True)
    else:
        span = FloatDistribution(mu - 3 * sigma, mu + 3 * sigma)
    rounded = _rounded(q) if q is not None else lambda drawn: drawn
    return Expression(label, span, rounded, raw=rounded)


def normal(label: str, mu: float, sigma: float) -> Expression:
    return _bell(label, mu, sigma, float, None)


def qnormal(label: str, mu: float, sigma: float, q: float) -> Expression:
    return _bell(label, mu, sigma, float, q)


def lognormal(label: str, mu: float, sigma: float) -> Expression:
    return _bell(label, mu, sigma, math.exp, None)


def qlognormal(label: str, mu: float, sigma: float, q: float) -> Expression:
    return _bell(label, mu, sigma, math.exp, q)
