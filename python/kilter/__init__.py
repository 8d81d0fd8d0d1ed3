# SPDX-License-Identifier: MIT
"""Kilter: tunes a program or a function, and says why it did what it did.

`import kilter as optuna` is all that a script written for Optuna needs to change (docs/optuna.md).
"""
from . import distributions, exceptions, logging, pruners, samplers, storages, study, trial
from ._core import Error, __version__
from ._program import params, report, should_stop
from .exceptions import TrialPruned
from .study import (Study, copy_study, create_study, delete_study, get_all_study_names, get_all_study_summaries,
                    load_study)
from .trial import Trial, create_trial

__all__ = ["Error", "Study", "Trial", "TrialPruned", "__version__", "copy_study", "create_study", "create_trial",
           "delete_study", "distributions", "exceptions", "get_all_study_names", "get_all_study_summaries",
           "load_study", "logging", "params", "pruners", "report", "samplers", "should_stop", "storages", "study",
           "trial"]

_on_demand = {"artifacts", "hyperopt", "importance", "integration", "optuna", "search_space", "visualization",
              "version"}
_ranges = {"tune": "_tune", "log": "_tune", "float_": "_tune", "int_": "_tune", "choice": "_tune"}


def __getattr__(name: str) -> object:
    import importlib

    if name in _on_demand:
        return importlib.import_module(f".{name}", __name__)
    if name in _ranges:
        return getattr(importlib.import_module(f".{_ranges[name]}", __name__), name)
    raise AttributeError(f"kilter has no {name!r}; what of Optuna it lacks stands in docs/optuna.md")
