# SPDX-License-Identifier: MIT
"""Several threads at once."""
import threading

import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study()
threads = set()
barrier = threading.Barrier(3)


def objective(trial):
    x = trial.suggest_float("x", -1, 1)
    threads.add(threading.get_ident())
    if trial.number < 3:
        barrier.wait(30)
    return x * x


study.optimize(objective, n_trials=20, n_jobs=3)
print(len(study.trials), sorted(t.number for t in study.trials), len(threads) > 1)
print({t.state.name for t in study.trials})
