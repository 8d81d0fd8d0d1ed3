#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 of the supervisor, the program or both, at random moments: the same command again goes on as if nothing had
been. KILTER_LIVES_KILLS says how many (20), KILTER_LIVES_SEED where chance begins."""
import os
import random
import signal
import time

from lives import PROGRAM, Place, check_whole, ends, params, prove_all

KILLS = int(os.environ.get("KILTER_LIVES_KILLS", "20"))
SEED = int(os.environ.get("KILTER_LIVES_SEED", "1"))
TRIALS, STEPS, MILLISECONDS = 30, 3, 8
KILLS_A_STUDY = 4


def undisturbed():
    with Place() as place:
        code, output = place.run(*place.command("k", TRIALS, 1, STEPS, MILLISECONDS, *EVEN))
        assert code == 0, output
        log = place.log("k")
        check_whole(log, TRIALS)
        prove_all(place, "k")
        return params(log)


def kill(place, supervisor, victim):
    pids = [pid for pid, program in place.processes() if program == PROGRAM] if victim != "supervisor" else []
    if victim != "program":
        pids.insert(0, supervisor.pid)
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


# A sampler that learns would propose something else after a trial whose program was killed.
EVEN = ("--sampler", "quasi_random")


def disturbed(number, kills, expected, chance):
    jobs = 1 + number % 2
    with Place() as place:
        command = place.command("k", TRIALS, jobs, STEPS, MILLISECONDS, *EVEN)
        victims = []
        for _ in range(kills):
            supervisor = place.start(command)
            victims.append(chance.choice(["supervisor", "program", "both"]))
            time.sleep(chance.uniform(0, 0.5))
            kill(place, supervisor, victims[-1])
            if victims[-1] == "program":
                time.sleep(chance.uniform(0, 0.1))
                supervisor.kill()
            place.finish(supervisor)
            assert not place.left_running(), f"left running after kill -9 of {victims[-1]}: {place.processes()}"
            before = place.log("k")
        code, output = place.run(*command)
        log = place.log("k")
        story = f"study {number}, {jobs} jobs, killed: {', '.join(victims)}\n{output}"
        assert code == 0, f"exit code {code}: {story}"
        assert log[:len(before)] == before, f"stored facts are gone: {story}"
        check_whole(log, TRIALS)
        for trial, all_ends in ends(log).items():
            word, cause = all_ends[-1][1:]
            assert word == "completed" or cause in ("killed", "lost"), f"trial {trial}: {all_ends}: {story}"
        if jobs == 1:
            assert params(log) == expected, f"other parameters: {story}"
        assert not place.left_running(), f"left running: {place.processes()}"
        prove_all(place, "k")


def main():
    expected = undisturbed()
    chance = random.Random(SEED)
    for number in range((KILLS + KILLS_A_STUDY - 1) // KILLS_A_STUDY):
        disturbed(number, min(KILLS_A_STUDY, KILLS - number * KILLS_A_STUDY), expected, chance)
    print(f"{KILLS} kills: nothing lost, nothing left running")


if __name__ == "__main__":
    main()
