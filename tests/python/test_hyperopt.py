# SPDX-License-Identifier: MIT
"""Programs in Hyperopt's words."""
import math
import pickle

import pytest

from kilter.hyperopt import (STATUS_FAIL, STATUS_OK, AllTrialsFailed, Trials, best, early_stop, fmin, hp, rand,
                             space_eval, tpe)

space = {
    "x": hp.uniform("x", -2, 2),
    "lr": hp.loguniform("lr", math.log(1e-4), 0),
    "n": hp.quniform("n", 0, 10, 2),
    "model": hp.choice("model", [{"kind": "svm", "C": hp.lognormal("C", 0, 1)},
                                 {"kind": "tree", "depth": hp.randint("depth", 5), "deep": hp.uniformint("deep", 3, 9)}]),
    "fixed": ["a", 1],
}


def loss(args):
    assert -2 <= args["x"] <= 2 and 1e-4 <= args["lr"] <= 1 and args["n"] % 2 == 0 and args["fixed"] == ("a", 1)
    if args["model"]["kind"] == "svm":
        assert set(args["model"]) == {"kind", "C"} and args["model"]["C"] > 0
        return args["x"] ** 2 + 1
    assert set(args["model"]) == {"kind", "depth", "deep"} and 0 <= args["model"]["depth"] < 5
    return args["x"] ** 2


def test_fmin_returns_values_by_label_and_indexes_of_choices():
    trials = Trials()
    argmin = fmin(loss, space, algo=tpe.suggest, max_evals=60, trials=trials, rstate=3, show_progressbar=False)
    assert argmin["model"] == 1 and set(argmin) == {"x", "lr", "n", "model", "depth", "deep"}
    assert space_eval(space, argmin) == best(trials, space) and best(trials, space)["model"]["kind"] == "tree"
    assert len(trials) == 60 and trials.argmin == argmin and min(trials.losses()) == trials.best_trial["result"]["loss"]
    assert abs(argmin["x"]) < 0.7


def test_trials_keep_only_what_a_branch_has():
    trials = Trials()
    fmin(loss, space, algo=rand.suggest, max_evals=20, trials=trials)
    for document in trials:
        vals = {label: values[0] for label, values in document["misc"]["vals"].items() if values}
        assert ("C" in vals) == (vals["model"] == 0) and ("depth" in vals) == (vals["model"] == 1)
    assert sorted(trials.vals) == ["C", "deep", "depth", "lr", "model", "n", "x"]


def test_a_search_goes_on_with_its_trials():
    trials = Trials()
    for evaluations in (5, 9):
        fmin(lambda x: x, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=evaluations, trials=trials)
        assert len(trials) == evaluations
    assert trials.tids == list(range(9))
    assert pickle.loads(pickle.dumps(trials)).losses() == trials.losses()


def test_points_to_evaluate_come_first():
    seen = []
    fmin(lambda a: seen.append(a) or 1.0, {"x": hp.uniform("x", 0, 9), "c": hp.choice("c", ["p", "q"])},
         algo=tpe.suggest, max_evals=4, points_to_evaluate=[{"x": 2.5, "c": 1}, {"x": 7.5, "c": 0}])
    assert seen[:2] == [{"x": 2.5, "c": "q"}, {"x": 7.5, "c": "p"}]


def test_failures_are_results():
    def sometimes(x):
        return {"status": STATUS_FAIL} if x < 0.5 else {"status": STATUS_OK, "loss": x, "extra": 1}

    trials = Trials()
    fmin(sometimes, hp.uniform("x", 0, 1), algo=rand.suggest, max_evals=20, trials=trials)
    assert {"ok", "fail"} == set(trials.statuses()) and trials.best_trial["result"]["extra"] == 1
    with pytest.raises(AllTrialsFailed):
        fmin(lambda x: {"status": STATUS_FAIL}, hp.uniform("x", 0, 1), algo=rand.suggest, max_evals=3)
    with pytest.raises(ZeroDivisionError):
        fmin(lambda x: 1 / 0, hp.uniform("x", 0, 1), algo=rand.suggest, max_evals=3)
    caught = Trials()
    with pytest.raises(AllTrialsFailed):
        fmin(lambda x: 1 / 0, hp.uniform("x", 0, 1), max_evals=3, trials=caught, catch_eval_exceptions=True)
    assert len(caught) == 3


def test_a_search_ends_early():
    trials = Trials()
    fmin(lambda x: 1.0, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=50, trials=trials,
         early_stop_fn=early_stop.no_progress_loss(5))
    assert len(trials) == 5
    near = Trials()
    fmin(lambda x: float(len(near) < 3), hp.uniform("x", 0, 1), max_evals=50, trials=near, loss_threshold=0.5)
    assert len(near) == 4


def test_trials_are_saved_and_found(tmp_path):
    file = str(tmp_path / "trials.pkl")
    for evaluations in (3, 6):
        fmin(lambda x: x, hp.uniform("x", 0, 1), max_evals=evaluations, trials_save_file=file)
    with open(file, "rb") as saved:
        assert len(pickle.load(saved)) == 6


def test_one_label_is_one_expression():
    with pytest.raises(Exception, match="x"):
        fmin(lambda x: 1.0, [hp.uniform("x", 0, 1), hp.uniform("x", 0, 2)], max_evals=1)
