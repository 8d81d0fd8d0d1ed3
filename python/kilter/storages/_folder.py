# SPDX-License-Identifier: MIT
"""Studies on disk: a folder with one database each, which the command line reads too."""
from __future__ import annotations

import os
import pathlib
import re
import weakref
from typing import Any

from .. import _core
from ._place import BaseStorage
from .journal import JournalFileBackend

#: The connections of this process, by folder: a study that is deleted lets go of them.
_doors: dict[pathlib.Path, weakref.WeakSet[_core.Door]] = {}
_folder_name = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\Z")


def folder_of(name: str) -> str:
    """The folder of a study with that name: the name itself where it can be one."""
    if _folder_name.match(name):
        return name
    import hashlib

    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:60]
    return f"{readable or 'study'}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


class FolderStorage(BaseStorage):
    """A folder of studies, as kilter-studies is one."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = pathlib.Path(root).absolute()

    def open(self, name: str, settings: str) -> _core.Door:
        if not settings and not self.has(name):
            raise KeyError(f"There is no study {name!r} in {self.root}.")
        door = _core.Door(self.root, folder_of(name), settings)
        _doors.setdefault(self.root / folder_of(name), weakref.WeakSet()).add(door)
        return door

    def names(self) -> list[str]:
        import json

        names = []
        for folder in _core.study_names(self.root):
            settings = json.loads(_core.Door(self.root, folder, "").settings())
            names.append(settings["job"].get("study_name", folder))
        return names

    def has(self, name: str) -> bool:
        return _core.study_exists(self.root, folder_of(name))

    def remove(self, name: str) -> None:
        if not self.has(name):
            raise KeyError(f"There is no study {name!r} in {self.root}.")
        for door in list(_doors.pop(self.root / folder_of(name), ())):
            door.close()
        _core.remove_study(self.root, folder_of(name))


class RDBStorage(FolderStorage):
    """sqlite:///file.db: the folder file.kilter beside it. A file that another program wrote is left alone."""

    def __init__(self, url: str, engine_kwargs: dict[str, Any] | None = None, skip_compatibility_check: bool = False,
                 *, heartbeat_interval: int | None = None, grace_period: int | None = None,
                 failed_trial_callback: Any = None, skip_table_creation: bool = False) -> None:
        if not url.startswith("sqlite:///"):
            raise ValueError(f"{url!r}: Kilter keeps studies in folders and memory only. Give a folder, or "
                             "\"sqlite:///file.db\".")
        path = pathlib.Path(url[len("sqlite:///"):].split("?")[0])
        if str(path) in (".", ":memory:", ""):
            raise ValueError(f"{url!r}: for studies in memory leave storage out.")
        super().__init__(path.with_suffix(".kilter"))
        self.url = url
        if path.is_file() and not self.root.exists():
            from ..logging import get_logger

            get_logger(__name__).warning("%s was written by another program and is left as it is; studies are kept in "
                                         "%s.", path, self.root)

    def remove_session(self) -> None:
        """Nothing to do."""


class JournalStorage(FolderStorage):
    """The folder FILE.kilter beside the journal's file."""

    def __init__(self, log_storage: JournalFileBackend) -> None:
        path = getattr(log_storage, "file_path", None) or getattr(log_storage, "_file_path", None)
        if path is None:
            raise ValueError("Kilter takes journal storages of files only.")
        super().__init__(pathlib.Path(path).with_suffix(".kilter"))
