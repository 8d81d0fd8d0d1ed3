# SPDX-License-Identifier: MIT
"""Every point of a grid once."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
space = {"x": [-50, 0, 50], "kind": ["a", "b"]}
study = optuna.create_study(sampler=optuna.samplers.GridSampler(space))
study.optimize(lambda t: t.suggest_float("x", -99, 99) ** 2 + len(t.suggest_categorical("kind", ["a", "b"])),
               n_trials=100)
print(len(study.trials), sorted(tuple(t.params.values()) for t in study.trials), study.best_value)
