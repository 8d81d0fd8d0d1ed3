# SPDX-License-Identifier: MIT
"""ask() with the ranges given."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
D = optuna.distributions
study = optuna.create_study()
ranges = {"opt": D.CategoricalDistribution(["adam", "sgd"]), "lr": D.FloatDistribution(1e-5, 1e-1, log=True),
          "n": D.IntDistribution(2, 10, step=2), "q": D.FloatDistribution(0, 1, step=0.25)}
for _ in range(6):
    trial = study.ask(ranges)
    assert all(d._contains(d.to_internal_repr(trial.params[name])) for name, d in ranges.items())
    print(list(trial.params), trial.distributions == ranges)
    study.tell(trial, trial.params["lr"])
