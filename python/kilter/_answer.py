# SPDX-License-Identifier: MIT
"""Lets imports of one package be answered by Kilter: `optuna.samplers` is kilter.samplers."""
from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Sequence


class _Answer(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def find_spec(self, fullname: str, path: Sequence[str] | None,
                  target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if fullname == self._prefix or fullname.startswith(self._prefix + "."):
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        name = "kilter" + spec.name[len(self._prefix):]
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            raise ModuleNotFoundError(f"Kilter answers for {self._prefix} here, and has no {spec.name}; what it lacks "
                                      "stands in docs/optuna.md", name=spec.name) from None
        self._own = module.__spec__, module.__loader__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import machinery has written its own spec on a module that has one.
        module.__spec__, module.__loader__ = self._own


def install(prefix: str) -> None:
    """From now on."""
    if not any(isinstance(finder, _Answer) and finder._prefix == prefix for finder in sys.meta_path):
        sys.meta_path.insert(0, _Answer(prefix))
