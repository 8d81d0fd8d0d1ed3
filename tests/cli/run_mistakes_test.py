# SPDX-License-Identifier: MIT
"""Typing slips, each answered with what was probably meant; and messages of running studies as JSON, word for word as text."""

import json
import unittest

from kilter_program import KilterTest
from run_messages_test import one, told

STUDY = """\
name = "wide"
[command]
run = ["sh", "-c", "echo acc=0.$1", "sh", "{x}"]
[objective]
maximize = "acc"
[space]
x = { int = [100, 900] }
[budget]
trials = 3
"""


class DidYouMean(KilterTest):
    def meant(self, text, *words, code=2):
        """The error of a call, as text and as JSON."""
        said = self.kilter(*words, code=code)
        self.assertEqual((said.out, said.err), ("", text))
        end = words.index("--") if "--" in words else len(words)
        self.assertEqual(told(self.kilter(*words[:end], "--json", *words[end:], code=code)), [one(text)])

    def test_a_command(self):
        self.meant('error: there is no command "statsu"\n   Did you mean: kilter status\n'
                   "   All commands: kilter help     Tune a program: kilter run -- PROGRAM ...\n", "statsu")
        self.meant('error: there is no command "trial shwo"\n   Did you mean: kilter trial show\n'
                   "   It is one of: kilter trial show, kilter trial log, kilter trial kill, kilter trial add\n", "trial", "shwo")
        self.meant('error: there is no help on "K1002"\n   Did you mean: kilter help K102\n'
                   "   All commands: kilter help     All messages: kilter help codes\n", "help", "K1002")

    def test_an_option(self):
        self.meant("error: kilter best has no option --topp\n   Did you mean --top?\n   All options: kilter best --help\n",
                   "best", "--topp", "3")
        self.meant("error: kilter run has no option --maximise\n   Did you mean --maximize?\n   All options: kilter run --help\n",
                   "run", "--maximise=acc", "--", "sh", "{x:int(1,9)}")

    def test_a_key_of_a_study_file(self):
        for old, new, line, what, meant in (
                ("trials = 3", "trails = 3", 9, "trails = 3   there is no key \"trails\" in [budget]", "trials"),
                ("maximize =", "maximise =", 5, "maximise = \"acc\"   there is no key \"maximise\" in [objective]", "maximize"),
                ("[space]", "[spaces]", 6, "[spaces]   there is no key \"spaces\" at the top of the file", "space"),
                ("int = [100", "itn = [100", 7, "x = {\"itn\":[100,900]}   \"itn\" is not known here", "int")):
            with self.subTest(new):
                self.file("study.toml", STUDY.replace(old, new))
                self.meant(f"error: study.toml line {line}: {what}\n   Did you mean {meant}?\n", "run", "study.toml", code=4)

    def test_a_value_of_a_study_file(self):
        self.file("study.toml", 'sampler = "tpee"\n' + STUDY)
        self.meant('error: there is no sampler "tpee"\n   Did you mean tpe?\n'
                   "   There are: auto, gp, quasi_random, random, grid, tpe\n", "run", "study.toml", code=4)
        self.file("study.toml", STUDY + '[constraints]\nfits = "xx <= 500"\n')
        said = self.kilter("run", "study.toml", code=4)
        self.assertIn("Did you mean x?", said.err)

    def test_a_parameter_in_a_placeholder(self):
        self.file("study.toml", STUDY.replace("x = {", "width = {").replace('"{x}"', '"{widht}"'))
        self.meant("error: {widht} in the command is no parameter of this study\n   Did you mean {width}?\n"
                   "   Its range may stand in the command: '{widht:log(1e-4,1)}'   or in study.toml under [space].\n"
                   "   Parameters of the study: width\n   A brace that is meant as such is written twice: {{ and }}.\n",
                   "run", "study.toml")
        self.meant("error: {trial.dri} in the command is no parameter of this study\n   Did you mean {trial.dir}?\n"
                   "   Its range may stand in the command: '{trial.dri:log(1e-4,1)}'   or in study.toml under [space].\n"
                   "   Parameters of the study: x\n   A brace that is meant as such is written twice: {{ and }}.\n",
                   "run", "--maximize", "acc", "--", "sh", "{trial.dri}", "{x:int(1,9)}")

    def test_a_study_a_metric_a_parameter(self):
        self.file("study.toml", STUDY)
        self.kilter("run", "study.toml")
        self.meant('error: there is no study "wied" in kilter-studies\n   Did you mean wide?\n   All studies: kilter study list\n',
                   "status", "wied")
        self.meant('error: "wied" is neither a study file nor a study in kilter-studies\n   Did you mean wide?\n'
                   "   Your program stands after two dashes: kilter run --maximize METRIC -- wied ...\n", "run", "wied")
        self.meant('error: no trial has given a number named "ac"\n   Did you mean acc?\n   Recorded are: acc\n',
                   "best", "wide", "--by", "ac")
        self.meant('error: no trial has given a number named "acx"\n   Did you mean acc?\n   Recorded are: acc\n',
                   "study", "rerank", "wide", "--maximize", "acx")
        self.meant('error: the study has no parameter "xx"\n   Did you mean x?\n   Parameters of the study: x\n',
                   "space", "widen", "wide", "xx")
        self.meant('error: the study has no parameter "xx"\n   Did you mean x?\n   Parameters of the study: x\n',
                   "trial", "add", "wide", "xx=1")


