# SPDX-License-Identifier: MIT
"""kill -9 at random moments, of the supervisor, of the program, of both: the same command again loses and repeats nothing.

KILTER_KILLS sets how many moments are tried (20).
"""

import os
import random
import signal
import sqlite3
import subprocess
import time
import unittest

from kilter_program import KilterTest

KILLS = int(os.environ.get("KILTER_KILLS", "20"))
KILLS_A_STUDY = 5
TRIALS = 30
# What it reports follows from its parameter alone.
PROGRAM = 'for s in 1 2 3; do echo "step=$s acc=0.$(($1 * s))"; sleep 0.015; done'


# A sampler that learns would propose something else after a trial whose program was killed.
class Killed(KilterTest):
    def command(self, name):
        return ("run", "--name", name, "--trials", TRIALS, "--jobs", "1", "--seed", "3", "--sampler", "quasi_random", "--grace", "0.1s", "--maximize", "acc",
                "--json", "--", "sh", "-c", PROGRAM, "sh", "{x:int(1,1000)}")

    def rows(self, name):
        """The facts that are stored, in order."""
        database = self.folder / "kilter-studies" / name / "study.db"
        if not database.exists():
            return []
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT * FROM log ORDER BY revision").fetchall()
        except sqlite3.OperationalError as error:  # killed before its first fact
            self.assertIn("no such table", str(error))
            return []
        finally:
            connection.close()

    def question(self, name, query):
        connection = sqlite3.connect(f"file:{self.folder / 'kilter-studies' / name / 'study.db'}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def programs(self):
        """Processes that work in this test's folder, but for kilter itself."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{pid}/cwd") != str(self.folder):
                    continue
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
                if words[0] == b"sh":
                    found.append(int(pid))
            except OSError:
                continue
        return found

    def kill_programs(self):
        for pid in self.programs():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def disturb(self, name, dice, kills):
        """Kills `kills` times, each time after the same command was typed again; returns how often it could."""
        done = 0
        while done < kills:
            process = self.start(*self.command(name))
            try:
                process.wait(timeout=dice.uniform(0.02, 0.8))
                self.finish(process)
                return done  # it was quicker
            except subprocess.TimeoutExpired:
                pass
            victim = dice.choice(("supervisor", "program", "both"))
            if victim in ("program", "both"):
                self.kill_programs()
            if victim in ("supervisor", "both"):
                process.kill()
                process.communicate()
                stored = self.rows(name)
            else:
                stored = self.rows(name)
                self.finish(process)
            done += 1
            self.assertEqual(self.rows(name)[: len(stored)], stored, "what was stored has changed")
            self.stored = stored
        return done

    def check(self, name, undisturbed):
        said = self.finish(self.start(*self.command(name)))
        self.assertEqual(said.code, 0, said)
        self.assertEqual(self.rows(name)[: len(self.stored)], self.stored)
        trials = self.question(name, "SELECT number, state, params, cause FROM trials")
        self.assertEqual([(number, params) for number, _, params, _ in trials], undisturbed)
        for number, state, _, cause in trials:
            self.assertIn((state, cause), (("complete", None), ("failed", "killed")), number)
        twice = self.question(name, "SELECT trial, attempt FROM ended GROUP BY trial, part, attempt HAVING count(*) > 1")
        self.assertEqual(twice, [])
        open_ends = self.question(name, "SELECT trial, attempt FROM started EXCEPT SELECT trial, attempt FROM ended")
        self.assertEqual(open_ends, [])
        deadline = time.monotonic() + 20
        while self.programs() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.programs(), [], "something is left running")

    def test_random_moments(self):
        self.kilter(*self.command("undisturbed"))
        undisturbed = self.question("undisturbed", "SELECT number, params FROM trials")
        self.assertEqual(len(undisturbed), TRIALS)
        seed = int(os.environ.get("KILTER_KILL_SEED", "1"))
        kills = study = 0
        while kills < KILLS:
            dice = random.Random(f"{seed}-{study}")
            with self.subTest(seed=seed, study=study):
                self.stored = []
                kills += max(1, self.disturb(f"s{study}", dice, KILLS_A_STUDY))
                self.check(f"s{study}", undisturbed)
            study += 1


if __name__ == "__main__":
    unittest.main()
