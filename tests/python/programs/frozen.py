# SPDX-License-Identifier: MIT
"""Trials made by hand, and trials moved between studies."""
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
D = optuna.distributions
made = optuna.trial.create_trial(
    params={"x": 2.0, "c": "b"}, distributions={"x": D.FloatDistribution(0, 10), "c": D.CategoricalDistribution("abc")},
    value=5.0, user_attrs={"old": True}, intermediate_values={0: 7.0, 3: 6.0})
study = optuna.create_study()
study.add_trial(made)
study.add_trials([optuna.trial.create_trial(state=optuna.trial.TrialState.FAIL),
                  optuna.trial.create_trial(state=optuna.trial.TrialState.PRUNED, value=3.0,
                                            intermediate_values={1: 3.0})])
for t in study.trials:
    print(t.number, t.state, t.value, t.params, t.distributions, t.user_attrs, t.intermediate_values, t.last_step)
print(study.trials[0].datetime_start == made.datetime_start, study.trials[0].duration == made.duration)
other = optuna.create_study()
other.add_trials(study.trials)
print(other.best_params, [t.state.name for t in other.trials])
for wrong in (dict(value=1.0, params={"x": 1}), dict(value=float("nan")), dict(), dict(
        value=1.0, params={"x": 20.0}, distributions={"x": D.FloatDistribution(0, 10)})):
    try:
        optuna.trial.create_trial(**wrong)
        print("no error")
    except ValueError:
        print("ValueError")
fixed = optuna.trial.FixedTrial({"x": 1.5, "n": 3}, number=4)
print(fixed.suggest_float("x", 0, 2), fixed.suggest_int("n", 0, 5), fixed.number, fixed.params, fixed.should_prune())
try:
    fixed.suggest_float("missing", 0, 1)
except ValueError:
    print("ValueError")
again = study.trials[0]
print(again.suggest_float("x", 0, 10), again == study.trials[0], again < study.trials[1])
