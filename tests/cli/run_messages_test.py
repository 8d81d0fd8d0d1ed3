# SPDX-License-Identifier: MIT
"""The messages of `kilter run`, word for word, as text and as JSON, and the exit code of each."""

import sys
import unittest

from kilter_program import KilterTest


def one(text):
    """Severity, code, headline and advice of a message in text form."""
    head, *advice = text.rstrip("\n").split("\n")
    severity, headline = head.split(": ", 1)
    severity, _, code = severity.rstrip("]").partition("[")
    return {"schema": "kilter/message/1", "severity": severity, "code": code, "headline": headline,
            "advice": [line[3:] for line in advice]}


def told(said):
    """The JSON messages without `next`, each command of which must stand in the advice."""
    messages = said.messages()
    for message in messages:
        for command in message.pop("next"):
            assert any(command in line for line in message["advice"]), message
    return messages


class Refusals(KilterTest):
    """What is refused before anything is written."""

    def refused(self, text, *arguments, code=2):
        said = self.kilter("run", *arguments, code=code)
        self.assertEqual((said.out, said.err), ("", text))
        said = self.kilter("run", "--json", *arguments, code=code)
        self.assertEqual(told(said), [one(text)])
        self.assertEqual(said.out, "")
        self.assertFalse((self.folder / "kilter-studies").exists())

    def test_k101_no_placeholder(self):
        self.refused("error[K101]: the command has no placeholder, so every trial would be the same\n"
                     "     python train.py --lr lr\n"
                     "   Write {lr} where the value goes. In PowerShell quote it: '{lr}' (PowerShell removes bare braces).\n",
                     "--maximize", "acc", "--", "python", "train.py", "--lr", "lr")

    def test_k101_a_parameter_that_the_command_leaves_out(self):
        self.file("study.toml", '[space]\nlr = { log = [1e-4, 1] }\nwidth = { int = [1, 9] }\n')
        self.refused("error[K101]: the command does not use width, so its value would have no effect\n"
                     "     sh -c '{lr}'\n"
                     "   Write {width} where the value goes.\n"
                     "   In study.toml but not in the command: width.        All at once: {*}\n",
                     "study.toml", "--maximize", "acc", "--", "sh", "-c", "{lr}")

    def test_k103_which_direction(self):
        self.refused('error[K103]: which direction? "reward_gap" is not a name Kilter knows\n'
                     "   Add --minimize reward_gap or --maximize reward_gap.\n",
                     "--metric", "reward_gap", "--", "sh", "{x:int(1,9)}")

    def test_k105_inline(self):
        self.refused("error[K105]: {x:log(0,0.1)}   a log range must start above 0\n"
                     '   For "zero or small values": {x:log(1e-06,0.1) or 0.0}\n',
                     "--maximize", "acc", "--", "sh", "{x:log(0,0.1)}", code=4)

    def test_k105_in_a_file(self):
        self.file("study.toml", 'name = "a"\n\n[space]\nlr = { log = [0, 0.1] }\n')
        self.refused("error[K105]: study.toml line 4: lr = { log = [0, 0.1] }   a log range must start above 0\n"
                     '   For "zero or small values": lr = { log = [1e-06, 0.1], or = 0.0 }\n',
                     "study.toml", "--maximize", "acc", "--", "sh", "{lr}", code=4)

    def test_k106_swapped(self):
        self.refused("error[K106]: {w:int(256,16)}   low 256 is above high 16 (swapped?)\n",
                     "--maximize", "acc", "--", "sh", "{w:int(256,16)}", code=4)

    def test_k112_no_such_program(self):
        self.file("train.py", "print(1)\n")
        self.refused('error[K112]: program not found: "train.py"\n'
                     "   Start it the way you do by hand: -- python train.py ...   (or make it executable, add a #! line and "
                     "write ./train.py)\n",
                     "--maximize", "acc", "--", "train.py", "{x:int(1,9)}")

    def test_no_metric(self):
        self.refused("error: no metric is named, so Kilter does not know what is better\n"
                     "   Add --maximize val_acc or --minimize val_loss, by the name that your program prints.\n",
                     "--dry-run", "--", "sh", "{x:int(1,9)}")

    def test_slips_in_options(self):
        self.refused("error: kilter run has no option --trails\n   Did you mean --trials?\n"
                     "   All options: kilter run --help\n", "--trails", "5", "--", "sh", "{x:int(1,9)}")
        self.refused("error: --trials many: this is no whole number\n   Write for example --trials 40\n",
                     "--trials", "many", "--", "sh", "{x:int(1,9)}")
        self.refused("error: --timeout soon: this is no duration\n   For example --timeout 90s, --timeout 1h30m\n",
                     "--timeout", "soon", "--", "sh", "{x:int(1,9)}")
        self.refused("error: there is no sampler \"grdi\"\n   Did you mean grid?\n   There are: auto, gp, quasi_random, random, grid, tpe\n",
                     "--sampler", "grdi", "--maximize", "a", "--", "sh", "{x:int(1,9)}", code=4)

    def test_nothing_to_run(self):
        self.refused("error: \"k9\" is neither a study file nor a study in kilter-studies\n"
                     "   Your program stands after two dashes: kilter run --maximize METRIC -- k9 ...\n", "k9")


