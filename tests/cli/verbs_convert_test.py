#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sweeps of W&B and Hydra as study files, and study files in YAML and JSON."""
import json
import unittest

from verbs_support import PYTHON, StudyTest

WANDB = """\
# a sweep as people write them
program: train.py
project: cifar
name: wide nets
description: Is wider better?
method: bayes
metric:
  name: val_acc
  goal: maximize
  target: 0.99
run_cap: 40
parameters:
  learning_rate:
    distribution: log_uniform_values
    min: 1e-4
    max: 1e-1
  batch_size:
    values: [32, 64, 128]
  dropout:
    min: 0.0
    max: 0.5
  amp:
    values: [true, false]
  epochs:
    value: 27
  optimizer:
    parameters:
      name:
        values: [adam, sgd]
        probabilities: [0.7, 0.3]
      momentum: {distribution: q_uniform, q: 0.1, min: 0, max: 0.99}
early_terminate:
  type: hyperband
  min_iter: 3
command:
  - ${env}
  - python3
  - ${program}
  - --data={root}
  - ${args}
"""

WANDB_STUDY = """\
# Made by kilter convert from sweep.yaml, a W&B sweep; change what you like.
# Not carried over, or not quite as it was:
#   line 3: project has no counterpart
#   line 6: method: bayes is Kilter's own default sampler, another algorithm for the same purpose
#   line 10: metric: target: a study does not end at a value
#   line 23: amp: W&B passes True and False, Kilter true and false
#   line 29: optimizer.name: the probabilities are left out; samplers learn which values are good
name = "wide-nets"
note = "Is wider better?"
scheduler = "asha"

[command]
run = ["python3", "train.py", "--data={{root}}", "--learning_rate={learning_rate}", "--batch_size={batch_size}", \
"--dropout={dropout}", "--amp={amp}", "--optimizer.name={optimizer.name}", "--optimizer.momentum={optimizer.momentum}", \
"--epochs={trial.epochs}"]

[objective]
maximize = "val_acc"

[space]
learning_rate        = { log = [0.0001, 0.1] }
batch_size           = { choice = [32, 64, 128], ordered = true }
dropout              = { float = [0.0, 0.5] }
amp                  = { bool = true }
"optimizer.name"     = { choice = ["adam", "sgd"] }
"optimizer.momentum" = { float = [0.0, 1.0], step = 0.1 }

[budget]
trials = 40
epochs = [3, 27]
"""

HYDRA = """\
defaults:
  - _self_
  - override hydra/sweeper: optuna
model: {width: 64}
hydra:
  sweeper:
    sampler:
      _target_: optuna.samplers.TPESampler
    direction: minimize
    n_trials: 20
    n_jobs: 2
    params:
      x: interval(-5.5, 5.5)
      model.lr: tag(log, interval(1e-4, 1e-1))
      model.width: int(tag(log, interval(8, 256)))
      depth: range(1, 5)
      act: choice(relu, tanh)
      seed: 7
"""

HYDRA_STUDY = """\
# Made by kilter convert from config.yaml, a Hydra sweep; change what you like.
# Not carried over, or not quite as it was:
#   line 7: the config does not name the program: my_app.py in the command is yours to change
#   line 8: sampler has no counterpart
#   line 9: Hydra takes what your function returns; let it print it too: print(f"value={result}")
#   line 16: depth: range: 5 belongs to it, as Hydra's Optuna sweeper reads it

[command]
run = ["python", "my_app.py", "x={x}", "model.lr={model.lr}", "model.width={model.width}", "depth={depth}", "act={act}", "seed=7"]

[objective]
minimize = "value"

[space]
x             = { float = [-5.5, 5.5] }
"model.lr"    = { log = [0.0001, 0.1] }
"model.width" = { logint = [8, 256] }
depth         = { int = [1, 5] }
act           = { choice = ["relu", "tanh"] }

[budget]
trials = 20

[resources]
jobs = 2
"""

OVERRIDES = """\
# what we typed so far
python app.py -m 'lr=interval(1e-4, 1e-1)' optimizer=adam,sgd \\
   +depth=range(1,5) model.width=64,128,256 seed=7
"""

