# SPDX-License-Identifier: MIT
"""A study on a network file system, with two machines simulated on one: KILTER_TEST_HOST says who a process is, and
KILTER_TEST_FILE_SYSTEM what it finds. The locks of the two are never consulted for the other."""

import json
import os
import signal
import subprocess
import time
import unittest

from kilter_program import KILTER, KilterTest, Said

PATIENT = "echo step=1 acc=0.5; while [ ! -e go ]; do sleep 0.05; done; echo step=2 acc=0.$1"


class Hosts(KilterTest):
    def setUp(self):
        super().setUp()
        self.environment["KILTER_TEST_FILE_SYSTEM"] = "network"

    def on(self, host):
        return self.environment | {"KILTER_TEST_HOST": host}

    def call(self, host, *words, code=0):
        done = subprocess.run([KILTER, *words], cwd=self.folder, env=self.on(host), text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=120)
        said = Said(done.returncode, done.stdout, done.stderr)
        self.assertEqual(said.code, code, said)
        return said

    def begin(self, host, *options):
        """A run of six trials, up to the start of its first."""
        process = subprocess.Popen([KILTER, "run", "--name", "k1", "--json", "--jobs", "1", "--trials", "6", "--maximize", "acc",
                                    *options, "--", "sh", "-c", PATIENT, "sh", "{x:int(1,1000)}"], cwd=self.folder,
                                   env=self.on(host), text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        line = ""
        while "trial.started" not in line:
            line = process.stdout.readline()
            self.assertTrue(line, "it ended before its first trial began")
        return process

    def status(self, host):
        return json.loads(self.call(host, "status", "k1", "--json").out)

    def complete_two(self, process):
        """Lets two trials end on the way to the third, which waits again."""
        (self.folder / "go").touch()
        while process.stdout.readline().count("trial.completed") == 0:
            pass
        while process.stdout.readline().count("trial.completed") == 0:
            pass
        (self.folder / "go").unlink()

    def test_another_host_may_read_and_is_told_who_works(self):
        process = self.begin("ant")
        said = self.call("bee", "run", "--name", "k1", code=5)
        self.assertRegex(said.err, r"error\[K150\]: host ant works on study k1 since \d{4}-.*; its last sign of life: \d{4}-")
        self.assertIn("kilter run --take-over --name k1", said.err)
        for words in (("set", "k1", "--jobs", "2"), ("pause", "k1"), ("trial", "add", "k1", "x=5")):
            self.call("bee", *words, code=5)
        state = self.status("bee")
        self.assertEqual((state["status"], state["host"]["name"]), ("running", "ant"))
        self.call("bee", "export", "k1")
        self.assertIn("ant since", self.call("bee", "status", "k1").out)
        (self.folder / "go").touch()
        self.assertEqual(self.finish(process).code, 0)

    def test_all_processes_of_a_host_share_it(self):
        first, second = self.begin("ant"), self.begin("ant")
        self.call("ant", "set", "k1", "--trials", "8")
        (self.folder / "go").touch()
        ends = [self.finish(process) for process in (first, second)]
        self.assertEqual([said.code for said in ends], [0, 0], ends)
        self.assertEqual(self.status("ant")["trials"]["complete"], 8)

    def test_after_its_end_another_host_goes_on(self):
        (self.folder / "go").touch()
        self.assertEqual(self.finish(self.begin("ant")).code, 0)
        self.assertEqual((self.folder / "kilter-studies/k1/host").read_text(), "", "given up")
        self.call("bee", "run", "--name", "k1", "--trials", "8")
        self.assertEqual(self.status("ant")["trials"]["complete"], 8)

    def test_a_host_that_dies_loses_no_finished_trial(self):
        process = self.begin("ant")
        self.complete_two(process)
        process.kill()
        process.wait()
        before = self.call("bee", "export", "k1").out.splitlines()
        self.call("bee", "run", "--name", "k1", code=5)
        (self.folder / "go").touch()
        said = self.call("bee", "run", "--name", "k1", "--take-over", "--json")
        after = self.call("bee", "export", "k1").out.splitlines()
        self.assertEqual(after[:2], before[:2], "finished trials are what they were")
        trials = [json.loads(line) for line in after]
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 6, said)
        self.assertEqual([trial["number"] for trial in trials], list(range(6)))
        self.call("bee", "replay", "k1", "--all")

    def test_a_host_that_was_taken_over_from_stops(self):
        ant = self.begin("ant")
        self.complete_two(ant)
        bee = self.begin("bee", "--take-over")
        said = self.finish(ant)
        self.assertEqual(said.code, 5, said)
        self.assertEqual(said.messages()[-1]["code"], "K151")
        self.assertEqual(said.messages()[-1]["headline"], "host bee has taken over study k1, so this process stops")
        self.call("ant", "run", "--name", "k1", code=5)
        (self.folder / "go").touch()
        self.assertEqual(self.finish(bee).code, 0)
        trials = [json.loads(line) for line in self.call("bee", "export", "k1").out.splitlines()]
        self.assertEqual([trial["state"] for trial in trials], ["complete"] * 6)

    def test_a_host_that_was_restarted_goes_on_by_the_same_command(self):
        process = self.begin("ant")
        self.complete_two(process)
        process.kill()  # all its processes are gone, and what they had locked and recorded is left
        process.wait()
        self.assertNotEqual((self.folder / "kilter-studies/k1/host").read_text(), "")
        (self.folder / "go").touch()
        again = self.call("ant", "run", "--name", "k1", "--json")
        self.assertEqual(again.events()[-1]["states"]["complete"], 6)

    def test_killed_at_any_moment(self):
        """Writers die in the middle of a write, and the next machine finds a whole database."""
        quick = [KILTER, "run", "--name", "k1", "--json", "--jobs", "4", "--trials", "90", "--maximize", "acc", "--", "sh", "-c",
                 "echo acc=0.$1", "sh", "{x:int(1,1000)}"]
        finished = 0
        for round_ in range(6):
            host = "ant" if round_ % 2 == 0 else "bee"
            take_over = [*quick[:2], "--take-over", *quick[2:]]
            process = subprocess.Popen(take_over, cwd=self.folder, env=self.on(host), stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            told = 0
            while told < 4 + round_:
                line = process.stdout.readline()
                self.assertTrue(line)
                told += "trial.completed" in line
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            finished += told
            self.assertGreaterEqual(self.status(host)["trials"]["complete"], finished)
        self.call("ant", "run", "--name", "k1", "--take-over", "--trials", "91")
        self.call("ant", "replay", "k1", "--all")

    def test_a_local_study_that_is_moved_there_and_back(self):
        (self.folder / "go").touch()
        local = self.environment | {"KILTER_TEST_FILE_SYSTEM": "local"}
        network, self.environment = self.environment, local
        self.assertEqual(self.finish(self.begin("ant")).code, 0)
        self.environment = network
        self.call("ant", "run", "--name", "k1", "--trials", "7")
        self.environment = local
        self.call("ant", "run", "--name", "k1", "--trials", "8")
        self.assertEqual(self.status("ant")["trials"]["complete"], 8)


if __name__ == "__main__":
    unittest.main()
