# SPDX-License-Identifier: MIT
"""Studies on disk: shared with the command line and with other processes, and safe from their death."""
import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import threading

import pytest

import kilter

command = pathlib.Path(sys.executable).parent / "kilter"


def said(*words):
    ran = subprocess.run([str(command), *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_command_line_reads_what_python_wrote(tmp_path):
    study = kilter.create_study(storage=tmp_path / "studies", study_name="mine")
    study.enqueue_trial({"x": 0.5})
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=5)
    home = ("--home", tmp_path / "studies")
    best = json.loads(said("best", "mine", "--json", *home))
    assert str(study.best_trial.number) in json.dumps(best)
    assert "mine" in said("status", "mine", *home)
    assert len(said("export", "mine", "--csv", *home).splitlines()) == 6


def test_a_trial_whose_process_dies_is_given_out_again(tmp_path):
    code = f"""
import kilter, os, signal
study = kilter.create_study(storage={str(tmp_path)!r}, study_name="dies")
def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    trial.set_user_attr("pid", os.getpid())
    if trial.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return x
study.optimize(objective, n_trials=5)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=False)
    assert ran.returncode == -signal.SIGKILL
    study = kilter.load_study(study_name="dies", storage=tmp_path)
    first = [trial.params for trial in study.trials]
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "COMPLETE", "RUNNING"]
    again = study.ask()
    assert again.number == 2 and again.suggest_float("x", 0, 1) == first[2]["x"]
    study.tell(again, 1.0)
    assert len(study.trials) == 3 and study.trials[2].value == 1.0


def test_processes_share_a_study(tmp_path):
    kilter.create_study(storage=tmp_path, study_name="shared")
    code = f"""
import kilter
study = kilter.load_study(study_name="shared", storage={str(tmp_path)!r})
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=10)
"""
    workers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    trials = kilter.load_study(study_name="shared", storage=tmp_path).trials
    assert [trial.number for trial in trials] == list(range(30))
    assert {trial.state.name for trial in trials} == {"COMPLETE"}


def test_a_forked_child_opens_the_study_anew(tmp_path):
    study = kilter.create_study(storage=tmp_path, study_name="forked")
    study.optimize(lambda trial: 1.0, n_trials=1)
    child = os.fork()
    if child == 0:
        try:
            study.optimize(lambda trial: 2.0, n_trials=2)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    study.optimize(lambda trial: 3.0, n_trials=1)
    assert [trial.value for trial in study.trials] == [1.0, 2.0, 2.0, 3.0]


def test_the_same_seed_gives_the_same_trials(tmp_path):
    def values(storage):
        study = kilter.create_study(storage=storage, study_name="same", sampler=kilter.samplers.TPESampler(seed=7))
        study.optimize(lambda t: (t.suggest_float("x", -1, 1) - 0.2) ** 2 + t.suggest_int("n", 0, 3), n_trials=20)
        return [trial.params for trial in study.trials]

    first = values(None)
    assert first == values(tmp_path)
    assert len({params["x"] for params in first}) == 20


def test_a_study_keeps_its_sampler_when_it_is_loaded(tmp_path):
    kilter.create_study(storage=tmp_path, study_name="kept", sampler=kilter.samplers.RandomSampler(seed=1),
                        pruner=kilter.pruners.NopPruner())
    again = kilter.load_study(study_name="kept", storage=tmp_path)
    assert type(again.sampler) is kilter.samplers.RandomSampler and type(again.pruner) is kilter.pruners.NopPruner


def test_deleting_lets_go(tmp_path):
    study = kilter.create_study(storage=tmp_path, study_name="gone")
    kilter.delete_study(study_name="gone", storage=tmp_path)
    with pytest.raises(kilter.Error, match="deleted"):
        study.ask()
    assert kilter.get_all_study_names(tmp_path) == []


def test_a_file_of_optuna_is_left_alone(tmp_path):
    file = tmp_path / "old.db"
    file.write_bytes(b"SQLite format 3\0" + bytes(84))
    study = kilter.create_study(storage=f"sqlite:///{file}", study_name="new")
    study.optimize(lambda trial: 0.0, n_trials=1)
    assert file.read_bytes() == b"SQLite format 3\0" + bytes(84)
    assert (tmp_path / "old.kilter" / "new" / "study.db").exists()
    with pytest.raises(ValueError, match="folders"):
        kilter.create_study(storage="mysql://somewhere/db")


def test_no_thread_waits_for_a_lock_that_another_holds(tmp_path):
    study = kilter.create_study(storage=tmp_path, study_name="threads")
    failures = []

    def work():
        try:
            for _ in range(10):
                trial = study.ask()
                trial.report(trial.suggest_float("x", 0, 1), 0)
                study.tell(trial, 1.0)
                study.trials
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures and not any(thread.is_alive() for thread in threads)
    assert len(study.trials) == 60


def test_a_study_in_memory_travels_whole():
    study = kilter.create_study(study_name="travels")
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=3)
    again = pickle.loads(pickle.dumps(study))
    assert again.trials == study.trials