OVERRIDES_STUDY = """\
# Made by kilter convert from typed.txt, a Hydra sweep; change what you like.
# Not carried over, or not quite as it was:
#   line 1: the sweep names no metric; add [objective] maximize = "...", by the name that your program prints
#   line 3: depth: range: 5 does not belong to it, as Hydra reads it

[command]
run = ["python", "app.py", "lr={lr}", "optimizer={optimizer}", "+depth={depth}", "model.width={model.width}", "seed=7"]

[space]
lr            = { float = [0.0001, 0.1] }
optimizer     = { choice = ["adam", "sgd"] }
depth         = { int = [1, 4] }
"model.width" = { choice = [64, 128, 256] }
"""


class Convert(StudyTest):
    maxDiff = None

    def converted(self, name, text):
        self.write(name, text)
        return self.kilter("convert", name).out

    def refused(self, name, text, message):
        self.write(name, text)
        said = self.kilter("convert", name, code=4)
        self.assertEqual((said.out, said.err), ("", message))

    def test_a_sweep_of_wandb(self):
        self.assertEqual(self.converted("sweep.yaml", WANDB), WANDB_STUDY)
        answer = self.kilter("convert", "sweep.yaml", "--json").json
        self.assertEqual((answer["schema"], answer["kind"], answer["study_file"]),
                         ("kilter/convert/1", "W&B sweep", WANDB_STUDY))
        self.assertEqual(answer["next"][0], "kilter convert sweep.yaml > study.toml")
        self.assertEqual(len(answer["lost"]), 5)

    def test_sweeps_of_hydra(self):
        self.assertEqual(self.converted("config.yaml", HYDRA), HYDRA_STUDY)
        self.assertEqual(self.converted("typed.txt", OVERRIDES), OVERRIDES_STUDY)

    def test_every_distribution_of_wandb(self):
        ranges = {
            "{distribution: constant, value: 3}": "{ fixed = 3 }",
            "{value: null}": '{ fixed = "None" }',
            "{values: [[64, 64], [128]]}": '{ choice = ["[64,64]", "[128]"] }',
            "{values: [1, a, null]}": '{ choice = [1, "a", "None"] }',
            "{min: 1, max: 9}": "{ int = [1, 9] }",
            "{min: 1, max: 9.5}": "{ float = [1.0, 9.5] }",
            "{distribution: uniform, min: 1, max: 9}": "{ float = [1.0, 9.0] }",
            "{distribution: q_uniform, min: 3, max: 64, q: 8}": "{ int = [0, 64], step = 8 }",
            "{distribution: log_uniform, min: 0, max: 2.302585}": "{ log = [1.0, 10.0] }",
            "{distribution: inv_log_uniform, min: 0, max: 2.302585}": "{ log = [0.1, 1.0] }",
            "{distribution: q_log_uniform_values, min: 1, max: 100}": "{ log = [1.0, 100.0] }",
            "{distribution: normal, mu: 1, sigma: 0.5}": "{ float = [-0.5, 2.5] }",
            "{distribution: log_normal, mu: 0, sigma: 1}": "{ log = [0.0497871, 20.0855] }",
            "{distribution: beta, a: 1, b: 2}": "{ float = [0.0, 1.0] }",
        }
        for sweep, study in ranges.items():
            with self.subTest(sweep=sweep):
                text = self.converted("sweep.yaml", f"parameters:\n  a: {sweep}\n  lr: {{min: 0.1, max: 1.0}}\n")
                self.assertIn(f"\na  = {study}\n", text)

    def test_what_it_prints_runs(self):
        self.write("train.py", "import sys\nlr = float(sys.argv[1].split('=')[1])\nprint(f'val_loss={(lr - 0.01) ** 2}')\n")
        self.write("sweep.yaml", f"program: train.py\ncommand: ['{PYTHON}', '${{program}}', '${{args}}']\nmethod: random\n"
                                 "metric: {name: val_loss, goal: minimize}\nrun_cap: 4\n"
                                 "parameters: {lr: {distribution: log_uniform_values, min: 0.0001, max: 0.1}}\n")
        self.write("study.toml", self.kilter("convert", "sweep.yaml").out)
        self.kilter("run", "study.toml", "--name", "k1")
        self.assertEqual(self.kilter("status", "k1", "--json").json["trials"]["complete"], 4)

    def test_what_cannot_be_read_is_named_with_its_line(self):
        self.refused("a.yaml", "parameters:\n  lr: {min: a, max: 1}\n",
                     "error: a.yaml line 2: lr: {min: a, max: 1}   min is a number, not a text\n")
        self.refused("a.yaml", "parameters:\n  lr:\n    distribution: unifrom\n",
                     'error: a.yaml line 3: distribution: unifrom   the distribution "unifrom" is not known\n'
                     "   Did you mean uniform?\n")
        self.refused("a.yaml", "parameters:\n  lr: {min: 1.0, max: 0.5}\n",
                     "error: a.yaml line 2: lr: {min: 1.0, max: 0.5}   lr = { float = [1, 0.5] }   "
                     "low 1 is above high 0.5 (swapped?)\n")
        self.refused("a.txt", "lr=intervall(1,2)\n",
                     "error: a.txt line 1: lr=intervall(1,2)   intervall() is not read; did you mean interval()?\n")
        self.refused("a.txt", "lr=interval(1,2\n", 'error: a.txt line 1: lr=interval(1,2   a ")" is missing\n')
        self.refused("a.yaml", "a: b\n",
                     "error: a.yaml line 1: a: b   this is no sweep that Kilter knows\n"
                     "   Read are a W&B sweep (method, metric, parameters), hydra.sweeper.params of a Hydra config,\n"
                     "   and lines of Hydra overrides such as lr=interval(1e-4,1e-1).\n")

    def test_hostile_files_end_in_a_sentence(self):
        bomb = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
            f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
        for text, words in ((bomb, "more than 100000 values, aliases counted"), ("a:\n" + "- " * 50000, "nested more than 64 deep"),
                            ("a: " + "[" * 50000, "a.yaml line 1: "),
                            ("parameters: {x: {min: 0, max: 1e999}}", "too large a number"),
                            ("parameters: {x: {min: 0, max: " + "9" * 400 + "}}", "too large a number"),
                            ("lr=" + "tag(" * 5000, "nested too deep"), ("\0\1\2", "no sweep")):
            with self.subTest(words=words):
                self.write("a.yaml", text)
                said = self.kilter("convert", "a.yaml", code=4)
                self.assertIn(words, said.err)
                self.assertLess(len(said.err), 800)


