# SPDX-License-Identifier: MIT
"""Exceptions, under the names that users of Optuna know."""
from ._core import Error


class OptunaError(Exception):
    """The root of the exceptions that Optuna's users catch."""


class TrialPruned(OptunaError):
    """Raised by an objective to end its trial early."""


class CLIUsageError(OptunaError):
    """Kept for scripts that name it."""


class StorageInternalError(OptunaError):
    """The storage is broken; the message says how."""


class DuplicatedStudyError(OptunaError):
    """A study of that name exists."""


class UpdateFinishedTrialError(OptunaError, RuntimeError):
    """A finished trial never changes."""


class ExperimentalWarning(Warning):
    """Kept for scripts that filter it; Kilter does not give it."""


__all__ = ["CLIUsageError", "DuplicatedStudyError", "Error", "ExperimentalWarning", "OptunaError",
           "StorageInternalError", "TrialPruned", "UpdateFinishedTrialError"]
