# SPDX-License-Identifier: MIT
"""The handle of a running trial."""
from __future__ import annotations

import datetime
import json
import warnings
from typing import TYPE_CHECKING, Any

from .._spell import from_log, json_of, name_from_log, name_in_log, range_in_log, to_log
from ..distributions import BaseDistribution, check_distribution_compatibility, modern, only_value
from ._base import BaseTrial, checked_constraint
from ._frozen import FrozenTrial
from ._state import TrialState

if TYPE_CHECKING:
    from ..study import Study


class Trial(BaseTrial):
    """One attempt at one configuration. Used from one thread; several trials may be used at once."""

    def __init__(self, study: Study, asked: Any) -> None:
        # A number in place of what was asked for: a trial that runs already, as Optuna's integrations open it again.
        self.study = study
        if isinstance(asked, int):
            asked = study._join(asked)
        self._run, proposed, given, self.seed, self._budget, self._from_step = asked
        self._proposed = {name_from_log(name): value for name, value in proposed.items()}
        self._params: dict[str, Any] = {}
        self._distributions: dict[str, BaseDistribution] = {}
        self._user_attrs: dict[str, Any] = {}
        self._constraints: dict[str, float] = {}
        self._reports: dict[int, float] = {}
        self._system: dict[str, Any] = {}
        self._assigned: set[str] = set()
        self._stop = False
        self._start = datetime.datetime.now()
        self.relative_params: dict[str, Any] = {}
        self._relative_space: dict[str, BaseDistribution] = {}
        self._fixed = study._enqueued.pop(self.number, None)
        told = json.loads(given) if given else {}
        if self._fixed is None:
            self._fixed = json.loads(told["@params"]) if "@params" in told else {
                name_from_log(k): v for k, v in told.items() if not k.startswith("@")} if told else {}
        for key, value in json.loads(told.get("@attrs", "{}")).items():
            self.set_user_attr(key, value)

    @property
    def number(self) -> int:
        return self._run[0]

    @property
    def _trial_id(self) -> int:
        return self._run[0]

    @property
    def params(self) -> dict[str, Any]:
        return dict(self._params)

    @property
    def distributions(self) -> dict[str, BaseDistribution]:
        return dict(self._distributions)

    @property
    def user_attrs(self) -> dict[str, Any]:
        return dict(self._user_attrs)

    @property
    def system_attrs(self) -> dict[str, Any]:
        return {**({"fixed_params": self._fixed} if self._fixed else {}), **self._system}

    @property
    def constraints(self) -> dict[str, float]:
        return dict(self._constraints)

    @property
    def datetime_start(self) -> datetime.datetime | None:
        return self._start

    @property
    def budget(self) -> float:
        """Train up to this step, where the study has a training length."""
        return self._budget

    def _suggest(self, name: str, distribution: BaseDistribution) -> Any:
        distribution = modern(distribution)
        if name in self._distributions:
            check_distribution_compatibility(self._distributions[name], distribution)
            return self._params[name]
        self.study._declare(self._run, name, distribution)
        value = self._value(name, distribution)
        self._params[name] = value
        self._distributions[name] = distribution
        return value

    def _value(self, name: str, distribution: BaseDistribution) -> Any:
        study = self.study
        if name in self._fixed:
            value = self._fixed[name]
            if not distribution._contains(distribution.to_internal_repr(value)):
                warnings.warn(f"{name} = {value!r} was given to trial {self.number} and lies outside {distribution}.",
                              stacklevel=5)
            return self._assign(name, distribution, value)
        if distribution.single():
            return self._assign(name, distribution, only_value(distribution))
        if study._custom_sampler is not None:
            return self._assign(name, distribution, self._from_custom(name, distribution))
        if name in self._proposed:
            try:
                value = from_log(distribution, self._proposed[name])
                if distribution._contains(distribution.to_internal_repr(value)):
                    return value
            except ValueError:
                pass
            study._widen(name, distribution)
            return self._draw(name, distribution)
        self._assigned.add(name)
        value = from_log(distribution, study._door.suggest(self._run, name_in_log(name), range_in_log(distribution)))
        if distribution._contains(distribution.to_internal_repr(value)):
            return value
        study._widen(name, distribution)
        return self._draw(name, distribution)

    def _from_custom(self, name: str, distribution: BaseDistribution) -> Any:
        if name in self.relative_params:
            if name not in self._relative_space:
                raise ValueError(f"sample_relative gave a value for {name!r}, which is not in its search space.")
            check_distribution_compatibility(self._relative_space[name], distribution)
            value = self.relative_params[name]
            if distribution._contains(distribution.to_internal_repr(value)):
                return value
        study = self.study
        return study._custom_sampler.sample_independent(study, self._frozen(), name, distribution)

    def _draw(self, name: str, distribution: BaseDistribution) -> Any:
        """A uniform value of a range that the proposal does not lie in."""
        from ..samplers._uniform import uniform

        return self._assign(name, distribution, uniform(distribution, f"{self.seed} {name}"))

    def _assign(self, name: str, distribution: BaseDistribution, value: Any) -> Any:
        value = distribution.to_external_repr(distribution.to_internal_repr(value))
        told = to_log(distribution, value)
        known = self._proposed.get(name)
        if known is None or type(known) is not type(told) or known != told:
            self._assigned.add(name)
            self.study._door.assign(self._run, name_in_log(name), range_in_log(distribution), json.dumps(told))
        return value

    def report(self, value: float, step: int | None = None, **metrics: float) -> None:
        """Says how the training stands after that step. Further metrics are kept beside the objective's."""
        study = self.study
        if len(study.directions) > 1 and not metrics:
            raise NotImplementedError("A trial with several objectives reports them by name: "
                                      "trial.report(loss, step, accuracy=...).")
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise TypeError(f"A reported value is a number, not {value!r} ({type(value).__name__}).") from None
        if step is None:
            step = max(self._reports, default=-1) + 1
        try:
            whole = int(step)
        except (TypeError, ValueError):
            raise TypeError(f"A step is a whole number, not {step!r}.") from None
        if whole < 0:
            raise ValueError(f"A step is 0 or above, not {whole}.")
        if whole in self._reports:
            warnings.warn(f"Step {whole} of trial {self.number} has been reported already; this value is ignored.",
                          stacklevel=2)
            return
        self._reports[whole] = number
        told = [(study._metrics[0], number), *((name, float(other)) for name, other in metrics.items())]
        self._stop = study._door.report(self._run, float(whole), told) or self._stop

    def should_prune(self) -> bool:
        """Whether this trial is worth no more time."""
        study = self.study
        if len(study.directions) > 1:
            raise NotImplementedError("should_prune() is for studies with one objective.")
        if study._custom_pruner is not None and not self._stop:
            if study._custom_pruner.prune(study, self._frozen()):
                self._stop = True
                study._door.decide(self._run, f"{type(study._custom_pruner).__name__} says so")
        return self._stop

    should_stop = should_prune

    def set_user_attr(self, key: str, value: Any) -> None:
        self.study._note(self._run, f"user {key}", value)
        self._user_attrs[key] = value

    def _set_system_attr(self, key: str, value: Any) -> None:
        self.study._note(self._run, f"system {key}", value)
        self._system[key] = value

    def set_constraint(self, key: str, value: float) -> None:
        """A trial with a constraint above 0 is not feasible."""
        self._constraints[key] = checked_constraint(key, value)
        self.study._limit(key)

    def _finish(self) -> None:
        """Writes which of the proposed parameters were used, where not all were."""
        if set(self._proposed) | self._assigned != set(self._params):
            self.study._door.note(self._run, "suggested", json_of(list(self._params)))

    def _frozen(self, state: TrialState = TrialState.RUNNING) -> FrozenTrial:
        system: dict[str, Any] = dict(self.system_attrs)
        if self._constraints:
            system["constraints"] = dict(self._constraints)
        return FrozenTrial(self.number, state, None, self._start, None, dict(self._params), dict(self._distributions),
                           dict(self._user_attrs), system, dict(self._reports), self.number)
