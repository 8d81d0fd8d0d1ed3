# SPDX-License-Identifier: MIT
"""What `pip install` leaves behind."""
import pathlib
import subprocess
import sys

import pytest

import kilter

scripts = pathlib.Path(sys.executable).parent


def run(*words, **options):
    return subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=120, check=False, **options)


def test_the_command_is_installed():
    ran = run(scripts / "kilter", "--version")
    assert ran.stdout == f"kilter {kilter.__version__}\n"


def test_importing_needs_nothing_else():
    said = run(sys.executable, "-c", "import sys, kilter; print(*sorted(m.split('.')[0] for m in sys.modules))").stdout
    assert not {"numpy", "pandas", "optuna", "hyperopt", "sqlalchemy", "yaml"} & set(said.split())


def test_types_are_marked():
    assert (pathlib.Path(kilter.__file__).parent / "py.typed").exists()


def test_kilter_optuna_is_kilter():
    code = ("import kilter, kilter.optuna, kilter.optuna.samplers as s; from kilter.optuna.trial import TrialState;"
            "assert kilter.optuna is kilter and s is kilter.samplers and TrialState is kilter.trial.TrialState")
    assert run(sys.executable, "-c", code).stderr == ""


def test_a_script_below_kilter_is_told_what_is_missing(tmp_path):
    (tmp_path / "s.py").write_text("import optuna.terminator\n")
    ran = run(sys.executable, "-m", "kilter", tmp_path / "s.py")
    assert ran.returncode == 1 and "docs/optuna.md" in ran.stderr
    assert run(sys.executable, "-m", "kilter", tmp_path / "none.py").returncode == 2


def test_the_types_agree_with_optuna_where_both_are_imported():
    code = """
import pytest
optuna = pytest.importorskip("optuna")
import kilter, warnings
warnings.simplefilter("ignore")
study = kilter.create_study(sampler=optuna.samplers.RandomSampler(), pruner=optuna.pruners.MedianPruner(2))
def objective(trial):
    if trial.number == 1:
        raise optuna.TrialPruned()
    return trial._suggest("x", optuna.distributions.FloatDistribution(0, 1))
study.optimize(objective, n_trials=3)
assert [t.state.name for t in study.trials] == ["COMPLETE", "PRUNED", "COMPLETE"]
assert type(study.sampler) is kilter.samplers.RandomSampler and study.pruner._options["startup_trials"] == 2
"""
    ran = run(sys.executable, "-c", code)
    assert ran.returncode == 0 or "Skipped" in ran.stderr, ran.stderr


def test_a_study_is_copied_to_optuna():
    pytest.importorskip("optuna")
    study = kilter.create_study(directions=["minimize", "maximize"], study_name="copied")
    study.set_metric_names(["a", "b"])
    study.optimize(lambda t: (t.suggest_float("x", 0, 1), len(t.suggest_categorical("c", ["p", "qq"]))), n_trials=3)
    copy = study.to_optuna()
    assert [(t.params, t.values) for t in copy.trials] == [(t.params, t.values) for t in study.trials]
    assert copy.metric_names == ["a", "b"] and [d.name for d in copy.directions] == ["MINIMIZE", "MAXIMIZE"]
