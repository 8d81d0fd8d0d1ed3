# SPDX-License-Identifier: MIT
"""Where studies are kept: this process's memory, or a folder with one database a study."""
from ._folder import JournalStorage, RDBStorage
from ._place import BaseStorage, InMemoryStorage, get_storage
from . import journal
from .journal import JournalFileBackend, JournalFileOpenLock, JournalFileStorage, JournalFileSymlinkLock


class RetryFailedTrialCallback:
    """Kept for scripts that name it: a trial whose process died is tried again without it, at most three times."""

    def __init__(self, max_retry: int | None = None, inherit_intermediate_values: bool = False) -> None:
        self.max_retry = max_retry


RetryHeartbeatStaleTrialCallback = RetryFailedTrialCallback


def fail_stale_trials(study: object) -> None:
    """Nothing to do: each ask looks after trials whose process died."""


__all__ = ["BaseStorage", "InMemoryStorage", "JournalFileBackend", "JournalFileOpenLock", "JournalFileStorage",
           "JournalFileSymlinkLock", "JournalStorage", "RDBStorage", "RetryFailedTrialCallback",
           "RetryHeartbeatStaleTrialCallback", "fail_stale_trials", "get_storage", "journal"]
