# SPDX-License-Identifier: MIT
"""A study as Python sees it: its trials, its attributes, and the loop over an objective."""
from __future__ import annotations

import datetime
import json
import os
import threading
import warnings
from typing import Any, Callable, Iterable, Sequence

from .. import _core, pruners, samplers
from .._spell import json_of, name_in_log, range_in_log, to_log
from ..distributions import (BaseDistribution, FloatDistribution, IntDistribution, check_distribution_compatibility,
                             distribution_to_json, modern)
from ..exceptions import UpdateFinishedTrialError
from ..logging import get_logger
from ..storages import BaseStorage
from ..trial import FrozenTrial, Trial, TrialState, create_trial
from ._best import best_trial
from ._direction import StudyDirection
from ._optimize import optimize
from ._records import Records
from ._results import Results
from ._tell import tell

_log = get_logger("kilter.study")


class Study(Results):
    """Made by create_study and load_study. Thread-safe but for what one trial does."""

    def __init__(self, study_name: str, storage: BaseStorage, sampler: Any = None, pruner: Any = None,
                 settings: str = "") -> None:
        self.study_name = study_name
        self._storage = storage
        self._settings_at_start = settings
        self._lock = threading.RLock()
        self._optimizing = threading.Lock()
        self._stopping = False
        self._enqueued: dict[int, dict[str, Any]] = {}
        self._live: dict[tuple[int, str], Any] = {}
        self._live_own: dict[str, Any] = {}
        self._open_trials: dict[int, Trial] = {}
        self._pid = 0
        self._connect()
        self.sampler = sampler
        self.pruner = pruner

    def _connect(self) -> None:
        """Opens the study; in a child process anew, for the parent's connection is not the child's."""
        self._core_door = self._storage.open(self.study_name, self._settings_at_start)
        self._pid = os.getpid()
        self._records = Records(self)
        settings = self._read()
        self._metrics = [goal["metric"] for goal in settings["goals"]]
        self._directions = [StudyDirection.MAXIMIZE if goal["maximize"] else StudyDirection.MINIMIZE
                            for goal in settings["goals"]]
        self._limits = {limit["metric"] for limit in settings.get("limits", [])}

    @property
    def _door(self) -> _core.Door:
        if self._pid != os.getpid() and not self._storage.in_memory:
            self._lock = threading.RLock()
            self._abandoned = self._core_door
            self._connect()
        return self._core_door

    def _read(self) -> dict[str, Any]:
        settings: dict[str, Any] = json.loads(self._core_door.settings())
        return settings

    def _change(self, reason: str, alter: Callable[[dict[str, Any]], None]) -> None:
        with self._lock:
            settings = self._read()
            alter(settings)
            self._door.change(json.dumps(settings), reason)

    # Plugs

    @property
    def sampler(self) -> Any:
        return self._sampler

    @sampler.setter
    def sampler(self, sampler: Any) -> None:
        settings = self._read()
        if sampler is None:
            sampler = samplers.named(settings["sampler"]["name"])
        else:
            sampler = samplers.ours(sampler)
            plug = samplers.plug_of(sampler)
            if plug is not None and (plug != settings["sampler"] or sampler._seed is not None):

                def alter(now: dict[str, Any]) -> None:
                    now["sampler"] = plug
                    if sampler._seed is not None:
                        now["seed"] = sampler._seed
                    if sampler._asked:
                        now["job"]["sampler_asked"] = sampler._asked

                self._change(f"the sampler is {type(sampler).__name__}", alter)
        self._sampler = sampler
        self._custom_sampler = sampler if samplers.plug_of(sampler) is None else None

    @property
    def pruner(self) -> Any:
        return self._pruner

    @pruner.setter
    def pruner(self, pruner: Any) -> None:
        settings = self._read()
        self._unresolved = False
        if pruner is None:
            pruner = pruners.named(settings["scheduler"]["name"])
        else:
            pruner = pruners.ours(pruner)
            self._unresolved = pruners.set_on(self, pruner)
        self._pruner = pruner
        self._custom_pruner = None if isinstance(pruner, pruners.EnginePruner) else pruner

    # Attributes

    @property
    def user_attrs(self) -> dict[str, Any]:
        kept = self._read()["job"].get("user_attrs", {})
        return {key: self._live_own.get(key, value) for key, value in kept.items()}

    @property
    def system_attrs(self) -> dict[str, Any]:
        job = self._read()["job"]
        return {"study:metric_names": job["metric_names"]} if "metric_names" in job else {}

    def set_user_attr(self, key: str, value: Any) -> None:
        kept = self._kept(value)
        if kept is not value:
            self._live_own[key] = value
        self._change(f"user attribute {key}", lambda now: now["job"].setdefault("user_attrs", {}).update({key: kept}))

    @property
    def metric_names(self) -> list[str] | None:
        names: list[str] | None = self._read()["job"].get("metric_names")
        return names

    def set_metric_names(self, metric_names: list[str]) -> None:
        if len(metric_names) != len(self._directions):
            raise ValueError(f"There are {len(self._directions)} objectives, but {len(metric_names)} names.")
        self._change("the objectives have names", lambda now: now["job"].update(metric_names=list(metric_names)))

    def _kept(self, value: Any) -> Any:
        """What stands in the log for a value that an attribute shall have."""
        try:
            json_of(value)
            return value
        except TypeError:
            if not self._storage.in_memory:
                raise
            return repr(value)

    # The loop

    def optimize(self, func: Callable[[Trial], Any], n_trials: int | None = None, timeout: float | None = None,
                 n_jobs: int = 1, catch: Iterable[type[Exception]] | type[Exception] = (),
                 callbacks: Iterable[Callable[[Study, FrozenTrial], None]] | None = None,
                 gc_after_trial: bool = False, show_progress_bar: bool = False) -> None:
        """Calls the objective n_trials times, or until timeout seconds have passed."""
        optimize(self, func, n_trials, timeout, n_jobs, catch, callbacks, gc_after_trial, show_progress_bar)

    def stop(self) -> None:
        """From within an objective or a callback: optimize ends after the trials that run."""
        if not self._optimizing.locked():
            raise RuntimeError("study.stop() is for objectives and callbacks of a running study.optimize().")
        self._stopping = True

    def ask(self, fixed_distributions: dict[str, BaseDistribution] | None = None) -> Trial:
        """The next trial, for a loop of your own."""
        wanted = {name: modern(distribution) for name, distribution in (fixed_distributions or {}).items()}
        trial = self._next(again=True)
        if trial is None:
            raise RuntimeError(f"There is nothing to ask for now: {self._door.why_nothing()}.")
        for name, distribution in wanted.items():
            trial._suggest(name, distribution)
        return trial

    def tell(self, trial: Trial | int, values: float | Sequence[float] | None = None,
             state: TrialState | None = None, skip_if_finished: bool = False) -> FrozenTrial:
        """Says how a trial went: its value or values, or the state it ended in."""
        if not isinstance(trial, (Trial, int)):
            raise TypeError("tell() takes a trial or its number.")
        number = trial if isinstance(trial, int) else trial.number
        with self._lock:
            known = self._records.read()
        if not 0 <= number < len(known):
            raise ValueError(f"There is no trial {number}.")
        if known[number].state != TrialState.RUNNING:
            if skip_if_finished and known[number].state.is_finished():
                _log.info("Trial %d is finished already; what was told now is left out.", number)
                return self._record(number)
            raise ValueError(f"Cannot tell a {known[number].state.name} trial.")
        handle = self._open_trials.get(number) or (trial if isinstance(trial, Trial) else Trial(self, number))
        _, _, trouble = tell(self, handle, values, None if state is None else TrialState(int(state)))
        self._after(number)
        if trouble:
            warnings.warn(trouble, stacklevel=2)
        return self._record(number)

    def _next(self, again: bool) -> Trial | None:
        custom = self._custom_sampler
        if self._unresolved:
            self._unresolved = pruners.set_on(self, self._pruner)
        if custom is None:
            asked = self._door.ask(again or not self._sampler._ends)
        else:
            asked = self._door.ask_bare(f"{type(custom).__name__}/python")
        if asked is None:
            return None
        trial = Trial(self, asked)
        self._open_trials[trial.number] = trial
        if custom is not None:
            record = trial._frozen()
            custom.before_trial(self, record)
            trial._relative_space = custom.infer_relative_search_space(self, record)
            trial.relative_params = custom.sample_relative(self, record, trial._relative_space)
        elif trial._proposed:
            trial.relative_params = dict(trial._proposed)
        return trial

    def _after(self, number: int) -> None:
        self._open_trials.pop(number, None)

    def _join(self, number: int) -> Any:
        """A trial that runs already, for a second handle."""
        run = self._door.running(number)
        if run is None:
            raise ValueError(f"Trial {number} does not run.")
        record = self._door.record(number)
        return run, record["params"], record["given"], 0, 1.0, 0.0

    def _declare(self, run: Any, name: str, distribution: BaseDistribution) -> None:
        """Keeps the range of a name: the first for all trials, another one for this trial alone."""
        if self._records.ranges.get(name) == distribution:
            return
        with self._lock:
            if name not in self._records.ranges:
                self._records.read()
            known = self._records.ranges.setdefault(name, distribution)
            if known is not distribution:
                check_distribution_compatibility(known, distribution)
                if known == distribution:
                    return
        try:
            text = distribution_to_json(distribution)
        except TypeError:
            if not self._storage.in_memory:
                raise
            return
        self._door.note(run, f"range {name}", text)

    def _widen(self, name: str, distribution: BaseDistribution) -> None:
        """Lets the study's range of a name reach what a trial asks for, so that later proposals do."""
        if not isinstance(distribution, (FloatDistribution, IntDistribution)):
            return
        spelt, word = name_in_log(name), next(iter(json.loads(range_in_log(distribution))))

        def alter(now: dict[str, Any]) -> None:
            told = now["space"]["space"].get(spelt)
            if told is not None and word in told:
                told[word] = [min(told[word][0], distribution.low), max(told[word][1], distribution.high)]

        self._change(f"trials ask for a wider range of {name}", alter)

    def _note(self, run: Any, key: str, value: Any) -> None:
        kept = self._kept(value)
        if kept is not value:
            self._live[(run[0], key.partition(" ")[2])] = value
        if not self._door.note(run, key, json_of(kept)):
            raise UpdateFinishedTrialError(f"Trial {run[0]} has ended; a finished trial never changes.")

    def _limit(self, key: str) -> None:
        if key in self._limits:
            return
        self._change(f"a feasible trial has {key} at most 0",
                     lambda now: now.setdefault("limits", []).append({"metric": key, "at_most": 0.0}))
        self._limits.add(key)

    # Trials from outside

    def enqueue_trial(self, params: dict[str, Any], user_attrs: dict[str, Any] | None = None,
                      skip_if_exists: bool = False) -> None:
        """The next trial that is asked for has these parameters."""
        if not isinstance(params, dict):
            raise TypeError("params must be a dictionary.")
        if skip_if_exists and self._exists(params):
            _log.info("A trial with %s exists already.", params)
            return
        told = {name_in_log(name): value for name, value in params.items()
                if isinstance(value, (bool, int, float, str)) and name in self._known_ranges()}
        for name in list(params):
            if name_in_log(name) in told:
                try:
                    told[name_in_log(name)] = to_log(self._records.ranges[name], params[name])
                except ValueError:
                    del told[name_in_log(name)]
        kept = {name: self._kept(value) for name, value in params.items()}
        given = {**told, "@params": json.dumps(kept), "@attrs": json.dumps(user_attrs or {})}
        number = self._door.add(json.dumps(given))
        if any(kept[name] is not params[name] for name in params):
            self._enqueued[number] = dict(params)

    def _known_ranges(self) -> dict[str, BaseDistribution]:
        with self._lock:
            self._records.read()
        return self._records.ranges

    def _exists(self, params: dict[str, Any]) -> bool:
        def same(one: Any, other: Any) -> bool:
            return bool(one == other) or (one != one and other != other)

        for trial in self.get_trials(deepcopy=False):
            had = trial.system_attrs.get("fixed_params", trial.params)
            if had.keys() == params.keys() and all(same(had[name], value) for name, value in params.items()):
                return True
        return False

    def add_trial(self, trial: FrozenTrial) -> None:
        """Adds a trial that was made by create_trial or comes from another study."""
        trial._validate()
        if trial._values is not None and len(trial._values) != len(self._directions):
            raise ValueError(f"The added trial has {len(trial._values)} values, which is different from the number of "
                             f"objectives {len(self._directions)} in the study (determined by Study.directions).")
        if trial.state == TrialState.WAITING:
            fixed = trial.system_attrs.get("fixed_params", trial.params)
            self.enqueue_trial(fixed, dict(trial.user_attrs))
            return
        for name, distribution in trial.distributions.items():
            known = self._known_ranges().get(name)
            if known is not None:
                check_distribution_compatibility(known, distribution)
        self._import(trial)

    def add_trials(self, trials: Iterable[FrozenTrial]) -> None:
        for trial in trials:
            self.add_trial(trial)

    def _import(self, trial: FrozenTrial) -> None:
        notes = [(f"range {name}", distribution_to_json(d)) for name, d in trial.distributions.items()
                 if self._records.ranges.get(name) != d]
        notes += [(f"user {key}", json_of(self._kept(value))) for key, value in trial.user_attrs.items()]
        notes += [(f"system {key}", json_of(self._kept(value))) for key, value in trial.system_attrs.items()
                  if key not in ("constraints", "fixed_params")]
        for word, moment in (("started", trial.datetime_start), ("ended", trial.datetime_complete)):
            if isinstance(moment, datetime.datetime):
                notes.append((word, moment.isoformat()))
        for key in trial.constraints:
            self._limit(key)
        end = {TrialState.COMPLETE: "completed", TrialState.PRUNED: "stopped"}.get(trial.state, "failed")
        metrics = list(trial.constraints.items()) + list(zip(self._metrics, trial._values or []))
        self._door.import_trial(
            [(name_in_log(name), range_in_log(d)) for name, d in trial.distributions.items()],
            [json.dumps(to_log(d, trial.params[name])) for name, d in trial.distributions.items()],
            sorted((float(step), float(value)) for step, value in trial.intermediate_values.items()),
            notes, end, "error" if end == "failed" else "none", metrics)

    def _log_complete(self, trial: Trial, values: list[float]) -> None:
        if not _log.isEnabledFor(20):
            return
        names = self.metric_names
        if len(values) > 1:
            _log.info("Trial %d finished with values: %s and parameters: %s.", trial.number,
                      dict(zip(names, values)) if names else values, trial.params)
            return
        try:
            best = best_trial(self.get_trials(deepcopy=False), self._directions[0])
            tail = f" Best is trial {best.number} with value: {best.value}."
        except ValueError:
            tail = ""
        _log.info("Trial %d finished with value: %s and parameters: %s.%s", trial.number,
                  {names[0]: values[0]} if names else values[0], trial.params, tail)

    # Travel

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.study_name, "storage": self._storage, "sampler": self._sampler, "pruner": self._pruner}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Study.__init__(self, state["name"], state["storage"], state["sampler"], state["pruner"])
