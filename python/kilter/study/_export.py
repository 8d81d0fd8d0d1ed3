# SPDX-License-Identifier: MIT
"""A copy of a study in Optuna's own memory, for what only Optuna draws or computes."""
from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ..distributions import distribution_to_json
from ..trial import TrialState

if TYPE_CHECKING:
    from ._study import Study


def to_optuna(study: Study) -> Any:
    """ImportError where Optuna is not installed, or where Kilter answers for it in this process."""
    optuna = importlib.import_module("optuna")
    if optuna.__name__ != "optuna":
        raise ImportError("Optuna's imports are answered by Kilter here, so there is no Optuna to copy the study to.")
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        copy = optuna.create_study(study_name=study.study_name,
                                   directions=[direction.name.lower() for direction in study.directions])
    finally:
        optuna.logging.set_verbosity(before)
    for key, value in study.user_attrs.items():
        copy.set_user_attr(key, value)
    if study.metric_names is not None:
        copy.set_metric_names(study.metric_names)
    for trial in study.get_trials(deepcopy=False):
        if trial.state in (TrialState.RUNNING, TrialState.WAITING):
            continue
        made = optuna.trial.create_trial(
            state=optuna.trial.TrialState[trial.state.name], values=trial.values, params=trial.params,
            distributions={name: optuna.distributions.json_to_distribution(distribution_to_json(d))
                           for name, d in trial.distributions.items()},
            user_attrs=trial.user_attrs, intermediate_values=trial.intermediate_values)
        made.datetime_start, made.datetime_complete = trial.datetime_start, trial.datetime_complete
        copy.add_trial(made)
    return copy
