# SPDX-License-Identifier: MIT
"""The built program `kilter`, run in a fresh folder; what it says and leaves, as data."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

KILTER = os.environ["KILTER"]
# A sanitizer's own report must not pass for an expected exit code.
SANITIZER_CODE = 99


class Said:
    """The end of one call."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def events(self):
        """The JSON lines of stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    def messages(self):
        """The JSON lines of stderr."""
        return [json.loads(line) for line in self.err.splitlines()]

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class KilterTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kilter-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("KILTER_")}
        self.environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.folder)}
        for name in ("XDG_CONFIG_HOME", "NO_COLOR"):
            self.environment.pop(name, None)

    def start(self, *arguments, **options):
        return subprocess.Popen([KILTER, *map(str, arguments)], cwd=self.folder, env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def finish(self, process, timeout=120):
        out, err = process.communicate(timeout=timeout)
        said = Said(process.returncode, out, err)
        self.assertNotEqual(said.code, SANITIZER_CODE, said)
        return said

    def kilter(self, *arguments, code=0):
        said = self.finish(self.start(*arguments))
        if code is not None:
            self.assertEqual(said.code, code, said)
        return said

    def run_program(self, name, program, *options, code=0):
        """`kilter run` of a shell line with one parameter, {x:int(1,1000)}, as its last word."""
        return self.kilter("run", "--name", name, *options, "--", "sh", "-c", program, "sh", "{x:int(1,1000)}", code=code)

    def file(self, name, text, executable=False):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        if executable:
            path.chmod(0o755)
        return path

    def ended(self, said):
        """Of JSON events: trial -> how it ended, each at most once."""
        ends = {}
        for event in said.events():
            if event["event"] in ("trial.completed", "trial.pruned", "trial.failed"):
                self.assertNotIn(event["trial"], ends)
                ends[event["trial"]] = event
        return ends
