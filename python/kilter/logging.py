# SPDX-License-Identifier: MIT
"""What Kilter says while it works: Python's logger "kilter", shown on stderr until told otherwise."""
from __future__ import annotations

import logging
import sys
from logging import CRITICAL, DEBUG, ERROR, FATAL, INFO, WARN, WARNING

_handler: logging.Handler | None = None


class _Stderr(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes where sys.stderr is now, as notebooks and test tools move it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self):  # type: ignore[no-untyped-def,override]
        return sys.stderr


def _root() -> logging.Logger:
    global _handler
    root = logging.getLogger("kilter")
    if _handler is None:
        _handler = _Stderr()
        _handler.setFormatter(logging.Formatter("[%(levelname).1s %(asctime)s] %(message)s"))
        root.addHandler(_handler)
        root.setLevel(INFO)
        root.propagate = False
    return root


def get_logger(name: str) -> logging.Logger:
    """A logger below Kilter's."""
    _root()
    return logging.getLogger(name if name.split(".")[0] == "kilter" else f"kilter.{name}")


def get_verbosity() -> int:
    return _root().getEffectiveLevel()


def set_verbosity(verbosity: int) -> None:
    _root().setLevel(verbosity)


def disable_default_handler() -> None:
    root = _root()
    assert _handler is not None
    root.removeHandler(_handler)


def enable_default_handler() -> None:
    root = _root()
    assert _handler is not None
    root.addHandler(_handler)


def disable_propagation() -> None:
    _root().propagate = False


def enable_propagation() -> None:
    _root().propagate = True


__all__ = ["CRITICAL", "DEBUG", "ERROR", "FATAL", "INFO", "WARN", "WARNING", "disable_default_handler",
           "disable_propagation", "enable_default_handler", "enable_propagation", "get_logger", "get_verbosity",
           "set_verbosity"]
