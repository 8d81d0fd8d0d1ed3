#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A full disk, a read-only folder, a damaged database, one of a newer version, one that somebody edited: a sentence, exit
code 5, and after mending nothing is lost."""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

from lives import Place, check_whole, prove_all

TRIALS = 12
STORAGE_TROUBLE = 5


def mounted(folder, options):
    """Whether this user may mount a small file system there."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def check_sentence(code, output, *words):
    assert code == STORAGE_TROUBLE, f"exit code {code}: {output}"
    lines = [line for line in output.splitlines() if line.startswith("error")]
    assert len(lines) == 1 and len(lines[0]) > 20, output
    for word in words:
        assert word in output, f'"{word}" is missing: {output}'


def run_half(place):
    """A study that has spent half of its budget."""
    code, output = place.run(*place.command("k", TRIALS // 2))
    assert code == 0, output
    return place.log("k")


def go_on(place, before):
    code, output = place.run(*place.command("k", TRIALS))
    assert code == 0, output
    log = place.log("k")
    assert log[:len(before)] == before, "stored facts are gone"
    check_whole(log, TRIALS)
    prove_all(place, "k")


def hurt(harm, *words):
    """Hurts the database of a study at rest, then mends it by a copy made before."""
    with Place() as place:
        before = run_half(place)
        copy = place.folder / "copy.db"
        shutil.copy(place.database("k"), copy)
        harm(place.database("k"))
        harmed = place.database("k").read_bytes()
        for verb in ("run", "status", "best", "replay"):
            words_of = {"run": place.command("k", TRIALS)[4:], "replay": ["k", "--all"]}.get(verb, ["k"])
            check_sentence(*place.kilter(verb, *words_of), *words)
        assert place.database("k").read_bytes() == harmed, "a database that is not understood is not touched"
        shutil.copy(copy, place.database("k"))
        go_on(place, before)


def damage(database):
    data = bytearray(database.read_bytes())
    for at in range(4096, len(data), 512):
        data[at:at + 64] = os.urandom(64)
    database.write_bytes(data)


def cut(database):
    database.write_bytes(database.read_bytes()[:len(database.read_bytes()) // 3])


def overwrite(database):
    database.write_text("This was a database once.\n" * 200)


def change(sql):
    def harm(database):
        connection = sqlite3.connect(database)
        connection.execute(sql)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return harm


def fill(file):
    with open(file, "wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while ballast.write(b"x" * 4096):
            pass


def test_full_disk():
    with Place() as place:
        if not mounted(place.folder, "size=600k"):
            print("no file system may be mounted here: the full disk is left to the storage tests", file=sys.stderr)
            return
        try:
            # Room for the database, then none.
            before = run_half(place)
            ballast = place.folder / "ballast"
            fill(ballast)
            code, output = place.run(*place.command("k", TRIALS))
            check_sentence(code, output, "k")
            assert not place.left_running()
            ballast.unlink()
            go_on(place, before)
        finally:
            subprocess.run(["umount", str(place.folder)], check=False)


def test_read_only():
    with Place() as place:
        root = os.geteuid() == 0
        if root and not mounted(place.folder, "size=16m"):
            print("root may write everywhere and mount nothing: the read-only folder is left out", file=sys.stderr)
            return
        try:
            before = run_half(place)

            def set_writable(writable):
                if root:
                    mode = "rw" if writable else "ro"
                    subprocess.run(["mount", "-o", f"remount,{mode}", str(place.folder)], check=True)
                else:
                    for path in [place.folder, *pathlib.Path(place.folder).rglob("*")]:
                        path.chmod(path.stat().st_mode | 0o200 if writable else path.stat().st_mode & ~0o222)

            set_writable(False)
            check_sentence(*place.run(*place.command("k", TRIALS)), str(place.folder))
            code, output = place.kilter("status", "k")
            assert code == 0, f"reading needs no writable folder: {output}"
            set_writable(True)
            go_on(place, before)
        finally:
            if root:
                subprocess.run(["umount", str(place.folder)], check=False)


def main():
    test_full_disk()
    test_read_only()
    hurt(damage, "study.db")
    hurt(cut, "study.db")
    hurt(overwrite, "study.db")
    hurt(change("PRAGMA user_version = 99"), "study.db", "99")
    hurt(change("UPDATE log SET body = replace(body, '1', '2') WHERE kind = 'reported' AND trial = 2"), "study.db")
    hurt(change("DELETE FROM log WHERE kind = 'reported' AND trial = 3"), "study.db")
    print("eight troubles: a sentence each, nothing lost")


if __name__ == "__main__":
    main()