class AsJson(KilterTest):
    """What is said while a study runs, the same in both forms."""

    def both(self, code, *words, exit_code=0):
        """The message of that code from two studies, text and JSON; returns the text."""
        end = words.index("--")
        said = self.kilter("run", "--name", "a", *words, code=exit_code).err
        lines = said.splitlines()
        start = next(i for i, line in enumerate(lines) if f"[{code}]" in line)
        end_line = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith("   ")), len(lines))
        text = "\n".join(lines[start:end_line]) + "\n"
        messages = [m for m in told(self.kilter("run", "--name", "b", "--json", *words[:end], *words[end:], code=exit_code))
                    if m["code"] == code]
        self.assertEqual([json.dumps(m).replace(" b ", " a ") for m in messages],
                         [json.dumps(one(text)).replace(" b ", " a ")], said)
        return text

    def test_k106_in_a_file(self):
        self.file("study.toml", STUDY.replace("[100, 900]", "[900, 100]"))
        text = "error[K106]: study.toml line 7: x = { int = [900, 100] }   low 900 is above high 100 (swapped?)\n"
        self.assertEqual(self.kilter("run", "study.toml", code=4).err, text)
        self.assertEqual(told(self.kilter("run", "--json", "study.toml", code=4)), [one(text)])

    def test_k102(self):
        said = self.kilter("run", "--json", "--name", "k1", "--trials", 1, "--maximize", "val_acc", "--", "sh", "-c",
                           "echo val_accuracy=0.5", "sh", "{x:int(1,9)}", code=3)
        (message,) = told(said)
        self.assertEqual((message["code"], message["headline"]), ("K102", 'trial 0 ended without reporting "val_acc"'))
        self.assertEqual(message["advice"][1:], ["Did you mean val_accuracy?    kilter run … --maximize val_accuracy --name k1-2",
                                                 "Or print this once per epoch:  val_acc=0.93            Log: kilter trial log k1 0"])

    def test_k107_k108_k118(self):
        words = ["--trials", 2, "--maximize", "test_acc", "--", "sh", "-c", "echo test_acc=1 # {lr:float(0.00001,0.1)} {a:float(0,1)} "
                 "{b:float(0,1)}"]
        for code in ("K107", "K108", "K118"):
            with self.subTest(code):
                self.both(code, "--new", *words)

    def test_k119(self):
        text = self.both("K119", "--trials", 6, "--jobs", 1, "--seed", 1, "--maximize", "acc", "--", "sh", "-c", "echo acc=0.5", "sh",
                         "{x:int(1,1000)}")
        self.assertTrue(text.startswith('warning[K119]: "x" seems to have no effect: 4 trials with x '), text)

    def test_k120(self):
        text = self.both("K120", "--trials", 50, "--jobs", 1, "--sampler", "grid", "--maximize", "acc", "--", "sh", "-c",
                         "echo acc=$1", "sh", "{x:int(1,3)}")
        self.assertEqual(text, "notice[K120]: all 3 combinations have been tried; the study is complete\n"
                               "   Best: trial 1. To go on: widen a range, as with --param 'NAME=RANGE'.\n")

    def test_k113_and_k114(self):
        words = ["--name", "k1", "--trials", 2, "--jobs", 1]
        self.kilter("run", *words, "--maximize", "acc", "--", "sh", "-c", "echo acc=0.$1", "sh", "{x:int(1,9)}")
        again = ["--name", "k1", "--trials", 3, "--jobs", 1, "--json", "--", "sh", "-c", "echo acc=0.$1", "sh", "{x:int(1,12)}"]
        messages = told(self.kilter("run", *again))
        self.assertEqual(messages, [{"schema": "kilter/message/1", "severity": "notice", "code": "K113",
                                     "headline": "the space changed since the last start",
                                     "advice": ['~ x: { int = [1, 9] } → { int = [1, 12] }',
                                                "2 ended trials stay and are used where they fit (2 for x). See: kilter space diff k1"]}])
        text = ('error[K114]: study "k1" exists with another goal (maximize acc; now: minimize loss)\n'
                "   Every number is recorded in each trial, so nothing needs to run again:  kilter study rerank k1 --minimize loss\n"
                "   Go on with it: leave the goal out, or give the same.   Or a new study: --name k1-loss\n")
        self.assertEqual(told(self.kilter("run", "--name", "k1", "--minimize", "loss", "--json", code=2)), [one(text)])

    def test_k104_names_the_best_so_far(self):
        self.kilter("run", "--name", "k1", "--trials", 2, "--jobs", 1, "--maximize", "loss", "--", "sh", "-c", "echo loss=$1", "sh",
                    "{x:int(1,9)=9}")
        said = self.kilter("run", "--name", "k1", "--trials", 3, "--jobs", 1)
        self.assertIn('warning[K104]: you asked to maximize "loss"; loss is normally minimized\n'
                      "   Best so far is trial 0 with the highest loss, 9.\n", said.err)


