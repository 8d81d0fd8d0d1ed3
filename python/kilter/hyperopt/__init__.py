# SPDX-License-Identifier: MIT
"""Hyperopt's names over Kilter's engines: `from kilter.hyperopt import fmin, hp, tpe, Trials`."""
from . import early_stop, hp, rand, tpe
from ._fmin import best, fmin, generate_trials_to_calculate
from ._space import space_eval
from ._trials import (JOB_STATE_DONE, JOB_STATE_ERROR, JOB_STATE_NEW, JOB_STATE_RUNNING, STATUS_FAIL, STATUS_NEW,
                      STATUS_OK, STATUS_RUNNING, STATUS_STRINGS, STATUS_SUSPENDED, AllTrialsFailed, Trials)

anneal = tpe
atpe = tpe
__all__ = ["JOB_STATE_DONE", "JOB_STATE_ERROR", "JOB_STATE_NEW", "JOB_STATE_RUNNING", "STATUS_FAIL", "STATUS_NEW",
           "STATUS_OK", "STATUS_RUNNING", "STATUS_STRINGS", "STATUS_SUSPENDED", "AllTrialsFailed", "Trials", "anneal",
           "atpe", "best", "early_stop", "fmin", "generate_trials_to_calculate", "hp", "rand", "space_eval", "tpe"]
