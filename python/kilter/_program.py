# SPDX-License-Identifier: MIT
"""For a program that `kilter run` starts once a trial: its parameters, its reports, and whether to stop.

Without Kilter around it the program gets its own defaults, and reports go nowhere.
"""
from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

_line: tuple[socket.socket, IO[str]] | None = None
_stop = False


def params(**defaults: Any) -> dict[str, Any]:
    """The trial's parameters, and the defaults of those it does not set."""
    path = os.environ.get("KILTER_PARAMS")
    if not path:
        return defaults
    with open(path, encoding="utf-8") as file:
        return {**defaults, **json.load(file)}


def _connected() -> tuple[socket.socket, IO[str]] | None:
    global _line
    path = os.environ.get("KILTER_SOCKET")
    if _line is None and path:
        import socket

        try:
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            made.connect(path)
            _line = made, made.makefile("r", encoding="utf-8")
        except OSError:
            return None
    return _line


def _lost() -> None:
    global _line
    _line = None
    os.environ.pop("KILTER_SOCKET", None)


def report(step: float | None = None, **metrics: float) -> bool:
    """Says how the training stands: kilter.report(val_acc=0.93, step=3). Returns whether to go on."""
    global _stop
    told = {name: float(value) for name, value in metrics.items()}
    if step is not None:
        told = {"step": float(step), **told}
    text = json.dumps(told).replace("NaN", '"nan"').replace("-Infinity", '"-inf"').replace("Infinity", '"inf"') + "\n"
    if line := _connected():
        try:
            line[0].sendall(text.encode())
            _stop = _stop or json.loads(line[1].readline() or "{}").get("stop", False)
            return not _stop
        except (OSError, ValueError):
            _lost()
    if path := os.environ.get("KILTER_REPORT"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
    return not _stop


def should_stop() -> bool:
    """Whether the last report was answered by "please stop"."""
    return _stop