class WhileRunning(KilterTest):
    def test_k102_the_metric_has_another_name(self):
        said = self.run_program("k1", "echo val_accuracy=0.5 loss=3", "--trials", 2, "--jobs", 1, "--maximize", "val_acc",
                                code=3)
        lines = said.err.splitlines()
        at = lines.index('error[K102]: trial 0 ended without reporting "val_acc"')
        self.assertRegex(lines[at + 1], r"^   It printed 1 lines? and ended normally \(exit 0, [0-9.e-]+ s\)\. "
                                        r"Numbers seen: val_accuracy, loss\.$")
        self.assertEqual(lines[at + 2], "   Did you mean val_accuracy?    kilter run … --maximize val_accuracy --name k1-2")
        self.assertEqual(lines[at + 3], "   Or print this once per epoch:  val_acc=0.93            Log: kilter trial log k1 0")

    def test_trial_0_shows_its_own_last_words(self):
        said = self.run_program("k1", "echo 'No module named timm' >&2; exit 7", "--trials", 1, "--maximize", "acc", code=3)
        self.assertRegex(said.err, r"error: trial 0 failed after [^ ]+ s \(error\): exit status 7; the last lines of its "
                                   r"stderr:\n     No module named timm\n   The study goes on\. All of its output: kilter "
                                   r"trial log k1 0\n")
        self.assertIn("1 failed (1 error)", said.out)

    def test_k104_a_loss_maximized(self):
        text = ('warning[K104]: you asked to maximize "val_loss"; loss is normally minimized\n'
                "   Stop: Ctrl-C, then --minimize val_loss with a new --name. Sure: --yes-maximize\n")
        said = self.run_program("k1", "echo val_loss=$1", "--trials", 1, "--maximize", "val_loss")
        self.assertTrue(said.err.startswith(text), said)
        said = self.run_program("k2", "echo val_loss=$1", "--trials", 1, "--maximize", "val_loss", "--yes-maximize")
        self.assertNotIn("K104", said.err)
        said = self.run_program("k3", "echo val_loss=$1", "--trials", 1, "--maximize", "val_loss", "--json")
        self.assertEqual(told(said), [one(text)])

    def test_k107_k108_k118(self):
        names = [f"p{i}" for i in range(8)]
        words = " ".join(f"{{{name}:float(0,1)}}" for name in names)
        said = self.kilter("run", "--name", "k1", "--trials", 2, "--maximize", "test_acc", "--", "sh", "-c",
                           "echo test_acc=1 # {lr:float(0.00001,0.1)} " + words)
        self.assertEqual(said.err.split("Study k1")[0],
                         'warning[K118]: the objective "test_acc" looks like the test set\n'
                         "   Choosing the best of 2 trials on it makes its score too good. Report a validation metric for the "
                         "search\n"
                         "   and keep the test set for the end:  --maximize val_acc\n"
                         "warning[K107]: lr = { float = [1e-05, 0.1] } is linear: 90 % of the proposals would lie above 0.01\n"
                         "   Usual for a learning rate: lr = { log = [1e-05, 0.1] }\n"
                         "warning[K108]: 2 trials for 9 parameters: this will be exploration only, no learned proposals\n"
                         "   Tune fewer (lr and weight decay usually matter most), or --trials 55. A known good start is trial 0 "
                         "anyway.\n")

    def test_k109_out_of_memory(self):
        program = "if [ $1 -gt 400 ]; then echo 'torch.OutOfMemoryError: CUDA out of memory.' >&2; exit 1; fi; echo acc=0.$1"
        text = ("warning[K109]: trial 0 ran out of GPU memory: exit status 1\n"
                "     torch.OutOfMemoryError: CUDA out of memory.\n"
                "   x 501\n"
                "   It counts as failed, and samplers keep away from settings where many fail.\n"
                "   It ran alone, so it does not fit here.\n"
                "   To allow it: smaller batches, gradient accumulation, or mixed precision.\n")
        said = self.run_program("k1", program, "--trials", 8, "--jobs", 1, "--maximize", "acc")
        self.assertIn(text, said.err)
        self.assertEqual(said.err.count("ran out of"), 1, "said once")
        said = self.run_program("k2", program, "--trials", 8, "--jobs", 1, "--maximize", "acc", "--json")
        self.assertEqual(told(said), [one(text)])
        said = self.run_program("k3", "sleep 0.$(($1 > 400 ? 3 : 6)); " + program, "--trials", 2, "--jobs", 2, "--workdir", "shared",
                                "--maximize", "acc", code=None)
        self.assertRegex(said.err, r"   1 other ran beside it\. Fewer at a time: kilter set k3 --jobs 1     Then once more: "
                                   r"kilter retry k3 \d\n")

    def test_k110_many_diverged(self):
        program = "if [ $1 -gt 500 ]; then echo loss=nan; else echo loss=0.$1; fi"
        said = self.run_program("k1", program, "--trials", 12, "--jobs", 1, "--sampler", "random", "--seed", 3, "--minimize", "loss")
        self.assertRegex(said.err, r"warning\[K110\]: \d+ of \d+ trials diverged \(their metric was no finite number\), all with x at "
                                   r"5\d\d or above\n"
                                   r"   They count as failed and steer the search away\. If you do not need these values, narrow x\.\n"
                                   r"   If you expect them to work: warm-up or gradient clipping in the program\.\n")
        self.assertEqual(said.err.count("K110"), 1, "said once")
        mixed = "case $1 in *[13579]) echo loss=nan;; *) echo loss=0.$1;; esac"
        said = self.run_program("k2", mixed, "--trials", 16, "--jobs", 1, "--sampler", "random", "--seed", 1, "--minimize", "loss",
                                "--json")
        messages = [message for message in told(said) if message["code"] == "K110"]
        self.assertEqual([message["headline"].partition(" trials ")[2] for message in messages],
                         ["diverged (their metric was no finite number)"])
        self.assertEqual(messages[0]["advice"][0], "They count as failed and steer the search away. No single parameter tells them from "
                                                   "the others.")

    def test_k111_three_equal_crashes_pause(self):
        said = self.run_program("k1", "echo 'No module named timm' >&2; exit 1", "--trials", 9, "--jobs", 1, "--maximize", "acc",
                                code=3)
        text = ("error[K111]: the first 3 trials failed in the same way, so the study is paused (nothing lost)\n"
                "     No module named timm\n"
                "   This is in your program, not in Kilter. Command used: "
                "sh -c 'echo '\\''No module named timm'\\'' >&2; exit 1' sh 501  in: " + str(self.folder) + "\n"
                "   Fix it, then: kilter resume k1 --retry-failed\n")
        self.assertTrue(said.err.endswith(text), said)
        self.assertIn("3 trials of study k1, 3 failed (3 error)", said.out)
        again = self.run_program("k1", "echo 'No module named timm' >&2; exit 1", "--json", code=3)
        self.assertEqual(told(again), [one(text)], "it stays paused, and says so")

    def test_k111_names_the_line_of_the_users_own_file(self):
        (self.folder / "train.py").write_text("import os\n\n\nimport json.timm\n")
        said = self.kilter("run", "--name", "k1", "--jobs", 1, "--maximize", "acc", "--", sys.executable, "train.py", "{x:int(1,9)}",
                           code=3)
        self.assertIn("     ModuleNotFoundError: No module named 'json.timm'        (train.py line 4)\n", said.err)

    def test_k114_another_goal(self):
        self.run_program("k1", "echo acc=1", "--trials", 1, "--maximize", "acc")
        said = self.run_program("k1", "echo acc=1", "--minimize", "loss", code=2)
        self.assertEqual(said.err, 'error[K114]: study "k1" exists with another goal (maximize acc; now: minimize loss)\n'
                                   "   Every number is recorded in each trial, so nothing needs to run again:  "
                                   "kilter study rerank k1 --minimize loss\n"
                                   "   Go on with it: leave the goal out, or give the same.   Or a new study: --name k1-loss\n")

    def test_k119_without_effect(self):
        said = self.run_program("k1", "echo acc=0.5", "--trials", 6, "--jobs", 1, "--seed", 1, "--maximize", "acc")
        self.assertRegex(said.err, r'warning\[K119\]: "x" seems to have no effect: 4 trials with x \d+–\d+ gave identical '
                                   r"curves to the last digit\n"
                                   r"   The value probably does not reach the program\. Trial 3 was started as: "
                                   r"sh -c 'echo acc=0\.5' sh \d+\n"
                                   r"   Does your program read that option, under that name\?\n")
        self.assertEqual(said.err.count("K119"), 1, "said once")

    def test_k119_is_not_said_of_trials_that_diverged_alike(self):
        said = self.run_program("k1", "if [ $1 -gt 600 ]; then echo acc=0.1; else echo acc=0.$1; fi", "--trials", 20, "--seed",
                                1, "--maximize", "acc")
        self.assertNotIn("K119", said.err)

    def test_what_a_program_prints_cannot_reach_the_terminal_as_commands(self):
        said = self.run_program("k1", "printf '\\033]0;owned\\007\\033[31mred' >&2; exit 1", "--trials", 1, "--maximize", "acc",
                                code=3)
        self.assertNotIn("\x1b", said.out + said.err)
        self.assertIn("owned", said.err)

    def test_every_code_has_a_long_form(self):
        listed = self.kilter("help", "codes").out
        for code in (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 118, 119, 120):
            self.assertIn(f"K{code}  ", listed)
            text = self.kilter("help", f"K{code}").out
            self.assertGreater(len(text.splitlines()), 2, text)


if __name__ == "__main__":
    unittest.main()
