#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every `kilter ...` command that a document, a help text or a message prints can be typed: the program reads it."""
import os
import pathlib
import re
import shlex
import subprocess
import unittest

KILTER = os.path.abspath(os.environ.get("KILTER", "build/release/bin/kilter"))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Words in capitals stand for something to be filled in.
STAND_INS = {"STUDY": "k1", "NAME": "k1", "TRIAL": "3", "N": "3", "VALUE": "0.5", "METRIC": "acc", "CODE": "K101",
             "COMMAND": "run", "FOLDER": "studies", "PROGRAM": "./program"}
# What follows a command on its line: a comment, another column, the shell's own signs, the sentence around it.
AFTER = re.compile(r"\s{3,}|\s#|\s\|\|?|\s&&|\s[12]?>|;|\)$|, or |, then |, kilter |\. |[.:,]\s*$")


def kilter(*words, dry=False):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **({"KILTER_DRY_PARSE": "1"} if dry else {})}
    return subprocess.run([KILTER, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60)


def verbs():
    return re.findall(r"^  ((?:[a-z]+ )?[a-z]+) {2,}\S", kilter("help").stdout, re.M)


def in_page(text):
    """Commands of a Markdown page: lines of code, continued by a backslash, and what stands between backquotes."""
    text = re.sub(r"\\\n\s*", "", text)
    lines = [line.strip().removeprefix("$ ") for line in text.splitlines()]
    spans = [span for line in text.splitlines() for span in re.findall(r"`([^`]+)`", line)]
    return [AFTER.split(piece)[0] for piece in lines + spans if re.match(r"kilter [a-z]", piece)]


def in_source(text):
    """Commands in the string literals of a C++ file, where one stands at the start, after a colon or in a column."""
    text = re.sub(r'"\s*\n\s*"', "", text)
    literals = re.findall(r'"((?:[^"\\\n]|\\.)*)"', text)
    found = []
    for literal in literals:
        literal = literal.replace('\\"', '"')
        for at in re.finditer(r"(?:^|: |\s{3,}|\\n|or +)(kilter [a-z])", literal):
            found.append(AFTER.split(literal[at.start(1):].split("\\n")[0])[0])
    # What to_type() makes a command of; a study's name is often put behind.
    for literal in re.findall(r'to_type\(options, (?:fmt::format\()?"([a-z](?:[^"\\\n]|\\.)*)"', text):
        found.append("kilter " + literal + ("{}" if literal.endswith(" ") else ""))
    return found


def filled(command):
    """The fields of a message as the program would fill them: an option's name and value, a study, then trials."""
    command = command.replace("--{} {}", "--maximize acc")
    for value in ("k1", "3", "3"):
        command = re.sub(r"\{\d?\}", value, command, count=1)
    return command.replace("{{", "{").replace("}}", "}")


def words_of(command):
    words = shlex.split(command.replace("…", "").replace("...", ""))
    words = [re.sub(r"\$\w+", "3", STAND_INS.get(word, word)) for word in words]  # the shell's own variables
    return [re.sub(r"^([a-z_]+=)[A-Z]+$", r"\g<1>0.5", word) for word in words][1:]


class PrintedCommands(unittest.TestCase):
    def check(self, commands, at_least):
        names = set(verbs())
        commands = sorted(set(commands))
        self.assertGreaterEqual(len(commands), at_least, commands)
        for where, command in commands:
            with self.subTest(where=where, command=command):
                words = words_of(command)
                if " ".join(words) in names:  # named, not typed
                    self.assertEqual(kilter(*words, "--help").returncode, 0)
                    continue
                done = kilter(*words, dry=True)
                self.assertEqual(done.returncode, 0, f"{where}: {command}\n{done.stderr}")

    def test_of_the_documents(self):
        pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "examples").rglob("*.md")]
        self.check([(page.name, command) for page in pages for command in in_page(page.read_text())], 15)

    def test_of_the_help_texts(self):
        examples = []
        for name in verbs():
            text = kilter(*name.split(), "--help").stdout
            head = [line.strip() for line in text.splitlines() if line.startswith("  kilter ")]
            self.assertTrue(head, f"{name} --help shows no example first")
            examples += [(name, AFTER.split(line)[0]) for line in head]
        self.check(examples, 20)

    def test_of_the_messages(self):
        sources = sorted((ROOT / "kilter").rglob("*.cpp"))
        self.check([(source.name, filled(command)) for source in sources for command in in_source(source.read_text())],
                   30)


if __name__ == "__main__":
    unittest.main()
