# SPDX-License-Identifier: MIT
"""Pruners: Kilter's schedulers under Optuna's names, and what a pruner of one's own is made from."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._base import BasePruner, EnginePruner
from ._engines import (HyperbandPruner, MedianPruner, NopPruner, PatientPruner, PercentilePruner,
                       SuccessiveHalvingPruner, ThresholdPruner, WilcoxonPruner)

if TYPE_CHECKING:
    from ..study import Study


def named(engine: str) -> EnginePruner:
    """The pruner of a study that was opened without one."""
    for kind in (MedianPruner, NopPruner):
        if kind()._plug()["name"] == engine:
            return kind()
    pruner = NopPruner()
    pruner._engine = engine
    return pruner


def ours(pruner: Any) -> Any:
    """The pruner itself, or Kilter's of the name where it is one of Optuna's."""
    if type(pruner).__module__.split(".")[0] == "optuna" and not isinstance(pruner, BasePruner):
        from ..samplers import _once

        name = type(pruner).__name__
        kind = globals().get(name)
        _once(f"{name} of Optuna was given: Kilter's of that name judges, with its defaults where Optuna hides them.")
        if kind is PercentilePruner:
            return PercentilePruner(pruner._percentile, pruner._n_startup_trials, pruner._n_warmup_steps)
        if kind is MedianPruner:
            return MedianPruner(pruner._n_startup_trials, pruner._n_warmup_steps, pruner._interval_steps)
        if kind is PatientPruner:
            inner = pruner._wrapped_pruner
            return PatientPruner(None if inner is None else ours(inner), pruner._patience, pruner._min_delta)
        if kind is ThresholdPruner:
            return ThresholdPruner(pruner._lower, pruner._upper, pruner._n_warmup_steps)
        return kind() if kind is not None else NopPruner()
    if not hasattr(pruner, "prune"):
        raise TypeError(f"{pruner!r} is no pruner.")
    return pruner


def set_on(study: Study, pruner: Any) -> bool:
    """Makes the study's scheduler the one that this pruner stands for; whether something is not known yet."""
    known = not isinstance(pruner, EnginePruner) or pruner._known(study)
    engine = isinstance(pruner, EnginePruner) and known
    plug = pruner._plug() if engine else {"name": "none", "options": {}}
    budget = pruner._budget(study) if isinstance(pruner, EnginePruner) else {}
    settings = study._read()
    if plug != settings["scheduler"] or any(settings["budget"].get(key) != value for key, value in budget.items()):

        def alter(now: dict[str, Any]) -> None:
            now["scheduler"] = plug
            now["budget"].update(budget)

        study._change(f"the pruner is {type(pruner).__name__}", alter)
    return not known


__all__ = ["BasePruner", "HyperbandPruner", "MedianPruner", "NopPruner", "PatientPruner", "PercentilePruner",
           "SuccessiveHalvingPruner", "ThresholdPruner", "WilcoxonPruner"]
