#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `kilter run --track tensorboard` wrote, asked back from the real TensorBoard and compared number by number."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from environment import free_port, installed  # noqa: E402

KILTER = os.environ["KILTER"]
PINNED = ["tensorboard==2.21.0", "setuptools<81"]
PROGRAM = """import sys
lr = float(sys.argv[1])
for epoch in range(1, 4):
    print(f"epoch={epoch} loss={lr * epoch} acc={1 - lr / epoch}", flush=True)
if lr > 0.9:
    sys.exit(3)
"""


class Server:
    """TensorBoard over a folder, on a free port of this machine."""

    def __init__(self, programs, folder):
        self.port = free_port()
        self.process = subprocess.Popen(
            [programs / "tensorboard", "--logdir", folder, "--host", "127.0.0.1", "--port", str(self.port),
             "--reload_interval", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(self, path, body=None, patience=120):
        """The JSON answer, as soon as there is one."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/data/{path}",
                                         data=json.dumps(body).encode() if body else None,
                                         headers={"Content-Type": "application/json"})
        until = time.monotonic() + patience
        while True:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return json.load(answer)
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def end(self):
        self.process.terminate()
        self.process.wait()


class TensorBoardShows(unittest.TestCase):
    def test_all_trials_curves_settings_and_states(self):
        programs = installed("tensorboard", *PINNED)
        if programs is None:
            print("skipped: TensorBoard cannot be installed here")
            sys.exit(77)
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "train.py").write_text(PROGRAM)
            run = [KILTER, "run", "--name", "shown", "--trials", "6", "--jobs", "2", "--minimize", "loss", "--seed", "1",
                   "--workdir", "shared", "--track", "tensorboard=runs", "--track", "csv", "--", sys.executable,
                   "train.py", "{lr:choice(0.1,0.2,0.3,0.5,0.95)}"]
            subprocess.run([*run, "{seed:int(1,9)}"], cwd=folder, capture_output=True, check=True)
            lines = subprocess.run([KILTER, "export", "shown", "--json"], cwd=folder, capture_output=True, check=True)
            trials = [json.loads(line) for line in lines.stdout.splitlines()]
            server = Server(programs, pathlib.Path(folder, "runs"))
            try:
                self.compare(server, trials)
            finally:
                server.end()

    def compare(self, server, trials):
        until = time.monotonic() + 60
        while len(server.ask("runs")) < len(trials) and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(server.ask("runs"), [f"shown/{t['number']:04}" for t in trials])
        for trial in trials:
            steps, losses = trial["metrics"]["step"], trial["metrics"]["loss"]
            shown = server.ask(f"plugin/scalars/scalars?run=shown%2F{trial['number']:04}&tag=loss")
            self.assertEqual([step for _, step, _ in shown], steps)
            for (_, _, value), told in zip(shown, losses):
                self.assertAlmostEqual(value, told, delta=1e-6 * abs(told))
        groups = server.ask("plugin/hparams/session_groups", {
            "experimentName": "", "colParams": [], "startIndex": 0, "sliceSize": 100,
            "allowedStatuses": ["STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING", "STATUS_UNKNOWN"]})
        rows = {group["name"]: group for group in groups["sessionGroups"]}
        self.assertEqual(len(rows), len(trials))
        for trial in trials:
            row = rows[f"shown/{trial['number']:04}"]
            self.assertEqual(row["hparams"], {name: float(value) for name, value in trial["params"].items()})
            status = "STATUS_FAILURE" if trial["state"] == "failed" else "STATUS_SUCCESS"
            self.assertEqual(row["sessions"][0]["status"], status)


if __name__ == "__main__":
    unittest.main()
