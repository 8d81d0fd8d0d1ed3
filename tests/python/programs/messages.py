# SPDX-License-Identifier: MIT
"""What is logged."""
import logging
import sys

import optuna

optuna.logging.disable_default_handler()
optuna.logging.set_verbosity(optuna.logging.INFO)
root = logging.getLogger(optuna.__name__)
root.addHandler(logging.StreamHandler(sys.stdout))
study = optuna.create_study(study_name="told")
study.enqueue_trial({"x": 2})


def objective(trial):
    x = trial.suggest_int("x", 0, 10)
    if trial.number == 1:
        raise optuna.TrialPruned("no hope")
    return x


study.optimize(objective, n_trials=2)
print(optuna.logging.get_verbosity())
