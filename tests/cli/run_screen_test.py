# SPDX-License-Identifier: MIT
"""The live screen on a real pseudo-terminal, read back by a small terminal of our own."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from kilter_program import KILTER, KilterTest


class Terminal:
    """Just enough of a terminal: rows of characters, cursor up, erase to the end of the line and of the screen."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines, self.row, self.column = [""], 0, 0

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+|\x1b", text):
            if part == "\n":
                self.row, self.column = self.row + 1, 0
            elif part == "\r":
                self.column = 0
            elif part.startswith("\x1b"):
                self.escape(part)
            else:
                self.put(part)
            while self.row >= len(self.lines):
                self.lines.append("")

    def escape(self, code):
        number = int(re.sub(r"[^0-9]", "", code.split(";")[0]) or 1)
        if code.endswith("A"):
            self.row = max(0, self.row - number)
        elif code.endswith("K"):
            self.lines[self.row] = self.lines[self.row][: self.column]
        elif code.endswith("J") and number == 2:
            self.lines, self.row, self.column = [""], 0, 0
        elif code.endswith("J"):
            self.lines[self.row] = self.lines[self.row][: self.column]
            del self.lines[self.row + 1 :]
        elif code.endswith("H"):
            self.row, self.column = 0, 0
        elif not code.endswith("m"):
            raise AssertionError(f"unknown escape sequence {code!r}")

    def put(self, text):
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[: self.column] + text + line[self.column + len(text) :]
        self.column += len(text)

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines)


class Screen(KilterTest):
    def watch(self, program, *options, size=(100, 30), environment=None, seconds=60, act=None):
        """Runs a study in a terminal; returns the process's code, the last text and every screen between."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        process = subprocess.Popen([KILTER, "run", "--name", "k1", "--maximize", "acc", "--workdir", "shared", *options, "--", "sh", "-c", program, "sh",
                                    "{lr:log(1e-4,1)=0.1}", "{act:choice(relu,tanh)}"], cwd=self.folder, stdin=slave,
                                   stdout=slave, stderr=slave, env=self.environment | {"TERM": "xterm"} | (environment or {}),
                                   start_new_session=True)
        os.close(slave)
        terminal, screens, deadline = Terminal(*size), [], time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not select.select([master], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            terminal.feed(data.decode())
            screens.append(terminal.text())
            if act:
                act(process, terminal, master)
        os.close(master)
        return process.wait(timeout=10), terminal, screens

    PROGRAM = "for i in 1 2 3; do echo epoch=$i acc=0.$i; sleep 0.15; done"

    def test_it_shows_what_runs_and_leaves_the_result(self):
        code, terminal, screens = self.watch(self.PROGRAM, "--trials", "6", "--jobs", "2")
        self.assertEqual(code, 0, terminal.text())
        middle = max(screens, key=len)
        self.assertIn(" k1 · maximize acc   auto · 2 at a time", middle)
        self.assertRegex(middle, r"[▓░]{25}  \d of 6   ")
        self.assertRegex(middle, r"  #   +time  step  acc +lr +act")
        self.assertRegex(middle, r"trial \d complete after \d\.\d s: acc 0\.3")
        self.assertIn("Ctrl-C: start nothing new", middle)
        self.assertIn("Done: 6 trials of study k1", terminal.text())
        self.assertNotIn("Ctrl-C: start nothing new", terminal.text(), "the screen is taken away")
        for line in middle[middle.index(" k1 "):].split("\n"):
            self.assertLessEqual(len(line), 100)
        self.assertNotIn("study.started", terminal.text())

    def test_a_terminal_without_unicode(self):
        code, terminal, screens = self.watch(self.PROGRAM, "--trials", "3", "--jobs", "1", environment={"LC_ALL": "C"})
        self.assertEqual(code, 0)
        everything = "".join(screens)
        self.assertEqual([c for c in everything if ord(c) > 126], [])
        self.assertRegex(everything, r"[#.]{25}  1 of 3")

    def test_a_small_window_is_never_overrun(self):
        code, terminal, screens = self.watch(self.PROGRAM, "--trials", "4", "--jobs", "4", size=(40, 10))
        self.assertEqual(code, 0)
        middle = [s for s in screens if "of 4" in s]
        self.assertTrue(middle)
        for screen in middle:
            drawn = screen[screen.index(" k1 "):].split("\n") if " k1 " in screen else []
            self.assertLess(len(drawn), 12)
            for line in drawn:
                self.assertLessEqual(len(line), 40, line)

    def test_a_resized_window_is_drawn_anew(self):
        done = []

        def shrink(process, terminal, master):
            if not done and "of 6" in terminal.text():
                done.append(True)
                fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 50, 0, 0))
                terminal.columns = 50

        code, terminal, screens = self.watch(self.PROGRAM, "--trials", "6", "--jobs", "2", act=shrink)
        self.assertEqual(code, 0)
        last = [s for s in screens if " k1 · " in s][-1]
        self.assertEqual(last.count(" k1 · "), 1, last)

    def test_a_failure_stays_above_the_screen(self):
        code, terminal, _ = self.watch("echo boom >&2; sleep 0.1; exit 1", "--trials", "2", "--jobs", "1")
        self.assertEqual(code, 3)
        self.assertRegex(terminal.text(), r"error: trial 0 failed after .* exit status 1; the last lines of its stderr:\n     boom\n")

    def test_hostile_output_stays_text(self):
        _, terminal, screens = self.watch("printf '\\033]0;x\\007\\033[2J' >&2; exit 1", "--trials", "2", "--jobs", "1")
        self.assertIn("\\x1b", "".join(screens))

    def test_ctrl_c_is_answered(self):
        sent = []

        def interrupt(process, terminal, master):
            if not sent and "of 6" in terminal.text() and re.search(r"\n +0 ", terminal.text()):
                sent.append(True)
                process.send_signal(signal.SIGINT)

        code, terminal, screens = self.watch(self.PROGRAM, "--trials", "6", "--jobs", "2", act=interrupt)
        self.assertEqual(code, 130)
        self.assertTrue(any("may end; Ctrl-C again stops" in s for s in screens))
        self.assertRegex(terminal.text(), r"Stopped by you; nothing is lost: 2 trials of study k1")
        self.assertTrue(terminal.text().rstrip().endswith("Go on:   kilter run --name k1"))

    def test_no_colour_where_it_is_not_wanted(self):
        for environment, wanted in (({}, True), ({"NO_COLOR": "1"}, False)):
            raw = []
            feed = Terminal.feed
            Terminal.feed = lambda terminal, text, feed=feed, raw=raw: (raw.append(text), feed(terminal, text))[1]
            try:
                self.watch("echo acc=1", "--trials", "2", environment=environment)
            finally:
                Terminal.feed = feed
            self.assertEqual("\x1b[1m" in "".join(raw), wanted)


if __name__ == "__main__":
    unittest.main()
