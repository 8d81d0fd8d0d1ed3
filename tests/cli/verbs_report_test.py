#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kilter report: from a shell script inside a trial, by socket or by file."""
import json
import os
import socket
import threading
import unittest

from verbs_support import StudyTest


class Report(StudyTest):
    def answer_once(self, reply):
        """A supervisor that hears one report and gives that answer."""
        path = str(self.here / "socket")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        heard = []

        def serve():
            client, _ = listener.accept()
            with client:
                heard.append(client.makefile().readline())
                client.sendall(reply)
            listener.close()
        thread = threading.Thread(target=serve)
        thread.start()
        self.addCleanup(thread.join)
        return path, heard

    def test_a_shell_script_reports_its_curve(self):
        self.write("train.sh", "for e in 1 2 3; do kilter report --step $e acc=0.$e || exit 0; done\n")
        self.kilter("run", "--name", "k1", "--trials", "2", "--maximize", "acc", "--", "sh", "train.sh",
                    "{x:float(0,1)}")
        for trial in self.kilter("export", "k1").lines:
            self.assertEqual(trial["metrics"], {"step": [1, 2, 3], "acc": [0.1, 0.2, 0.3]})

    def test_exit_10_asks_the_program_to_stop(self):
        path, heard = self.answer_once(b'{"ok":true,"stop":true}\n')
        self.kilter("report", "--step", "3", "acc=-0.5", code=10, environment={"KILTER_SOCKET": path})
        self.assertEqual(json.loads(heard[0]), {"step": 3, "acc": -0.5})

    def test_exit_0_lets_it_go_on(self):
        path, _ = self.answer_once(b'{"ok":true,"stop":false}\n')
        self.kilter("report", "acc=1", environment={"KILTER_SOCKET": path})

    def test_a_refusal_is_told(self):
        path, _ = self.answer_once(b'{"ok":false,"error":"no"}\n')
        self.assertIn("refused", self.kilter("report", "acc=1", code=1, environment={"KILTER_SOCKET": path}).err)

    def test_without_a_listener_the_report_goes_to_the_file(self):
        report = self.here / "report.jsonl"
        for wanted in ({"KILTER_REPORT": str(report)},
                       {"KILTER_REPORT": str(report), "KILTER_SOCKET": str(self.here / "nobody")},
                       {"KILTER_REPORT": str(report), "KILTER_SOCKET": "x" * 5000}):
            self.kilter("report", "--step", "7", "acc=0.25", environment=wanted)
        lines = report.read_text().splitlines()
        self.assertEqual([json.loads(line) for line in lines], [{"step": 7, "acc": 0.25}] * 3)

    def test_outside_a_trial_it_says_so(self):
        self.assertIn("speaks for a running trial", self.kilter("report", "acc=1", code=2).err)

    def test_slips_are_named(self):
        environment = {"KILTER_REPORT": str(self.here / "r")}
        for words, said in (([], "METRIC=VALUE"), (["acc"], "NAME=VALUE"), (["acc=x"], "no number"), (["=3"], "NAME=VALUE"),
                            (["--step", "one", "acc=1"], "--step one")):
            self.assertIn(said, self.kilter("report", *words, code=2, environment=environment).err)
        self.assertFalse(os.path.exists(self.here / "r"))

    def test_a_file_that_cannot_be_written_is_named(self):
        answer = self.kilter("report", "acc=1", code=1, environment={"KILTER_REPORT": "/nonexistent/r"})
        self.assertIn("/nonexistent/r", answer.err)


if __name__ == "__main__":
    unittest.main()
