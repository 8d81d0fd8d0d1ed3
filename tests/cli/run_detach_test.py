# SPDX-License-Identifier: MIT
"""A study without a terminal: started in the background, waited for, watched, steered, hung up on, driven by a script."""

import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import time
import unittest

from kilter_program import KILTER, KilterTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENDLESS = "echo step=1 acc=0.5; while [ ! -e go ]; do sleep 0.05; done; echo step=2 acc=0.$1"


class Detached(KilterTest):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.kill_all)

    def kill_all(self):
        """Whatever a failed test left at work."""
        for study in self.folder.glob("kilter-studies/*/workers/*.lock"):
            pid = int(study.name.split(":")[-2])
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def detach(self, name, program, *options, code=0):
        said = self.run_program(name, program, "--detach", "--json", "--maximize", "acc", *options, code=code)
        return json.loads(said.out.splitlines()[-1]) if code == 0 else said

    def wait(self, *words, code=0):
        return self.kilter("wait", "--json", *words, code=code).events()[0]

    def until(self, holds, what):
        deadline = time.monotonic() + 60
        while not holds():
            self.assertLess(time.monotonic(), deadline, "never: " + what)
            time.sleep(0.05)

    def test_detach_wait_and_finish(self):
        answer = self.detach("k1", ENDLESS, "--trials", "3", "--jobs", "2")
        self.assertEqual((answer["schema"], answer["study"], answer["running"]), ("kilter/detached/1", "k1", True))
        os.kill(answer["pid"], 0)
        self.assertEqual(os.getsid(answer["pid"]), answer["pid"], "a session of its own")
        still = self.wait("k1", "--timeout", "100ms", code=7)
        self.assertEqual(still["reason"], "running")
        self.assertIn("kilter wait k1 --timeout 5m --json", still["next"])
        self.file("go", "")
        done = self.wait("k1")
        self.assertEqual((done["reason"], done["trials_ended"]), ("finished", 3))
        self.assertEqual(done["next"][0], "kilter best k1 --json")
        events = [json.loads(line) for line in pathlib.Path(answer["log"]).read_text().splitlines()]
        self.assertEqual(events[-1]["event"], "study.finished")

    def test_the_callers_pipes_are_not_kept_open(self):
        began = subprocess.Popen([KILTER, "run", "--detach", "--name", "k1", "--trials", "1", "--maximize", "acc", "--",
                                  "sh", "-c", ENDLESS, "sh", "{x:int(1,9)}"], cwd=self.folder, env=self.environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, _ = began.communicate(timeout=30)  # returns although the study runs
        self.assertIn("k1 runs as process", out)
        self.file("go", "")
        self.wait("k1")

    def test_what_is_wrong_is_told_at_once(self):
        said = self.kilter("run", "--detach", "--json", "--maximize", "acc", "--", "true", code=2)
        self.assertEqual(said.messages()[0]["severity"], "error")
        self.assertFalse((self.folder / "kilter-studies").exists())

    def test_wait_for_an_improvement_and_a_failure(self):
        self.detach("k1", "[ -e fail ] && exit 3; " + ENDLESS, "--trials", "4", "--jobs", "1")
        revision = self.wait("k1", "--timeout", "0s", code=7)["revision"]
        self.file("go", "")
        better = self.wait("k1", "--until", "improved", "--after", str(revision))
        self.assertEqual(better["reason"], "improved")
        self.file("fail", "")
        self.kilter("run", "--detach", "--name", "k1", "--trials", "9", code=None)
        self.assertIn(self.wait("k1", "--until", "failed")["reason"], ("failed", "finished"))

    def test_waiting_for_what_nobody_works_on_ends(self):
        answer = self.detach("k1", ENDLESS, "--trials", "3", "--jobs", "1")
        os.kill(answer["pid"], signal.SIGKILL)
        said = self.kilter("wait", "k1", "--json", code=1)
        self.assertEqual(said.events()[0]["reason"], "idle")
        self.assertIn("kilter run --detach --name k1 --json", said.events()[0]["next"])
        self.file("go", "")
        again = self.kilter("run", "--detach", "--name", "k1", "--json").events()[-1]
        self.assertNotEqual(again["pid"], answer["pid"])
        self.assertEqual(self.wait("k1")["trials_ended"], 3, "killed and gone on with: the same three trials")

    def test_nothing_succeeded(self):
        self.detach("k1", "sleep 1; echo no number", "--trials", "1")
        self.assertEqual(self.wait("k1", code=3)["reason"], "finished")

    def test_set_jobs_while_it_runs(self):
        self.detach("k1", ENDLESS, "--trials", "6", "--jobs", "1")

        def running():
            return self.kilter("status", "k1", "--json").events()[0]["trials"]["running"]
        self.until(lambda: running() == 1, "one trial")
        said = self.kilter("set", "k1", "--jobs", "3", "--json").events()[0]
        self.assertEqual(said["changed"], ["jobs auto → 3"])
        self.until(lambda: running() == 3, "three at once")
        self.kilter("set", "k1", "--jobs", "1", "--trials", "7")
        self.file("go", "")
        self.assertEqual(self.wait("k1")["trials_ended"], 7)

    def test_set_needs_something_to_set(self):
        self.run_program("k1", "echo acc=0.5", "--trials", "1", "--maximize", "acc")
        for words in ((), ("--jobs", "0"), ("--jobs", "many"), ("--trials", "0")):
            self.kilter("set", "k1", *words, code=2)

    def test_watch_follows_and_ends_with_the_study(self):
        self.detach("k1", ENDLESS, "--trials", "2", "--jobs", "1")
        watcher = self.start("watch", "k1", "--json")
        time.sleep(0.3)
        self.file("go", "")
        said = self.finish(watcher)
        self.assertEqual(said.code, 0, said)
        self.assertIn("trial.completed", [event["event"] for event in said.events()])

    def test_leaving_the_watch_leaves_the_study(self):
        answer = self.detach("k1", ENDLESS, "--trials", "2", "--jobs", "1")
        watcher = self.start("watch", "k1")
        time.sleep(0.5)
        watcher.send_signal(signal.SIGINT)
        said = self.finish(watcher)
        self.assertEqual(said.code, 0, said)
        self.assertIn("k1 runs on", said.err)
        os.kill(answer["pid"], 0)
        self.file("go", "")
        self.wait("k1")

    def test_watch_on_a_terminal_shows_the_screen(self):
        self.detach("k1", ENDLESS, "--trials", "2", "--jobs", "1")
        master, slave = pty.openpty()
        environment = self.environment | {"TERM": "xterm"}
        watcher = subprocess.Popen([KILTER, "watch", "k1"], cwd=self.folder, env=environment, stdout=slave,
                                   stderr=slave, stdin=slave, close_fds=True)
        os.close(slave)
        shown = b""
        while b"Ctrl-C: leave; the study runs on" not in shown:
            shown += os.read(master, 65536)
        self.file("go", "")
        self.assertEqual(watcher.wait(timeout=60), 0)
        os.close(master)

    def test_a_closed_terminal_ends_no_study(self):
        master, slave = pty.openpty()
        process = subprocess.Popen([KILTER, "run", "--name", "k1", "--trials", "3", "--jobs", "1", "--maximize", "acc",
                                    "--", "sh", "-c", ENDLESS, "sh", "{x:int(1,9)}"], cwd=self.folder,
                                   env=self.environment | {"TERM": "xterm"}, stdin=slave, stdout=slave, stderr=slave,
                                   start_new_session=True, preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)))
        os.close(slave)
        shown = b""
        while b"Ctrl-C" not in shown:
            shown += os.read(master, 65536)
        os.close(master)  # the kernel sends SIGHUP to the session
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        self.file("go", "")
        self.assertEqual(self.wait("k1")["trials_ended"], 3)
        process.wait(timeout=60)
        log = (self.folder / "kilter-studies/k1/run.log").read_text()
        self.assertRegex(log, r"trial\.completed trial=2 ")

    def test_a_hang_up_without_a_terminal_changes_nothing(self):
        process = self.start("run", "--name", "k1", "--trials", "2", "--jobs", "1", "--maximize", "acc", "--json", "--", "sh",
                             "-c", ENDLESS, "sh", "{x:int(1,9)}")
        line = process.stdout.readline()
        while "trial.started" not in line:
            line = process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        self.file("go", "")
        said = self.finish(process)
        self.assertEqual(said.code, 0, said)
        self.assertEqual(said.events()[-1]["finish"], "budget_spent")

    def test_the_driving_script(self):
        script = ROOT / "examples/drive/drive.sh"
        lines = [line for line in script.read_text().splitlines() if line and not line.startswith("#")]
        self.assertLessEqual(len(lines), 30)
        self.file("go", "")
        environment = self.environment | {"PATH": os.path.dirname(KILTER) + os.pathsep + os.environ["PATH"], "PIECE": "1s"}
        done = subprocess.run([script, "k1", "acc", "6", "sh", "-c", ENDLESS, "sh", "{x:int(1,9)}"], cwd=self.folder,
                              env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done)
        best = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual(best["schema"], "kilter/best/1")
        self.assertRegex(done.stderr, r"better: 0\.\d+, revision \d+")

    def test_the_driving_script_tells_that_nothing_succeeded(self):
        environment = self.environment | {"PATH": os.path.dirname(KILTER) + os.pathsep + os.environ["PATH"], "PIECE": "1s"}
        done = subprocess.run([ROOT / "examples/drive/drive.sh", "k1", "acc", "1", "sh", "-c", "echo nothing", "sh", "{x:int(1,9)}"],
                              cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 3, done)


