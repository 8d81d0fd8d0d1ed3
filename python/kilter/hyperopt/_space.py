# SPDX-License-Identifier: MIT
"""A nested search space of Hyperopt, walked with values."""
from __future__ import annotations

from typing import Any, Callable

from .hp import Expression


def walk(space: Any, value_of: Callable[[Expression], Any]) -> Any:
    """The space with each expression replaced by what its value means; of a choice only the chosen branch is walked."""
    if isinstance(space, Expression):
        drawn = value_of(space)
        if space.options is not None:
            return walk(space.options[int(drawn)], value_of)
        return space.meaning(drawn)
    if isinstance(space, dict):
        return {key: walk(inner, value_of) for key, inner in space.items()}
    if isinstance(space, (list, tuple)):
        return tuple(walk(inner, value_of) for inner in space)
    return space


def expressions(space: Any) -> list[Expression]:
    """All of them, once each by label."""
    found: dict[str, Expression] = {}

    def look(inner: Any) -> None:
        if isinstance(inner, Expression):
            known = found.setdefault(inner.label, inner)
            if known is not inner:
                raise DuplicateLabel(inner.label)
            for option in inner.options or ():
                look(option)
        elif isinstance(inner, dict):
            for value in inner.values():
                look(value)
        elif isinstance(inner, (list, tuple)):
            for value in inner:
                look(value)

    look(space)
    return list(found.values())


class DuplicateLabel(Exception):
    """Two expressions of a space have one label."""


def space_eval(space: Any, hp_assignment: dict[str, Any]) -> Any:
    """What the space means under the values that fmin returned."""

    def given(expression: Expression) -> Any:
        value = hp_assignment[expression.label]
        return value[0] if isinstance(value, (list, tuple)) else value

    return walk(space, given)
