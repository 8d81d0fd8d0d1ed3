# SPDX-License-Identifier: MIT
"""Integrations live in optuna-integration, which works under `python -m kilter`."""
from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise ImportError(f"Kilter has no {name} of its own. Install optuna-integration and run the script by "
                      "`python -m kilter script.py`.")
