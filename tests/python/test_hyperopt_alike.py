# SPDX-License-Identifier: MIT
"""Small programs in Hyperopt's words give with Kilter what they give with Hyperopt, in all that is not random."""
import functools
import importlib
import warnings

import pytest


def returns_an_index_for_a_choice(h):
    found = h.fmin(lambda a: 0.0 if a == "only" else 1.0, h.hp.choice("a", ["only"]), algo=h.tpe.suggest, max_evals=2,
                   show_progressbar=False)
    return {key: int(value) for key, value in found.items()}


def evaluates_given_points_first(h):
    seen = []
    h.fmin(lambda a: seen.append(round(a["x"], 6)) or 1.0, {"x": h.hp.uniform("x", 0, 9)}, algo=h.rand.suggest,
           max_evals=3, points_to_evaluate=[{"x": 2.5}, {"x": 7.5}], show_progressbar=False)
    return seen[:2]


def records_what_a_function_returns(h):
    trials = h.Trials()
    h.fmin(lambda x: {"loss": float(len(trials.trials)), "status": h.STATUS_OK, "note": "n"}, h.hp.uniform("x", 0, 1),
           algo=h.rand.suggest, max_evals=3, trials=trials, show_progressbar=False)
    return [set(r) for r in trials.results], trials.statuses(), trials.tids, sorted(trials.vals), len(trials)


def evaluates_a_space(h):
    space = {"m": h.hp.choice("m", [{"k": h.hp.uniform("k", 0, 1)}, ["t", h.hp.randint("r", 5)]]), "c": 3}
    return (h.space_eval(space, {"m": 0, "k": 0.5}), h.space_eval(space, {"m": 1, "r": 4}))


def goes_on_with_trials(h):
    trials = h.Trials()
    lengths = []
    for evaluations in (2, 5):
        h.fmin(lambda x: x, h.hp.uniform("x", 0, 1), algo=h.tpe.suggest, max_evals=evaluations, trials=trials,
               show_progressbar=False)
        lengths.append(len(trials))
    return lengths


def stops_early(h):
    early_stop = importlib.import_module(h.__name__ + ".early_stop")
    trials = h.Trials()
    h.fmin(lambda x: 1.0, h.hp.uniform("x", 0, 1), algo=h.rand.suggest, max_evals=40, trials=trials,
           early_stop_fn=early_stop.no_progress_loss(5), show_progressbar=False)
    return len(trials)


def stops_at_a_threshold(h):
    losses = iter([5.0, 3.0, 1.0, 0.5])
    trials = h.Trials()
    h.fmin(lambda x: next(losses), h.hp.uniform("x", 0, 1), algo=h.rand.suggest, max_evals=40, trials=trials,
           loss_threshold=1.0, show_progressbar=False)
    return trials.losses()


def failures_count_as_evaluations(h):
    states = iter(["fail", "ok", "fail"])

    def f(x):
        state = next(states)
        return {"status": state, "loss": 2.0} if state == "ok" else {"status": state}

    trials = h.Trials()
    h.fmin(f, h.hp.uniform("x", 0, 1), algo=h.rand.suggest, max_evals=3, trials=trials, show_progressbar=False)
    return trials.statuses(), trials.best_trial["tid"], trials.losses()


def an_error_is_raised(h):
    try:
        h.fmin(lambda x: 1 / 0, h.hp.uniform("x", 0, 1), algo=h.rand.suggest, max_evals=3, show_progressbar=False)
    except ZeroDivisionError as error:
        return type(error).__name__


def takes_a_partial_algorithm(h):
    trials = h.Trials()
    h.fmin(lambda a: a["q"], {"q": h.hp.quniform("q", 0, 10, 5)}, algo=functools.partial(h.tpe.suggest, n_startup_jobs=2),
           max_evals=6, trials=trials, show_progressbar=False)
    return {value % 5 for value in trials.vals["q"]}, [len(i) for i in trials.idxs.values()]


programs = [returns_an_index_for_a_choice, evaluates_given_points_first, records_what_a_function_returns,
            evaluates_a_space, goes_on_with_trials, stops_early, stops_at_a_threshold, failures_count_as_evaluations,
            an_error_is_raised, takes_a_partial_algorithm]


@pytest.mark.parametrize("program", programs, ids=lambda p: p.__name__)
def test_alike(program):
    import kilter.hyperopt

    warnings.simplefilter("ignore")
    ours = program(kilter.hyperopt)
    theirs = program(pytest.importorskip("hyperopt"))
    assert ours == theirs
