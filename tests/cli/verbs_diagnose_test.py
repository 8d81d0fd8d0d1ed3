#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kilter diagnose: any table of curves, no study needed."""
import unittest

from verbs_support import PYTHON, StudyTest

# Validation turns at epoch 9, from 0.4 up to 1.2, while training falls on; `rise` 0 leaves it level.
TRAINING = ("import sys\nrise = float(sys.argv[1])\nfor i in range(30):\n"
            "    loss = 2 * 0.8 ** i + 0.3\n    held = loss + rise * max(0, i - 8) / 21\n"
            "    print(f'epoch={i + 1} train_loss={2 * 0.8 ** i:.5f} SET_loss={held:.5f} goal={rise}', flush=True)\n")


class Diagnose(StudyTest):
    def log(self, text):
        self.write("log.csv", text)
        return "log.csv"

    def test_one_line_a_run_in_the_order_of_the_file(self):
        lines = ["run,step,train_loss,val_loss,lr"]
        for step in range(30):
            lines.append(f"a,{step},{3 - 0.05 * step},{3 - 0.05 * step},0.1")
            lines.append(f"b,{step},{2 if step < 9 else 'nan'},2,10")
        answers = self.kilter("diagnose", self.log("\n".join(lines)), "--json").lines
        self.assertEqual([answer["run"] for answer in answers], ["a", "b"])
        self.assertEqual(answers[0]["schema"], "kilter/diagnosis/1")
        self.assertEqual(answers[0]["findings"][0]["verdict"], "underfitting")
        self.assertEqual(answers[0]["findings"][0]["action"], {"what": "learning_rate", "direction": "raise"})
        self.assertEqual(answers[1]["findings"][0]["verdict"], "diverged")
        self.assertEqual(answers[1]["findings"][0]["evidence"], "no finite number at report 10")

    def test_rows_may_have_one_of_the_two(self):
        lines = ["step;train_acc;valid_acc"]
        for epoch in range(20):
            lines.append(f"{10 * epoch};{0.9 - 0.8 * 0.7 ** epoch};")
            lines.append(f"{10 * epoch + 5};;{0.85 - 0.7 * 0.7 ** epoch}")
        answer = self.kilter("diagnose", self.log("\n".join(lines)))
        self.assertEqual(answer.out, "nothing to change that its curves tell\n")

    def test_a_file_without_a_pair_is_told_so(self):
        answer = self.kilter("diagnose", self.log("step,loss\n1,2\n"), code=4)
        self.assertIn("has no pair of columns as train_loss and val_loss", answer.err)
        self.assertIn("Its columns are: step, loss", answer.err)
        self.assertIn("cannot be read", self.kilter("diagnose", "none.csv", code=4).err)

    def run_one(self, held, rise, *options):
        self.write("training.py", TRAINING.replace("SET", held))
        words = ("--name", "k1", "--trials", "1", "--minimize", "goal", *options, "--", PYTHON, "training.py", f"{{x:float(0,2)={rise}}}")
        return self.kilter("run", *words).out, self.kilter("explain", "k1").out

    def test_a_study_ends_with_what_its_best_trial_tells(self):
        for told in self.run_one("val", 1.2):
            self.assertRegex(told, r"Curves:? +overfitting: validation was 0\.\d+ at report \d+ of 30 .*regularize more")

    def test_of_a_good_trial_nothing_is_said(self):
        for told in self.run_one("val", 0):
            self.assertNotIn("Curves", told)

    def test_the_test_set_is_not_told_of(self):
        for told in self.run_one("test", 1.2, "--test-metric", "test_loss"):
            self.assertNotIn("Curves", told)


if __name__ == "__main__":
    unittest.main()
