# SPDX-License-Identifier: MIT
"""A folder of studies for one test, and the kilter program run in it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

KILTER = os.path.abspath(os.environ.get("KILTER", "build/release/bin/kilter"))
PYTHON = sys.executable


class Answer:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class StudyTest(unittest.TestCase):
    """Each test has a folder of its own and starts with no study in it."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="kilter-test-")
        self.addCleanup(self.folder.cleanup)
        self.here = pathlib.Path(self.folder.name)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("KILTER")}
        self.environment["LC_ALL"] = "C.UTF-8"
        self.environment["PATH"] = os.path.dirname(KILTER) + os.pathsep + self.environment["PATH"]

    def kilter(self, *words, code=0, environment=None, **more):
        done = subprocess.run([KILTER, *words], cwd=self.here, env={**self.environment, **(environment or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, **more)
        answer = Answer(done)
        if code is not None:
            self.assertEqual(answer.code, code, f"kilter {' '.join(words)}\n{answer.out}\n{answer.err}")
        return answer

    def write(self, name, text):
        (self.here / name).write_text(text, encoding="utf-8")

    def run_study(self, name="k1", trials=6, goal=("--maximize", "acc"), program=None, words=(), code=0):
        """A study of a program that prints acc = 1 - (x - 0.3)^2, with x = 0.5 as its default."""
        self.write("train.py", program or "import sys\nx = float(sys.argv[1])\nfor e in (1, 2, 3):\n"
                                          "    print(f'epoch={e} acc={1 - (x - 0.3) ** 2 - 1 / 10 ** e} cost={x}')\n")
        return self.kilter("run", "--name", name, "--trials", str(trials), "--jobs", "2", *goal, "--", PYTHON,
                           "train.py", "{x:float(0,1)=0.5}", *words, code=code)

    def start(self, *words):
        """A kilter in the background; ended with the test."""
        process = subprocess.Popen([KILTER, *words], cwd=self.here, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end():
            process.kill()
            process.wait()
        self.addCleanup(end)
        return process

    def wait_until(self, holds, what):
        deadline = time.monotonic() + 60
        while not holds():
            self.assertLess(time.monotonic(), deadline, f"never: {what}")
            time.sleep(0.05)
