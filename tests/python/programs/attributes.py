# SPDX-License-Identifier: MIT
"""Notes on studies and trials."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
for storage in (None, "sqlite:///notes.db"):
    study = optuna.create_study(storage=storage, study_name="notes")
    study.set_user_attr("dataset", {"name": "mnist", "sizes": [1, 2]})
    study.set_user_attr("author", "ä")

    def objective(trial):
        trial.set_user_attr("seconds", 1.5)
        trial.set_user_attr("seconds", 2.5)
        trial.set_user_attr("two words", None)
        print(trial.user_attrs, trial.number)
        return 0.0

    study.optimize(objective, n_trials=2)
    print(sorted(study.user_attrs.items()), [t.user_attrs for t in study.trials])
