# SPDX-License-Identifier: MIT
"""What is the same study: its name, its command, its code and its space between starts."""

import json
import subprocess
import unittest

from kilter_program import KilterTest

SCRIPT = "x=${2:-0}; echo acc=0.$1; echo f1=0.$x; echo cost=$1\n"


class Same(KilterTest):
    def setUp(self):
        super().setUp()
        self.file("train.sh", SCRIPT)

    def run_train(self, *options, words=("{x:int(100,900)}",), script="train.sh", code=0):
        return self.kilter("run", "--jobs", "1", "--maximize", "acc", *options, "--", "sh", script, *words, code=code)

    def trials(self, name):
        return [json.loads(line) for line in self.kilter("export", name).out.splitlines()]

    def test_the_same_command_goes_on_and_new_starts_another(self):
        self.assertIn("Study train: ", self.run_train("--trials", "3").err)
        again = self.run_train("--trials", "4")
        self.assertIn("Study train in kilter-studies/train goes on: 3 trials have ended, 1 are left", again.err)
        self.assertIn("Study train-2: ", self.run_train("--new", "--trials", "2").err)
        self.assertIn("Study train-3: ", self.run_train("--new", "--trials", "2").err)
        self.assertEqual([len(self.trials(name)) for name in ("train", "train-2", "train-3")], [4, 2, 2])

    def test_k121_another_command(self):
        self.run_train("--trials", "3")
        self.file("other.sh", SCRIPT)
        said = self.run_train("--name", "train", "--trials", "5", script="other.sh", code=2)
        self.assertEqual(said.err, 'error[K121]: the command of study "train" changed outside its parameters\n'
                                   "     - train.sh\n     + other.sh\n"
                                   "   Results of two programs in one study cannot be compared. If it is another program, start another "
                                   "study: --new\n"
                                   "   If it does the same (moved, renamed, one thread more), go on with this one: --same\n")
        self.assertEqual(len(self.trials("train")), 3, "nothing was written")
        self.run_train("--name", "train", "--trials", "5", "--same", script="other.sh")
        self.assertEqual(len(self.trials("train")), 5)
        self.run_train("--name", "train", "--trials", "6", script="other.sh")

    def test_another_folder_is_another_command(self):
        self.run_train("--trials", "3")
        (self.folder / "b").mkdir()
        (self.folder / "b/train.sh").write_text(SCRIPT)
        self.environment["KILTER_HOME"] = str(self.folder / "kilter-studies")
        self.folder = self.folder / "b"
        said = self.run_train("--trials", "5", code=2)
        self.assertRegex(said.err, r"K121.*\n.*folder .* → .*/b\n")
        self.folder = self.folder.parent

    def test_parameters_may_change_and_the_first_trial_forgives(self):
        self.run_train("--trials", "1", words=("{x:int(100,900)}", "--fast"))
        self.run_train("--trials", "3", words=("{x:int(100,900)}",))
        self.run_train("--trials", "4", words=("{x:int(100,950)}", "{y:int(1,9)}"))
        self.run_train("--trials", "5", words=("{x:int(100,950)}", "{y:int(1,9)}", "--fast"), code=2)

    def test_k122_another_file(self):
        self.run_train("--trials", "3")
        self.assertNotIn("K122", self.run_train("--trials", "5").err)
        self.file("train.sh", SCRIPT + "# another\n")
        said = self.run_train("--trials", "7")
        self.assertEqual(said.err.count("warning[K122]: train.sh differs from trial 5 on; the trials before it, 0 to 4, ran another "
                                        "version\n"), 1, said)
        self.assertIn("train.sh differs from trial 5 on", self.kilter("status", "train").out)
        self.assertNotIn("K122", self.run_train("--trials", "8").err, "said once")

    def test_the_commit_is_kept(self):
        def git(*words):
            subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.folder, check=True,
                           capture_output=True)
        try:
            git("init", "-q")
        except FileNotFoundError:
            self.skipTest("no git")
        git("add", "train.sh")
        git("commit", "-qm", "one")
        self.run_train("--trials", "1")
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=self.folder, capture_output=True, text=True, check=True)
        facts = self.kilter("export", "train", "--facts").out
        self.assertIn(f'\\"commit\\":\\"{head.stdout.strip()}\\",\\"dirty\\":false', facts)
        self.assertIn(f"code      commit {head.stdout[:10]}; ", self.kilter("trial", "show", "train", "0").out)
        self.file("train.sh", SCRIPT + "# another\n")
        self.run_train("--trials", "2")
        self.assertIn(f"commit {head.stdout[:10]}, changed since; ", self.kilter("trial", "show", "train", "1").out)

    def study(self, space):
        return self.file("study.toml", f"""kilter = 1
name = "wide"
[command]
run = ["sh", "train.sh", "{{x}}", "{{*}}"]
[objective]
maximize = "acc"
[budget]
trials = {self.budget}
[resources]
jobs = 1
[space]
{space}
""")

    def test_twenty_trials_then_a_new_parameter_and_a_wider_range(self):
        self.budget = 20
        self.study("x = { int = [100, 500] }")
        self.kilter("run", "study.toml")
        self.budget = 40
        self.study("x = { int = [100, 900] }\ndropout = { float = [0.0, 0.5], was = 0.0 }")
        foreseen = self.kilter("space", "diff", "study.toml").out
        self.assertIn("study.toml would change:\n", foreseen)
        self.assertIn('  + dropout: { float = [0, 0.5] }\n', foreseen)
        said = self.kilter("run", "study.toml")
        self.assertIn("notice[K113]: the space changed since the last start\n", said.err)
        self.assertIn('   + dropout: { float = [0, 0.5] }\n', said.err)
        self.assertIn("20 ended trials stay and are used where they fit (20 for x, 20 for dropout). "
                      "See: kilter space diff wide", said.err)
        trials = self.trials("wide")
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 40, "one study of 40")
        self.assertEqual({trial["params"]["dropout"] for trial in trials[:20]}, {0.0}, "what it was")
        self.assertGreater(len({trial["params"]["dropout"] for trial in trials[20:]}), 10)
        diff = self.kilter("space", "diff", "wide", "--json").events()[0]
        self.assertEqual([(version["version"], version["from_trial"]) for version in diff["versions"]], [(1, 0), (2, 20)])
        self.assertEqual([list(version["space"]["space"]) for version in diff["versions"]], [["x"], ["x", "dropout"]])
        self.assertGreater(max(trial["params"]["x"] for trial in trials[20:]), 500, "the wider range is used")
        self.assertEqual(json.loads(self.kilter("best", "wide", "--json").out)["trial"],
                         max(trials, key=lambda trial: trial["values"]["acc"])["number"])
        by_cost = json.loads(self.kilter("best", "wide", "--by", "cost", "--minimize", "--json").out)
        self.assertEqual((by_cost["by"], by_cost["compared"]), ("cost", 40))
        self.assertEqual(by_cost["trials"][0]["value"], min(trial["params"]["x"] for trial in trials))
        self.kilter("replay", "wide", "--all")

    def test_the_space_of_a_study_file_without_a_study(self):
        self.file("study.toml", "name = 'new'\n[space]\nlr = { float = [1e-5, 0.1] }\n")
        check = self.kilter("space", "check", "study.toml").out
        self.assertIn("study.toml: 1 parameters, infinitely many combinations\n", check)
        self.assertIn("warning[K107]: lr = ", check)
        self.assertEqual(len(self.kilter("space", "sample", "study.toml", "-n", "3").out.splitlines()), 3)
        self.assertEqual(self.kilter("space", "diff", "study.toml").out,
                         "study.toml would start a study of 1 parameters; there is none to compare it with\n")

    def test_a_parameter_that_is_gone(self):
        self.budget = 4
        self.study("x = { int = [100, 500] }\nmomentum = { float = [0.0, 0.9] }")
        self.kilter("run", "study.toml")
        self.budget = 6
        self.study("x = { int = [100, 500] }")
        said = self.kilter("run", "study.toml")
        self.assertIn("   - momentum: removed\n", said.err)
        self.assertNotIn("momentum", self.trials("wide")[5]["params"])

    def test_space_widen_check_and_sample(self):
        self.run_train("--trials", "3")
        said = self.kilter("space", "widen", "train", "x=int(50,950)", "--json").events()[0]
        self.assertEqual(said["changes"], ['~ x: { int = [100, 900] } → { int = [50, 950] }'])
        self.kilter("space", "widen", "train", "x")
        self.kilter("space", "widen", "train", "x=int(200,300)", code=2)
        self.kilter("space", "widen", "train", "z", code=2)
        self.run_train("--trials", "5", words=("{x}",))
        self.assertIn("different combinations", self.kilter("space", "check", "train").out)
        samples = self.kilter("space", "sample", "train", "-n", "7", "--json").events()[0]["samples"]
        self.assertEqual(len(samples), 7)
        self.assertEqual(samples, self.kilter("space", "sample", "train", "-n", "7", "--json").events()[0]["samples"])
        self.assertEqual(self.kilter("space", "diff", "train").out.count("version "), 3)


if __name__ == "__main__":
    unittest.main()
