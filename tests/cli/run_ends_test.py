# SPDX-License-Identifier: MIT
"""How a run ends: Ctrl-C once, twice and three times, SIGTERM, kill -9, a full disk on stdout; and that it goes on."""

import os
import signal
import subprocess
import time
import unittest

from kilter_program import KILTER, KilterTest

SLOW = "for i in 1 2 3 4 5 6; do echo step=$i acc=0.$i; sleep 0.1; done"
ENDLESS = "echo step=1 acc=0.5; sleep 600"
STUBBORN = "trap '' TERM; echo step=1 acc=0.5; while :; do sleep 0.2; done"


class Ends(KilterTest):
    def begin(self, program, *options):
        """A run in JSON, up to the start of its first trials."""
        process = self.start("run", "--name", "k1", "--json", "--jobs", "2", "--trials", "6", "--maximize", "acc",
                             "--workdir", "shared", *options, "--", "sh", "-c", program, "sh", "{x:int(1,1000)}")
        self.head = []
        while sum("trial.started" in line for line in self.head) < 2:
            line = process.stdout.readline()
            self.assertTrue(line, "it ended before its trials began")
            self.head.append(line)
        time.sleep(0.2)
        return process

    def end(self, process, code):
        said = self.finish(process, timeout=60)
        said.out = "".join(self.head) + said.out
        self.assertEqual(said.code, code, said)
        return said

    def complete(self):
        """The same command to its end, with a quick program; returns how each trial ended by then."""
        said = self.kilter("run", "--name", "k1", "--json", "--same", "--", "sh", "-c", "echo acc=0.5", "sh", "{x}")
        states = said.events()[-1]["states"]
        self.assertEqual(states["complete"] + states["failed"], 6, said)
        return said

    def test_ctrl_c_lets_the_running_trials_end(self):
        process = self.begin(SLOW)
        process.send_signal(signal.SIGINT)
        said = self.end(process, 130)
        self.assertEqual(sorted(self.ended(said)), [0, 1])
        last = said.events()[-1]
        self.assertEqual((last["event"], last["finish"], last["exit_code"]), ("study.finished", "interrupted", 130))
        self.assertEqual(last["next"], "kilter run --name k1")
        self.assertEqual(sorted(self.ended(self.complete())), [2, 3, 4, 5])

    def test_the_second_ctrl_c_gives_the_trials_back(self):
        process = self.begin(ENDLESS)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        self.assertIsNone(process.poll(), "the first one waits")
        process.send_signal(signal.SIGINT)
        said = self.end(process, 130)
        self.assertEqual(said.events()[-1]["states"]["waiting"], 2, said)
        again = self.complete()
        attempts = {e["trial"]: e["attempt"] for e in again.events() if e["event"] == "trial.completed"}
        self.assertEqual(attempts, {0: 1, 1: 1, 2: 0, 3: 0, 4: 0, 5: 0}, "under their own numbers")

    def test_the_third_ctrl_c_kills(self):
        process = self.begin(STUBBORN)
        for _ in range(3):
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        began = time.monotonic()
        said = self.end(process, 130)
        self.assertLess(time.monotonic() - began, 20, "far below the 30 s that SIGTERM leaves")
        self.assertEqual(said.events()[-1]["states"]["waiting"], 2)

    def test_sigterm_gives_back_at_once(self):
        process = self.begin(ENDLESS)
        process.send_signal(signal.SIGTERM)
        said = self.end(process, 130)
        self.assertEqual(said.events()[-1]["states"]["waiting"], 2)

    def test_kill_9_loses_nothing(self):
        process = self.begin(ENDLESS, "--grace", "0.2s")
        process.kill()
        self.end(process, -signal.SIGKILL)
        again = self.complete()
        self.assertEqual(sorted(self.ended(again)), [0, 1, 2, 3, 4, 5])
        # The trials of a dead supervisor end too: nothing of them runs any more.
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.still_running("sleep 600"):
            time.sleep(0.1)
        self.assertFalse(self.still_running("sleep 600"))

    def still_running(self, words):
        """Whether a process of this test's folder runs these words."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    command = file.read().replace(b"\0", b" ").decode(errors="replace")
                if words in command and os.readlink(f"/proc/{pid}/cwd") == str(self.folder):
                    return True
            except OSError:
                continue
        return False

    def test_a_closed_reader_does_not_end_the_study(self):
        command = f"'{KILTER}' run --name k1 --trials 6 --maximize acc -- sh -c 'echo acc=0.5' sh '{{x:int(1,1000)}}' | head -n 1"
        subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, check=True)
        said = self.kilter("run", "--name", "k1", "--json")
        self.assertEqual(said.events()[-1]["states"]["complete"], 6, said)

    def test_a_full_disk_under_stdout_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([KILTER, "help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((result.returncode, result.stderr),
                         (1, "error: the output could not be written; is the disk full?\n"))

    def test_nothing_succeeded_is_3(self):
        self.run_program("k1", "echo acc=nan", "--trials", 2, "--maximize", "acc", code=3)

    def test_a_time_limit_for_the_study(self):
        said = self.run_program("k1", "sleep 0.2; echo acc=1", "--hours", "0.0003", "--jobs", 1, "--maximize", "acc", "--json")
        self.assertEqual(said.events()[-1]["finish"], "out_of_time")
        self.assertLess(len(self.ended(said)), 30)


if __name__ == "__main__":
    unittest.main()
