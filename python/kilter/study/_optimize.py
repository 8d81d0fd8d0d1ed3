# SPDX-License-Identifier: MIT
"""study.optimize: the loop over an objective, in this thread or in several."""
from __future__ import annotations

import gc
import itertools
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Callable, Iterable

from ..exceptions import TrialPruned
from ..logging import get_logger
from ..trial import FrozenTrial, Trial, TrialState
from ._progress import Progress
from ._tell import tell

if TYPE_CHECKING:
    from ._study import Study

_log = get_logger("kilter.study")


def is_pruned(error: BaseException) -> bool:
    """Kilter's TrialPruned, or Optuna's where a script imports both."""
    return isinstance(error, TrialPruned) or any(
        kind.__name__ == "TrialPruned" and kind.__module__.startswith("optuna.") for kind in type(error).__mro__)


def run_trial(study: Study, trial: Trial, func: Callable[[Trial], Any], catch: tuple[type[BaseException], ...]) -> None:
    """Calls the objective and stores how it ended; raises what was not to be caught."""
    state, returned, error = None, None, None
    cause, detail = "error", ""
    try:
        returned = func(trial)
    except Exception as raised:
        error = raised
        if is_pruned(raised):
            state = TrialState.PRUNED
        else:
            state, detail = TrialState.FAIL, repr(raised)
            cause = "oom" if isinstance(raised, MemoryError) or type(raised).__name__ == "OutOfMemoryError" else cause
    except BaseException as raised:
        error, state, cause, detail = raised, TrialState.FAIL, "killed", repr(raised)
    traceback = sys.exc_info() if error is None else (type(error), error, error.__traceback__)
    state, values, trouble = tell(study, trial, returned if error is None else None, state, cause, detail)
    if state == TrialState.COMPLETE:
        assert values is not None
        study._log_complete(trial, values)
    elif state == TrialState.PRUNED:
        _log.info("Trial %d pruned. %s", trial.number, error)
    else:
        why = trouble or repr(error)
        _log.warning("Trial %d failed with parameters: %s because of the following error: %s.", trial.number,
                     trial.params, why, exc_info=None if trouble else traceback)
        _log.warning("Trial %d failed with value %r.", trial.number, returned)
    if state == TrialState.FAIL and error is not None and not isinstance(error, catch):
        raise error


def optimize(study: Study, func: Callable[[Trial], Any], n_trials: int | None, timeout: float | None, n_jobs: int,
             catch: Iterable[type[BaseException]] | type[BaseException],
             callbacks: Iterable[Callable[[Study, FrozenTrial], None]] | None, gc_after_trial: bool,
             show_progress_bar: bool) -> None:
    catching = tuple(catch) if isinstance(catch, Iterable) else (catch,)
    if not all(isinstance(kind, type) and issubclass(kind, BaseException) for kind in catching):
        raise TypeError("catch is a tuple of exception classes.")
    if study._optimizing.acquire(blocking=False) is False:
        raise RuntimeError("study.optimize is running already: it cannot be called from within an objective.")
    if n_jobs == -1:
        n_jobs = os.cpu_count() or 1
    began = time.monotonic()
    started = itertools.count()
    told = threading.Lock()
    progress = Progress(show_progress_bar and n_jobs == 1, n_trials, timeout)
    study._stopping = False

    def one_after_another() -> None:
        while not study._stopping:
            with told:
                if n_trials is not None and next(started) >= n_trials:
                    return
            if timeout is not None and time.monotonic() - began >= timeout:
                return
            trial = study._next(again=False)
            if trial is None:
                _log.info("Nothing is left to try: the search ends here.")
                return
            try:
                run_trial(study, trial, func, catching)
            finally:
                if gc_after_trial:
                    gc.collect()
                study._after(trial.number)
            if callbacks is not None:
                record = study._record(trial.number)
                for callback in callbacks:
                    callback(study, record)
            progress.step(time.monotonic() - began, study)

    try:
        if n_jobs == 1:
            one_after_another()
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(n_jobs) as pool:
            futures = [pool.submit(one_after_another) for _ in range(n_jobs)]
            for future in futures:
                try:
                    future.result()
                except BaseException:
                    study._stopping = True
                    raise
    finally:
        progress.close()
        study._optimizing.release()
