# SPDX-License-Identifier: MIT
"""The record of a search, as Hyperopt keeps it."""
from __future__ import annotations

import datetime
from typing import Any, Iterator

STATUS_NEW, STATUS_RUNNING, STATUS_SUSPENDED, STATUS_OK, STATUS_FAIL = "new", "running", "suspended", "ok", "fail"
STATUS_STRINGS = (STATUS_NEW, STATUS_RUNNING, STATUS_SUSPENDED, STATUS_OK, STATUS_FAIL)
JOB_STATE_NEW, JOB_STATE_RUNNING, JOB_STATE_DONE, JOB_STATE_ERROR = range(4)


class AllTrialsFailed(Exception):
    """There is no best trial, for none went well."""


class InvalidLoss(Exception):
    """The objective returned no number."""


class Trials:
    """What was tried, in order; handing it to fmin again goes on."""

    def __init__(self) -> None:
        self._documents: list[dict[str, Any]] = []
        self._study: Any = None
        self.attachments: dict[str, Any] = {}

    def _add(self, number: int, result: dict[str, Any], vals: dict[str, Any], labels: list[str]) -> None:
        now = datetime.datetime.now()
        self._documents.append({
            "tid": number, "state": JOB_STATE_ERROR if "error" in result else JOB_STATE_DONE,
            "result": result, "spec": None, "exp_key": None, "owner": None, "version": 0,
            "book_time": now, "refresh_time": now,
            "misc": {"tid": number, "cmd": ("domain_attachment", "FMinIter_Domain"), "workdir": None,
                     "idxs": {label: [number] if label in vals else [] for label in labels},
                     "vals": {label: [vals[label]] if label in vals else [] for label in labels}}})

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._documents)

    def __getitem__(self, place: int) -> dict[str, Any]:
        return self._documents[place]

    @property
    def trials(self) -> list[dict[str, Any]]:
        return self._documents

    @property
    def tids(self) -> list[int]:
        return [document["tid"] for document in self._documents]

    @property
    def results(self) -> list[dict[str, Any]]:
        return [document["result"] for document in self._documents]

    @property
    def miscs(self) -> list[dict[str, Any]]:
        return [document["misc"] for document in self._documents]

    @property
    def vals(self) -> dict[str, list[Any]]:
        labels = {label for document in self._documents for label in document["misc"]["vals"]}
        return {label: [value for document in self._documents for value in document["misc"]["vals"].get(label, [])]
                for label in sorted(labels)}

    @property
    def idxs(self) -> dict[str, list[int]]:
        labels = {label for document in self._documents for label in document["misc"]["idxs"]}
        return {label: [tid for document in self._documents for tid in document["misc"]["idxs"].get(label, [])]
                for label in sorted(labels)}

    def losses(self, bandit: Any = None) -> list[float | None]:
        return [result.get("loss") for result in self.results]

    def statuses(self, bandit: Any = None) -> list[str]:
        return [result["status"] for result in self.results]

    def refresh(self) -> None:
        """Nothing to do: the record is always current."""

    @property
    def best_trial(self) -> dict[str, Any]:
        good = [document for document in self._documents if document["result"]["status"] == STATUS_OK]
        if not good:
            raise AllTrialsFailed("None of the trials went well.")
        return min(good, key=lambda document: document["result"]["loss"])

    @property
    def argmin(self) -> dict[str, Any]:
        return {label: values[0] for label, values in self.best_trial["misc"]["vals"].items() if values}
