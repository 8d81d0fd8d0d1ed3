# SPDX-License-Identifier: MIT
"""Scripts with surprises: no metric named, files written into one folder, held-back output, logs, templates, GPUs."""

import json
import os
import time
import unittest

from kilter_program import KilterTest

BEST = 'echo "$1" > best.pt; echo "acc=0.$1"'


class NoMetric(KilterTest):
    def test_trial_0_runs_and_the_numbers_seen_are_told(self):
        program = 'echo "loss=0.5 lr=0.1"; echo "val_acc=0.$1 reward_gap=3"'
        said = self.kilter("run", "--", "sh", "-c", program, "sh", "{x:int(1,9)=5}", code=2)
        self.assertRegex(said.err, "error\\[K102\\]: no metric is named; trial 0 has run to see what the program prints\n"
                                   "   It ended after .* and counts already. "
                                   "Numbers seen: loss 0.5, lr 0.1, val_acc 0.5, reward_gap 3.\n"
                                   "   Choose what is better:  kilter run --name sh --maximize val_acc\n"
                                   "   or  kilter run --name sh --minimize loss\n$")
        again = self.kilter("run", "--json", "--name", "sh", code=2)
        self.assertEqual([m["code"] for m in again.messages()], ["K102"])
        self.assertEqual(self.ended(again), {}, "it is not run again")
        said = self.kilter("run", "--json", "--name", "sh", "--maximize", "val_acc", "--trials", "3")
        self.assertEqual(sorted(self.ended(said)), [1, 2], "trial 0 counts")

    def test_a_direction_that_no_name_tells(self):
        said = self.kilter("run", "--", "sh", "-c", "echo gap=1", "sh", "{x:int(1,9)}", code=2)
        self.assertIn("[K103] Which direction is better, you know:  kilter run --name sh --minimize gap   or  --maximize gap",
                      said.err)

    def test_no_numbers(self):
        said = self.kilter("run", "--", "sh", "-c", "echo hello", "sh", "{x:int(1,9)}", code=2)
        self.assertIn("No numbers seen.", said.err)

    def test_a_failure_is_tried_again(self):
        self.kilter("run", "--name", "a", "--", "sh", "-c", "test -e ready && echo acc=1", "sh", "{x:int(1,9)}", code=3)
        self.file("ready", "")
        self.kilter("run", "--name", "a", code=2)


class OneFolder(KilterTest):
    def begin(self, *options, code=0):
        return self.kilter("run", "--name", "k", "--json", "--jobs", "4", "--trials", "8", "--maximize", "acc", *options,
                           "--", "sh", "-c", BEST, "sh", "{x:int(10,99)=50}", code=code)

    def work(self, trial):
        return self.folder / "kilter-studies" / "k" / "trials" / str(trial) / "work" / "best.pt"

    def test_k123_before_a_second_trial_runs(self):
        said = self.begin(code=1)
        message = said.messages()[-1]
        self.assertEqual(message.pop("next")[0], "kilter run --name k --workdir trial")
        self.assertEqual(message, {
            "schema": "kilter/message/1", "severity": "error", "code": "K123",
            "headline": "trial 0 wrote best.pt; 4 side by side would overwrite it",
            "advice": ["Trial 0 counts, and a copy of what it wrote is in its folder. Nothing more has started.",
                       "Each trial in a folder of its own, this one linked in:  kilter run --name k --workdir trial",
                       "Or say where the files go, if your program has an option for it:  -- ... --out '{trial.dir}'",
                       "They do not disturb each other, or another program wrote them?  kilter run --name k --workdir shared",
                       "One after the other:  --jobs 1"]})
        self.assertEqual([e["trial"] for e in said.events() if e["event"] == "trial.started"], [0])
        self.begin(code=1)
        self.kilter("run", "--name", "k", "--workdir", "trial", "--jobs", "4")
        self.check_winner()

    def test_the_winners_file_is_the_winners(self):
        self.begin("--workdir", "trial")
        self.check_winner()

    def check_winner(self):
        best = json.loads(self.kilter("best", "k", "--json").out)["trial"]
        values = {n: self.work(n).read_text().strip() for n in range(8)}
        self.assertEqual(len(set(values.values())), 8, "each its own")
        self.assertEqual(values[best], max(values.values()))

    def test_shared_and_one_after_the_other(self):
        self.begin("--workdir", "shared")
        self.kilter("run", "--name", "b", "--jobs", "1", "--trials", "3", "--maximize", "acc", "--", "sh", "-c", BEST, "sh",
                    "{x:int(10,99)=50}")

    def test_empty_files_and_what_a_build_writes_meanwhile_are_left_alone(self):
        (self.folder / "build" / "tests").mkdir(parents=True)
        self.file("build/CMakeCache.txt", "x")
        for number, (write, code) in enumerate(((": > done", 0), ("echo $1 > build/tests/log.txt", 0), ("echo $1 > log.txt", 1))):
            program = f"{write}; echo acc=$1"
            self.kilter("run", "--name", f"k{number}", "--jobs", "2", "--trials", "3", "--maximize", "acc", "--", "sh", "-c",
                        program, "sh", "{x:int(10,99)=50}", code=code)

    def test_a_place_for_files_needs_no_waiting(self):
        self.kilter("run", "--name", "c", "--jobs", "2", "--trials", "4", "--maximize", "acc", "--", "sh", "-c",
                    'echo $1 > "$2/best.pt"; echo acc=$1', "sh", "{x:int(1,99)}", "{trial.dir}")
        self.assertFalse((self.folder / "best.pt").exists())

    def test_the_project_is_linked_in(self):
        (self.folder / "data").mkdir()
        self.file("data/in.txt", "7")
        said = self.kilter("run", "--json", "--name", "d", "--workdir", "trial", "--trials", "2", "--maximize", "acc", "--",
                           "sh", "-c", "echo acc=$(cat data/in.txt)", "sh", "{x:int(1,99)}")
        self.assertEqual([e["metrics"] for e in self.ended(said).values()], [{"acc": 7}] * 2)


