# SPDX-License-Identifier: MIT
"""Names of Optuna's journal storage; the studies are Kilter's."""


class JournalFileBackend:
    """Says which file a journal storage would have."""

    def __init__(self, file_path: str, lock_obj: object = None) -> None:
        self.file_path = str(file_path)


class JournalFileOpenLock:
    """Kept for scripts that name it: Kilter's databases lock themselves."""

    def __init__(self, filepath: str, grace_period: int | None = None) -> None:
        self.filepath = filepath


JournalFileStorage = JournalFileBackend
JournalFileSymlinkLock = JournalFileOpenLock
