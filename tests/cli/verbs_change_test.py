#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The verbs that change a study from outside: trial add and kill, pause, resume, retry, study delete."""
import subprocess
import unittest

from verbs_support import KILTER, PYTHON, StudyTest

FAILS_ONCE = """
import os, pathlib, sys
if int(os.environ["KILTER_TRIAL"]) > 0 and os.environ["KILTER_ATTEMPT"] == "0":
    sys.exit("no luck")
print("acc=1")
"""
SLEEPS = """
import pathlib, time
pathlib.Path("started").touch()
while True:
    print("acc=0.5", flush=True)
    time.sleep(0.05)
"""


class Change(StudyTest):
    def counts(self, study="k1"):
        return self.kilter("status", study, "--json").json["trials"]

    def test_an_added_trial_keeps_what_was_given_and_raises_the_budget(self):
        self.run_study(trials=2)
        added = self.kilter("trial", "add", "k1", "x=0.25", "--json").json
        self.assertEqual(added["trial"], 2)
        self.assertEqual(added["budget_trials"], 3)
        self.assertEqual(self.counts()["waiting"], 1)
        self.assertIn("kilter run --name k1", self.kilter("status", "k1").out)
        self.kilter("run", "--name", "k1")
        trial = self.kilter("export", "k1").lines[2]
        self.assertEqual(trial["params"], {"x": 0.25})
        self.assertEqual(trial["state"], "complete")
        self.assertIn("3 of 3 proposals proved", self.kilter("replay", "k1", "--all").out)

    def test_a_trial_is_added_like_another_one(self):
        self.run_study(trials=3)
        self.kilter("trial", "add", "k1", "--like", "1")
        self.kilter("trial", "add", "--like", "1", "x=0.75")
        self.kilter("run", "--name", "k1")
        trials = self.kilter("export", "k1").lines
        self.assertEqual(trials[3]["params"], trials[1]["params"])
        self.assertEqual(trials[4]["params"], {"x": 0.75})
        self.assertIn("repeats   trial 1", self.kilter("trial", "show", "k1", "3").out)

    def test_bad_settings_are_refused_with_names_and_nothing_is_written(self):
        self.run_study(trials=1)
        for words, said in ((["x=7"], "x cannot be 7"), (["y=1"], "no parameter \"y\""), (["x"], "NAME=VALUE"),
                            (["x=abc"], "abc"), (["x=nan"], "nan"), (["x=0.1", "x=0.2"], "twice"), ([], "which settings"),
                            (["--like", "9"], "no trial 9")):
            self.assertIn(said, self.kilter("trial", "add", "k1", *words, code=2).err)
        self.assertEqual(self.counts()["total"], 1)

    def test_trials_added_at_the_same_time_get_numbers_of_their_own(self):
        self.run_study(trials=1)
        writers = [subprocess.Popen([KILTER, "trial", "add", "k1", f"x=0.{i}"], cwd=self.here, env=self.environment,
                                    stdout=subprocess.DEVNULL) for i in range(1, 9)]
        self.assertEqual([writer.wait() for writer in writers], [0] * 8)
        self.assertEqual(self.counts()["waiting"], 8)
        self.assertEqual(self.kilter("status", "k1", "--json").json["budget"]["trials"], 9)
        self.kilter("run", "--name", "k1")
        values = sorted(trial["params"]["x"] for trial in self.kilter("export", "k1").lines[1:])
        self.assertEqual(values, [i / 10 for i in range(1, 9)])

    def test_a_running_trial_is_stopped_and_the_study_goes_on(self):
        self.write("train.py", "import os\n" + SLEEPS.replace("while True", "while os.environ['KILTER_TRIAL'] == '0'"))
        run = self.start("run", "--name", "k1", "--trials", "3", "--jobs", "1", "--maximize", "acc", "--", PYTHON, "-u",
                         "train.py", "{x:float(0,1)=0.5}")
        self.wait_until((self.here / "started").exists, "trial 0 started")
        self.assertEqual(self.kilter("status", "k1", "--json").json["status"], "running")
        self.assertIn("is at work", self.kilter("study", "delete", "k1", "--yes", code=5).err)
        self.kilter("trial", "kill", "k1", "0", "--reason", "it hangs")
        run.wait(timeout=60)
        trial = self.kilter("export", "k1").lines[0]
        self.assertEqual(trial["state"], "pruned")
        self.assertEqual(trial["decision"], "it hangs")
        self.assertEqual(self.counts()["total"], 3)
        self.assertIn("does not run", self.kilter("trial", "kill", "k1", "0", code=1).err)

    def test_what_a_dead_worker_left_can_be_stopped_for_good(self):
        self.write("train.py", SLEEPS)
        run = self.start("run", "--name", "k1", "--trials", "1", "--jobs", "1", "--maximize", "acc", "--", PYTHON, "-u",
                         "train.py", "{x:float(0,1)=0.5}")
        self.wait_until((self.here / "started").exists, "trial 0 started")
        run.kill()
        run.wait()
        status = self.kilter("status", "k1", "--json").json
        self.assertEqual(status["status"], "idle")
        self.assertEqual(status["workers"]["gone"], 1)
        self.kilter("trial", "kill", "k1", "0")
        self.assertEqual(self.counts()["pruned"], 1)

    def test_a_pause_is_kept_until_resume(self):
        self.run_study(trials=2)
        self.assertIn("is paused", self.kilter("pause", "k1").out)
        self.assertIn("was paused already", self.kilter("pause", "k1").out)
        self.assertEqual(self.kilter("status", "k1", "--json").json["status"], "paused")
        self.kilter("run", "--name", "k1", "--trials", "4", code=None)
        self.assertEqual(self.counts()["total"], 2)
        self.assertIs(self.kilter("resume", "k1", "--json").json["was_paused"], True)
        self.assertIn("was not paused", self.kilter("resume", "k1").out)
        self.kilter("run", "--name", "k1", "--trials", "4")
        self.assertEqual(self.counts()["complete"], 4)

    def test_failed_trials_run_again_under_their_numbers(self):
        self.run_study(trials=3, program=FAILS_ONCE)
        self.assertEqual(self.counts()["failed"], 2)
        self.assertEqual(self.kilter("retry", "k1", "1", "--json").json["trials"], [1])
        self.assertEqual(self.kilter("resume", "k1", "--retry-failed", "--json").json["requeued"], 1)
        self.assertEqual(self.counts()["waiting"], 2)
        self.kilter("run", "--name", "k1")
        trials = self.kilter("export", "k1").lines
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 3)
        self.assertEqual([trial["attempt"] for trial in trials], [0, 1, 1])
        self.assertIn("is complete and stays so", self.kilter("retry", "k1", "1", code=1).err)
        self.assertIn("no trial of k1 has failed", self.kilter("retry", "k1", "--failed").out)

    def test_a_study_that_paused_itself_goes_on_after_a_fix(self):
        self.run_study(trials=4, program="import missing_module", code=None)
        self.assertEqual(self.kilter("status", "k1", "--json").json["status"], "paused")
        self.write("train.py", "print('acc=1')")
        self.kilter("resume", "k1", "--retry-failed")
        self.kilter("run", "--name", "k1")
        self.assertEqual(self.counts()["complete"], 4)

    def test_delete_never_asks_in_a_pipe(self):
        self.run_study(trials=1)
        answer = self.kilter("study", "delete", "k1", code=2)
        self.assertIn("nothing was deleted", answer.err)
        self.assertIn("kilter study delete k1 --yes", answer.err)
        self.assertTrue((self.here / "kilter-studies/k1/study.db").exists())
        self.kilter("study", "delete", "k1", "--yes")
        self.assertFalse((self.here / "kilter-studies/k1").exists())
        self.assertIn("no study", self.kilter("study", "delete", "k1", "--yes", code=2).err)

    def test_a_damaged_study_can_be_deleted(self):
        self.run_study(trials=1)
        (self.here / "kilter-studies/k1/study.db").write_bytes(b"garbage" * 1000)
        self.assertIn("cannot be read", self.kilter("study", "delete", "k1", "--yes").out)
        self.assertFalse((self.here / "kilter-studies/k1").exists())


if __name__ == "__main__":
    unittest.main()