class Output(KilterTest):
    def test_k124_output_that_comes_only_at_the_end(self):
        program = "sleep 3.1; echo step=1 acc=1; echo step=2 acc=2; echo step=3 acc=$1"
        said = self.run_program("b", program, "--maximize", "acc", "--trials", "1")
        self.assertIn("warning[K124]: all numbers of trial 0 came in its last second: its output is buffered\n"
                      "   So nothing can be stopped early and nothing is seen while it runs. "
                      "Let it print to a terminal:  kilter run --name b --pty\n", said.err)

    def test_pty_is_a_terminal(self):
        program = 'test -t 1 && echo "acc=1 x=$1" || echo "acc=0 x=$1"'
        for options, value in ((["--pty"], 1), ([], 0)):
            said = self.run_program(f"p{value}", program, "--json", "--maximize", "acc", "--trials", "1", *options)
            self.assertEqual(self.ended(said)[0]["metrics"], {"acc": value})
        self.assertEqual((self.folder / "kilter-studies/p1/trials/0/stdout").read_text().splitlines()[0][:5], "acc=1")

    def test_a_log_with_gaps_is_followed(self):
        program = ('cd "$2"; printf "epoch,loss\\n0,0.5\\n" > m.csv; printf "epoch,loss,acc\\n0,0.5,\\n0,,0.6\\n1,0.4,\\n1,,0.%s" $1 '
                   '> m.csv; echo done')
        self.kilter("run", "--name", "l", "--maximize", "acc", "--trials", "1", "--log", "{trial.dir}/m.csv", "--", "sh",
                    "-c", program, "sh", "{x:int(1,9)=7}", "{trial.dir}")
        self.assertEqual(json.loads(self.kilter("best", "l", "--json").out)["values"], {"acc": 0.7})

    def test_a_template_is_filled_in(self):
        self.file("run.in", "&run visc = {visc:.3e}, keep = {this} /\n")
        self.kilter("run", "--name", "t", "--minimize", "loss", "--trials", "1", "--param", "visc=log(1e-6,1e-2)=1e-4",
                    "--template", "run.in -> {trial.dir}/run.nml", "--", "sh", "-c", 'cat "$0"; echo loss=1', "{trial.dir}/run.nml")
        text = (self.folder / "kilter-studies/t/trials/0/run.nml").read_text()
        self.assertEqual(text, "&run visc = 1.000e-04, keep = {this} /\n")