class ForPrograms(KilterTest):
    def test_help_as_data(self):
        help_ = self.kilter("help", "--json").events()[0]
        self.assertEqual(help_["schema"], "kilter/help/1")
        verbs = {verb["name"]: verb for verb in help_["verbs"]}
        names = [name for option in verbs["run"]["options"] for name in option["names"]]
        for name in ("--detach", "--trials", "-j", "--jobs", "--json"):
            self.assertIn(name, names)
        codes = {entry["code"] for entry in help_["exit_codes"]}
        told = {int(code) for code in re.findall(r"^\| (\d+) \|", (ROOT / "docs/exit-codes.md").read_text(), re.M)}
        self.assertEqual(codes, told, "docs/exit-codes.md and the program agree")
        self.assertIn("K102", [message["code"] for message in help_["messages"]])

    def test_every_option_of_the_help_is_in_the_data(self):
        for verb in self.kilter("help", "--json").events()[0]["verbs"]:
            text = self.kilter(*verb["name"].split(), "--help").out
            shown = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M))
            told = {name for option in verb["options"] for name in option["names"] if name.startswith("--")}
            self.assertEqual(shown, told, verb["name"])

    def test_agents_page(self):
        self.assertEqual(self.kilter("help", "agents").out, (ROOT / "docs/agents.md").read_text())

    def test_every_answer_has_schema_and_next(self):
        self.run_program("k1", "echo acc=0.5", "--trials", "2", "--maximize", "acc")
        self.file("go", "")
        for words in (["status", "k1"], ["best", "k1"], ["wait", "k1"], ["trial", "show", "k1", "0"],
                      ["trial", "log", "k1", "0"], ["study", "list"], ["set", "k1", "--trials", "5"],
                      ["trial", "add", "k1", "x=3"], ["pause", "k1"], ["resume", "k1"], ["retry", "k1", "--failed"],
                      ["replay", "k1", "1"], ["ask", "k1"], ["doctor"], ["help"], ["study", "delete", "k1", "--yes"]):
            said = self.kilter(*words, "--json", code=None)
            answer = said.events()[0]
            self.assertRegex(answer["schema"], r"^kilter/[a-z-]+/1$", words)
            self.assertIsInstance(answer["next"], list, words)
            self.assertTrue(answer["next"], words)
            for command in answer["next"]:
                self.assertTrue(command.startswith("kilter "), command)

    def test_messages_have_next_commands(self):
        said = self.kilter("status", "nothing", "--json", code=2)
        self.assertTrue(said.messages()[0]["next"][0].startswith("kilter run"), said)

    def test_completions_and_the_man_page(self):
        script = self.file("c.bash", self.kilter("completion", "bash").out + """
COMP_WORDS=(kilter trial sh); COMP_CWORD=2; _kilter; echo "${COMPREPLY[@]}"
COMP_WORDS=(kilter run --det); COMP_CWORD=2; _kilter; echo "${COMPREPLY[@]}"
COMP_WORDS=(kilter status k); COMP_CWORD=2; _kilter; echo "${COMPREPLY[@]}"
""")
        self.run_program("k1", "echo acc=0.5", "--trials", "1", "--maximize", "acc")
        done = subprocess.run(["bash", script], cwd=self.folder, capture_output=True, text=True, timeout=30)
        self.assertEqual(done.stdout.splitlines(), ["show", "--detach", "k1"], done)
        self.assertIn("#compdef kilter", self.kilter("completion", "zsh").out)
        self.kilter("completion", "tcsh", code=2)
        man = self.kilter("help", "man").out
        self.assertIn(".SS kilter wait", man)
        self.assertNotRegex(man, r"(?m)^\.(?!TH|SH|SS|B|PP|TP|nf|fi|br)", "only requests that we know")


if __name__ == "__main__":
    unittest.main()
