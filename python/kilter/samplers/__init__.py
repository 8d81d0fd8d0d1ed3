# SPDX-License-Identifier: MIT
"""Samplers: Kilter's engines under Optuna's names, and what a sampler of one's own is made from."""
from __future__ import annotations

from typing import Any

from ._base import BaseSampler, EngineSampler
from ._engines import (AutoSampler, BruteForceSampler, CmaEsSampler, GPSampler, NSGAIIISampler, NSGAIISampler,
                       QMCSampler, RandomSampler, TPESampler, _once)
from ._python import GridSampler, PartialFixedSampler

BaseGASampler = BaseSampler


def plug_of(sampler: Any) -> dict[str, Any] | None:
    """The engine that a sampler stands for; None: it proposes in Python."""
    return sampler._plug() if isinstance(sampler, EngineSampler) else None


def named(engine: str) -> EngineSampler:
    """The sampler of a study that was opened without one."""
    for kind in (RandomSampler, TPESampler, GPSampler, QMCSampler, BruteForceSampler):
        if kind._engine == engine:
            return kind()
    sampler = AutoSampler()
    sampler._engine = engine
    return sampler


def ours(sampler: Any) -> Any:
    """The sampler itself, or Kilter's of the name where it is one of Optuna's."""
    if isinstance(sampler, str):
        return named(sampler)
    module = type(sampler).__module__.split(".")[0]
    if module == "optuna" and not isinstance(sampler, BaseSampler):
        name = type(sampler).__name__
        kind = globals().get(name)
        _once(f"{name} of Optuna was given: Kilter's engine of that name runs, not Optuna's.")
        if kind is GridSampler:
            return GridSampler(sampler._search_space)
        if kind is PartialFixedSampler:
            return PartialFixedSampler(sampler._fixed_params, ours(sampler._base_sampler))
        return kind() if kind is not None else AutoSampler()
    if not hasattr(sampler, "sample_independent"):
        raise TypeError(f"{sampler!r} is no sampler.")
    return sampler


__all__ = ["AutoSampler", "BaseGASampler", "BaseSampler", "BruteForceSampler", "CmaEsSampler", "GPSampler",
           "GridSampler", "NSGAIIISampler", "NSGAIISampler", "PartialFixedSampler", "QMCSampler", "RandomSampler",
           "TPESampler"]
