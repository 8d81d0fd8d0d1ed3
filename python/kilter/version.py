# SPDX-License-Identifier: MIT
"""The version, where Optuna has it."""
from ._core import __version__

__all__ = ["__version__"]
