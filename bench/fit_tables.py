# SPDX-License-Identifier: MIT
"""Compares `kilter fit` with scikit-learn's defaults on real tables, on the same test rows.

    python3 bench/fit_tables.py FOLDER --kilter build/release/kilter/cli/kilter --seconds 30

FOLDER holds datasets.json and the tables it names. A fifth of the rows is set aside before anybody sees them (the last fifth where the
order is time). The neural network and the boosted trees of scikit-learn are given standardised numbers and one input a category, and
nothing else is changed. Needs scikit-learn and pandas.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time
import warnings

import numpy
import pandas
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def split(table, target, classes, in_time, seed):
    if in_time:
        cut = int(len(table) * 0.8)
        return table.iloc[:cut], table.iloc[cut:]
    return train_test_split(table, test_size=0.2, random_state=seed, stratify=table[target] if classes else None)


def mended(categories, numbers):
    """What any user of scikit-learn writes before a network."""
    return ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("categories", OneHotEncoder(handle_unknown="ignore", sparse_output=False), categories)])


def errors_of(answers, truth, classes):
    """The cost of each row: a miss, or the squared distance."""
    return (answers.astype(str) != truth.astype(str)).astype(float) if classes else (answers.astype(float) - truth.astype(float)) ** 2


def score(costs, classes):
    return 1 - costs.mean() if classes else numpy.sqrt(costs.mean())


def standard_error(costs, classes):
    spread = costs.std(ddof=1) / numpy.sqrt(len(costs))
    return spread if classes else spread / (2 * numpy.sqrt(costs.mean()))


def paired_error(one, other, classes):
    """Of the difference of two scores on the same rows."""
    if classes:
        return (one - other).std(ddof=1) / numpy.sqrt(len(one))
    halves = one / (2 * numpy.sqrt(one.mean())) - other / (2 * numpy.sqrt(other.mean()))
    return halves.std(ddof=1) / numpy.sqrt(len(one))


def kilter_answers(options, folder, target, classes, training, test):
    training.to_csv(folder / "train.csv", index=False)
    test.to_csv(folder / "test.csv", index=False)
    home = dict(os.environ, KILTER_HOME=str(folder / "home"))
    shared = {"cwd": folder, "env": home, "capture_output": True, "text": True, "check": True}
    fitted = subprocess.run([options.kilter, "fit", "train.csv", "--target", target, "--test", "test.csv", "--name", "fit", "--seed",
                             str(options.seed), "--minutes", f"{options.seconds / 60:.4f}", "--as",
                             f"{target}={'category' if classes else 'number'}", "--json"], **shared)
    result = json.loads(fitted.stdout.splitlines()[-1])
    asked = test.drop(columns=target).to_csv(index=False)
    (folder / "new.csv").write_text(asked)
    answered = subprocess.run([options.kilter, "predict", "fit", "new.csv"], **shared)
    (folder / "answers.csv").write_text(answered.stdout)
    return result, pandas.read_csv(folder / "answers.csv", dtype={"prediction": object})["prediction"].to_numpy()


def compare(options, one, file):
    classes = one["task"] == "classification"
    in_time = isinstance(one["test_rows"], str)
    table = pandas.read_csv(file)
    target = options.target
    table = table[table[target].notna()]
    training, test = split(table, target, classes, in_time, options.seed)
    categories = [c for c in table.columns if c != target and (c in one["categorical_columns"] or table[c].dtype == object)]
    numbers = [c for c in table.columns if c != target and c not in categories]
    costs, lines = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        result, answers = kilter_answers(options, pathlib.Path(folder), target, classes, training, test)
        lines["seconds"] = time.monotonic() - begun
        lines["result"] = result
        costs["kilter"] = errors_of(answers, test[target].to_numpy(), classes)
    models = ((MLPClassifier, HistGradientBoostingClassifier) if classes else (MLPRegressor, HistGradientBoostingRegressor))
    for name, kind in zip(("mlp", "trees"), models):
        model = make_pipeline(mended(categories, numbers), kind(random_state=options.seed))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(training.drop(columns=target), training[target])
        costs[name] = errors_of(model.predict(test.drop(columns=target)), test[target].to_numpy(), classes)
    return costs, lines, classes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--kilter", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", default="target")
    parser.add_argument("--only", help="names of tables, separated by commas")
    options = parser.parse_args()
    print("| table | score | Kilter | MLP | trees | error | against MLP | networks |\n|---|---|---|---|---|---|---|---|", flush=True)
    better = worse = count = 0
    for one in json.loads((options.folder / "datasets.json").read_text()):
        if one["task"] not in ("classification", "regression") or (options.only and one["name"] not in options.only.split(",")):
            continue
        costs, lines, classes = compare(options, one, options.folder / one["file"])
        values = {name: score(cost, classes) for name, cost in costs.items()}
        gain = (values["kilter"] - values["mlp"]) * (1 if classes else -1)
        against = gain / max(1e-12, paired_error(costs["kilter"], costs["mlp"], classes))
        count, better, worse = count + 1, better + (gain > 0), worse + (gain < -standard_error(costs["mlp"], classes))
        print(f"| {one['name']} | {'accuracy' if classes else 'RMSE'} | " + " | ".join(f"{v:.5g}" for v in values.values()) +
              f" | {standard_error(costs['mlp'], classes):.2g} | {against:+.1f} | {lines['result']['trained']}, {lines['seconds']:.0f} s |",
              flush=True)
    print(f"\nOf {count} tables: better than the MLP on {better}, worse by more than the error on {worse}")


if __name__ == "__main__":
    main()
