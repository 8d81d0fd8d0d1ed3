# SPDX-License-Identifier: MIT
"""The end of a trial: what was returned, judged and stored."""
from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, Sequence

from ..trial import Trial, TrialState

if TYPE_CHECKING:
    from ._study import Study


def complaint(study: Study, values: Sequence[Any]) -> str | None:
    """Why these cannot be the values of a trial."""
    for value in values:
        try:
            number = float(value)
        except (TypeError, ValueError):
            hint = ""
            if value is None:
                hint = " [K116] The objective returned None on some path: return a number on every path."
            elif hasattr(value, "item"):
                hint = " [K116] Use .item() to get the number out of it."
            return f"The value {value!r} could not be cast to float.{hint}"
        if math.isnan(number):
            return f"The value {number} is not acceptable."
    if len(values) != len(study.directions):
        return (f"The number of the values {len(values)} did not match the number of the objectives "
                f"{len(study.directions)}.")
    return None


def check(state: TrialState | None, values: Sequence[Any] | None) -> None:
    if state == TrialState.COMPLETE and values is None:
        raise ValueError("A complete trial needs values.")
    if state in (TrialState.PRUNED, TrialState.FAIL) and values is not None:
        raise ValueError(f"A trial that ends as {state.name} has no values.")
    if state in (TrialState.RUNNING, TrialState.WAITING):
        raise ValueError(f"A trial cannot end as {state.name}.")


def tell(study: Study, trial: Trial, returned: Any, state: TrialState | None, cause: str = "error",
         detail: str = "") -> tuple[TrialState, list[float] | None, str | None]:
    """Stores the end; returns how it counts, the values, and why it failed where its values are to blame."""
    values = None
    if returned is not None:
        values = list(returned) if isinstance(returned, Sequence) and not isinstance(returned, str) else [returned]
    check(state, values)
    trouble = None
    if state in (None, TrialState.COMPLETE):
        trouble = complaint(study, [None] if values is None else values)
        if trouble and state == TrialState.COMPLETE:
            raise ValueError(trouble)
        state = TrialState.FAIL if trouble else TrialState.COMPLETE
    if trouble:
        nan = values is not None and any(isinstance(v, float) and math.isnan(v) for v in values)
        values, cause, detail = None, "nan" if nan else "error", trouble
    numbers = None if values is None else [float(value) for value in values]
    if state == TrialState.PRUNED and trial._reports and len(study.directions) == 1:
        last = trial._reports[max(trial._reports)]
        numbers = None if math.isnan(last) else [last]
    custom = study._custom_sampler
    try:
        if custom is not None:
            custom.after_trial(study, trial._frozen(), state, numbers)
    finally:
        trial._finish()
        # What the limits are about counts of trials that were stopped, too.
        metrics = list(trial.constraints.items())
        if state == TrialState.COMPLETE:
            assert numbers is not None
            metrics += zip(study._metrics, numbers)
        end = {TrialState.COMPLETE: "completed", TrialState.PRUNED: "stopped", TrialState.FAIL: "failed"}[state]
        study._door.tell(trial._run, end, cause if state == TrialState.FAIL else "none", metrics, detail)
    if numbers is not None and state == TrialState.COMPLETE and not all(map(math.isfinite, numbers)):
        warnings.warn(f"Trial {trial.number} gave {numbers}; a value that is not finite counts as a failure, which "
                      "the search learns to avoid.", stacklevel=4)
        return TrialState.FAIL, None, f"The value {numbers} is not finite"
    return state, numbers, trouble
