# SPDX-License-Identifier: MIT
"""Trials that break a constraint are not the best."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study()


def objective(trial):
    trial.suggest_float("x", -1, 1)
    trial.set_constraint("too big", 3.0 - trial.number)
    trial.set_constraint("memory", -1.0)
    return float(trial.number)


study.optimize(objective, n_trials=6)
print(study.best_trial.number, study.best_value)
print([sorted(t.constraints.items()) for t in study.trials])
try:
    study.ask().set_constraint("c", float("nan"))
except ValueError:
    print("ValueError")
