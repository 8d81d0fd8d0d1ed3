# SPDX-License-Identifier: MIT
"""kilter simulate: other rules on the recorded curves of a study."""

import unittest

from verbs_support import PYTHON, StudyTest

# Ordered alike at every epoch, so that a rule which keeps the best at each rung keeps the best of all.
PARALLEL = ("import sys\nx = float(sys.argv[1])\n"
            "for epoch in range(1, 28): print(f'epoch={epoch} loss={(x - 0.3) ** 2 + 1 / epoch}')\n")
# Whoever is better at the start is worse at the end.
CROSSING = ("import sys\nx = float(sys.argv[1])\n"
            "for epoch in range(1, 28): print(f'epoch={epoch} loss={x * (14 - epoch) / 14 + 2}')\n")


class Simulate(StudyTest):
    def recorded(self, program, trials="12"):
        self.write("p.py", program)
        self.kilter("run", "--name", "k1", "--trials", trials, "--sampler", "random", "--seed", "1", "--jobs", "1",
                    "--epochs", "1,27", "--scheduler", "none", "--minimize", "loss", "--", PYTHON, "p.py",
                    "{x:float(0,1)}")

    def simulated(self, *words):
        return self.kilter("simulate", "k1", *words, "--json").json

    def test_a_rule_that_stops_nothing_trains_what_was_trained(self):
        self.recorded(PARALLEL)
        said = self.simulated("--scheduler", "none")
        self.assertEqual((said["trials"], said["steps"], said["recorded_steps"]), (12, 12 * 27, 12 * 27))
        self.assertEqual((said["saved"], said["place"], said["best"]), (0, 1, said["found"]))
        self.assertEqual(said["best"]["trial"], self.kilter("best", "k1", "--json").json["trial"])

    def test_curves_in_one_order_lose_nothing_and_save_much(self):
        self.recorded(PARALLEL)
        said = self.simulated("--scheduler", "asha")
        self.assertGreater(said["saved"], 0.3)
        self.assertEqual(said["place"], 1)
        self.assertEqual(said["complete"] + said["stopped"], 12)
        self.assertIn("lost     nothing", self.kilter("simulate", "k1").out)

    def test_pausing_rules_go_on_where_they_were(self):
        self.recorded(PARALLEL)
        said = self.simulated("--scheduler", 'asha{"promote":true}')
        self.assertGreater(said["paused"], 0)
        self.assertLess(said["steps"], said["recorded_steps"])

    def test_what_a_rule_loses_on_crossing_curves_is_said(self):
        self.recorded(CROSSING)
        said = self.simulated("--scheduler", "asha")
        self.assertGreater(said["place"], 1)
        told = self.kilter("simulate", "k1", "--scheduler", "asha").out
        self.assertRegex(told, rf"and the best, trial {said['best']['trial']}, was pruned\n +\S+ at step 1, while")

    def test_the_study_stays_as_it_was(self):
        self.recorded(PARALLEL, "3")
        before = self.kilter("export", "k1", "--facts").out
        self.simulated("--scheduler", "hyperband")
        self.assertEqual(self.kilter("export", "k1", "--facts").out, before)

    def test_mistakes_have_a_sentence(self):
        self.run_study(program="import sys\nprint(f'acc={float(sys.argv[1])}')\n")
        self.assertIn("a simulation needs 2", self.kilter("simulate", "k1", code=4).err)
        self.assertIn("wants two lengths", self.kilter("simulate", "k1", "--epochs", "27", code=2).err)
        self.assertIn("not a number of workers", self.kilter("simulate", "k1", "--jobs", "0", code=2).err)
        self.assertIn("asha", self.kilter("simulate", "k1", "--scheduler", "ahsa", code=4).err)


if __name__ == "__main__":
    unittest.main()
