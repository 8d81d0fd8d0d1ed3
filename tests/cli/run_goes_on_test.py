# SPDX-License-Identifier: MIT
"""The same command again goes on: budgets are totals, other processes join, another goal is refused."""

import unittest

from kilter_program import KilterTest

GOOD = "echo acc=0.$1"


class GoesOn(KilterTest):
    def test_a_study_from_nothing(self):
        said = self.run_program("k1", GOOD, "--trials", 6, "--jobs", 2, "--seed", 7, "--maximize", "acc")
        self.assertIn("Study k1: 6 trials, 2 at a time (as you said), auto.\n", said.err)
        self.assertIn("Done: 6 trials of study k1, 6 complete; ", said.out)
        self.assertIn("better than the defaults (0.501)", said.out)
        self.assertEqual(said.out.splitlines()[-1], "Go on:   kilter run --name k1 --trials 16")
        self.assertTrue((self.folder / "kilter-studies" / "k1" / "study.db").exists())

    def test_the_same_again_has_nothing_to_do(self):
        first = ("k1", GOOD, "--trials", 4, "--maximize", "acc")
        self.run_program(*first)
        said = self.run_program(*first)
        self.assertIn("Nothing is left to do: all 4 trials of study k1 have ended.\n", said.out)
        self.assertEqual(len(said.out.splitlines()), 4, said)  # study.started, the sentence, the best, what goes on

    def test_a_larger_budget_does_the_rest(self):
        self.run_program("k1", GOOD, "--trials", 4, "--maximize", "acc")
        said = self.kilter("run", "--name", "k1", "--trials", 7, "--json")
        self.assertEqual(sorted(self.ended(said)), [4, 5, 6])
        self.assertEqual(said.events()[0]["changed"], ["trials 4 → 7"])
        self.assertEqual(said.events()[-1]["states"]["complete"], 7)

    def test_the_name_alone_goes_on(self):
        self.run_program("k1", GOOD, "--trials", 2, "--maximize", "acc")
        self.assertIn("Nothing is left to do", self.kilter("run", "k1").out)

    def test_trials_by_default_and_said(self):
        said = self.kilter("run", "--maximize", "acc", "--", "sh", "-c", "echo acc=1", "sh", "{x:int(1,9)}", "{y:int(1,9)}")
        self.assertIn("20 trials (10 and 5 for each of 2 parameters; change: --trials 40)", said.err)
        self.assertTrue((self.folder / "kilter-studies" / "sh").exists(), "named after the program")

    def test_the_same_seed_proposes_the_same(self):
        def configurations(name):
            said = self.run_program(name, GOOD, "--trials", 5, "--jobs", 1, "--seed", 3, "--maximize", "acc", "--json")
            return [e["params"] for e in said.events() if e["event"] == "trial.started"]

        self.assertEqual(configurations("a"), configurations("b"))
        self.assertEqual(configurations("c")[0], {"x": 501}, "trial 0 is the middle where no default is given")

    def test_a_changed_space_is_said_and_kept(self):
        self.run_program("k1", GOOD, "--trials", 2, "--maximize", "acc")
        said = self.kilter("run", "--name", "k1", "--param", "x=int(1,2000)", "--trials", 3)
        self.assertTrue(said.err.startswith('notice[K113]: the space changed since the last start\n'
                                            '   ~ x: { int = [1, 1000] } → { int = [1, 2000] }\n'), said)
        self.assertIn("3 trials of study k1, 3 complete", said.out)

    def test_several_processes_share_a_study(self):
        command = ("run", "--name", "k1", "--json", "--trials", "40", "--jobs", "2", "--maximize", "acc", "--", "sh", "-c",
                   "sleep 0.02; echo acc=0.$1", "sh", "{x:int(1,1000)}")
        processes = [self.start(*command) for _ in range(4)]
        all_said = [self.finish(process) for process in processes]
        for said in all_said:
            self.assertEqual(said.code, 0, said)
        self.assertEqual(sum(said.events()[0]["created"] for said in all_said), 1)
        # Each process follows the whole study, so the one that created it has seen everything.
        creator = next(said for said in all_said if said.events()[0]["created"])
        self.assertEqual(sorted(self.ended(creator)), list(range(40)))
        workers = {e["worker"] for e in creator.events() if e["event"] == "trial.started"}
        self.assertGreater(len(workers), 1, "only one process worked")

    def test_where_studies_lie(self):
        one = ("run", "--name", "k1", "--trials", "1", "--maximize", "acc", "--", "sh", "-c", "echo acc={x:int(1,9)}")
        self.environment["KILTER_HOME"] = "by-environment"
        self.kilter(*one)
        self.assertTrue((self.folder / "by-environment" / "k1").exists())
        said = self.kilter(one[0], "--home", "by-flag", *one[1:])
        self.assertTrue((self.folder / "by-flag" / "k1").exists())
        self.assertIn("kilter run --name k1 --home by-flag --trials", said.out)

    def test_a_dry_run_leaves_nothing(self):
        said = self.run_program("k1", GOOD, "--trials", 6, "--maximize", "acc", "--dry-run")
        self.assertIn("sh -c 'echo acc=0.$1' sh 501\n", said.out)
        self.assertFalse((self.folder / "kilter-studies").exists())

    def test_a_space_that_ends(self):
        said = self.kilter("run", "--name", "k1", "--trials", 50, "--sampler", "grid", "--maximize", "acc", "--", "sh", "-c",
                           "echo acc=$1", "sh", "{x:int(1,3)}")
        self.assertIn("notice[K120]: all 3 combinations have been tried; the study is complete\n   Best: trial ", said.err)


if __name__ == "__main__":
    unittest.main()
