# SPDX-License-Identifier: MIT
"""A sampler written by a user."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)


class Middle(optuna.samplers.BaseSampler):
    """Halves of the best so far together, the middle of all else."""

    def infer_relative_search_space(self, study, trial):
        return optuna.search_space.intersection_search_space(study.get_trials(deepcopy=False))

    def sample_relative(self, study, trial, search_space):
        if not search_space:
            return {}
        best = study.best_trial.params
        return {name: best[name] / 2 for name in search_space if name in best and name == "x"}

    def sample_independent(self, study, trial, param_name, param_distribution):
        if hasattr(param_distribution, "choices"):
            return param_distribution.choices[-1]
        return (param_distribution.low + param_distribution.high) / 2

    def after_trial(self, study, trial, state, values):
        print("after", trial.number, state, values)


study = optuna.create_study(sampler=Middle())


def objective(trial):
    return trial.suggest_float("x", 0, 8) + trial.suggest_float("y", 0, 2) + len(trial.suggest_categorical("c", "ab"))


study.optimize(objective, n_trials=4)
print([(t.params, t.value) for t in study.trials])
