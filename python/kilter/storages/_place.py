# SPDX-License-Identifier: MIT
"""A place of studies, by its address."""
from __future__ import annotations

import os
from typing import Any

from .. import _core


class BaseStorage:
    """A place of studies. Studies are found in it by name."""

    def open(self, name: str, settings: str) -> _core.Door:
        """Opens the study; begins it with the settings unless they are empty."""
        raise NotImplementedError

    def names(self) -> list[str]:
        raise NotImplementedError

    def has(self, name: str) -> bool:
        return name in self.names()

    def remove(self, name: str) -> None:
        raise NotImplementedError

    @property
    def in_memory(self) -> bool:
        return False


class InMemoryStorage(BaseStorage):
    """Studies of this process, which end with it."""

    def __init__(self) -> None:
        self._memories: dict[str, _core.Memory] = {}

    def open(self, name: str, settings: str) -> _core.Door:
        if name not in self._memories:
            if not settings:
                raise KeyError(f"There is no study {name!r} in this memory.")
            self._memories[name] = _core.Memory()
        return _core.Door(self._memories[name], settings)

    def names(self) -> list[str]:
        return list(self._memories)

    def remove(self, name: str) -> None:
        if name not in self._memories:
            raise KeyError(f"There is no study {name!r} in this memory.")
        del self._memories[name]

    @property
    def in_memory(self) -> bool:
        return True

    def __getstate__(self) -> dict[str, Any]:
        return {name: _core.Door(memory, "{}").lines() for name, memory in self._memories.items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._memories = {}
        for name, lines in state.items():
            self._memories[name] = _core.Memory()
            _core.restore(self._memories[name], lines)


def get_storage(storage: Any) -> BaseStorage:
    """The place of an address: None or "memory://" (this process), "sqlite:///file.db", or a folder of studies."""
    from ._folder import FolderStorage, RDBStorage

    if storage is None or storage == "memory://":
        return InMemoryStorage()
    if isinstance(storage, BaseStorage):
        return storage
    if isinstance(storage, os.PathLike):
        return FolderStorage(storage)
    if isinstance(storage, str):
        return RDBStorage(storage) if "://" in storage else FolderStorage(storage)
    raise TypeError(f"{storage!r} is no place for studies: give a folder, \"sqlite:///file.db\" or None.")
