# SPDX-License-Identifier: MIT
"""Studies by name: begin, open, delete, copy, list."""
from __future__ import annotations

import json
import os
from typing import Any, Sequence

from .. import _core, pruners, samplers
from ..exceptions import DuplicatedStudyError
from ..logging import get_logger
from ..storages import InMemoryStorage, get_storage
from ._direction import StudyDirection, direction_of
from ._study import Study
from ._summary import StudySummary, summary_of

_log = get_logger("kilter.study")


def _goals(directions: Sequence[StudyDirection]) -> list[dict[str, Any]]:
    names = ["value"] if len(directions) == 1 else [f"value_{i}" for i in range(len(directions))]
    return [{"metric": name, "maximize": direction == StudyDirection.MAXIMIZE, "from": "last"}
            for name, direction in zip(names, directions)]


def create_study(*, storage: Any = None, sampler: Any = None, pruner: Any = None, study_name: str | None = None,
                 direction: Any = None, load_if_exists: bool = False,
                 directions: Sequence[Any] | None = None) -> Study:
    """A new study, or with load_if_exists the one of that name.

    storage: None keeps it in this process; a folder, or "sqlite:///file.db", on disk, where other processes and the
    command line find it. sampler and pruner: None means Kilter's defaults, "auto" and the median rule.
    """
    if direction is not None and directions is not None:
        raise ValueError("Give either direction or directions.")
    if directions is not None and len(directions) == 0:
        raise ValueError("There must be at least one direction.")
    ways = [direction_of(word) for word in (directions or [direction or "minimize"])]
    place = get_storage(storage)
    name = study_name or f"no-name-{os.urandom(16).hex()}"
    if place.has(name):
        if not load_if_exists:
            raise DuplicatedStudyError(f"A study {name!r} exists already. load_if_exists=True goes on with it.")
        _log.info("Using an existing study with name '%s' instead of creating a new one.", name)
        study = Study(name, place, sampler, pruner)
        if study.directions != ways and (direction is not None or directions is not None):
            raise ValueError(f"[K114] Study {name!r} exists with another goal: {_words(study.directions)}; now "
                             f"{_words(ways)}. Give the same to go on with it, or another study_name.")
        return study
    settings = json.loads(_core.default_settings())
    settings["name"] = name
    settings["goals"] = _goals(ways)
    settings["job"] = {"study_name": name}
    settings["seed"] = int.from_bytes(os.urandom(6), "little")
    settings["sampler"] = {"name": "auto", "options": {}}
    study = Study(name, place, sampler if sampler is not None else samplers.AutoSampler(),
                  pruner if pruner is not None else pruners.MedianPruner(), settings=json.dumps(settings))
    study._settings_at_start = ""
    _log.info("A new study created %s with name: %s", "in memory" if place.in_memory else "on disk", name)
    return study


def _words(directions: Sequence[StudyDirection]) -> str:
    return ", ".join(direction.name.lower() for direction in directions)


def load_study(*, study_name: str | None, storage: Any, sampler: Any = None, pruner: Any = None) -> Study:
    """A study that exists. Its sampler and pruner stay what they were unless others are given."""
    place = get_storage(storage)
    if study_name is None:
        names = place.names()
        if len(names) != 1:
            raise ValueError(f"There are {len(names)} studies here, so study_name must say which: {names[:20]}")
        study_name = names[0]
    return Study(study_name, place, sampler, pruner)


def delete_study(*, study_name: str, storage: Any) -> None:
    get_storage(storage).remove(study_name)


def copy_study(*, from_study_name: str, from_storage: Any, to_storage: Any, to_study_name: str | None = None) -> None:
    """The same study once more, with all its trials."""
    source = load_study(study_name=from_study_name, storage=from_storage)
    target = create_study(study_name=to_study_name or from_study_name, storage=to_storage,
                          directions=source.directions)
    for key, value in source.user_attrs.items():
        target.set_user_attr(key, value)
    if source.metric_names is not None:
        target.set_metric_names(source.metric_names)
    target.add_trials(source.get_trials(deepcopy=False))


def get_all_study_names(storage: Any) -> list[str]:
    return get_storage(storage).names()


def get_all_study_summaries(storage: Any, include_best_trial: bool = True) -> list[StudySummary]:
    place = get_storage(storage)
    return [summary_of(Study(name, place), number, include_best_trial) for number, name in enumerate(place.names())]


__all__ = ["InMemoryStorage", "copy_study", "create_study", "delete_study", "get_all_study_names",
           "get_all_study_summaries", "load_study"]
