# SPDX-License-Identifier: MIT
"""A pruner written by a user."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)


class AboveTwo(optuna.pruners.BasePruner):
    def prune(self, study, trial):
        return trial.last_step is not None and trial.intermediate_values[trial.last_step] > 2


study = optuna.create_study(pruner=AboveTwo())


def objective(trial):
    for step in range(4):
        trial.report(trial.number * step, step)
        if trial.should_prune():
            raise optuna.TrialPruned(f"at {step}")
    return 1.0


study.optimize(objective, n_trials=5)
print([(t.state.name, t.value, t.last_step) for t in study.trials])
