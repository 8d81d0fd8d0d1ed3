# SPDX-License-Identifier: MIT
"""A line on stderr that says how far optimize() is."""
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._study import Study


class Progress:
    """Shows nothing where stderr is no terminal, or where there is no end to be near to."""

    def __init__(self, wanted: bool, trials: int | None, seconds: float | None) -> None:
        self._shown = wanted and (trials is not None or seconds is not None) and sys.stderr.isatty()
        self._trials, self._seconds, self._done = trials, seconds, 0

    def step(self, elapsed: float, study: Study) -> None:
        self._done += 1
        if not self._shown:
            return
        share = self._done / self._trials if self._trials else min(elapsed / (self._seconds or 1), 1)
        bar = ("#" * int(share * 30)).ljust(30, ".")
        try:
            best = f"  best {study.best_value:.6g}"
        except (ValueError, RuntimeError):
            best = ""
        sys.stderr.write(f"\r[{bar}] {self._done} trials in {elapsed:.0f} s{best}")
        sys.stderr.flush()

    def close(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
