# SPDX-License-Identifier: MIT
"""Importances of parameters: not in this version."""
from __future__ import annotations

from typing import Any


def get_param_importances(study: Any, **options: Any) -> dict[str, float]:
    raise NotImplementedError("Kilter does not compute importances yet. `kilter best STUDY` and `kilter diagnose "
                              "STUDY` say what the trials show; study.to_optuna() hands the trials to Optuna.")


__all__ = ["get_param_importances"]
