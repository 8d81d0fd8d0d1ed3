#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `--track mlflow` wrote, asked back from the real MLflow and compared number by number, also where the server dies
in the middle, Kilter is killed, or what answers is no server."""
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from environment import free_port, installed  # noqa: E402

KILTER = os.environ["KILTER"]
PINNED = ["mlflow==3.17.2"]
PROGRAM = """import math, sys, time
lr = float(sys.argv[1])
for epoch in range(1, 4):
    print(f"epoch={epoch} loss={lr * epoch} val_acc={1 - lr / epoch} odd={math.nan if epoch == 2 else math.inf}", flush=True)
    time.sleep(PAUSE)
if lr > 0.9:
    sys.exit(3)
"""


class Server:
    """MLflow over a data base in a folder, on a free port of this machine."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.programs / "mlflow", "server", "-w", "1", "--host", "127.0.0.1", "--port", str(self.port),
             "--backend-store-uri", f"sqlite:///{self.folder}/m.db", "--artifacts-destination", f"{self.folder}/art"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"})
        until = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.2)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, call, body=None, **query):
        request = urllib.request.Request(
            f"{self.url}/api/2.0/mlflow/{call}?{urllib.parse.urlencode(query)}",
            data=json.dumps(body).encode() if body else None, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def runs(self, experiment):
        found = self.ask("experiments/get-by-name", experiment_name=experiment)["experiment"]["experiment_id"]
        runs = self.ask("runs/search", {"experiment_ids": [found], "max_results": 1000})["runs"]
        for run in runs:
            for part in ("tags", "params", "metrics"):
                run[part] = {item["key"]: item["value"] for item in run["data"].get(part, [])}
        parents = [run for run in runs if "mlflow.parentRunId" not in run["tags"]]
        children = [run for run in runs if "mlflow.parentRunId" in run["tags"]]
        return parents, sorted(children, key=lambda run: int(run["tags"]["kilter.trial"]))

    def curve(self, run, key):
        found = self.ask("metrics/get-history", run_id=run["info"]["run_id"], metric_key=key).get("metrics", [])
        return sorted((int(point.get("step", 0)), point["value"]) for point in found)


class MlflowShows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        programs = installed("mlflow", *PINNED)
        if programs is None:
            print("skipped: MLflow cannot be installed here")
            sys.exit(77)
        cls.keep = tempfile.TemporaryDirectory()
        cls.server = Server(programs, cls.keep.name)

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.keep.cleanup()

    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.here = pathlib.Path(keep.name)

    def command(self, name, to, trials=6, pause=0.0, jobs=2):
        (self.here / "train.py").write_text(PROGRAM.replace("PAUSE", str(pause)))
        return [KILTER, "run", "--name", name, "--trials", str(trials), "--jobs", str(jobs), "--minimize", "loss", "--seed", "1",
                "--workdir", "shared", "--track", f"mlflow={to}", "--", sys.executable, "train.py",
                "{lr:choice(0.1,0.2,0.3,0.5,0.95)}", "{größe:int(1,9)}"]

    def run_study(self, *args, **how):
        return subprocess.run(self.command(*args, **how), cwd=self.here, capture_output=True, text=True, check=True)

    def trials(self, name):
        lines = subprocess.run([KILTER, "export", name, "--json"], cwd=self.here, capture_output=True, check=True)
        return [json.loads(line) for line in lines.stdout.splitlines()]

    def track(self, name, *more, code=0):
        said = subprocess.run([KILTER, "track", name, *more], cwd=self.here, capture_output=True, text=True, check=False)
        self.assertEqual(said.returncode, code, said.stdout + said.stderr)
        return said.stdout

    def compare(self, name, curve=None):
        curve = curve or self.server.curve
        parents, children = self.server.runs(name)
        trials = self.trials(name)
        self.assertEqual(len(parents), 1)
        self.assertEqual(len(children), len(trials))
        for run, trial in zip(children, trials):
            self.assertEqual(run["tags"]["mlflow.parentRunId"], parents[0]["info"]["run_id"])
            self.assertEqual(run["info"]["run_name"], f"{trial['number']:04}")
            self.assertEqual(run["params"], {key: str(value) for key, value in trial["params"].items()})
            for metric in ("loss", "val_acc"):
                told = sorted(zip(trial["metrics"]["step"], trial["metrics"][metric]))
                self.assertEqual(curve(run, metric), told)
            self.assertNotIn("odd", run["metrics"])
            self.assertIn("at step", run["tags"]["kilter.nonfinite.odd"])
            self.assertEqual(run["tags"]["kilter.state"], trial["state"])
            status = {"complete": "FINISHED", "failed": "FAILED", "pruned": "KILLED"}[trial["state"]]
            self.assertEqual(run["info"]["status"], status)
            self.assertGreaterEqual(run["info"]["end_time"], run["info"]["start_time"])
        best = min(t["metrics"]["loss"][-1] for t in trials if t["state"] == "complete")
        self.assertEqual(parents[0]["metrics"]["best/loss"], best)
        self.assertEqual(parents[0]["info"]["status"], "FINISHED")

    def test_all_trials_curves_settings_and_states(self):
        said = self.run_study("shown", self.server.url)
        self.assertIn(f"mlflow at {self.server.url}: up to date", said.stderr)
        self.compare("shown")
        self.run_study("shown", self.server.url, trials=9)  # goes on below the same run
        self.compare("shown")

    def test_a_server_killed_in_the_middle_has_all_in_the_end(self):
        study = subprocess.Popen(self.command("outage", self.server.url, trials=10, pause=0.1), cwd=self.here,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_children("outage", 2)
        self.server.kill()
        self.assertEqual(study.wait(), 0)
        self.assertEqual(len(self.trials("outage")), 10)
        self.server.start()
        self.track("outage")
        self.compare("outage")

    def test_kilter_killed_in_the_middle_makes_no_run_twice(self):
        command = self.command("killed", self.server.url, trials=10, pause=0.1)
        study = subprocess.Popen(command, cwd=self.here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 start_new_session=True)
        self.wait_for_children("killed", 2)
        study.kill()
        study.wait()
        subprocess.run(command, cwd=self.here, capture_output=True, check=True)
        self.track("killed")
        # A trial tried again tells its numbers again, and MLflow forgets none.
        self.compare("killed", lambda run, key: sorted(set(self.server.curve(run, key))))

    def wait_for_children(self, name, count):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if len(self.server.runs(name)[1]) >= count:
                    return
            except (urllib.error.HTTPError, KeyError):
                pass
            time.sleep(0.1)
        self.fail(f"no {count} runs of {name}")

    def test_what_is_no_server_costs_the_study_nothing_and_is_told_of(self):
        # One at a time: what is proposed depends on which trial ends first.
        nobody = f"http://127.0.0.1:{free_port()}"
        self.assertIn("facts are not there yet; no answer from", self.run_study("nobody", nobody, jobs=1).stderr)
        for name, wrong in (("error", ErrorServer), ("closes", ClosingServer), ("other", OtherServer)):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), wrong)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            said = self.run_study(name, f"http://127.0.0.1:{server.server_port}", jobs=1)
            self.assertIn(wrong.told, said.stderr)
            self.assertEqual(len(self.trials(name)), 6)
            server.shutdown()
            server.server_close()
        told = [[(t["params"], t["state"], t["metrics"]) for t in self.trials(name)] for name in ("nobody", "error", "closes")]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0], told[2])
        self.track("error", "--to", f"mlflow={self.server.url}", "--once")
        self.compare("error")

    def test_a_server_that_is_silent_is_not_waited_for_for_ever(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            address = f"http://127.0.0.1:{silent.getsockname()[1]}"
            said = self.run_study("silent", address)
        self.assertIn("facts are not there yet", said.stderr)
        self.assertEqual(len(self.trials("silent")), 6)

    def test_slips(self):
        for to, told in (("https://host", "plain http only"), ("http://a:b@host", "MLFLOW_TRACKING_USERNAME"),
                         ("runs", "not the address of a server"), ("http://host:99999", "no port")):
            said = subprocess.run(self.command("slip", to), cwd=self.here, capture_output=True, text=True, check=False)
            self.assertEqual(said.returncode, 2)
            self.assertIn(told, said.stderr)


class Quiet(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass


class ErrorServer(Quiet):
    told = "with 500: broken"

    def do_GET(self):
        self.send_response(500)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"broken")


class ClosingServer(Quiet):
    told = "end of stream"

    def do_GET(self):
        self.close_connection = True


class OtherServer(Quiet):
    told = "is no MLflow server: <html>"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"<html>")


if __name__ == "__main__":
    unittest.main()
