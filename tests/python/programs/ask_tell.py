# SPDX-License-Identifier: MIT
"""A loop of one's own, with ask and tell."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(direction="maximize")
for i in range(5):
    trial = study.ask()
    x = trial.suggest_float("x", 0, 1)
    n = trial.suggest_int("n", 1, 4)
    assert 0 <= x <= 1 and 1 <= n <= 4 and isinstance(n, int)
    frozen = study.tell(trial, 0.1 * i)
    print(frozen.number, frozen.state, frozen.value, sorted(frozen.params), frozen.distributions)
print(study.best_trial.number, study.best_value, len(study.trials), study.direction)
failed = study.ask()
study.tell(failed, state=optuna.trial.TrialState.FAIL)
pruned = study.ask()
pruned.report(3.0, 2)
study.tell(pruned.number, state=optuna.trial.TrialState.PRUNED)
print([t.state.name for t in study.trials], study.trials[-1].value, study.trials[-1].intermediate_values)
for call in (lambda: study.tell(pruned, 1.0), lambda: study.tell(99, 1.0), lambda: study.tell(study.ask()),
             lambda: study.tell(study.ask(), [1.0, 2.0])):
    try:
        print(call().state)
    except ValueError as error:
        print("ValueError", str(error).split(",")[0][:25] if "PRUNED" in str(error) else "")
print(study.tell(pruned, 1.0, skip_if_finished=True).state)
