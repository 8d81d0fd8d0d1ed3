#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Answers of a network that `kilter fit` trained, without Kilter: python3 predict.py new.csv > answers.csv

Needs the standard library alone, and the file `model` beside it. `Model(path).answer(row)` takes a row as a dictionary of texts.
"""
import array
import csv
import datetime
import json
import math
import pathlib
import re
import sys

MISSING = {"", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "?", "-", "#N/A", "<NA>"}
MOST_ONE_HOT = 8


def number(text, form):
    text = text.strip()
    if form == 1:
        text = text.replace(".", "").replace(",", ".")
    elif form == 2:
        text = text.replace(",", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def days(text):
    found = re.fullmatch(r"(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))"
                         r"(?:[ T]\s*(\d{1,2}):(\d{2})(?::(\d{1,2}(?:\.\d+)?))?Z?)?", text.strip())
    if not found:
        return None
    y, m, d, d2, m2, y2, hour, minute, second = found.groups()
    try:
        date = datetime.date(int(y or y2), int(m or m2), int(d or d2))
    except ValueError:
        return None
    return date.toordinal() - 719163 + (3600 * int(hour or 0) + 60 * int(minute or 0) + float(second or 0)) / 86400


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


ACTIVATIONS = [
    lambda x: max(x, 0.0),
    lambda x: x if x > 0 else 0.01 * x,
    lambda x: 0.5 * x * (1 + math.tanh(0.7978845608 * (x + 0.044715 * x ** 3))),
    lambda x: x * sigmoid(x),
    math.tanh,
    lambda x: 1.0507010 * x if x > 0 else 1.7580993 * (math.exp(x) - 1),
]


class Network:
    """One of the networks whose answers are averaged."""

    def __init__(self, header, tables, inputs, outputs, parameters):
        form, at = header["network"], 0

        def take(count):
            nonlocal at
            at += count
            return parameters[at - count:at]

        width = form["embedding"]
        self.tables = [[take(width) for _ in range(count + 1)] for count in tables]
        inputs += width * len(tables)
        self.factors = take(inputs) if form["scaled"] else None
        self.scaled = form["scaled"]
        self.activation = ACTIVATIONS[form["activation"]]
        self.layers = []
        sizes = [form["width"]] * form["layers"] + [outputs]
        for k, size in enumerate(sizes):
            rows = [take(size) for _ in range(inputs)]
            bias = take(size)
            share = take(size) if form["parametric"] and k + 1 < len(sizes) else None
            self.layers.append((rows, bias, share, 1 / math.sqrt(inputs) if self.scaled else 1.0))
            inputs = size

    def outputs(self, numbers, codes):
        x = list(numbers)
        for table, code in zip(self.tables, codes):
            x += table[code]
        if self.factors is not None:
            x = [a * b for a, b in zip(x, self.factors)]
        for k, (rows, bias, share, scale) in enumerate(self.layers):
            sums = [0.0] * len(bias)
            for value, row in zip(x, rows):
                if value:
                    for j, weight in enumerate(row):
                        sums[j] += value * weight
            x = [scale * s + b for s, b in zip(sums, bias)]
            if k + 1 < len(self.layers):
                y = [self.activation(v) for v in x]
                x = y if share is None else [v + a * (w - v) for v, w, a in zip(x, y, share)]
        return x


class Model:
    def __init__(self, path):
        data = pathlib.Path(path).read_bytes()
        magic, line, rest = data.split(b"\n", 2)
        if magic != b"KILTER MODEL 1":
            raise SystemExit(f"{path} is no model of Kilter")
        header = json.loads(line)
        floats = array.array("f")
        floats.frombytes(rest)
        if sys.byteorder == "big":
            floats.byteswap()
        self.header, self.classes, self.inputs = header, header["classes"], header["inputs"]
        tables, numbers = [], 0
        for one in self.inputs:
            if one["kind"] in ("number", "date"):
                numbers += 2 if one["flagged"] else 1
            elif len(one["categories"]) > MOST_ONE_HOT:
                tables.append(len(one["categories"]))
            else:
                numbers += 1 if len(one["categories"]) == 2 else len(one["categories"])
            one["places"] = {name: k for k, name in enumerate(one["categories"])}
        outputs = len(self.classes) if len(self.classes) > 2 else 1
        size = header["parameters"]
        self.networks = [Network(header, tables, numbers, outputs, floats[m * size:(m + 1) * size].tolist())
                         for m in range(header["members"])]

    def encoded(self, row):
        numbers, codes = [], []
        for one in self.inputs:
            text = row.get(one["name"], "")
            text = "" if text is None or text.strip() in MISSING else text.strip()
            if one["kind"] in ("number", "date"):
                value = None if not text else number(text, one["form"]) if one["kind"] == "number" else days(text)
                z = 0.0 if value is None else (value - one["centre"]) * one["scale"]
                numbers.append(z / math.sqrt(1 + z * z / 9))
                if one["flagged"]:
                    numbers.append(1.0 if value is None else 0.0)
                continue
            place, count = one["places"].get(text), len(one["categories"])
            if count > MOST_ONE_HOT:
                codes.append(0 if place is None else place + 1)
            elif count == 2:
                numbers.append(0.0 if place is None else 2.0 * place - 1)
            else:
                numbers += [1.0 if k == place else 0.0 for k in range(count)]
        return numbers, codes

    def answer(self, row):
        """The predicted number, or the probability of each class."""
        numbers, codes = self.encoded(row)
        sums = None
        for network in self.networks:
            x = network.outputs(numbers, codes)
            if len(self.classes) == 2:
                x = [1 - sigmoid(x[0]), sigmoid(x[0])]
            elif self.classes:
                e = [math.exp(v - max(x)) for v in x]
                x = [v / sum(e) for v in e]
            sums = x if sums is None else [a + b for a, b in zip(sums, x)]
        mean = [s / len(self.networks) for s in sums]
        if self.classes:
            return mean
        h = self.header
        return min(max(h["mean"] + h["deviation"] * mean[0], h["low"]), h["high"])


def main():
    if len(sys.argv) != 2:
        raise SystemExit("usage: python3 predict.py new.csv > answers.csv")
    model = Model(pathlib.Path(__file__).resolve().parent / "model")
    with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
        head = file.readline()
        file.seek(0)
        separator = max(",;\t|", key=head.count)
        rows = csv.DictReader(file, delimiter=separator)
        out = csv.writer(sys.stdout, lineterminator="\n")
        names = [name.strip() for name in rows.fieldnames]
        rows.fieldnames = names
        out.writerow(names + ["prediction"] + ["probability_" + name for name in model.classes])
        for row in rows:
            answer = model.answer(row)
            cells = [row[name] for name in names]
            if model.classes:
                out.writerow(cells + [model.classes[answer.index(max(answer))]] + [f"{p:.6g}" for p in answer])
            else:
                out.writerow(cells + [answer])


if __name__ == "__main__":
    main()
