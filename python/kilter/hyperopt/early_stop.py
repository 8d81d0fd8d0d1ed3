# SPDX-License-Identifier: MIT
"""When to end a search early."""
from __future__ import annotations

from typing import Any, Callable


def no_progress_loss(iteration_stop_count: int = 20, percent_increase: float = 0.0) -> Callable[..., Any]:
    """Ends after so many trials in a row whose loss is not that many percent below the best."""

    def stop(trials: Any, best_loss: float | None = None, iteration_no_progress: int = 0) -> tuple[bool, list[Any]]:
        new_loss = trials.trials[-1]["result"].get("loss")
        if new_loss is None:
            return iteration_no_progress + 1 >= iteration_stop_count, [best_loss, iteration_no_progress + 1]
        if best_loss is None:
            return False, [new_loss, iteration_no_progress + 1]
        if new_loss < best_loss - abs(best_loss * percent_increase / 100):
            return False, [new_loss, 0]
        return iteration_no_progress + 1 >= iteration_stop_count, [best_loss, iteration_no_progress + 1]

    return stop
