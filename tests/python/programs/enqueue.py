# SPDX-License-Identifier: MIT
"""Known good settings first."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study()
study.enqueue_trial({"x": 0.5, "kind": "b"}, user_attrs={"memo": "by hand"})
study.enqueue_trial({"x": 0.25})
study.enqueue_trial({"x": 0.25}, skip_if_exists=True)
print([t.state.name for t in study.trials], study.trials[0].user_attrs, study.trials[1].system_attrs)


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    kind = trial.suggest_categorical("kind", ["a", "b", "c"])
    if trial.number < 2:
        print(x, kind if trial.number == 0 else "-", trial.user_attrs)
    return x


study.optimize(objective, n_trials=3)
study.enqueue_trial({"x": 0.125, "kind": None and "a"} if False else {"x": 0.125, "kind": "c"})
study.optimize(objective, n_trials=1)
print([len(study.trials), study.trials[0].params, study.trials[3].params, study.trials[3].user_attrs])
