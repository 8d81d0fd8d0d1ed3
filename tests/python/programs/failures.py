# SPDX-License-Identifier: MIT
"""Objectives that go wrong."""
import optuna

optuna.logging.set_verbosity(optuna.logging.CRITICAL)
study = optuna.create_study()


def objective(trial):
    trial.suggest_float("x", 0, 1)
    kinds = [lambda: 1 / 0, lambda: None, lambda: float("nan"), lambda: [1.0, 2.0],
             lambda: True, lambda: 3]
    return kinds[trial.number % 6]()


study.optimize(objective, n_trials=6, catch=(ZeroDivisionError,))
print([(t.state.name, t.value) for t in study.trials])
try:
    study.optimize(objective, n_trials=1)
except ZeroDivisionError:
    print("ZeroDivisionError", study.trials[-1].state)
try:
    study.optimize(lambda trial: study.optimize(lambda t: 1.0, n_trials=1), n_trials=1)
except RuntimeError:
    print("RuntimeError", study.trials[-1].state)


def interrupted(trial):
    raise KeyboardInterrupt


try:
    study.optimize(interrupted, n_trials=1)
except KeyboardInterrupt:
    print("KeyboardInterrupt", study.trials[-1].state)
trial = study.ask()
for wrong in (lambda: trial.report("high", 1), lambda: trial.report(1.0, -1), lambda: trial.report(1.0, "a"),
              lambda: trial.suggest_float("y", 2, 1), lambda: trial.suggest_categorical("z", []),
              lambda: trial.suggest_float("w", 0, 1, log=True), lambda: trial.suggest_int("x", 0, 3)):
    try:
        wrong()
        print("no error")
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