class Next(KilterTest):
    def test_every_answer_names_its_schema_and_what_to_type_next(self):
        self.file("study.toml", STUDY)
        self.file("sweep.yaml", "parameters: {lr: {min: 0.1, max: 0.9}}\n")
        self.file("log.csv", "step,train_loss,val_loss\n" + "".join(f"{i},{1 / (i + 1)},{1 / (i + 1)}\n" for i in range(20)))
        self.file("train.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float, default=0.1)\n"
                              "a = p.parse_args()\nprint('acc=1')\n")
        calls = ["run --dry-run study.toml", "run --detach study.toml", "wait wide --timeout 1m", "status wide", "best wide",
                 "best wide --by acc", "trial show wide 0", "trial log wide 0", "trial add wide x=200", "replay wide 0",
                 "space diff wide", "space check wide", "space sample wide", "space diff study.toml", "space check study.toml",
                 "space sample study.toml", "space widen wide x", "set wide --trials 9", "pause wide", "resume wide", "ask wide",
                 "tell wide 3 0.5", "retry wide --failed", "study list", "study rerank wide --minimize acc", "study copy wide two",
                 "study rename two three", "study delete three --yes", "config", "config study.toml", "convert sweep.yaml",
                 "diagnose log.csv", "doctor", "repro wide 0 --dry-run", "help", "init --out other.toml -- python3 train.py"]
        for call in calls:
            with self.subTest(call):
                words = call.split()
                end = words.index("--") if "--" in words else len(words)
                said = self.kilter(*words[:end], "--json", *words[end:], code=None)
                self.assertIn(said.code, (0, 1), said)
                for line in said.out.splitlines()[:1]:
                    answer = json.loads(line)
                    self.assertRegex(answer["schema"], r"^kilter/[a-z-]+/1$")
                    self.assertTrue(answer["next"], said.out)
                    for command in answer["next"]:
                        self.assertTrue(command.startswith("kilter "), command)
                self.assertTrue(said.out, said)


if __name__ == "__main__":
    unittest.main()
