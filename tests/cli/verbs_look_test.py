#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The verbs that look at a study: status, best, trial show and log, export, replay, study list, help, doctor."""
import csv
import io
import json
import pathlib
import sqlite3
import unittest

from verbs_support import PYTHON, StudyTest


class Look(StudyTest):
    def test_status_counts_trials_by_state_and_names_the_best(self):
        self.run_study()
        status = self.kilter("status", "k1", "--json").json
        self.assertEqual(status["schema"], "kilter/status/1")
        self.assertEqual(status["status"], "finished")
        self.assertEqual(status["trials"], {"waiting": 0, "running": 0, "paused": 0, "complete": 6, "pruned": 0,
                                            "failed": 0, "total": 6})
        self.assertEqual(status["budget"]["trials_left"], 0)
        self.assertEqual(status["workers"], {"alive": 0, "gone": 0, "names": []})
        trials = self.kilter("export", "k1", "--json").lines
        best = max(trials, key=lambda trial: trial["values"]["acc"])
        self.assertEqual(status["best"]["trial"], best["number"])
        self.assertEqual(status["best"]["params"], best["params"])
        text = self.kilter("status").out
        self.assertIn("k1 · maximize acc · finished", text)
        self.assertIn("6 of 6 ended: 6 complete", text)

    def test_status_names_the_causes_of_failures(self):
        self.run_study(trials=4, program="import sys\nx = float(sys.argv[1])\nif x != 0.5: sys.exit(3)\nprint('acc=1')")
        status = self.kilter("status", "k1", "--json").json
        self.assertEqual(status["trials"]["failed"], 3)
        self.assertEqual(status["failures"], {"error": 3})
        self.assertIn("3 failed", self.kilter("status", "k1").out)

    def test_trial_show_names_the_code_that_ran(self):
        self.run_study(trials=2)
        shown = self.kilter("trial", "show", "k1", "0").out
        self.assertRegex(shown, r"\n  code +.*train\.py [0-9a-f]{16}\n")
        self.assertNotIn("{\"files\"", shown)

    def test_best_gives_the_gain_over_the_defaults_and_a_command_that_runs_it_again(self):
        self.run_study()
        best = self.kilter("best", "k1", "--json").json
        defaults = best["defaults"]["acc"]
        self.assertAlmostEqual(defaults, 1 - 0.04 - 0.001)
        self.assertAlmostEqual(best["gain"]["acc"], best["values"]["acc"] - defaults)
        self.assertIs(best["confirmed"], False)
        self.assertEqual(best["command"], [PYTHON, "train.py", str(best["params"]["x"])])
        text = self.kilter("best", "k1").out
        self.assertIn("over the defaults", text)
        self.assertIn("one run – not yet confirmed", text)
        self.assertIn(best["command_line"], text)

    def test_best_of_several_goals_is_the_front_as_a_table(self):
        self.run_study(trials=8, goal=("--maximize", "acc", "--minimize", "cost"))
        best = self.kilter("best", "k1", "--json").json
        trials = self.kilter("export", "k1").lines

        def beaten(trial):
            mine = trial["values"]
            return any(other["values"]["acc"] >= mine["acc"] and other["values"]["cost"] <= mine["cost"]
                       and other["values"] != mine for other in trials)
        expected = {trial["number"] for trial in trials if not beaten(trial)}
        self.assertEqual({trial["trial"] for trial in best["front"]}, expected)
        lines = self.kilter("best", "k1").out.splitlines()
        self.assertEqual(lines[1].split(), ["trial", "acc", "cost", "settings"])
        self.assertEqual(len(lines), len(expected) + 3)

    def test_best_without_a_value_says_why(self):
        self.run_study(trials=3, program="raise SystemExit(3)", code=None)
        answer = self.kilter("best", "k1", code=None)
        self.assertIn(answer.code, (1, 3))
        self.assertIn("3 failed", answer.err)
        self.assertIn("kilter trial log k1 0", answer.err)

    def test_show_tells_what_is_known_of_a_trial(self):
        self.run_study()
        text = self.kilter("trial", "show", "k1", "2").out
        for part in ("trial 2 of k1 · complete", "value", "settings", "changed", "x 0.5 → ", "proposed", "gp/1",
                     "reports", "epoch" if "epoch" in text else "step 3", "command", "train.py"):
            self.assertIn(part, text)
        trial = self.kilter("trial", "show", "2", "--json").json
        self.assertEqual(trial["schema"], "kilter/trial/1")
        self.assertEqual(trial["metrics"]["step"], [1, 2, 3])
        exported = self.kilter("export", "k1").lines[2]
        for key, value in exported.items():
            self.assertEqual(trial[key], value)

    def test_log_opens_at_the_end_and_is_harmless_for_a_terminal(self):
        self.run_study(trials=1, program="for i in range(200): print('line', i)\n"
                                         "print('\\x1b[2J\\x07 bar 1\\r bar 2')\nprint('acc=1')")
        answer = self.kilter("trial", "log", "k1", "0", "--stdout")
        self.assertEqual(len(answer.out.splitlines()), 50)
        self.assertNotIn("\x1b", answer.out)
        self.assertNotIn("\x07", answer.out)
        self.assertIn(" bar 2", answer.out)
        self.assertIn("the last 50 lines", answer.err)
        whole = self.kilter("trial", "log", "k1", "0", "--stdout", "--lines", "1000")
        self.assertEqual(whole.out.splitlines()[0], "line 0")
        self.assertEqual(len(whole.out.splitlines()), 202)
        self.assertIn("\x1b[2J", self.kilter("trial", "log", "k1", "0", "--raw").out)
        log = self.kilter("trial", "log", "k1", "0", "--lines", "1", "--json").json
        self.assertEqual(log["stdout"]["lines"], ["acc=1"])
        self.assertIs(log["stdout"]["whole"], False)

    def test_a_log_without_line_ends_is_cut(self):
        self.run_study(trials=1, program="print('acc=1')")
        (self.here / "kilter-studies/k1/trials/0/stdout").write_bytes(b"x" * 30_000_000)
        answer = self.kilter("trial", "log", "k1", "0", "--stdout", "--lines", "5")
        self.assertLess(len(answer.out), 200_000)

    def test_export_has_a_line_a_trial_with_everything(self):
        self.run_study()
        trials = self.kilter("export", "k1", "--json").lines
        self.assertEqual([trial["number"] for trial in trials], list(range(6)))
        for trial in trials:
            self.assertEqual(trial["schema"], "kilter/trial/1")
            self.assertEqual(trial["state"], "complete")
            for key in ("cause", "params", "values", "metrics", "started", "ended", "attempt", "reason"):
                self.assertIn(key, trial)
        rows = list(csv.DictReader(io.StringIO(self.kilter("export", "k1", "--csv").out)))
        self.assertEqual([float(row["params.x"]) for row in rows], [trial["params"]["x"] for trial in trials])
        self.assertEqual([float(row["values.acc"]) for row in rows], [trial["values"]["acc"] for trial in trials])
        facts = self.kilter("export", "k1", "--facts").lines
        self.assertEqual([fact["revision"] for fact in facts], list(range(1, len(facts) + 1)))
        self.assertEqual(facts[0]["fact"], "changed")

    def test_csv_holds_no_formula(self):
        self.run_study(trials=1, program="print('acc=-0.5')", words=["{f:choice(=1+1,b)}"])
        row = next(csv.DictReader(io.StringIO(self.kilter("export", "k1", "--csv").out)))
        self.assertEqual(row["params.f"], "'=1+1")
        self.assertEqual(row["values.acc"], "-0.5")

    def test_replay_proves_every_proposal(self):
        self.run_study(trials=8)
        answer = self.kilter("replay", "k1", "5")
        self.assertTrue(answer.out.startswith("proved: "), answer.out)
        self.assertIn("the same proposal", answer.out)
        self.assertEqual(self.kilter("replay", "5", "--json").json["result"], "proved")
        self.assertIn("8 of 8 proposals proved", self.kilter("replay", "k1", "--all").out)
        self.assertEqual(len(self.kilter("replay", "--all", "--json").lines), 8)

    def test_replay_of_a_trial_that_waits_is_no_proof(self):
        self.run_study(trials=2)
        self.kilter("trial", "add", "k1", "x=0.1")
        self.assertIn("not been proposed", self.kilter("replay", "k1", "2", code=1).out)
        self.assertIn("1 still wait", self.kilter("replay", "k1", "--all").out)

    def test_a_changed_history_disproves_a_proposal(self):
        self.run_study(trials=8, goal=("--maximize", "acc", "--sampler", "quasi_random"))
        facts = self.kilter("export", "k1", "--facts").out
        self.write("facts.jsonl", facts)
        self.assertIn("8 of 8", self.kilter("replay", "--facts", "facts.jsonl", "--all").out)
        lines = [json.loads(line) for line in facts.splitlines()]
        proposal = next(fact for fact in lines if fact["fact"] == "proposed" and fact["trial"] == 5)
        proposal["params"] = json.dumps({"x": 0.123})
        self.write("changed.jsonl", "".join(json.dumps(fact) + "\n" for fact in lines))
        self.assertTrue(self.kilter("replay", "--facts", "changed.jsonl", "5", code=1).out.startswith("disproved: trial 5"))
        self.assertIn("7 of 8", self.kilter("replay", "--facts", "changed.jsonl", "--all", code=1).out)
        settings = json.loads(lines[0]["settings"])
        lines[0]["settings"] = json.dumps({**settings, "seed": settings["seed"] + 1})
        self.write("changed.jsonl", "".join(json.dumps(fact) + "\n" for fact in lines))
        self.assertIn("disproved", self.kilter("replay", "--facts", "changed.jsonl", "3", code=1).out)

    def test_what_other_samplers_proposed_cannot_be_checked(self):
        self.run_study(trials=3)
        facts = self.kilter("export", "k1", "--facts").out
        for changed in (facts.replace("gp/1", "gp/0"), facts.replace("gp/1", "mine/1")):
            self.write("facts.jsonl", changed)
            answer = self.kilter("replay", "--facts", "facts.jsonl", "1", code=1)
            self.assertTrue(answer.out.startswith("not checkable: trial 1"), answer.out)
            self.assertIn("cannot be checked here", answer.out)

    def test_an_edited_database_is_refused(self):
        self.run_study(trials=4)
        database = sqlite3.connect(self.here / "kilter-studies/k1/study.db")
        database.execute("update log set body = '{\"x\":0.75}' where kind = 'proposed' and trial = 2")
        database.commit()
        database.close()
        self.assertIn("was edited by hand", self.kilter("replay", "k1", "2", code=5).err)

    def test_a_file_that_holds_no_facts_is_named_with_its_line(self):
        self.run_study(trials=2)
        facts = self.kilter("export", "k1", "--facts").out.splitlines()
        for lines, said in (([], "holds no facts"), (["{}"], "line 1"), (["nonsense"], "line 1"), (facts[1:], "line 1"),
                            (facts[:2] + facts[3:], "line 3"), (facts[:1] + facts[:1], "line 2"),
                            ([facts[0].replace("float", "flaot")], "line 1"),
                            (facts[:2] + [facts[2].replace('"trial":0', '"trial":2000000000')], "line 3"),
                            (facts[:2] + [facts[2].replace('"trial":0', '"trial":-1')], "line 3"), (["[" * 100000], "line 1")):
            self.write("f", "".join(line + "\n" for line in lines))
            answer = self.kilter("replay", "--facts", "f", "--all", code=4)
            self.assertIn(said, answer.err)
        self.assertIn("cannot be read", self.kilter("replay", "--facts", "nowhere", "--all", code=2).err)

    def test_replay_proves_what_was_proposed_under_an_earlier_sampler(self):
        self.run_study(trials=3)
        self.kilter("run", "--name", "k1", "--trials", "6", "--sampler", "random", code=None)
        facts = self.kilter("export", "k1", "--facts").lines
        by = {fact["by"] for fact in facts if fact["fact"] == "proposed"}
        self.assertEqual(len(by), 2, by)
        self.assertIn("6 of 6 proposals proved", self.kilter("replay", "k1", "--all").out)

    def test_list_has_a_line_a_study_and_survives_a_damaged_one(self):
        self.assertEqual(self.kilter("study", "list", "--json").out, "")
        self.run_study("a", trials=2)
        self.run_study("b", trials=2)
        rows = self.kilter("study", "list", "--json").lines
        self.assertEqual([row["study"] for row in rows], ["a", "b"])
        self.assertEqual(rows[0]["trials_ended"], 2)
        (self.here / "kilter-studies/a/study.db").write_bytes(b"no database" * 1000)
        answer = self.kilter("study", "list", code=5)
        self.assertIn("study a:", answer.err)
        self.assertIn("b ", answer.out)

    def test_a_study_is_found_by_its_name_its_path_or_as_the_only_one(self):
        self.run_study("alpha", trials=1)
        self.kilter("status")
        self.kilter("status", "alpha")
        self.kilter("status", "kilter-studies/alpha/")
        self.kilter("status", str(self.here / "kilter-studies" / "alpha"))
        self.assertIn("Did you mean alpha?", self.kilter("status", "alhpa", code=2).err)
        self.run_study("beta", trials=1)
        self.assertIn("has 2: alpha, beta", self.kilter("status", code=2).err)
        self.kilter("trial", "show", "beta", "0")
        self.assertIn("which study?", self.kilter("trial", "show", "0", code=2).err)

    def test_without_a_study_the_first_command_is_named(self):
        for verb in (["status"], ["best"], ["export"], ["ask"], ["replay", "--all"], ["pause"], ["trial", "show", "0"]):
            answer = self.kilter(*verb, code=2)
            self.assertIn("there is no study in kilter-studies yet", answer.err)
            self.assertIn("kilter run", answer.err)

    def test_home_is_repeated_in_what_to_type_next(self):
        self.kilter("run", "--home", "else where", "--name", "k1", "--trials", "1", "--maximize", "acc", "--", PYTHON,
                    "-c", "print('acc=1')", "{x:float(0,1)}")
        self.assertIn("--home 'else where'", self.kilter("status", "--home", "else where").out)

    def test_hostile_names_and_numbers_are_refused_with_a_sentence(self):
        self.run_study(trials=1)
        for words in (["status", "../../etc"], ["status", "\x1b[2J"], ["trial", "show", "k1", "-1"],
                      ["trial", "show", "k1", "99999999999999999999"], ["trial", "show", "k1", "1e3"],
                      ["trial", "log", "k1", "0", "--lines", "-1"], ["trial", "log", "k1", "0", "--attempt", "7"],
                      ["export", "k1", "--csv", "--facts"], ["replay", "k1", "--all", "3"]):
            answer = self.kilter(*words, code=2)
            self.assertTrue(answer.err.startswith("error"), answer.err)
            self.assertNotIn("\x1b", answer.err)
            self.assertEqual(answer.out, "")

    def test_errors_are_json_where_json_is_asked_for(self):
        error = json.loads(self.kilter("status", "nope", "--json", code=2).err)
        self.assertEqual(error["severity"], "error")

    def test_every_field_is_documented(self):
        page = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
        self.run_study("one", trials=2)
        self.run_study("two", trials=2, goal=("--maximize", "acc", "--minimize", "cost"))
        self.kilter("trial", "add", "one", "x=0.25")
        for words in (["status", "one"], ["status", "two"], ["best", "one"], ["best", "two"], ["study", "list"],
                      ["export", "one"], ["trial", "show", "one", "0"], ["trial", "log", "one", "0"], ["ask", "one"],
                      ["tell", "one", "2", "0.5"], ["ask", "one"], ["replay", "one", "0"], ["trial", "add", "one", "x=0.5"],
                      ["ask", "one"], ["trial", "kill", "one", "3"], ["retry", "one", "3"], ["pause", "one"],
                      ["resume", "one"], ["doctor"], ["study", "delete", "two", "--yes"]):
            for line in self.kilter(*words, "--json", code=None).lines:
                self.assertIn(line["schema"], page, words)
                for field in line:
                    if field != "schema":
                        self.assertIn(f"`{field}`", page, f"{words}: {line['schema']}")

    def test_ascii_where_the_terminal_knows_no_more(self):
        self.run_study()
        for words in (["status"], ["best"], ["trial", "show", "3"], ["study", "list"]):
            out = self.kilter(*words, environment={"LC_ALL": "C"}).out
            self.assertTrue(out.isascii(), out)

    def test_doctor_checks_the_machine(self):
        report = self.kilter("doctor", "--json").json
        self.assertEqual(report["schema"], "kilter/doctor/1")
        checks = {check["name"]: check for check in report["checks"]}
        for name in ("cores", "memory", "disk", "launcher", "kernel", "database", "threads", "openblas", "gpu"):
            self.assertIn(checks[name]["verdict"], ("ok", "note", "warning"), checks[name])
        self.assertIn("SQLite 3.", checks["database"]["text"])
        many = self.kilter("doctor", environment={"OMP_NUM_THREADS": "4096"}).out
        self.assertIn("OMP_NUM_THREADS=4096", many)
        self.assertIn("warning", many)

    def test_help_knows_every_command_and_code(self):
        overview = self.kilter("help").out
        for verb in ("status", "best", "trial show", "trial log", "trial kill", "trial add", "study list",
                     "study delete", "export", "replay", "ask", "tell", "report", "pause", "resume", "retry", "doctor"):
            self.assertIn(verb, overview)
            self.assertIn(f"kilter {verb}", self.kilter("help", *verb.split()).out)
        self.assertIn("placeholder", self.kilter("help", "K101").out)
        self.assertIn("Did you mean", self.kilter("help", "statsu", code=2).err)


if __name__ == "__main__":
    unittest.main()