class YamlStudyFiles(StudyTest):
    STUDY = {"name": "k1", "command": {"run": [PYTHON, "train.py", "{x}"]}, "objective": {"maximize": "acc"},
             "space": {"x": {"float": [0, 1], "default": 0.5}}, "budget": {"trials": 3}}

    def setUp(self):
        super().setUp()
        self.write("train.py", "import sys\nprint(f'acc={1 - (float(sys.argv[1]) - 0.3) ** 2}')\n")

    def test_the_same_keys_in_yaml_and_json(self):
        self.write("study.yaml", f"name: k1\ncommand:\n  run: ['{PYTHON}', train.py, '{{x}}']\nobjective: {{maximize: acc}}\n"
                                 "space:\n  x: {float: [0, 1], default: 0.5}\nbudget:\n  trials: 3\n")
        self.write("study.json", json.dumps(self.STUDY))
        dry = [self.kilter("run", f"study.{form}", "--dry-run", "--json").json["settings"] for form in ("yaml", "json")]
        self.assertEqual(dry[0], dry[1])
        self.kilter("run", "study.yaml")
        self.assertEqual(self.kilter("best", "k1", "--json").json["trial"] in (0, 1, 2), True)
        self.assertIn("Nothing is left to do", self.kilter("run", "study.json").out)
        self.assertIn("study.yaml", self.kilter("config", "study.yaml").out)

    def test_slips_are_named_with_their_line(self):
        self.write("study.yml", "name: k1\nobjective:\n  maximise: acc\n")
        self.assertEqual(self.kilter("run", "study.yml", code=4).err,
                         'error: study.yml line 3: maximise: acc   there is no key "maximise" in [objective]\n'
                         "   Did you mean maximize?\n")
        self.write("study.yml", "name: k1\nspace:\n  lr: {log: [0, 0.1]}\n")
        self.assertEqual(self.kilter("run", "study.yml", code=4).err,
                         "error[K105]: study.yml line 3: lr = { log = [0, 0.1] }   a log range must start above 0\n"
                         '   For "zero or small values": lr = { log = [1e-06, 0.1], or = 0.0 }\n')
        self.write("study.yml", "name: k1\nbudget: {trials: [}\n")
        self.assertTrue(self.kilter("run", "study.yml", code=4).err.startswith("error: study.yml line 2: "))
        self.assertEqual(self.kilter("run", "none.yaml", code=2).err.splitlines()[0], "error: there is no study file none.yaml")


if __name__ == "__main__":
    unittest.main()
