# SPDX-License-Identifier: MIT
"""Stands for one of Kilter's engines in fmin(algo=tpe.suggest)."""
from __future__ import annotations

from typing import Any


def suggest(*arguments: Any, **options: Any) -> Any:
    """A name for fmin; it proposes nothing itself."""
    raise NotImplementedError("suggest is handed to fmin, not called.")


suggest.kilter_sampler = "tpe"  # type: ignore[attr-defined]
