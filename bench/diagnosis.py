#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How often `kilter diagnose` is right on recorded trainings, judged by their neighbours with other learning rates.

Usage: bench/diagnosis.py KILTER CURVES, where CURVES holds deepobs/ and taskset_rnn/. One JSON line a data set:

right      share of findings that the neighbours prove: a rate called too low (high) where a run within 2 % of its
           optimiser's best has a higher (lower) one; overfitting where the end is 2 % worse than the best report; more
           epochs where validation was still falling. A run within 2 % of the best counts as wrong if its rate is blamed.
helped     share of the bad runs (a fifth of the way or more short of their optimiser's best) with a finding that is right
naive_*    the same for a rule of thumb: a higher rate where validation still falls at the end, else a lower one
"""
import collections
import csv
import gzip
import json
import math
import pathlib
import subprocess
import sys
import tempfile


def rows(path):
    with gzip.open(path, "rt") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def deepobs(folder):
    for path in sorted((folder / "deepobs").glob("*.tsv.gz")):
        for row in rows(path):
            if row["seed"] == "42":
                run = (path.stem, row["optimizer"])
                yield run, float(row["learning_rate"]), row["train_loss"], row["test_loss"]


def taskset(folder):
    rates = {row["config"]: float(row["learning_rate"]) for row in rows(folder / "taskset_rnn" / "configs.tsv.gz")}
    for path in sorted((folder / "taskset_rnn").glob("patch*.tsv.gz")):
        for row in rows(path):
            yield (path.stem,), rates[row["config"]], row["train_loss"], row["valid_loss"]


def findings(kilter, runs):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as log:
        print("run,train_loss,val_loss", file=log)
        for number, (_, curve) in enumerate(runs):
            for train, validation in curve:
                print(number, train, validation, sep=",", file=log)
        log.flush()
        out = subprocess.run([kilter, "diagnose", log.name, "--json"], check=True, capture_output=True, text=True)
    return [json.loads(line)["findings"] for line in out.stdout.splitlines()]


def right(finding, rate, validation, best_rates, gap):
    action = finding["action"]
    if action["what"] == "learning_rate":
        other = max(best_rates) > rate if action["direction"] == "raise" else min(best_rates) < rate
        return other and gap > 0.02
    if action["what"] == "epochs":
        fifth = len(validation) // 5 + 1
        return min(validation[-3:]) < validation[-fifth]
    return validation[-1] > 1.02 * min(validation)


def judge(name, kilter, source):
    curves = collections.defaultdict(list)
    for group, rate, train, validation in source:
        curves[group, rate].append((train, validation))
    runs = list(curves.items())
    ends = collections.defaultdict(list)
    for (group, rate), curve in runs:
        end, start = float(curve[-1][1]), float(curve[0][1])
        if math.isfinite(end):
            ends[group].append((end, rate, start))
    count = collections.Counter()
    for ((group, rate), curve), found in zip(runs, findings(kilter, runs)):
        best = min(ends[group])[0]
        validation = [float(v) for _, v in curve]
        reach = validation[0] - best
        best_rates = [r for end, r, start in ends[group] if end <= best + 0.02 * (start - best)]
        gap = (validation[-1] - best) / reach if math.isfinite(validation[-1]) else math.inf
        good = [right(finding, rate, validation, best_rates, gap) for finding in found]
        count["findings"] += len(good)
        count["right"] += sum(good)
        falls = validation[-1] < validation[-2]
        thumb = {"action": {"what": "learning_rate", "direction": "raise" if falls else "lower"}}
        naive = right(thumb, rate, validation, best_rates, gap)
        count["naive_right"] += naive
        if gap >= 0.2:
            count["bad"] += 1
            count["helped"] += any(good)
            count["naive_helped"] += naive
    print(json.dumps({"figure": "diagnosis", "data": name, "runs": len(runs), "findings": count["findings"],
                      "right": round(count["right"] / count["findings"], 3), "bad": count["bad"],
                      "helped": round(count["helped"] / count["bad"], 3),
                      "naive_right": round(count["naive_right"] / len(runs), 3),
                      "naive_helped": round(count["naive_helped"] / count["bad"], 3)}))


def main():
    kilter, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    judge("deepobs", kilter, deepobs(folder))
    judge("taskset_rnn", kilter, taskset(folder))


if __name__ == "__main__":
    main()
