# SPDX-License-Identifier: MIT
"""Inside a program that `kilter run` starts, and beside it."""
import json
import pathlib
import subprocess
import sys

import pytest

import kilter

command = pathlib.Path(sys.executable).parent / "kilter"
program = """
import sys, kilter
p = kilter.params(lr=0.5, width=7)
for step in range(3):
    kilter.report(loss=(p["lr"] - 0.1) ** 2 + step, step=step)
    if kilter.should_stop():
        sys.exit(0)
print(p["width"], p["lr"])
"""


def test_alone_it_uses_its_defaults(tmp_path):
    (tmp_path / "train.py").write_text(program)
    ran = subprocess.run([sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (0, "7 0.5\n")


def test_kilter_run_tunes_it(tmp_path):
    (tmp_path / "train.py").write_text(program)
    ran = subprocess.run([str(command), "run", "--name", "inside", "--trials", "4", "--jobs", "1", "--minimize", "loss",
                          "--", "env", "KILTER_PARAMS={params}", sys.executable, "train.py", "--lr={lr:log(1e-3,1)=0.5}"],
                         cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    study = kilter.load_study(study_name="inside", storage=tmp_path / "kilter-studies")
    assert len(study.trials) == 4
    for trial in study.trials:
        assert sorted(trial.intermediate_values) == [0, 1, 2]
        assert trial.value == pytest.approx((trial.params["lr"] - 0.1) ** 2 + 2)


def test_the_decorator_finds_arguments():
    @kilter.tune(maximize="score", x=kilter.float_(-1, 1), kind=["a", "b"], trials=15)
    def score(x, kind, seed):
        assert isinstance(seed, int)
        return {"score": -(x - 0.25) ** 2 - (kind == "a"), "other": 1}

    best = score.run()
    assert set(best) == {"x", "kind"} and best["kind"] == "b"
    assert score(x=0.25, kind="b", seed=1)["score"] == 0
    with pytest.raises(TypeError):
        kilter.tune(maximize="a", minimize="b")


def test_further_metrics_are_kept(tmp_path):
    study = kilter.create_study(storage=tmp_path, study_name="metrics")
    trial = study.ask()
    trial.report(0.5, 1, accuracy=0.9)
    study.tell(trial, 0.5)
    exported = subprocess.run([str(command), "export", "metrics", "--json", "--home", str(tmp_path)], capture_output=True,
                              text=True, timeout=60, check=True).stdout
    assert "accuracy" in exported and json.loads(exported.splitlines()[0])
