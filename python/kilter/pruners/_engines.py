# SPDX-License-Identifier: MIT
"""Kilter's schedulers under the names of Optuna's pruners."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..trial import FrozenTrial, TrialState
from ._base import ENDLESS, BasePruner, EnginePruner

if TYPE_CHECKING:
    from ..study import Study


def _warmup(steps: float) -> float:
    """Optuna counts from 0 and judges the first step after the warm-up; Kilter judges what lies beyond a step."""
    return float(steps) - 1


class NopPruner(EnginePruner):
    """Every trial runs to its end."""

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        return False


class PercentilePruner(EnginePruner):
    """Ends a trial whose best value so far is not among the best so many percent at its step."""

    _engine = "percentile"

    def __init__(self, percentile: float, n_startup_trials: int = 5, n_warmup_steps: int = 0,
                 interval_steps: int = 1, *, n_min_trials: int = 1) -> None:
        if not 0 <= percentile <= 100:
            raise ValueError(f"A percentile lies between 0 and 100, not at {percentile}.")
        for name, value, least in (("n_startup_trials", n_startup_trials, 0), ("n_warmup_steps", n_warmup_steps, 0),
                                   ("interval_steps", interval_steps, 1), ("n_min_trials", n_min_trials, 1)):
            if value < least:
                raise ValueError(f"{name} is at least {least}, not {value}.")
        super().__init__(percentile=float(percentile), startup_trials=n_startup_trials,
                         warmup_steps=_warmup(n_warmup_steps), interval=interval_steps)

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        step = trial.last_step
        done = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        if step is None or step <= self._options["warmup_steps"] or len(done) < self._options["startup_trials"]:
            return False
        sign = -1 if study.direction.name == "MAXIMIZE" else 1
        own = [sign * v for v in trial.intermediate_values.values() if not math.isnan(v)]
        there = sorted(sign * t.intermediate_values[step] for t in done if step in t.intermediate_values
                       and not math.isnan(t.intermediate_values[step]))
        if not own or not there:
            return not own
        place = self._options["percentile"] / 100 * (len(there) - 1)
        below = int(place)
        above = min(below + 1, len(there) - 1)
        return min(own) > there[below] + (place - below) * (there[above] - there[below])


class MedianPruner(PercentilePruner):
    """Ends a trial whose best value so far is worse than the median at its step."""

    def __init__(self, n_startup_trials: int = 5, n_warmup_steps: int = 0, interval_steps: int = 1, *,
                 n_min_trials: int = 1) -> None:
        super().__init__(50.0, n_startup_trials, n_warmup_steps, interval_steps, n_min_trials=n_min_trials)

    def _plug(self) -> dict[str, Any]:
        options = {key: value for key, value in self._options.items() if key != "percentile"}
        return {"name": "median", "options": options}


class ThresholdPruner(EnginePruner):
    """Ends a trial whose value leaves the bounds, or is not a number."""

    _engine = "threshold"

    def __init__(self, lower: float | None = None, upper: float | None = None, n_warmup_steps: int = 0,
                 interval_steps: int = 1) -> None:
        if lower is None and upper is None:
            raise TypeError("Give lower, upper or both.")
        bounds = {key: float(value) for key, value in (("lower", lower), ("upper", upper)) if value is not None}
        if len(bounds) == 2 and bounds["lower"] > bounds["upper"]:
            raise ValueError("lower must not be above upper.")
        super().__init__(**bounds, warmup_steps=_warmup(n_warmup_steps))

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        step = trial.last_step
        if step is None or step <= self._options["warmup_steps"]:
            return False
        value = trial.intermediate_values[step]
        return (math.isnan(value) or value < self._options.get("lower", -math.inf)
                or value > self._options.get("upper", math.inf))


class WilcoxonPruner(EnginePruner):
    """Ends a trial that is worse than the best one instance by instance."""

    _engine = "wilcoxon"

    def __init__(self, *, p_threshold: float = 0.1, n_startup_steps: int = 2) -> None:
        if not 0 <= p_threshold <= 1:
            raise ValueError(f"p_threshold lies between 0 and 1, not at {p_threshold}.")
        if n_startup_steps < 0:
            raise ValueError(f"n_startup_steps is at least 0, not {n_startup_steps}.")
        super().__init__(p=float(p_threshold), startup_steps=max(n_startup_steps, 2))


class PatientPruner(EnginePruner):
    """Ends a trial that has not improved for some reports, where the wrapped pruner agrees."""

    _engine = "patience"

    def __init__(self, wrapped_pruner: BasePruner | None, patience: int, min_delta: float = 0.0) -> None:
        if patience < 0 or min_delta < 0:
            raise ValueError("patience and min_delta are at least 0.")
        super().__init__(patience=patience, min_delta=float(min_delta))
        self._wrapped = wrapped_pruner
        if wrapped_pruner is not None and not isinstance(wrapped_pruner, EnginePruner):
            raise NotImplementedError("PatientPruner wraps Kilter's pruners only, not one written in Python.")

    def _plug(self) -> dict[str, Any]:
        plug = super()._plug()
        if isinstance(self._wrapped, EnginePruner):
            inner = self._wrapped._plug()
            plug["options"]["then"] = {"name": inner["name"], **inner["options"]}
        return plug


class SuccessiveHalvingPruner(EnginePruner):
    """Lets one of reduction_factor trials go on at each rung, waiting for nobody."""

    _engine = "asha"

    def __init__(self, min_resource: str | int = 1, reduction_factor: int = 4, min_early_stopping_rate: int = 0,
                 bootstrap_count: int = 0) -> None:
        if isinstance(min_resource, str) and min_resource != "auto" or isinstance(min_resource, int) and (
                min_resource < 1):
            raise ValueError(f"min_resource is \"auto\" or at least 1, not {min_resource!r}.")
        if reduction_factor < 2 or min_early_stopping_rate < 0 or bootstrap_count < 0:
            raise ValueError("reduction_factor is at least 2, min_early_stopping_rate and bootstrap_count at least 0.")
        super().__init__(eta=float(reduction_factor))
        self._least = min_resource
        self._rate = min_early_stopping_rate

    def _known(self, study: Study) -> bool:
        if self._least == "auto":
            done = [t for t in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)) if t.intermediate_values]
            if not done:
                return False
            self._least = max((done[0].last_step or 0) // 100, 1)
        self._options["shortest"] = float(self._least) * self._options["eta"] ** self._rate
        return True

    def _budget(self, study: Study) -> dict[str, float]:
        return {"full": ENDLESS}


class HyperbandPruner(EnginePruner):
    """Successive halving in several brackets side by side, from many short trials to a few long ones."""

    _engine = "hyperband"

    def __init__(self, min_resource: int = 1, max_resource: str | int = "auto", reduction_factor: int = 3,
                 bootstrap_count: int = 0) -> None:
        super().__init__(eta=float(reduction_factor), shortest=float(min_resource), asynchronous=True)
        self._most = max_resource

    def _known(self, study: Study) -> bool:
        if self._most == "auto":
            done = [t for t in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)) if t.intermediate_values]
            if not done:
                return False
            self._most = (done[0].last_step or 0) + 1
        return True

    def _budget(self, study: Study) -> dict[str, float]:
        return {"full": ENDLESS if self._most == "auto" else float(self._most)}
