# SPDX-License-Identifier: MIT
"""Trials: the handle that an objective holds, and the records."""
from ._base import BaseTrial
from ._fixed import FixedTrial
from ._frozen import FrozenTrial, create_trial
from ._state import TrialState
from ._trial import Trial

__all__ = ["BaseTrial", "FixedTrial", "FrozenTrial", "Trial", "TrialState", "create_trial"]
