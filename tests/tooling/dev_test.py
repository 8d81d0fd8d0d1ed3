# SPDX-License-Identifier: MIT
"""The front door: its scripts parse, its help names each command it has, and a slip is said, not guessed."""

import pathlib
import re
import subprocess
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]


def dev(*arguments):
    return subprocess.run([str(TOP / "dev"), *arguments], capture_output=True, text=True, check=False)


class Dev(unittest.TestCase):
    def test_the_scripts_parse(self):
        for shell, script in (("sh", "dev"), ("bash", ".ci/run")):
            result = subprocess.run([shell, "-n", str(TOP / script)], capture_output=True, text=True, check=False)
            self.assertEqual((result.returncode, result.stderr), (0, ""), script)

    def test_the_help_names_each_command(self):
        script = (TOP / "dev").read_text(encoding="utf-8")
        commands = re.findall(r"^  ([a-z]+)\) ", script[script.rindex("case $command in") :], flags=re.MULTILINE)
        listed = re.findall(r"^  ([a-z]+) {2,}", dev().stdout, flags=re.MULTILINE)
        self.assertEqual(sorted(commands), sorted(listed))
        self.assertGreaterEqual(len(listed), 7)

    def test_an_unknown_command(self):
        result = dev("tset")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("no command 'tset'", result.stderr)


if __name__ == "__main__":
    unittest.main()
