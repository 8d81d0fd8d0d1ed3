# SPDX-License-Identifier: MIT
"""The keys of the live screen, typed on a pseudo-terminal of which Kilter has the foreground."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

from kilter_program import KILTER, KilterTest

SLOW = "i=0; while [ $i -lt 400 ]; do i=$((i + 1)); echo step=$i acc=0.$1; sleep 0.05; done"
QUICK = "sleep 0.2; echo acc=0.$1"


class Keys(KilterTest):
    def on_terminal(self, *words):
        """Starts a program as a shell would, in a session of its own with this terminal; the terminal's end and its settings."""
        child, self.master = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execve(words[0], list(map(str, words)), self.environment | {"TERM": "xterm"})
        self.addCleanup(os.close, self.master)
        self.child, self.seen = child, ""
        return child

    def run_on_terminal(self, program, *options):
        return self.on_terminal(KILTER, "run", "--name", "k1", "--maximize", "acc", "--workdir", "shared", *options, "--",
                                "sh", "-c", program, "sh", "{x:int(100,900)}")

    def read(self, seconds):
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            self.seen += os.read(self.master, 65536).decode(errors="replace")
        except OSError:
            return False
        return True

    def until(self, pattern, seconds=40):
        """Reads until the pattern has come since the last call."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.seen, re.S):
            self.assertLess(time.monotonic(), deadline, f"never: {pattern}\n{self.seen[-3000:]}")
            self.assertTrue(self.read(0.2) or re.search(pattern, self.seen, re.S), f"ended without {pattern}\n{self.seen[-3000:]}")
        self.seen = ""

    def type(self, keys):
        os.write(self.master, keys.encode())

    def end(self):
        """The exit code, and all that was still printed."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            alive = self.read(0.1)
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                while self.read(0.2) and select.select([self.master], [], [], 0.2)[0]:
                    pass
                return os.waitstatus_to_exitcode(status)
            if not alive:
                time.sleep(0.05)
        self.fail(f"it does not end\n{self.seen[-3000:]}")
        return None

    def line_mode(self):
        """Whether the terminal waits for whole lines and shows what is typed, as a shell leaves it."""
        return termios.tcgetattr(self.master)[3] & (termios.ICANON | termios.ECHO) == termios.ICANON | termios.ECHO

    def study(self):
        return json.loads(self.kilter("status", "k1", "--json").out)

    def test_keys_pause_stop_and_add_trials(self):
        self.run_on_terminal(SLOW, "--trials", "2", "--jobs", "2")
        self.until(r"\[p\]ause  \[s\]top a trial  \[\+\] 10 more trials  \[q\] leave the view  \[\?\] help")
        self.assertFalse(self.line_mode())
        self.type("?")
        self.until("s  stop one trial")
        self.type("+")
        self.until("12 trials now")
        self.assertEqual(self.study()["budget"]["trials"], 12)
        self.type("p")
        self.until(r"paused: nothing new starts.*\[p\] go on ")
        self.assertEqual(self.study()["status"], "paused")
        self.type("s")
        self.until("stop which trial")
        self.type("7\x7f1\r")
        self.until("trial 1 is asked to stop")
        self.type("s0\r")
        self.until("trial 0 is asked to stop")
        self.assertIn(self.end(), (1, 3), "nothing runs any more, and it is paused")
        self.assertTrue(self.line_mode())
        trials = [json.loads(line) for line in self.kilter("export", "k1").out.splitlines()]
        self.assertEqual([(t["state"], t["decision"]) for t in trials], [("pruned", "stopped by a key")] * 2)

    def test_escape_takes_a_question_back_and_other_keys_do_nothing(self):
        self.run_on_terminal(SLOW, "--trials", "1", "--jobs", "1")
        self.until(r"\[s\]top")
        self.type("s")
        self.until("stop which trial. 0_")
        self.type("\x1b")
        self.until(r"\[s\]top")
        self.type("\x1b[A\x1b[1;5Cxyz")
        time.sleep(0.3)
        self.assertEqual(self.study()["trials"]["running"], 1)
        self.type("\x03\x03\x03")
        self.assertEqual(self.end(), 130)
        self.assertTrue(self.line_mode())

    def test_q_leaves_the_view_and_the_study_runs_on(self):
        self.run_on_terminal(QUICK, "--trials", "8", "--jobs", "1")
        self.until(r"\[q\] leave the view")
        self.type("q")
        self.until("The study runs on here; Ctrl-C ends it.*trial.completed trial=")
        self.assertTrue(self.line_mode())
        self.assertEqual(self.end(), 0)
        self.assertEqual(self.study()["trials"]["complete"], 8)

    def test_the_terminal_is_given_back_however_it_ends(self):
        # A fault such as SIGSEGV goes the same way, but belongs to the sanitizers where they are built in.
        for how, code in ((signal.SIGTERM, 130), (signal.SIGQUIT, -signal.SIGQUIT), (signal.SIGABRT, -signal.SIGABRT)):
            with self.subTest(how=how):
                self.run_on_terminal(SLOW, "--trials", "1", "--jobs", "1", "--new")
                self.until(r"\[q\] leave the view")
                self.assertFalse(self.line_mode())
                os.kill(self.child, how)
                self.assertEqual(self.end(), code)
                self.assertTrue(self.line_mode())

    def test_in_the_background_nothing_is_read(self):
        # The shell keeps the foreground; what is typed belongs to it.
        script = self.file("shell.sh", "set -m\n"
                           f"'{KILTER}' run --name k1 --maximize acc --trials 2 --jobs 1 --workdir shared -- sh -c '{QUICK}' sh "
                           "'{x:int(100,900)}' &\nread line\necho \"shell read $line\"\nwait\n")
        self.on_terminal("/bin/bash", script)
        self.until("· maximize acc")
        self.assertTrue(self.line_mode())
        self.type("pqs+\n")
        self.until(r"shell read pqs\+")
        self.assertEqual(self.end(), 0)
        self.assertEqual(self.study()["trials"]["complete"], 2)

    def test_suspended_the_terminal_is_the_shells(self):
        script = self.file("shell.sh", "set -m\n"
                           f"'{KILTER}' run --name k1 --maximize acc --trials 20 --jobs 1 --workdir shared -- sh -c '{QUICK}' sh "
                           "'{x:int(100,900)}'\necho \"code $?\"\nstty -a | tr ';' '\\n' | grep -w icanon\nfg\n")
        self.on_terminal("/bin/bash", script)
        self.until(r"\[q\] leave the view")
        self.type("\x1a")
        self.until(r"code 148.*[^-]icanon")
        self.until(r"\[q\] leave the view")
        self.assertFalse(self.line_mode())
        self.type("\x03\x03\x03")
        self.end()
        self.assertTrue(self.line_mode())

    def test_without_a_terminal_on_stdin_there_are_no_keys(self):
        master, slave = pty.openpty()
        process = subprocess.Popen([KILTER, "run", "--name", "k1", "--maximize", "acc", "--trials", "1", "--", "sh", "-c", QUICK,
                                    "sh", "{x:int(100,900)}"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=slave,
                                   stderr=slave, env=self.environment | {"TERM": "xterm"})
        os.close(slave)
        self.master, self.seen = master, ""
        self.addCleanup(os.close, master)
        self.until("Done: 1 trial")
        self.assertEqual(process.wait(timeout=20), 0)
        self.assertNotIn("[p]ause", self.seen)

    def test_watch_leaves_with_q(self):
        run = self.start("run", "--name", "k1", "--maximize", "acc", "--trials", "1", "--", "sh", "-c", SLOW, "sh",
                         "{x:int(100,900)}")
        self.addCleanup(run.communicate)
        self.addCleanup(run.kill)
        while not (self.folder / "kilter-studies/k1/study.db").exists() or not self.study()["trials"]["running"]:
            time.sleep(0.05)
        self.on_terminal(KILTER, "watch", "k1")
        self.until(r"\[q\] leave the view")
        self.type("q")
        self.assertEqual(self.end(), 0)
        self.assertIn("k1 runs on.", self.seen)
        self.assertTrue(self.line_mode())


if __name__ == "__main__":
    unittest.main()
