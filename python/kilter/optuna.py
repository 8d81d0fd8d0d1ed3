# SPDX-License-Identifier: MIT
"""kilter.optuna is kilter itself, also for what lies below it."""
import sys

from . import _answer

_answer.install("kilter.optuna")
sys.modules[__name__] = sys.modules["kilter"]
