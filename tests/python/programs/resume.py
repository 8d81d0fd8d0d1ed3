# SPDX-License-Identifier: MIT
"""A study in a file, gone on with later."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)


def objective(trial):
    return trial.suggest_float("x", 0, 1) * 0 + trial.number


url = "sqlite:///example.db"
for start in range(3):
    study = optuna.create_study(study_name="resumed", storage=url, load_if_exists=True, direction="maximize")
    print(start, len(study.trials))
    study.optimize(objective, n_trials=3)
    study.set_user_attr("starts", start + 1)
try:
    optuna.create_study(study_name="resumed", storage=url)
except optuna.exceptions.DuplicatedStudyError:
    print("DuplicatedStudyError")
again = optuna.load_study(study_name="resumed", storage=url)
print(again.best_value, again.best_trial.number, again.user_attrs, [t.state.name for t in again.trials])
optuna.create_study(study_name="a name: with/signs", storage=url)
print(sorted(optuna.get_all_study_names(url)))
print(sorted((s.study_name, s.n_trials) for s in optuna.get_all_study_summaries(url)))
optuna.copy_study(from_study_name="resumed", from_storage=url, to_storage=url, to_study_name="copy")
copy = optuna.load_study(study_name="copy", storage=url)
print(len(copy.trials), copy.best_value, copy.user_attrs, copy.direction)
optuna.delete_study(study_name="resumed", storage=url)
print(sorted(optuna.get_all_study_names(url)))
try:
    optuna.load_study(study_name="resumed", storage=url)
except KeyError:
    print("KeyError")
