# SPDX-License-Identifier: MIT
"""The example program that the demo tunes: its lines, and that a resumed training equals one that never stopped."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

LINE = re.compile(r"epoch=(\d+) train_loss=(\S+) val_loss=(\S+) val_acc=(\S+)")


def digits(*options, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KILTER_")}
    return subprocess.run(
        [os.environ["DIGITS"], *options], env={**kept, **environment}, capture_output=True, text=True, check=False
    )


class Digits(unittest.TestCase):
    def lines(self, *options, **environment):
        result = digits("--width", "16", *options, **environment)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout.splitlines()

    def test_a_line_an_epoch_and_it_learns(self):
        lines = [LINE.fullmatch(line) for line in self.lines("--epochs", "3")]
        self.assertEqual([line[1] for line in lines], ["1", "2", "3"])
        self.assertGreater(float(lines[-1][4]), 0.8)

    def test_the_seed_decides(self):
        once = self.lines("--epochs", "1", "--seed", "7")
        self.assertEqual(once, self.lines("--epochs", "1", "--seed", "7"))
        self.assertNotEqual(once, self.lines("--epochs", "1", "--seed", "8"))

    def test_a_rate_too_high_is_said_honestly(self):
        self.assertLess(float(LINE.fullmatch(self.lines("--epochs", "2", "--lr", "30")[-1])[4]), 0.3)

    def test_resumed_equals_undisturbed(self):
        with tempfile.TemporaryDirectory() as folder:
            first = self.lines("--epochs", "2", KILTER_TRIAL_DIR=folder)
            rest = self.lines("--epochs", "4", KILTER_TRIAL_DIR=folder, KILTER_RESUME="1")
            self.assertEqual(first + rest, self.lines("--epochs", "4"))
            again = self.lines("--epochs", "4", KILTER_TRIAL_DIR=folder, KILTER_RESUME="1")
            self.assertEqual(again, rest[-1:], "with nothing left to train the result is still said")

    def test_without_resume_it_begins_again(self):
        with tempfile.TemporaryDirectory() as folder:
            first = self.lines("--epochs", "1", KILTER_TRIAL_DIR=folder)
            self.assertEqual(first, self.lines("--epochs", "1", KILTER_TRIAL_DIR=folder, KILTER_RESUME="0"))

    def test_a_cut_checkpoint_and_one_of_other_settings_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.lines("--epochs", "1", KILTER_TRIAL_DIR=folder)
            environment = {"KILTER_TRIAL_DIR": folder, "KILTER_RESUME": "1"}
            other = digits("--width", "17", **environment)
            self.assertEqual(other.returncode, 1)
            self.assertIn("other settings", other.stderr)
            checkpoint = pathlib.Path(folder, "checkpoint")
            checkpoint.write_bytes(checkpoint.read_bytes()[:-1])
            cut = digits("--width", "16", **environment)
            self.assertEqual(cut.returncode, 1)
            self.assertIn("is cut", cut.stderr)

    def test_bad_options_are_refused(self):
        for options in (["--lr", "nan"], ["--lr", "-1"], ["--width", "0"], ["--activation", "step"], ["--lr"], ["x"]):
            result = digits(*options)
            self.assertEqual(result.returncode, 2, options)
            self.assertEqual(result.stdout, "")
        self.assertEqual(digits("--data", "/nonexistent").returncode, 1)


if __name__ == "__main__":
    unittest.main()
