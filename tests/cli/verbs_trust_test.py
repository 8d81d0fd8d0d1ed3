# SPDX-License-Identifier: MIT
"""Folds, confirm, explain and test: how a trial's value comes to be believed."""

import unittest

from verbs_support import PYTHON, StudyTest

FOLDS = ("import os, sys\nx = float(sys.argv[1])\nfold = int(sys.argv[2])\n"
         "assert fold == int(os.environ['KILTER_FOLD'])\n"
         "print(f'acc={1 - (x - 0.3) ** 2 - fold / 1000} seed={os.environ[\"KILTER_SEED\"]}')\n")
NOISY = ("import random, sys\nx = float(sys.argv[1])\nnoise = random.Random(int(sys.argv[2])).gauss(0, 0.001)\n"
         "print(f'acc={1 - (x - 0.3) ** 2 + noise} test_acc=0.5')\n")


class Trust(StudyTest):
    def run_noisy(self, *options, trials="8"):
        self.write("noisy.py", NOISY)
        self.kilter("run", "--name", "k1", "--trials", trials, "--jobs", "2", "--maximize", "acc", *options, "--",
                    PYTHON, "noisy.py", "{x:float(0,1)=0.9}", "{seed}")

    def test_folds_are_runs_of_one_trial_and_what_falls_behind_gets_no_more(self):
        self.write("folds.py", FOLDS)
        self.kilter("run", "--name", "k1", "--trials", "8", "--jobs", "2", "--folds", "4", "--maximize", "acc", "--",
                    PYTHON, "folds.py", "{x:float(0,1)=0.9}", "{fold}")
        trials = self.kilter("export", "k1", "--json").lines
        self.assertEqual(len(trials), 8)
        best = self.kilter("best", "k1", "--json").json["trial"]
        shown = self.kilter("trial", "show", "k1", str(best)).out
        for fold in range(4):
            self.assertIn(f"  part {fold}\n", shown)
        stopped = [t["number"] for t in trials if t["state"] == "pruned"]
        self.assertTrue(stopped)
        told = self.kilter("explain", "k1", str(stopped[0])).out
        self.assertRegex(told, r"decided to stop: .* on average over \d of 4 folds, worse than")
        self.assertRegex(self.kilter("explain", "k1").out, "stopped early, which saved [0-9.]+ % of their training")

    def test_other_folds_are_another_study(self):
        self.write("folds.py", FOLDS)
        words = ("--name", "k1", "--maximize", "acc", "--", PYTHON, "folds.py", "{x:float(0,1)=0.9}", "{fold}")
        self.kilter("run", "--trials", "2", "--folds", "3", *words)
        self.assertIn("has trials of 3 folds; with 5 folds they could not be compared",
                      self.kilter("run", "--folds", "5", *words, code=2).err)

    def test_confirm_runs_fresh_seeds_and_best_goes_by_them(self):
        self.run_noisy()
        self.assertIn("not yet confirmed", self.kilter("best", "k1").out)
        said = self.kilter("confirm", "k1", "--top", "2", "--seeds", "3", "--json").json
        defaults = [one for one in said["candidates"] if one["trial"] == 0][0]
        self.assertTrue(defaults["worse"])
        self.assertTrue(all(one["seeds"] >= 2 for one in said["candidates"]))
        self.assertFalse(said["ignores_seed"])
        best = self.kilter("best", "k1", "--json").json
        self.assertEqual((best["trial"], best["confirmed"]), (said["best"], True))
        self.assertIn("fresh seeds", self.kilter("best", "k1").out)
        again = self.kilter("confirm", "k1", "--top", "2", "--seeds", "3", "--json").json
        self.assertEqual(again["candidates"], said["candidates"], "what is clear is not run again")

    def test_a_program_that_ignores_its_seed_is_told_of(self):
        self.run_study()
        said = self.kilter("confirm", "k1", "--top", "2")
        self.assertIn("warning[K125]", said.err)
        self.assertNotIn("worse by", said.out)
        self.assertIs(self.kilter("best", "k1", "--json").json["confirmed"], False)
        for words in (("best", "k1"), ("explain", "k1")):
            self.assertIn("other seeds give this very value", self.kilter(*words).out)

    def test_the_test_metric_is_hidden_until_it_is_opened_and_that_is_recorded(self):
        self.run_noisy("--test-metric", "test_acc", trials="3")
        for words in (("export", "k1", "--json"), ("trial", "show", "k1", "1"), ("best", "k1", "--json")):
            self.assertNotIn("test_acc", self.kilter(*words).out.replace("--test-metric test_acc", ""), words)
        self.assertIn("test_acc 0.5", self.kilter("test", "k1").out)
        self.assertIn("test_acc", self.kilter("trial", "show", "k1", "1").out)
        self.run_noisy(trials="4")
        said = self.kilter("test", "k1")
        self.assertIn("opened after 3 trials", said.out)
        self.assertIn("1 trials came after", said.err)


if __name__ == "__main__":
    unittest.main()
