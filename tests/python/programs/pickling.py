# SPDX-License-Identifier: MIT
"""Studies and trials that travel."""
import copy
import pickle

import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
for storage in (None, "sqlite:///travel.db"):
    study = optuna.create_study(storage=storage, study_name="travel", direction="maximize")
    study.optimize(lambda trial: trial.suggest_int("n", 0, 9) * 0 + trial.number, n_trials=4)
    again = pickle.loads(pickle.dumps(study))
    print(len(again.trials), again.best_value, again.direction, [t.number for t in again.trials])
    again.optimize(lambda trial: 10.0 + trial.suggest_int("n", 0, 9) * 0, n_trials=1)
    print(len(again.trials), again.best_value)
    frozen = study.best_trial
    print(pickle.loads(pickle.dumps(frozen)) == frozen, copy.deepcopy(frozen) == frozen)
    print(pickle.loads(pickle.dumps(study.trials[0].distributions)))
