# SPDX-License-Identifier: MIT
"""The same small programs, once with Optuna and once with one import changed, agree in all that is not random."""
import pathlib
import subprocess
import sys

import pytest

folder = pathlib.Path(__file__).parent / "programs"
programs = sorted(folder.glob("*.py"))


def output(program, where, answered_by):
    text = program.read_text()
    if answered_by == "kilter":
        assert text.count("import optuna\n") == 1
        text = text.replace("import optuna\n", "import kilter as optuna\n")
    place = where / answered_by
    place.mkdir()
    (place / program.name).write_text(text)
    ran = subprocess.run([sys.executable, "-W", "ignore", program.name], cwd=place, capture_output=True, text=True,
                         timeout=120, check=False)
    assert ran.returncode == 0, f"{answered_by}: {ran.stderr}"
    return ran.stdout


@pytest.mark.parametrize("program", programs, ids=lambda path: path.stem)
def test_runs_alike(program, tmp_path):
    ours = output(program, tmp_path, "kilter")
    assert ours.strip()
    pytest.importorskip("optuna", reason="Optuna is not installed to compare with")
    assert ours == output(program, tmp_path, "optuna")


@pytest.mark.parametrize("program", programs[:3], ids=lambda path: path.stem)
def test_an_unchanged_script_is_answered_by_kilter(program, tmp_path):
    ran = subprocess.run([sys.executable, "-W", "ignore", "-m", "kilter", str(program)], cwd=tmp_path,
                         capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == output(program, tmp_path, "kilter")
