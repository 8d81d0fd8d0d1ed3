# SPDX-License-Identifier: MIT
"""Study files: all keys together, the sources and their order, and what a later version will read."""

import unittest

from kilter_program import KilterTest

STUDY = """
kilter = 1
name = "wide"
seed = 5

[command]
run = ["sh", "train.sh", "{*}", "--epochs", "{trial.epochs}"]
environment = { WORD = "hello" }

[objective]
maximize = "acc"
from = "best"

[space]
lr = { log = [1e-4, 1.0], default = 0.1 }
opt = { choice = ["sgd", "adam"] }
momentum = { float = [0.0, 0.99], when = "opt == 'sgd'", default = 0.9 }

[constraints]
low = "lr <= 0.5"

[budget]
trials = 8
epochs = 3

[resources]
jobs = 2
timeout = "1m"
"""


class StudyFile(KilterTest):
    def setUp(self):
        super().setUp()
        (self.folder / "sub").mkdir()
        self.file("sub/train.sh", 'echo "$WORD $*"; for i in 1 2 3; do echo "epoch=$i acc=0.$((5 - i))"; done\n')
        self.file("sub/wide.toml", STUDY)

    def test_a_whole_study(self):
        said = self.kilter("run", "sub/wide.toml", "--json")
        self.assertEqual(sorted(self.ended(said)), list(range(8)))
        started = [event["params"] for event in said.events() if event["event"] == "trial.started"]
        self.assertEqual(started[0], {"lr": 0.1, "opt": "sgd", "momentum": 0.9})
        for params in started:
            self.assertLessEqual(params["lr"], 0.5)
            self.assertEqual("momentum" in params, params["opt"] == "sgd")
        self.assertEqual(said.events()[-1]["metrics"], {"acc": 0.4}, "from = best")
        output = (self.folder / "kilter-studies/wide/trials/0").glob("*")
        self.assertTrue(any("hello --lr 0.1 --opt sgd --momentum 0.9 --epochs 3" in path.read_text(errors="replace")
                            for path in output if path.is_file()))

    def test_flags_stand_above_the_file(self):
        said = self.kilter("run", "sub/wide.toml", "--json", "--trials", 2, "--name", "other", "--seed", 6)
        self.assertEqual(sorted(self.ended(said)), [0, 1])
        self.assertEqual((said.events()[0]["study"], said.events()[0]["seed"]), ("other", 6))

    def test_the_users_own_file_stands_below(self):
        (self.folder / ".config/kilter").mkdir(parents=True)
        self.file(".config/kilter/config.toml", 'sampler = "random"\nseed = 9\n[resources]\njobs = 1\n')
        started = self.kilter("run", "sub/wide.toml", "--json", "--trials", 1).events()[0]
        self.assertEqual((started["sampler"], started["seed"], started["jobs"]), ("random", 5, 2))
        self.file(".config/kilter/config.toml", 'name = "x"\n')
        said = self.kilter("run", "sub/wide.toml", code=4)
        self.assertIn("names a command, an objective, a space or a name", said.err)

    def test_a_changed_file_changes_the_study_and_is_recorded(self):
        self.kilter("run", "sub/wide.toml", "--trials", 2)
        self.file("sub/wide.toml", STUDY.replace('timeout = "1m"', 'timeout = "2m"').replace("trials = 8", "trials = 3"))
        said = self.kilter("run", "sub/wide.toml")
        self.assertIn("Changed and recorded: trials 2 → 3; timeout 60 → 120 s", said.err)

    def test_a_slip_is_shown_with_its_line(self):
        self.file("bad.toml", STUDY.replace("trials = 8", "trails = 8"))
        said = self.kilter("run", "bad.toml", code=4)
        self.assertEqual(said.err, 'error: bad.toml line 23: trails = 8   there is no key "trails" in [budget]\n'
                                   "   Did you mean trials?\n")

    def test_files_that_are_none(self):
        self.assertIn("there is no study file none.toml", self.kilter("run", "none.toml", code=2).err)
        self.file("bad.toml", "\x00\x01\x02")
        self.kilter("run", "bad.toml", code=4)


if __name__ == "__main__":
    unittest.main()