SMI = """#!/bin/sh
case "$*" in
*query-gpu*) printf '0, GPU-aaa, 48000, 10\\n1, GPU-bbb, 48000, 10\\n2, GPU-ccc, 48000, 11000\\n3, GPU-ddd, 48000, 10\\n' ;;
*compute-apps*) echo "GPU-ccc, 1, 10681" ;;
-L) printf 'GPU 0: A (UUID: GPU-aaa)\\nGPU 1: A (UUID: GPU-bbb)\\nGPU 2: A (UUID: GPU-ccc)\\nGPU 3: A (UUID: GPU-ddd)\\n' ;;
esac
"""


class Gpus(KilterTest):
    PROGRAM = 'echo "$CUDA_VISIBLE_DEVICES" > "$2/cuda"; echo "$3" > "$2/gpus"; echo acc=$1'

    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        self.file("bin/nvidia-smi", SMI, executable=True)
        self.environment["PATH"] = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        self.environment.pop("CUDA_VISIBLE_DEVICES", None)

    def run_on(self, name, *options, code=0):
        said = self.kilter("run", "--name", name, "--maximize", "acc", "--trials", "6", *options, "--", "sh", "-c",
                           self.PROGRAM, "sh", "{x:int(1,99)}", "{trial.dir}", "{gpus}", code=code)
        if code == 0:
            trials = self.folder / "kilter-studies" / name / "trials"
            self.cuda = {(t / "cuda").read_text().strip() for t in trials.iterdir()}
            self.shown = {(t / "gpus").read_text().strip() for t in trials.iterdir()}
        return said

    def test_one_trial_a_gpu_but_not_where_others_are(self):
        said = self.run_on("a")
        self.assertIn("3 at a time (GPUs 0, 1, 3; GPU 2 is left alone, process 1 holds 11.2 GB there, looked at again each "
                      "minute; take it too: --gpus all), auto.", said.err)
        self.assertLessEqual(self.cuda, {"0", "1", "3"})
        self.assertEqual(self.cuda, self.shown)

    def test_all(self):
        self.assertIn("4 at a time (GPUs 0, 1, 2, 3; change: --jobs)", self.run_on("b", "--gpus", "all").err)

    def test_the_inherited_limit(self):
        for limit, devices in (("3,1", {"3", "1"}), ("GPU-ddd", {"GPU-ddd"}), ("MIG-x", {"MIG-x"})):
            self.environment["CUDA_VISIBLE_DEVICES"] = limit
            self.run_on("c-" + limit[0])
            self.assertLessEqual(self.cuda, devices)

    def test_two_for_each_and_shares(self):
        said = self.run_on("d", "--gpus", "2")
        self.assertLessEqual(self.cuda, {"0,1", "2,3"})
        self.assertIn("1 at a time", said.err)
        self.assertIn("6 at a time", self.run_on("e", "--per-gpu", "2").err)

    def test_more_at_a_time_than_the_gpus_have_room_for(self):
        run = self.start("run", "--name", "s", "--maximize", "acc", "--trials", "4", "--gpus", "all", "--jobs", "2", "--", "sh", "-c",
                         "while [ ! -e stop ]; do sleep 0.05; done; echo acc=$1", "sh", "{x:int(1,99)}", "--workdir={trial.dir}")
        log = self.folder / "kilter-studies/s/study.db"
        deadline = time.monotonic() + 60
        while not log.exists() or json.loads(self.kilter("status", "s", "--json").out)["trials"]["running"] < 2:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        self.kilter("set", "s", "--jobs", "9")
        time.sleep(0.5)
        self.file("stop", "")
        said = self.finish(run)
        self.assertIn("notice: 9 at a time were asked for, and the GPUs here have room for 2\n"
                      "   From the next start on they share more: kilter run --name s --jobs 9\n", said.err)

    def test_none(self):
        self.run_on("f", "--gpus", "0", "--jobs", "1")
        self.assertEqual(self.cuda, {""})
        self.environment["CUDA_VISIBLE_DEVICES"] = ""
        said = self.run_on("g", "--gpus", "1", code=2)
        self.assertIn("error[K126]: no GPU can be seen although gpus = 1", said.err)
        self.environment["CUDA_VISIBLE_DEVICES"] = "0,1"
        self.assertIn("error[K126]: a trial wants 3 GPUs, and 2 can be used here", self.run_on("h", "--gpus", "3", code=2).err)


if __name__ == "__main__":
    unittest.main()
