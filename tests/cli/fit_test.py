#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kilter fit and kilter predict: from a table to answers, and every bad table to a sentence."""
import csv
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

from kilter_program import KilterTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from environment import installed  # noqa: E402

# Rows as JSON in, predictions and probabilities out.
ANSWERS_OF_ONNX = """import json, numpy, onnxruntime, sys
rows = json.load(sys.stdin)
session = onnxruntime.InferenceSession(sys.argv[1])
columns = {one.name: numpy.array([[row[one.name]] for row in rows], dtype=object if "string" in one.type else float)
           for one in session.get_inputs()}
prediction, probabilities = session.run(["prediction", "probabilities"], columns)
print(json.dumps([[str(p) for p in prediction], probabilities.tolist()]))
"""

SHORT = ("--minutes", "0.2", "--trials", "2", "--jobs", "2", "--folds", "2")


def table(rows, line, heading="x,c,y"):
    return heading + "\n" + "".join(line(i) + "\n" for i in range(rows))


def ring(i):
    x = (i * 37 % 200 - 100) / 100
    return f"{x},k{i % 5},{'yes' if abs(x) < 0.5 else 'no'}"


class Fit(KilterTest):
    def fit(self, text, *options, code=0, name="t.csv"):
        self.file(name, text)
        return self.kilter("fit", name, *options, code=code)

    def test_from_a_table_to_answers(self):
        said = self.fit(table(400, ring), "--target", "y", *SHORT, "--json")
        events = said.events()
        self.assertEqual(events[0]["event"], "fit.started")
        last = events[-1]
        self.assertEqual((last["event"], last["schema"], last["task"]), ("fit.finished", "kilter/fit/1", "binary"))
        for part in ("validation", "test"):
            self.assertEqual(set(last[part]), {"auc", "log_loss", "accuracy", "balanced_accuracy", "f1", "f1_macro",
                                               "f1_weighted", "precision", "recall", "pr_auc", "mcc", "brier"})
        self.assertGreater(last["test"]["auc"], 0.95)
        self.assertLess(last["baselines"][1]["test"]["auc"], 0.8)
        self.assertLessEqual(last["test_interval"][0], last["test"]["auc"])
        self.assertEqual(last["test_look"], 1)

        self.file("new.csv", "id,c,extra,x\n7,k1,,0.1\n8,new,,-0.9\n")
        said = self.kilter("predict", "t", "new.csv")
        self.assertEqual(said.out.splitlines()[0], "id,c,extra,x,prediction,probability_no,probability_yes")
        self.assertEqual([line.split(",")[4] for line in said.out.splitlines()[1:]], ["yes", "no"])
        self.assertIn('1 cells are none of the categories trained on, as "new"', said.err)
        self.file("new.csv", "x\n0\n")
        self.assertIn('column "c" is missing', self.kilter("predict", "t", "new.csv").err)

    def test_python_alone_answers_alike(self):
        rows = table(300, lambda i: f"{(i * 37 % 200 - 100) / 100},k{i % 12},{'abc'[i % 3]}{'' if i % 7 else 'd'},{i % 12 % 3}",
                     heading="x,c,d,y")
        self.fit(rows.replace("0.5,", ","), "--target", "y", *SHORT, "--quiet")
        answers = self.kilter("predict", "t", "t.csv").out
        program = self.folder / "kilter-studies/t/model/predict.py"
        alone = subprocess.run([sys.executable, program, "t.csv"], cwd=self.folder, capture_output=True, text=True, check=True)
        read = [list(csv.reader(text.splitlines())) for text in (answers, alone.stdout)]
        self.assertEqual(read[0][0], read[1][0])
        self.assertEqual(len(read[0]), len(read[1]))
        for ours, theirs in zip(read[0][1:], read[1][1:]):
            for a, b in zip(ours[5:], theirs[5:]):
                self.assertAlmostEqual(float(a), float(b), delta=1e-5)
        self.assertIn("| input | kind |", (self.folder / "kilter-studies/t/model/card.md").read_text())

    def trained_for_others(self):
        """A study with each kind of input; its folder `model`, its rows, and predict.py's answers to them."""
        text = table(300, lambda i: f"{(i * 37 % 200 - 100) / 100},k{i % 12},{'abc'[i % 3]}{'' if i % 7 else 'd'},{'pq'[i % 2]},"
                                    f"2024-01-{1 + i % 28:02d},{i % 12 % 3}", heading="x,c,d,is new?,when,y").replace("0.5,", ",")
        self.fit(text, "--target", "y", *SHORT, "--quiet")
        folder = self.folder / "kilter-studies/t/model"
        found = importlib.util.spec_from_file_location("predict", folder / "predict.py")
        program = importlib.util.module_from_spec(found)
        found.loader.exec_module(program)
        model = program.Model(folder / "model")
        rows = list(csv.DictReader(text.splitlines()))[:60]
        rows.append({"x": "", "c": "never seen", "d": "", "is new?": "", "when": ""})
        values = []
        for row in rows:
            values.append({name: (float("nan") if row[name] in program.MISSING else float(row[name])) if name == "x" else
                           (program.days(row[name]) if row[name] else float("nan")) if name == "when" else row[name]
                           for name in ("x", "c", "d", "is new?", "when")})
        return folder, values, [model.answer(row) for row in rows], model.classes

    def test_onnx_answers_alike(self):
        programs = installed("onnx", "onnxruntime==1.32.0")
        if programs is None:
            self.skipTest("onnxruntime cannot be had")
        folder, rows, expected, classes = self.trained_for_others()
        asked = subprocess.run([programs / "python3", "-c", ANSWERS_OF_ONNX, folder / "model.onnx"], input=json.dumps(rows),
                               capture_output=True, text=True, check=True).stdout
        prediction, probabilities = json.loads(asked)
        for ours, theirs in zip(probabilities, expected, strict=True):
            for a, b in zip(ours, theirs, strict=True):
                self.assertAlmostEqual(a, b, delta=1e-5)
        self.assertEqual(prediction, [classes[p.index(max(p))] for p in expected])

    def test_the_header_answers_alike(self):
        compiler = shutil.which("g++")
        if compiler is None:
            self.skipTest("g++ is not installed")
        folder, rows, expected, _ = self.trained_for_others()
        fields = {"x": "in_x", "c": "in_c", "d": "in_d", "is new?": "in_is_new", "when": "in_when"}

        def literal(value):
            return json.dumps(value) if isinstance(value, str) else repr(value) if value == value else "NAN"

        lines = ["kilter_model::Row{" + ", ".join(f".{field} = {literal(row[name])}" for name, field in fields.items()) + "}" for row in rows]
        self.file("main.cpp", '#include "kilter_model.hpp"\n#include <cstdio>\nint main() {\n  for (const auto& row : {' +
                  ",\n".join(lines) + '}) {\n    for (const double p : kilter_model::answer(row)) std::printf("%.9g ", p);\n'
                  '    std::puts("");\n  }\n}\n')
        subprocess.run([compiler, "-std=c++20", "-O1", "-Wall", "-Wextra", "-Werror", "-I", folder, "main.cpp", "-o", "main"],
                       cwd=self.folder, check=True)
        answers = subprocess.run([self.folder / "main"], capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(len(answers), len(expected))
        for ours, theirs in zip(answers, expected):
            for a, b in zip(ours.split(), theirs):
                self.assertAlmostEqual(float(a), b, delta=1e-5)

    def test_numbers(self):
        said = self.fit(table(300, lambda i: f"{i % 60 / 10},k{i % 3},{(i % 60 / 10 - 3) ** 2 + i % 3}"), "--target", "y",
                        *SHORT, "--json")
        last = said.events()[-1]
        self.assertEqual(set(last["test"]), {"rmse", "mae", "r2", "median_error"})
        self.assertGreater(last["test"]["r2"], 0.9)

    def test_the_same_command_shows_the_test_that_was_opened_once(self):
        first = self.fit(table(300, ring), "--target", "y", *SHORT, "--json").events()[-1]
        again = self.fit(table(300, ring), "--target", "y", *SHORT, "--json").events()
        self.assertEqual(again[-1], first)
        self.assertEqual(len(again), 2)
        self.assertIn(f"test (opened once, {first['test_opened']})", self.fit(table(300, ring), "--target", "y", *SHORT).out)
        more = ("--minutes", "0.3", "--trials", "3", "--jobs", "2", "--folds", "2", "--json")
        later = self.fit(table(300, ring), "--target", "y", *more).events()[-1]
        self.assertEqual((later["test"], later["test_of_this_network"]), (first["test"], False))
        looked = self.fit(table(300, ring), "--target", "y", *more, "--test-again").events()[-1]
        self.assertEqual((looked["test_look"], looked["test_of_this_network"]), (2, True))
        plan = json.loads((self.folder / "kilter-studies/t/fit.json").read_text())
        self.assertEqual(plan["looks"], 2)

    def test_another_table_under_the_same_name_is_refused(self):
        self.fit(table(300, ring), "--target", "y", *SHORT, "--quiet")
        said = self.fit(table(301, ring), "--target", "y", *SHORT, code=2)
        self.assertIn('fit "t" was begun with another table', said.err)
        said = self.fit(table(300, ring), "--target", "y", *SHORT, "--score", "accuracy", code=2)
        self.assertIn("another score", said.err)

    def test_without_a_target_it_lists_the_columns(self):
        said = self.fit(table(300, lambda i: f"{i},C{i},{ring(i)}", heading="row,name,x,c,y"), code=2)
        for words in ("row", "identifier", "counts the rows", "kilter fit t.csv --target 'y'"):
            self.assertIn(words, said.out)
        columns = self.fit(table(300, ring), "--json", code=2).events()[-1]
        self.assertEqual([c["kind"] for c in columns["columns"]], ["number", "category", "yes_no"])
        self.assertEqual(columns["guess"], "y")

    def refused(self, text, words, *options, code=4, target="y"):
        said = self.fit(text, "--target", target, *SHORT, *options, code=code)
        self.assertIn(words, said.err)
        self.assertFalse((self.folder / "kilter-studies").exists())

    def test_what_cannot_be_learnt_is_a_sentence(self):
        self.refused(table(60, lambda i: f"{i / 7},a,No"), 'the target "y" is "No" in every row')
        self.refused(table(60, lambda i: f"{i / 7},a,3.5"), 'the target "y" is "3.5" in every row')
        self.refused(table(60, lambda i: f"{i / 7},a,"), 'the target "y" is empty in every row')
        self.refused(table(2000, lambda i: f"{i / 7},a,c{i % 1000}"), "has 1000 classes in 2000 rows")
        self.refused(table(60, lambda i: f"{i},a,{i % 2}"), "no column is left to learn from")
        self.refused(table(10, ring), "at least 20 are needed")
        self.refused(table(60, ring), 'Did you mean "y"?', target="yy", code=2)
        self.refused(table(60, ring), "Did you mean --score accuracy?", "--score", "acuracy", code=2)
        self.refused(table(60, ring).replace("\n", "\n1,2\n", 2), "line 2: 2 cells found, 3 expected")
        self.refused(table(60, ring) + '"open', "line 62: a quote is opened and never closed")

    def test_what_is_no_table_is_a_sentence(self):
        (self.folder / "folder").mkdir()
        self.file("empty.csv", "")
        self.file("book.xlsx", "PK\x03\x04rest")
        for name, words, code in (("folder", "is a folder", 2), ("empty.csv", "is empty", 4), ("none.csv", "there is no file", 2),
                                  ("book.xlsx", "Excel workbook", 4)):
            self.assertIn(words, self.kilter("fit", name, "--target", "y", code=code).err)

    def test_quotes_newlines_and_latin_1(self):
        text = table(200, lambda i: f'"{(i * 37 % 200 - 100) / 100}","a ""b""\nstra\xdfe {i % 2}",{i * 37 % 200 > 100}')
        (self.folder / "l.csv").write_bytes(text.encode("latin-1"))
        said = self.kilter("fit", "l.csv", "--target", "y", *SHORT)
        self.assertIn("read as Latin-1", said.out)
        self.assertIn("RESULT", said.out)

    def test_noise_is_not_learnt(self):
        text = table(300, lambda i: f"{i * 7919 % 1009},k{i * 31 % 7},{'a' if (i * i * 104729 + 3 * i) % 1013 % 2 else 'b'}")
        said = self.fit(text, "--target", "y", *SHORT)
        self.assertIn("it does not learn", said.out)

    def test_kinds_drop_and_keep(self):
        said = self.fit(table(300, ring), "--target", "y", *SHORT, "--as", "x=category", "--drop", "c", "--json")
        self.assertEqual(said.events()[0]["inputs"], [{"name": "x", "kind": "category"}])
        self.assertIn("a column and a kind", self.fit(table(60, ring), "--as", "x", code=2).err)
        self.assertIn("it cannot be dropped", self.fit(table(60, ring), "--target", "y", "--drop", "y", code=2).err)

    def test_a_study_without_a_network_cannot_predict(self):
        self.file("new.csv", "x\n1\n")
        self.assertIn('study "none" has no network', self.kilter("predict", "none", "new.csv", code=2).err)


if __name__ == "__main__":
    unittest.main()
