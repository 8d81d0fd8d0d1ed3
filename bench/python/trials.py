# SPDX-License-Identifier: MIT
"""CPU milliseconds a trial of ten parameters through Python, one JSON line each; with Optuna beside where it is there.

Usage: python bench/python/trials.py [--optuna] [--trials N]
"""
import argparse
import json
import tempfile
import time
import warnings

warnings.simplefilter("ignore")


def objective(trial):
    total = 0.0
    for i in range(8):
        total += (trial.suggest_float(f"x{i}", -5, 5) - i / 4) ** 2
    total += trial.suggest_int("n", 0, 10)
    return total + len(trial.suggest_categorical("c", ["a", "bb", "ccc"]))


def measure(tuner, what, sampler, storage, trials):
    study = tuner.create_study(sampler=sampler, storage=storage, study_name=what.replace(" ", "-"))
    began = time.process_time()
    study.optimize(objective, n_trials=trials)
    spent = time.process_time() - began
    tail = time.process_time()
    study.optimize(objective, n_trials=20)
    return {"tuner": tuner.__name__, "what": what, "trials": trials, "cpu_ms_per_trial": round(1000 * spent / trials, 4),
            "at_the_end": round(1000 * (time.process_time() - tail) / 20, 4)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--optuna", action="store_true")
    parser.add_argument("--trials", type=int, default=300)
    options = parser.parse_args()
    import kilter

    tuners = [kilter]
    if options.optuna:
        import optuna

        tuners.append(optuna)
    for tuner in tuners:
        tuner.logging.set_verbosity(tuner.logging.WARNING)
        for what, sampler in (("random in memory", tuner.samplers.RandomSampler(seed=1)), ("default in memory", None)):
            print(json.dumps(measure(tuner, what, sampler, None, options.trials)), flush=True)
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(tuner, "random in SQLite", tuner.samplers.RandomSampler(seed=1),
                                     f"sqlite:///{folder}/s.db", options.trials)), flush=True)
            began = time.process_time()
            again = tuner.load_study(study_name="random-in-SQLite", storage=f"sqlite:///{folder}/s.db")
            count = len(again.trials)
            print(json.dumps({"tuner": tuner.__name__, "what": "open", "trials": count,
                              "cpu_ms": round(1000 * (time.process_time() - began), 2)}), flush=True)


if __name__ == "__main__":
    main()
