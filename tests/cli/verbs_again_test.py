# SPDX-License-Identifier: MIT
"""repro, study copy and rename, config, trial add --reason, and the environment of kilter itself."""

import json
import unittest

from kilter_program import KilterTest


class Again(KilterTest):
    def setUp(self):
        super().setUp()
        self.run_program("k", 'echo "acc=0.$1 seed=$KILTER_SEED"', "--trials", "3", "--jobs", "1", "--maximize", "acc")

    def test_repro_prints_and_runs_the_exact_command(self):
        said = self.kilter("repro", "k", "1")
        x = json.loads(self.kilter("trial", "show", "k", "1", "--json").out)["params"]["x"]
        self.assertIn(f"&& sh -c 'echo \"acc=0.$1 seed=$KILTER_SEED\"' sh {x}\n", said.err)
        self.assertEqual(said.out, (self.folder / "kilter-studies/k/trials/1/stdout").read_text())
        self.assertEqual(self.kilter("repro", "k", "1", "--dry-run").out, "")
        self.assertIn("study k has no trial 9", self.kilter("repro", "k", "9", code=2).err)

    def test_repro_overwrites_nothing_of_the_project(self):
        self.file("run.in", "x = {x}\n")
        self.file("run.nml", "mine\n")
        self.kilter("run", "--name", "t", "--trials", "2", "--jobs", "1", "--maximize", "acc", "--template", "run.in -> run.nml",
                    "--workdir", "trial", "--param", "x=int(1,9)", "--", "sh", "-c", "cat run.nml; ls; echo acc=1")
        said = self.kilter("repro", "t", "1")
        x = json.loads(self.kilter("trial", "show", "t", "1", "--json").out)["params"]["x"]
        self.assertEqual(said.out.split("\n")[0], f"x = {x}")
        self.assertIn("run.in", said.out, "the project is linked in")
        self.assertIn(f"cd {self.folder}/kilter-studies/t/repro/trials/1/work && ", said.err)
        self.assertEqual((self.folder / "run.nml").read_text(), "mine\n")
        self.kilter("run", "--name", "u", "--trials", "1", "--jobs", "1", "--maximize", "acc", "--template", "run.in -> run.nml",
                    "--workdir", "shared", "--param", "x=int(1,9)", "--", "sh", "-c", "echo acc=1")
        self.file("run.nml", "mine\n")
        self.kilter("repro", "u", "0")
        self.assertEqual((self.folder / "run.nml").read_text(), "mine\n", "nor where the trials themselves wrote there")

    def test_copy_and_rename(self):
        self.kilter("study", "copy", "k", "l")
        self.kilter("study", "rename", "k", "m")
        names = [json.loads(line)["study"] for line in self.kilter("study", "list", "--json").out.splitlines()]
        self.assertEqual(sorted(names), ["l", "m"])
        for name in names:
            said = self.kilter("run", "--name", name, "--json", "--trials", "4", "--jobs", "1")
            self.assertEqual(sorted(self.ended(said)), [3])
        self.kilter("study", "copy", "l", "m", code=2)

    def test_config_tells_the_source(self):
        self.file("study.toml", "seed = 7\n[budget]\ntrials = 5\n")
        self.environment["KILTER_HOME"] = "elsewhere"
        lines = {line["key"]: (line["value"], line["source"])
                 for line in json.loads(self.kilter("config", "study.toml", "--json").out)["settings"]}
        self.assertEqual(lines["seed"], ("7", "study.toml"))
        self.assertEqual(lines["budget.trials"], ("5", "study.toml"))
        self.assertEqual(lines["home"], ("elsewhere", "KILTER_HOME"))
        self.assertEqual(lines["retry.lost"], ("3", "default"))

    def test_the_environment(self):
        self.environment["KILTER_STORAGE"] = "there"
        self.run_program("n", "echo acc=1", "--trials", "1", "--maximize", "acc")
        self.assertTrue((self.folder / "there/n").is_dir())
        self.environment["KILTER_STORAGE"] = "sqlite:///a.db"
        self.assertIn("keeps studies in folders only", self.kilter("study", "list", code=2).err)
        self.environment["KILTER_STORAGE"] = ""
        self.environment["KILTER_LOG"] = "loud"
        self.assertIn("it may be quiet, normal or verbose", self.kilter("study", "list", code=2).err)

    def test_a_reason(self):
        self.kilter("trial", "add", "k", "x=5", "--reason", "a hunch")
        study = self.folder / "kilter-studies/k"
        kept = b"".join(file.read_bytes() for file in study.glob("study.db*"))
        self.assertIn(b"a trial added by hand: a hunch", kept)


if __name__ == "__main__":
    unittest.main()
