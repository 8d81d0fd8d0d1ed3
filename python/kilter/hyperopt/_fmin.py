# SPDX-License-Identifier: MIT
"""fmin: the loop over a function, as Hyperopt calls it."""
from __future__ import annotations

import math
import os
import pickle
import time
from typing import Any, Callable

from ..trial import TrialState
from ._space import expressions, space_eval, walk
from ._trials import STATUS_FAIL, STATUS_OK, STATUS_STRINGS, AllTrialsFailed, InvalidLoss, Trials
from .hp import Expression


def generate_trials_to_calculate(points: list[dict[str, Any]]) -> Trials:
    """Trials whose first points are given."""
    trials = Trials()
    trials._points = list(points)  # type: ignore[attr-defined]
    return trials


def _seed_of(rstate: Any) -> int | None:
    if rstate is None or isinstance(rstate, int):
        return rstate
    draw = getattr(rstate, "integers", None) or rstate.randint
    return int(draw(2**31 - 1))


def _study(algo: Any, rstate: Any) -> Any:
    from ..study import create_study

    engine = getattr(algo, "kilter_sampler", None)
    if engine is None:
        inner = getattr(algo, "func", None)  # functools.partial(tpe.suggest, ...)
        engine = getattr(inner, "kilter_sampler", None)
    if engine is None and algo is not None:
        module = getattr(algo, "__module__", "")
        engine = "random" if "rand" in module else "tpe" if "tpe" in module else "auto"
    from .. import samplers

    sampler = samplers.named(engine or "auto")
    sampler._seed = _seed_of(rstate)
    return create_study(sampler=sampler, pruner=_none())


def _none() -> Any:
    from ..pruners import NopPruner

    return NopPruner()


def _result(returned: Any) -> dict[str, Any]:
    result = dict(returned) if isinstance(returned, dict) else {"loss": returned, "status": STATUS_OK}
    if result.get("status") not in STATUS_STRINGS:
        raise InvalidLoss(f"status is {result.get('status')!r}, and must be one of {STATUS_STRINGS}.")
    if result["status"] == STATUS_OK:
        try:
            result["loss"] = float(result["loss"])
        except (KeyError, TypeError, ValueError):
            raise InvalidLoss(f"a loss is a number: {result.get('loss')!r}") from None
        if math.isnan(result["loss"]):
            raise InvalidLoss("the loss is NaN")
    return result


def fmin(fn: Callable[[Any], Any], space: Any, algo: Any = None, max_evals: int | None = None,
         timeout: float | None = None, loss_threshold: float | None = None, trials: Trials | None = None,
         rstate: Any = None, allow_trials_fmin: bool = True, pass_expr_memo_ctrl: Any = None,
         catch_eval_exceptions: bool = False, verbose: bool = True, return_argmin: bool = True,
         points_to_evaluate: list[dict[str, Any]] | None = None, max_queue_len: int = 1,
         show_progressbar: bool = True, early_stop_fn: Callable[..., Any] | None = None,
         trials_save_file: str = "") -> Any:
    """Searches for the values of the space with the smallest loss, and returns them by label."""
    if trials is None and trials_save_file and os.path.exists(trials_save_file):
        with open(trials_save_file, "rb") as file:
            trials = pickle.load(file)
    record = trials if trials is not None else Trials()
    found = expressions(space)
    by_label = {expression.label: expression for expression in found}
    if record._study is None:
        record._study = _study(algo, rstate)
        for point in points_to_evaluate or getattr(record, "_points", []):
            record._study.enqueue_trial(point)
    study, began, stop_state = record._study, time.monotonic(), []  # type: ignore[var-annotated]
    while max_evals is None or len(record) < max_evals:
        if timeout is not None and time.monotonic() - began >= timeout:
            break
        trial = study.ask()
        vals: dict[str, Any] = {}

        def drawn(expression: Expression) -> Any:
            if expression.label not in vals:
                vals[expression.label] = trial._suggest(expression.label, expression.range)
            return vals[expression.label]

        arguments = walk(space, drawn)
        kept = {label: by_label[label].raw(value) for label, value in vals.items()}
        try:
            result = _result(fn(arguments))
        except Exception as error:
            study.tell(trial, state=TrialState.FAIL)
            if not catch_eval_exceptions:
                raise
            record._add(trial.number, {"status": STATUS_FAIL, "error": repr(error)}, kept, list(by_label))
            continue
        if result["status"] == STATUS_OK and math.isfinite(result["loss"]):
            study.tell(trial, result["loss"])
        else:
            study.tell(trial, state=TrialState.FAIL)
        record._add(trial.number, result, kept, list(by_label))
        if trials_save_file:
            with open(trials_save_file, "wb") as file:
                pickle.dump(record, file)
        if loss_threshold is not None and result.get("loss", math.inf) < loss_threshold:
            break
        if early_stop_fn is not None:
            stop, stop_state = early_stop_fn(record, *stop_state)
            if stop:
                break
    if not return_argmin:
        return record if len(record) else None
    if not len(record):
        raise AllTrialsFailed("Nothing was tried: max_evals and timeout left no room.")
    return record.argmin


def best(trials: Trials, space: Any) -> Any:
    """What the best trial's values mean in the space."""
    return space_eval(space, trials.argmin)
