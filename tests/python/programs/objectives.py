# SPDX-License-Identifier: MIT
"""Two goals, and the front between them."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(directions=["minimize", "maximize"])
study.set_metric_names(["loss", "accuracy"])


def objective(trial):
    trial.suggest_float("x", 0, 1)
    return (trial.number * 3) % 5, (trial.number * 2) % 7


study.optimize(objective, n_trials=12)
print(sorted(t.number for t in study.best_trials), study.directions, study.metric_names)
print([t.values for t in study.trials])
for look in ("best_trial", "direction", "best_value"):
    try:
        getattr(study, look)
    except RuntimeError:
        print("RuntimeError", look)
try:
    study.trials[0].value
except RuntimeError:
    print("RuntimeError value")
trial = study.ask()
try:
    trial.should_prune()
except NotImplementedError:
    print("NotImplementedError should_prune")
