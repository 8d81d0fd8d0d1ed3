#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kilter ask and kilter tell: the loop in the user's own script."""
import unittest

from verbs_support import StudyTest


class AskAndTell(StudyTest):
    def setUp(self):
        super().setUp()
        self.run_study(trials=1)
        # Asked by hand from now on; more trials than that one are never started by `run`.
        for x in (0.1, 0.2, 0.3):
            self.kilter("trial", "add", "k1", f"x={x}")

    def state(self, trial):
        return self.kilter("trial", "show", "k1", str(trial), "--json").json["state"]

    def test_a_loop_in_a_shell_ends_by_itself(self):
        told = []
        while (job := self.kilter("ask", "k1", "--json", code=None)).code == 0:
            self.assertEqual(job.json["schema"], "kilter/ask/1")
            self.assertTrue((self.here / job.json["folder"]).is_dir())
            self.assertEqual(job.json["command"][-1], str(job.json["params"]["x"]))
            told.append((job.json["trial"], job.json["params"]["x"]))
            self.kilter("tell", "k1", str(job.json["trial"]), str(job.json["params"]["x"] * 2))
        self.assertEqual(told, [(1, 0.1), (2, 0.2), (3, 0.3)])
        self.assertEqual(job.code, 10)
        self.assertIsNone(job.json["trial"])
        values = [trial["values"]["acc"] for trial in self.kilter("export", "k1").lines[1:]]
        self.assertEqual(values, [0.2, 0.4, 0.6])

    def test_what_was_asked_for_is_nobody_elses_and_never_lost(self):
        self.kilter("ask", "k1")
        self.kilter("run", "--name", "k1")
        self.assertEqual(self.state(1), "running")
        self.assertEqual(self.state(3), "complete")
        status = self.kilter("status", "k1", "--json").json
        self.assertEqual(status["trials"]["running"], 1)
        self.assertEqual(status["workers"]["gone"], 0)
        self.kilter("tell", "1", "0.5")
        self.assertEqual(self.state(1), "complete")

    def test_a_forgotten_run_is_freed_by_retry_or_kill(self):
        self.kilter("ask", "k1")
        self.kilter("retry", "k1", "1")
        self.assertEqual(self.state(1), "waiting")
        self.assertEqual(self.kilter("ask", "k1", "--json").json["attempt"], 1)
        self.kilter("trial", "kill", "k1", "1")
        self.assertEqual(self.state(1), "pruned")

    def test_a_preview_shows_what_comes_and_writes_nothing(self):
        self.run_study(name="k2", trials=12)
        self.kilter("set", "k2", "--trials", "20")
        before = self.kilter("export", "k2", "--facts").out
        preview = self.kilter("ask", "k2", "--preview", "3", "--json").json
        self.assertEqual([one["trial"] for one in preview["proposals"]], [12, 13, 14])
        for one in preview["proposals"]:
            uncertainty = one["uncertainty"]["acc"]
            self.assertGreaterEqual(uncertainty, 0)
            truth = 1 - (one["params"]["x"] - 0.3) ** 2
            self.assertLess(abs(one["expected"]["acc"] - truth), 0.15 + 3 * uncertainty)
            self.assertEqual(one["failing"], 0)
        own = self.kilter("ask", "k2", "--preview", "--params", '{"x": 0.9}', "--json").json["proposals"]
        self.assertEqual([one["params"] for one in own], [{"x": 0.9}])
        self.assertIn("expected acc", self.kilter("ask", "k2", "--params", '{"x": 0.35}').out)
        self.assertEqual(self.kilter("export", "k2", "--facts").out, before)
        self.assertEqual(self.kilter("ask", "k2", "--json").json["params"], preview["proposals"][0]["params"])
        self.assertIn("no parameter", self.kilter("ask", "k2", "--params", '{"y": 1}', code=2).err)
        self.assertIn("from 1 to", self.kilter("ask", "k2", "--preview", "0", code=2).err)
        self.assertIn("one word too many", self.kilter("ask", "k2", "3", code=2).err)

    def test_names_and_failures_can_be_told(self):
        self.kilter("ask", "k1")
        self.kilter("tell", "k1", "1", "acc=0.5", "ms=12")
        self.assertEqual(self.kilter("export", "k1").lines[1]["values"], {"acc": 0.5})
        self.kilter("ask", "k1")
        self.kilter("tell", "k1", "2", "--failed", "--reason", "out of luck")
        trial = self.kilter("export", "k1").lines[2]
        self.assertEqual((trial["state"], trial["cause"], trial["detail"]), ("failed", "error", "out of luck"))
        self.kilter("ask", "k1")
        self.assertIn("is failed", self.kilter("tell", "k1", "3", "nan").out)

    def test_slips_are_named_and_change_nothing(self):
        self.kilter("ask", "k1")
        for words, code, said in ((["k1", "1"], 2, "which value"), (["k1", "1", "abc"], 2, "no number"),
                                  (["k1", "1", "loss=3"], 2, "goal acc"), (["k1", "1", "0.5", "--failed"], 2, "no value"),
                                  (["k1", "0", "0.5"], 1, "it is complete"), (["k1", "9", "0.5"], 2, "no trial 9"),
                                  (["k1", "2", "0.5"], 1, "it is waiting")):
            self.assertIn(said, self.kilter("tell", *words, code=code).err)
        self.assertEqual(self.state(1), "running")
        self.kilter("tell", "k1", "1", "-0.5")
        self.assertIn("it is complete", self.kilter("tell", "k1", "1", "0.7", code=1).err)

    def test_nothing_is_given_out_by_a_paused_study(self):
        self.kilter("pause", "k1")
        self.assertIn("paused", self.kilter("ask", "k1", code=10).err)


if __name__ == "__main__":
    unittest.main()
