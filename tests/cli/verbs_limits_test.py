#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Limits on what trials measure: given by a file or an option, kept by best, told by status and export."""
import unittest

from verbs_support import PYTHON, StudyTest

PROGRAM = "import sys\nx = float(sys.argv[1])\nprint(f'acc={x} ms={10 * x}')\n"


class Limits(StudyTest):
    def test_the_best_keeps_the_limit(self):
        self.run_study(trials=12, program=PROGRAM, goal=("--maximize", "acc", "--limit", "ms<=5"))
        best = self.kilter("best", "k1", "--json").json
        trials = self.kilter("export", "k1").lines
        self.assertEqual([trial["feasible"] for trial in trials], [trial["values"]["acc"] <= 0.5 for trial in trials])
        self.assertEqual(best["values"]["acc"], max(t["values"]["acc"] for t in trials if t["feasible"]))
        status = self.kilter("status", "k1", "--json").json
        self.assertEqual(status["trials"]["infeasible"], sum(not trial["feasible"] for trial in trials))

    def test_nothing_feasible_names_the_nearest_and_what_it_breaks(self):
        done = self.run_study(trials=4, program=PROGRAM, goal=("--maximize", "acc", "--limit", "ms<=-1"), code=3)
        self.assertIn("no trial keeps all limits; the nearest is trial", done.out)
        best = self.kilter("best", "k1", code=3)
        self.assertIn("where at most -1 is asked for", best.err)
        self.assertIn("no trial keeps all limits", self.kilter("status", "k1").out)

    def test_a_study_file_gives_limits(self):
        self.write("train.py", PROGRAM)
        self.write("study.toml", f"command = ['{PYTHON}', 'train.py', '{{x}}']\n[objective]\nmaximize = 'acc'\n"
                                 "[space]\nx = { float = [0, 1], default = 0.5 }\n"
                                 "[constraints]\nquick = { metric = 'ms', max = 6, min = 2 }\n[budget]\ntrials = 6\n")
        self.kilter("run", "study.toml", "--name", "study", "--jobs", "2")
        for trial in self.kilter("export", "study").lines:
            self.assertEqual(trial["feasible"], 0.2 <= trial["values"]["acc"] <= 0.6)

    def test_a_limited_metric_that_never_comes_is_missed(self):
        done = self.run_study(trials=3, program=PROGRAM, goal=("--maximize", "acc", "--limit", "size<=5"), code=None)
        self.assertIn('ended without reporting "size"', done.err)

    def test_where_picks_among_all(self):
        self.run_study(trials=8, program=PROGRAM)
        trials = self.kilter("export", "k1").lines
        best = self.kilter("best", "k1", "--where", "ms < 6", "--json").json
        self.assertEqual(best["values"]["acc"], max(t["values"]["acc"] for t in trials if t["values"]["acc"] < 0.6))
        top = self.kilter("best", "k1", "--where", "ms < 6", "--top", "20", "--json").json
        self.assertEqual(len(top["trials"]), sum(t["values"]["acc"] < 0.6 for t in trials))
        self.assertIn("satisfies ms < -1", self.kilter("best", "k1", "--where", "ms < -1", code=3).err)
        self.assertIn("Did you mean ms?", self.kilter("best", "k1", "--where", "m < 1", code=2).err)


if __name__ == "__main__":
    unittest.main()
