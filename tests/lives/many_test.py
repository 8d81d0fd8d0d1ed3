#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many processes start at once on a fresh study: none fails, no trial fails, none is run twice. KILTER_LIVES_PROCESSES
(16) and KILTER_LIVES_TRIALS (320) say how many; the promise is 64 and 6400."""
import collections
import os

from lives import Place, check_whole, ends, prove_all

PROCESSES = int(os.environ.get("KILTER_LIVES_PROCESSES", "16"))
TRIALS = int(os.environ.get("KILTER_LIVES_TRIALS", "320"))


def main():
    with Place() as place:
        running = [place.start(place.command("many", TRIALS)) for _ in range(PROCESSES)]
        for code, output in [place.finish(process, timeout=1800) for process in running]:
            assert code == 0, output
        log = place.log("many")
        check_whole(log, TRIALS)
        for trial, all_ends in ends(log).items():
            assert all_ends == [(0, "completed", "none")], f"trial {trial}: {all_ends}"
        assert sum(entry.kind == "changed" for entry in log) == 1, "created once"
        assert not place.left_running()
        prove_all(place, "many")
        workers = collections.Counter(entry.name for entry in log if entry.kind == "started")
        print(f"{PROCESSES} processes, {TRIALS} trials: {len(workers)} had {min(workers.values())} to "
              f"{max(workers.values())} of them")


if __name__ == "__main__":
    main()
