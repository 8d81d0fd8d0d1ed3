# SPDX-License-Identifier: MIT
"""A range that changes from trial to trial."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study()


def objective(trial):
    low = trial.number
    x = trial.suggest_float("x", low, low + 1)
    n = trial.suggest_int("n", 0, 1 + trial.number)
    assert low <= x <= low + 1 and 0 <= n <= 1 + trial.number
    assert trial.suggest_float("x", low, low + 1) == x
    return x


study.optimize(objective, n_trials=8)
print([t.distributions for t in study.trials])
try:
    study.optimize(lambda trial: trial.suggest_categorical("n", [1, 2]), n_trials=1)
except ValueError:
    print("ValueError", study.trials[-1].state)
try:
    study.optimize(lambda trial: trial.suggest_float("x", 1, 2, log=True), n_trials=1)
except ValueError:
    print("ValueError")
