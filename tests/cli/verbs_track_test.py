# SPDX-License-Identifier: MIT
"""`--track` and `kilter track`: what a study's followers write, and what happens where they cannot."""

import csv
import io
import unittest

from verbs_support import StudyTest


class Track(StudyTest):
    def rows(self, path):
        return list(csv.DictReader(io.StringIO((self.here / path).read_text())))

    def test_a_run_is_followed_and_none_of_its_tables_counts_as_the_programs(self):
        said = self.run_study(trials=6, goal=("--maximize", "acc", "--track", "csv=tables", "--track", "tensorboard"))
        self.assertIn("tables/k1: up to date", said.err)
        self.assertNotIn("K123", said.err)
        trials = self.kilter("export", "k1", "--json").lines
        rows = self.rows("tables/k1/metrics.csv")
        for trial in trials:
            told = [float(r["value"]) for r in rows if int(r["trial"]) == trial["number"] and r["metric"] == "acc"]
            self.assertEqual(told, trial["metrics"]["acc"])
        self.assertEqual([int(r["trial"]) for r in self.rows("tables/k1/trials.csv")], list(range(6)))
        self.assertEqual(len(list((self.here / "kilter-studies/k1/tensorboard").iterdir())), 6)

    def test_the_study_remembers_where_it_is_tracked(self):
        self.run_study(trials=3, goal=("--maximize", "acc", "--track", "csv=tables"))
        self.kilter("run", "--name", "k1", "--trials", "5")
        self.assertEqual(len(self.rows("tables/k1/trials.csv")), 5)

    def test_a_place_that_takes_nothing_costs_the_study_nothing_and_is_told_of(self):
        said = self.run_study(trials=3, goal=("--maximize", "acc", "--track", "csv=/proc/nowhere"))
        self.assertIn("facts are not there yet; /proc/nowhere/k1/metrics.csv cannot be written: No such file", said.err)
        self.assertEqual([t["state"] for t in self.kilter("export", "k1", "--json").lines], ["complete"] * 3)
        self.assertIn("No such file", self.kilter("track", "k1", "--to", "csv=/proc/other", "--once", code=1).out)
        self.assertIn("up to date", self.kilter("track", "k1", "--to", "csv", "--once").out)

    def test_slips(self):
        self.assertIn("Did you mean tensorboard?", self.run_study(goal=("--maximize", "acc", "--track", "tensorbord"), code=2).err)
        self.run_study()
        self.assertIn("where shall k1 be tracked?", self.kilter("track", "k1", code=2).err)
        self.assertIn("a folder is missing after =", self.kilter("track", "k1", "--to", "csv=", code=2).err)


if __name__ == "__main__":
    unittest.main()
