# SPDX-License-Identifier: MIT
"""Callbacks, and an end of one's own."""
import optuna
MaxTrialsCallback = optuna.study.MaxTrialsCallback
TrialState = optuna.trial.TrialState

optuna.logging.set_verbosity(optuna.logging.WARNING)
seen = []


def watch(study, trial):
    seen.append((trial.number, trial.state.name, trial.value))
    if trial.number == 4:
        study.stop()


study = optuna.create_study()
study.optimize(lambda trial: trial.suggest_int("n", 0, 9) * 0.0 + trial.number, n_trials=20, callbacks=[watch])
print(seen)
study.optimize(lambda trial: 1.0, callbacks=[MaxTrialsCallback(8, states=(TrialState.COMPLETE,))])
print(len(study.trials))
try:
    study.stop()
except RuntimeError:
    print("RuntimeError")
