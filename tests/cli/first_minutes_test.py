# SPDX-License-Identifier: MIT
"""docs/first-five-minutes.md, typed again: each stranger's files, commands and what they see."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from kilter_program import KILTER, KilterTest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/first-five-minutes.md"


def sections():
    """Of each stranger: the files by name, and the commands with the lines that follow."""
    for text in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]:
        files = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", text, re.M | re.S))
        typed = []
        for line in re.search(r"^```\n(\$ .*?)^```", text, re.M | re.S)[1].splitlines():
            if line.startswith("$ "):
                typed.append((line[2:], []))
            else:
                typed[-1][1].append(line)
        yield text.splitlines()[0], files, typed


def pattern(lines):
    """Lines of which `...` stands for anything, or for any lines."""
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in lines]
    return "".join(parts) + r"\Z"


class Strangers(KilterTest):
    def test_each(self):
        seen = 0
        environment = self.environment | {"PATH": os.path.dirname(KILTER) + os.pathsep + os.environ["PATH"]}
        for name, files, typed in sections():
            with self.subTest(name):
                if "c++" in typed[0][0] and not shutil.which("c++"):
                    self.skipTest("no compiler")
                for file, content in files.items():
                    self.file(file, content)
                for command, lines in typed:
                    done = subprocess.run(command, shell=True, cwd=self.folder, env=environment, text=True, timeout=120,
                                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    self.assertEqual(done.returncode, 0, f"$ {command}\n{done.stdout}")
                    self.assertRegex(done.stdout, r"\A" + pattern(lines), f"$ {command}")
                    seen += 1
                shutil.rmtree(self.folder / "kilter-studies")
        self.assertGreaterEqual(seen, 12)


if __name__ == "__main__":
    unittest.main()
