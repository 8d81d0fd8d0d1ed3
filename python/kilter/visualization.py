# SPDX-License-Identifier: MIT
"""Plots: Optuna draws them, of a copy of the study."""
from __future__ import annotations

from typing import Any


def is_available() -> bool:
    return False


def __getattr__(name: str) -> Any:
    if name.startswith("plot_"):
        def refuse(*args: Any, **options: Any) -> Any:
            raise NotImplementedError(f"Kilter draws no {name} yet. Where Optuna is installed, it does: "
                                      f"optuna.visualization.{name}(study.to_optuna()).")
        return refuse
    raise AttributeError(name)
