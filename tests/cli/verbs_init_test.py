# SPDX-License-Identifier: MIT
"""`kilter init`: from a program's --help to a study file that runs; and `best --by`, `study rerank` on what it gave."""

import importlib.util
import json
import pathlib
import shutil
import sys
import tomllib
import unittest

from kilter_program import KilterTest

ROOT = pathlib.Path(__file__).resolve().parents[2]

SCRIPT = '''import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.01, help="learning rate")
parser.add_argument("--weight-decay", type=float, default=0.0)
parser.add_argument("--act", choices=["relu", "tanh"], default="relu")
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--batch-size", type=int, default=32)
parser.add_argument("--out", default="model.bin")
a = parser.parse_args()
open(a.out, "w").write(str(a.lr))
for epoch in range(a.epochs):
    print(f"epoch={epoch} train_loss={epoch} val_loss={a.lr / (epoch + 1):.6f} ms={a.weight_decay * 1000 + epoch}")
'''


class Init(KilterTest):
    def test_a_help_that_fails_is_shown_with_its_last_line(self):
        self.file("train.py", "import nowhere_to_be_found\n")
        said = self.kilter("init", "--", sys.executable, "train.py", code=2).err
        self.assertIn("--help fails", said)
        self.assertIn("It said at its end:  ModuleNotFoundError: No module named 'nowhere_to_be_found'", said)

    def test_argparse_with_defaults_in_the_source_alone(self):
        self.file("train.py", SCRIPT)
        said = self.kilter("init", "--", sys.executable, "train.py")
        self.assertIn("  to tune   --lr 0.01                log(1e-04,1)=0.01   (name known: learning rate)\n", said.out + said.err)
        file = tomllib.loads((self.folder / "study.toml").read_text())
        self.assertEqual(file["space"], {"lr": "log(1e-04,1)=0.01", "weight_decay": "log(1e-6,0.1) or 0.0=0.0",
                                         "act": "choice(relu,tanh)=relu"})
        self.assertEqual(file["objective"], {"minimize": "val_loss"})
        self.assertEqual(file["budget"], {"epochs": 3})
        self.assertEqual(file["command"]["run"], [sys.executable, "train.py", "--lr", "{lr}", "--weight-decay", "{weight_decay}",
                                                  "--act", "{act}", "--epochs", "{trial.epochs}", "--out",
                                                  "{trial.dir}/model.bin"])
        said = self.kilter("run", "study.toml", "--json", "--trials", "6", "--jobs", "2")
        self.assertEqual(len(self.ended(said)), 6)
        self.assertFalse((self.folder / "model.bin").exists())
        self.kilter("init", "--", sys.executable, "train.py", code=2)
        self.kilter("init", "--force", "--json", "--", sys.executable, "train.py")
        self.look_otherwise()

    def look_otherwise(self):
        """The same trials by other numbers; nothing runs again."""
        def ranked(*words):
            answer = json.loads(self.kilter("best", "--json", *words).out)
            return [t["trial"] for t in answer["trials"]], [t["value"] for t in answer["trials"]]
        self.assertEqual(len(ranked("--by", "val_loss", "--top", "4")[0]), 4)
        values = ranked("--by", "val_loss")[1]
        self.assertEqual(values, sorted(values))
        self.assertEqual(ranked("--by", "val_loss", "--maximize")[1], values[::-1])
        combined = ranked("--by", "val_loss + 0*ms")[1]
        self.assertEqual(combined, values)
        self.assertEqual(ranked("--by", "ms", "--from", "best", "--minimize", "--top", "1")[1], ranked("--by", "ms - 2", "--minimize", "--top", "1")[1])
        said = self.kilter("best", "--by", "val_los", code=2)
        self.assertIn("Did you mean val_loss?", said.err)
        said = self.kilter("best", "--by", "val_loss - mss", "--minimize", code=2)
        self.assertIn("Did you mean ms?", said.err)
        self.kilter("study", "rerank", "--maximize", "val_loss")
        self.assertEqual(json.loads(self.kilter("best", "--json").out)["values"], {"val_loss": values[-1]})
        said = self.kilter("study", "rerank", "--minimize", "val_loss + ms", code=2)
        self.assertIn("the goal of a study is one metric", said.err)

    def test_constants(self):
        self.file("con.py", 'LR = 0.01\ndropout = 0.1\nN = 7\nprint(f"val_loss={LR * dropout}")\n')
        said = self.kilter("init", "--", sys.executable, "con.py", code=2)
        self.assertIn("con.py has these constants: LR = 0.01, dropout = 0.1, N = 7\n", said.err)
        self.kilter("init", "--constants", "--", sys.executable, "con.py")
        said = self.kilter("run", "study.toml", "--json", "--trials", "3")
        ends = self.ended(said)
        self.assertAlmostEqual(ends[0]["metrics"]["val_loss"], 0.001)
        self.assertEqual(len({e["metrics"]["val_loss"] for e in ends.values()}), 3)

    @unittest.skipUnless(importlib.util.find_spec("sklearn"), "scikit-learn is not installed")
    def test_a_real_script_unchanged(self):
        shutil.copy(ROOT / "examples/sklearn/train.py", self.folder)
        self.kilter("init", "--", sys.executable, "train.py")
        said = self.kilter("run", "study.toml", "--json", "--trials", "3", "--epochs", "3")
        self.assertEqual(sorted(self.ended(said)), [0, 1, 2])
        self.assertGreater(json.loads(self.kilter("best", "--json").out)["values"]["val_acc"], 0.5)


if __name__ == "__main__":
    unittest.main()
