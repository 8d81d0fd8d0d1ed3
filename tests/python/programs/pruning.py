# SPDX-License-Identifier: MIT
"""A hopeless trial is stopped by the median rule."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(pruner=optuna.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=2))


def objective(trial):
    level = trial.number % 7
    for step in range(6):
        trial.report(level + 1.0 / (step + 1), step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return float(level)


study.optimize(objective, n_trials=14)
for t in study.trials:
    print(t.number, t.state, t.value, t.last_step, t.intermediate_values)
print(study.best_trial.number)
