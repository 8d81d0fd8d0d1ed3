# SPDX-License-Identifier: MIT
"""What the end-to-end tests share: a place with studies, the real binary, what the log says, what is left running."""
import collections
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time
import uuid

KILTER = os.environ["KILTER"]
PROGRAM = os.environ["KILTER_LIVES_PROGRAM"]

Entry = collections.namedtuple("Entry", "revision kind trial part attempt word name body seal")


def temporary():
    """A memory file system where there is one: a process that dies does not wait for a disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Place:
    """A folder of studies, gone at the end; its processes carry a mark by which they are found."""

    def __init__(self, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="kilter-lives-", dir=temporary()))
        self.mark = uuid.uuid4().hex
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("KILTER")}
        self.environment["LIVES_MARK"] = self.mark

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, name, trials, jobs=1, steps=1, milliseconds=0, *more):
        return [KILTER, "run", "--home", self.folder, "--name", name, "--trials", trials, "--jobs", jobs, "--seed", 1,
                "--grace", "2s", "--minimize", "loss", "--workdir", "shared", *more, "--", PROGRAM, "{x:float(0,1)}", steps, milliseconds]

    def start(self, command):
        """A process with its output in a file, for a pipe that nobody reads would stop it."""
        output = tempfile.TemporaryFile()
        process = subprocess.Popen([str(word) for word in command], env=self.environment, cwd=self.folder,
                                   stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        process.output = output
        return process

    @staticmethod
    def finish(process, timeout=120):
        """Exit code and output."""
        code = process.wait(timeout=timeout)
        with process.output:
            process.output.seek(0)
            return code, process.output.read().decode(errors="replace")

    def run(self, *command):
        return self.finish(self.start(command))

    def kilter(self, verb, *words):
        return self.run(KILTER, verb, "--home", self.folder, *words)

    def database(self, name):
        return self.folder / name / "study.db"

    def log(self, name):
        """All facts that are stored."""
        if not self.database(name).exists():
            return []
        with sqlite3.connect(f"file:{self.database(name)}?mode=ro", uri=True) as connection:
            rows = connection.execute(f"SELECT {', '.join(Entry._fields)} FROM log ORDER BY revision").fetchall()
        connection.close()
        return [Entry(*row) for row in rows]

    def processes(self):
        """(pid, program) of all that carry the mark."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if f"LIVES_MARK={self.mark}".encode() in (folder / "environ").read_bytes():
                    found.append((int(folder.name), os.readlink(folder / "exe")))
            except OSError:
                continue
        return found

    def left_running(self, patience=10):
        """What still runs after `patience` seconds at most."""
        until = time.monotonic() + patience
        while (running := self.processes()) and time.monotonic() < until:
            time.sleep(0.01)
        return running


def ends(log):
    """trial -> its ends in order, as (attempt, word, cause)."""
    found = collections.defaultdict(list)
    for entry in log:
        if entry.kind == "ended":
            found[entry.trial].append((entry.attempt, entry.word, entry.name))
    return found


def params(log):
    return {entry.trial: entry.body for entry in log if entry.kind == "proposed"}


def check_whole(log, trials):
    """Each number from 0 on once, with one end that counts, the last; whatever ended before was lost."""
    assert [e.trial for e in log if e.kind == "added"] == list(range(trials)), "numbers"
    by_trial = ends(log)
    assert sorted(by_trial) == list(range(trials)), "ended"
    for trial, all_ends in by_trial.items():
        attempts = [attempt for attempt, _, _ in all_ends]
        assert attempts == list(range(len(attempts))), f"trial {trial}: {all_ends}"
        assert all(cause == "lost" for _, _, cause in all_ends[:-1]), f"trial {trial}: {all_ends}"
        # Lost three times, a trial is tried once more; lost again, it is given up.
        assert all_ends[-1][2] != "lost" or len(all_ends) == 4, f"trial {trial}: {all_ends}"


def prove_all(place, name):
    code, output = place.kilter("replay", name, "--all")
    assert code == 0, output
