# SPDX-License-Identifier: MIT
"""From the log's records of trials to FrozenTrial, each read once."""
from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from .._spell import distribution_of, from_log, name_from_log
from ..distributions import BaseDistribution, json_to_distribution
from ..trial import FrozenTrial, TrialState

if TYPE_CHECKING:
    from ._study import Study

_states = {"waiting": TrialState.WAITING, "running": TrialState.RUNNING, "paused": TrialState.PRUNED,
           "complete": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "failed": TrialState.FAIL}


def _time(milliseconds: int | None) -> datetime.datetime | None:
    return None if milliseconds is None else datetime.datetime.fromtimestamp(milliseconds / 1000)


class Records:
    """The trials of a study as far as they have been read. Not thread-safe."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._revision = 0
        self._trials: list[FrozenTrial] = []
        #: The first range that each name had; a trial with another one notes it.
        self.ranges: dict[str, BaseDistribution] = {}
        self._space: dict[str, Any] | None = None

    def read(self) -> list[FrozenTrial]:
        """All trials, by number."""
        self._revision, records = self._study._door.records(self._revision)
        for record in records:
            for key, text in record["notes"]:
                if key.startswith("range "):
                    self.ranges.setdefault(key[6:], json_to_distribution(text))
        if records:
            self._space = None
        for record in records:
            trial = self._frozen(record)
            number = record["number"]
            if number < len(self._trials):
                self._trials[number] = trial
            else:
                self._trials.append(trial)
        return self._trials

    def _range(self, name: str, own: dict[str, BaseDistribution]) -> BaseDistribution | None:
        if name in own:
            return own[name]
        if name in self.ranges:
            return self.ranges[name]
        if self._space is None:
            self._space = {name_from_log(k): v for k, v in
                           json.loads(self._study._door.settings())["space"]["space"].items()}
        return distribution_of(self._space[name]) if name in self._space else None

    def _frozen(self, record: dict[str, Any]) -> FrozenTrial:
        state = _states[record["state"]]
        own: dict[str, BaseDistribution] = {}
        user: dict[str, Any] = {}
        system: dict[str, Any] = {}
        suggested: list[str] | None = None
        started, ended = _time(record["started"]), _time(record["ended"])
        for key, text in record["notes"]:
            word, _, rest = key.partition(" ")
            if word == "range":
                own[rest] = json_to_distribution(text)
            elif word == "user":
                user[rest] = self._study._live.get((record["number"], rest), json.loads(text))
            elif word == "system":
                system[rest] = json.loads(text)
            elif key == "suggested":
                suggested = json.loads(text)
            elif key == "started":
                started = datetime.datetime.fromisoformat(text)
            elif key == "ended":
                ended = datetime.datetime.fromisoformat(text)
        told = json.loads(record["given"]) if record["given"] else {}
        if "@params" in told:
            system["fixed_params"] = json.loads(told["@params"])
        if state == TrialState.WAITING:
            user = {**json.loads(told.get("@attrs", "{}")), **user}
            started = None
        params, distributions = self._params(record, own, suggested)
        limits = {name: value for name, value in record["metrics"].items() if name in self._study._limits}
        if limits:
            system["constraints"] = limits
        return FrozenTrial(record["number"], state, None, started, ended if state.is_finished() else None,
                           params if state != TrialState.WAITING else {},
                           distributions if state != TrialState.WAITING else {}, user, system,
                           {int(step): value for step, value in record["reports"]}, record["number"],
                           values=self._values(record, state))

    def _params(self, record: dict[str, Any], own: dict[str, BaseDistribution],
                suggested: list[str] | None) -> tuple[dict[str, Any], dict[str, BaseDistribution]]:
        params, distributions = {}, {}
        for spelt, value in record["params"].items():
            name = name_from_log(spelt)
            distribution = self._range(name, own)
            if distribution is None or (suggested is not None and name not in suggested):
                continue
            try:
                params[name] = from_log(distribution, value)
            except ValueError:
                params[name] = value
            distributions[name] = distribution
        if suggested is not None:
            order = [name for name in suggested if name in params]
            params = {name: params[name] for name in order}
            distributions = {name: distributions[name] for name in order}
        return params, distributions

    @staticmethod
    def _values(record: dict[str, Any], state: TrialState) -> list[float] | None:
        values = record["values"]
        if state not in (TrialState.COMPLETE, TrialState.PRUNED) or any(value is None for value in values):
            return None
        return list(values)
