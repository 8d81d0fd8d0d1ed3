#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The archive that is carried to other machines: unpacked in an empty folder, run with an empty environment, and in a root that
holds nothing but a shell. KILTER_ARCHIVE names it; `./dev package` makes it and runs this."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

ARCHIVE = pathlib.Path(os.environ["KILTER_ARCHIVE"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = "i=0\nwhile [ $i -lt 3 ]; do i=$((i + 1)); echo step=$i acc=0.$1$i; done\n"
STUDY = ["run", "--json", "--trials", "5", "--jobs", "2", "--maximize", "acc", "--", "/bin/sh", "train.sh", "{x:int(1,9)}"]


class Package(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kilter-package-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        with tarfile.open(ARCHIVE) as archive:
            self.names = archive.getnames()
            archive.extractall(self.folder)
        self.home = self.folder / ARCHIVE.name.removesuffix(".tar.gz")
        (self.folder / "train.sh").write_text(PROGRAM)

    def alone(self, *words):
        """A call with no environment at all."""
        done = subprocess.run(["env", "-i", str(self.home / "bin/kilter"), *words], cwd=self.folder, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=120)
        self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def check_study(self, out):
        last = json.loads(out.splitlines()[-1])
        self.assertEqual((last["event"], last["states"]["complete"]), ("study.finished", 5), out)

    def test_one_folder_with_all_that_belongs_to_it(self):
        self.assertEqual({name.split("/")[0] for name in self.names}, {self.home.name})
        for part in ("bin/kilter", "bin/kilter-launch", "LICENSE", "README.txt", "share/man/man1/kilter.1",
                     "share/bash-completion/completions/kilter", "share/zsh/site-functions/_kilter",
                     "share/doc/kilter/agents.md", "share/doc/kilter/licences/libcli11-dev"):
            self.assertTrue((self.home / part).is_file(), part)

    def test_needs_no_library(self):
        for name in ("kilter", "kilter-launch"):
            done = subprocess.run([sys.executable, ROOT / "tools/check_portable.py", self.home / "bin" / name],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout.strip().endswith("needs no library")), (0, True), done)

    def test_a_study_without_an_environment(self):
        self.check_study(self.alone(*STUDY))
        best = json.loads(self.alone("best", "--json"))
        self.assertEqual(best["schema"], "kilter/best/1")
        self.assertIn("proved", self.alone("replay", "--all"))
        self.assertTrue(json.loads(self.alone("doctor", "--json"))["ok"])

    def test_a_detached_study_without_an_environment(self):
        words = [word for word in STUDY if word != "run"]
        answer = json.loads(self.alone("run", "--detach", *words))
        done = json.loads(self.alone("wait", answer["study"], "--json"))
        self.assertEqual((done["reason"], done["trials_ended"]), ("finished", 5))

    def test_a_folder_that_may_not_be_written(self):
        for path in [self.home, *self.home.rglob("*")]:
            path.chmod(0o555)
        self.addCleanup(lambda: [path.chmod(0o755) for path in [self.home, *self.home.rglob("*")]])
        self.check_study(self.alone(*STUDY))

    def test_a_root_with_nothing_but_a_shell(self):
        shell = shutil.which("busybox")
        if os.geteuid() != 0 or not shell:
            self.skipTest("needs root for chroot, and busybox-static")
        root = self.folder / "root"
        for part in ("bin", "tmp", "proc", "dev", "work"):
            (root / part).mkdir(parents=True)
        shutil.copy(shell, root / "bin/sh")
        shutil.copy(self.home / "bin/kilter", root / "bin/kilter")
        shutil.copy(self.home / "bin/kilter-launch", root / "bin/kilter-launch")
        (root / "work/train.sh").write_text(PROGRAM)
        (root / "dev/null").touch()
        mounts = [("-t", "proc", "proc", root / "proc"), ("--bind", "/dev/null", root / "dev/null")]
        script = "".join(f"mount {' '.join(str(word) for word in words)} || exit 77; " for words in mounts)
        script += f"exec chroot {root} /bin/sh -c 'cd /work && exec /bin/kilter \"$@\"' sh \"$@\""
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", *STUDY], env={"PATH": os.environ["PATH"]},
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
        if done.returncode == 77 or "unshare" in done.stderr:
            self.skipTest("mounts are not allowed here: " + done.stderr.strip())
        self.assertEqual(done.returncode, 0, done)
        self.check_study(done.stdout)


if __name__ == "__main__":
    unittest.main()
