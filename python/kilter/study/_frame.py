# SPDX-License-Identifier: MIT
"""The trials of a study as a pandas DataFrame."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..trial import FrozenTrial

if TYPE_CHECKING:
    from ._study import Study


def frame(study: Study, attrs: tuple[str, ...], multi_index: bool) -> Any:
    """One row a trial; params, attributes and several values get a column each."""
    try:
        import pandas
    except ImportError:
        raise ImportError("trials_dataframe() needs pandas: pip install pandas") from None
    trials = study.get_trials(deepcopy=False)
    several = len(study.directions) > 1
    wanted = ["values" if attr == "value" and several else attr for attr in attrs]
    names = study.metric_names
    columns: dict[tuple[str, str], None] = {}
    rows: list[dict[tuple[str, str], Any]] = []
    for trial in trials:
        row: dict[tuple[str, str], Any] = {}
        for attr in wanted:
            for key, value in _cells(trial, attr, names, len(study.directions)):
                row[(attr.lstrip("_"), key)] = value
        rows.append(row)
    for attr in wanted:
        keys = dict.fromkeys(key for row in rows for (of, key) in row if of == attr.lstrip("_"))
        ordered = sorted(keys) if attr in ("params", "user_attrs", "system_attrs") else list(keys)
        columns.update(dict.fromkeys((attr.lstrip("_"), key) for key in ordered))
    table = pandas.DataFrame([[row.get(column) for column in columns] for row in rows],
                             columns=pandas.MultiIndex.from_tuples(list(columns)) if columns else [])
    if not multi_index:
        table.columns = ["_".join(part for part in column if part) for column in columns]
    return table


def _cells(trial: FrozenTrial, attr: str, names: list[str] | None, goals: int) -> list[tuple[str, Any]]:
    if attr == "state":
        return [("", trial.state.name)]
    if attr == "value":
        return [(names[0] if names else "", trial.value)]
    if attr == "values":
        values = trial.values or [None] * goals
        return [(names[i] if names else str(i), value) for i, value in enumerate(values)]
    if attr == "system_attrs":
        return list(trial.system_attrs.items())
    held = getattr(trial, "_trial_id" if attr == "trial_id" else attr)
    return list(held.items()) if isinstance(held, dict) else [("", held)]
