#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes metrics_oracle.txt: random predictions and what scikit-learn makes of them.

Usage: metrics_oracle.py > metrics_oracle.txt   (needs scikit-learn 1.7 or newer; the tests only read the file)
A case is a line `classes C rows N` or `values rows N`, lines of truth, predictions and weights, then `name value` lines.
"""
import numpy
from sklearn import metrics

rng = numpy.random.default_rng(1)


def numbers(values):
    return " ".join(repr(float(v)) for v in numpy.ravel(values))


def class_case(classes, rows, weighted, ties, missing):
    truth = rng.integers(0, classes - (1 if missing else 0), rows)
    p = rng.dirichlet(numpy.full(classes, 0.7), rows)
    p[numpy.arange(rows), truth] += 0.3
    p /= p.sum(axis=1, keepdims=True)
    if ties:  # multiples of 1/8 that sum to one exactly
        cut = numpy.floor(p * 8) / 8
        cut[:, 0] += 1 - cut.sum(axis=1)
        p = cut
    w = rng.integers(1, 9, rows) / 4 if weighted else numpy.ones(rows)
    said = p.argmax(axis=1)
    labels = list(range(classes))
    kind = {"average": "binary"} if classes == 2 else {"average": "macro"}
    keep = {"sample_weight": w, "zero_division": 0}
    over = [1] if classes == 2 else [k for k in labels if (truth == k).any() and (truth != k).any()]
    out = {
        "accuracy": metrics.accuracy_score(truth, said, sample_weight=w),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, said, sample_weight=w),
        "f1": metrics.f1_score(truth, said, **kind, **keep),
        "f1_macro": metrics.f1_score(truth, said, average="macro", **keep),
        "f1_weighted": metrics.f1_score(truth, said, average="weighted", **keep),
        "precision": metrics.precision_score(truth, said, **kind, **keep),
        "recall": metrics.recall_score(truth, said, **kind, **keep),
        "auc": numpy.mean([metrics.roc_auc_score(truth == k, p[:, k], sample_weight=w) for k in over]),
        "pr_auc": numpy.mean([metrics.average_precision_score(truth == k, p[:, k], sample_weight=w) for k in over]),
        "log_loss": metrics.log_loss(truth, p, labels=labels, sample_weight=w),
        "mcc": metrics.matthews_corrcoef(truth, said, sample_weight=w),
        "brier": metrics.brier_score_loss(truth, p[:, 1], sample_weight=w) if classes == 2 else
                 metrics.brier_score_loss(truth, p, labels=labels, sample_weight=w),
    }
    print(f"classes {classes} rows {rows}")
    print(" ".join(map(str, truth)), numbers(p), numbers(w), sep="\n")
    finish(out)


def value_case(rows, weighted, ties):
    truth = rng.normal(5, 2, rows)
    said = truth + rng.normal(0, 1, rows)
    if ties:
        truth, said = numpy.round(truth), numpy.round(said)
    w = rng.integers(1, 9, rows) / 4 if weighted else numpy.ones(rows)
    out = {
        "rmse": metrics.root_mean_squared_error(truth, said, sample_weight=w),
        "mae": metrics.mean_absolute_error(truth, said, sample_weight=w),
        "r2": metrics.r2_score(truth, said, sample_weight=w),
        "median_error": metrics.median_absolute_error(truth, said, sample_weight=w if weighted else None),
    }
    print(f"values 1 rows {rows}")
    print(numbers(truth), numbers(said), numbers(w), sep="\n")
    finish(out)


def finish(out):
    for name, value in out.items():
        print(name, repr(float(value)))
    print("end")


for classes in (2, 3, 5):
    for weighted in (False, True):
        for ties in (False, True):
            for missing in (False, True):
                if classes > 2 or not missing:
                    class_case(classes, 23 + 10 * classes, weighted, ties, missing)
for weighted in (False, True):
    for ties in (False, True):
        for rows in (30, 31):
            value_case(rows, weighted, ties)
