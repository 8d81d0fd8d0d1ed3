# SPDX-License-Identifier: MIT
"""What stops trials early: Kilter's schedulers by name, and pruners written in Python."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..trial import FrozenTrial

if TYPE_CHECKING:
    from ..study import Study

#: Longer than any training: the top rung where a script names no longest training.
ENDLESS = 1e9


class BasePruner:
    """Subclass it and say in prune() whether a trial is worth no more time."""

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        raise NotImplementedError


class EnginePruner(BasePruner):
    """One of Kilter's schedulers, which judges each report as it is stored."""

    _engine = "none"

    def __init__(self, **options: Any) -> None:
        self._options = options

    def _plug(self) -> dict[str, Any]:
        return {"name": self._engine, "options": dict(self._options)}

    def _budget(self, study: Study) -> dict[str, float]:
        """What the study's budget must say for this scheduler."""
        return {}

    def _known(self, study: Study) -> bool:
        """Whether all that the scheduler needs is known yet."""
        return True

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        raise NotImplementedError(f"{type(self).__name__} judges the reports of a study it was given to; it cannot be "
                                  "asked from within another pruner.")

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
