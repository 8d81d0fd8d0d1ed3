# SPDX-License-Identifier: MIT
"""Parameters that depend on others, and choices of every kind."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3, n_startup_trials=4))


def objective(trial):
    model = trial.suggest_categorical("model", ["svm", "forest"])
    if model == "svm":
        c = trial.suggest_float("svm/C", 1e-3, 1e3, log=True)
        assert 1e-3 <= c <= 1e3
        assert sorted(trial.params) == ["model", "svm/C"]
        return c
    depth = trial.suggest_int("depth of trees", 2, 32, log=True)
    mixed = trial.suggest_categorical("mixed", [None, 1, 1.5, "1", True, False])
    assert 2 <= depth <= 32 and any(mixed is choice for choice in [None, 1, 1.5, "1", True, False])
    return float(depth)


study.optimize(objective, n_trials=30)
for t in study.trials:
    names = {"svm": ["model", "svm/C"], "forest": ["model", "depth of trees", "mixed"]}[t.params["model"]]
    assert list(t.params) == names and list(t.distributions) == names, (t.params, t.distributions)
print({t.params["model"] for t in study.trials} == {"svm", "forest"}, len(study.trials))
print(optuna.search_space.intersection_search_space(study.trials))
