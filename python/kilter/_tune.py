# SPDX-License-Identifier: MIT
"""kilter.tune: a function that finds its own arguments."""
from __future__ import annotations

import functools
from typing import Any, Callable, Sequence

from .distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution


def log(low: float, high: float) -> FloatDistribution:
    """Numbers evenly in their logarithm, as learning rates are."""
    return FloatDistribution(low, high, log=True)


def float_(low: float, high: float, step: float | None = None) -> FloatDistribution:
    return FloatDistribution(low, high, step=step)


def int_(low: int, high: int, step: int = 1, log: bool = False) -> IntDistribution:
    return IntDistribution(low, high, log=log, step=step)


def choice(*choices: Any) -> CategoricalDistribution:
    return CategoricalDistribution(choices)


class Tuned:
    """The decorated function: call it as ever, `run()` the search, look at `best()`."""

    def __init__(self, function: Callable[..., Any], goal: str, maximize: bool, trials: int | None,
                 storage: Any, name: str | None, space: dict[str, BaseDistribution]) -> None:
        functools.update_wrapper(self, function)
        self._function, self._goal, self._trials, self._space = function, goal, trials, space
        self._maximize, self._storage, self._name = maximize, storage, name
        self._study: Any = None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._function(*arguments, **named)

    @property
    def study(self) -> Any:
        if self._study is None:
            from .study import create_study

            self._study = create_study(direction="maximize" if self._maximize else "minimize", storage=self._storage,
                                       study_name=self._name or self._function.__name__, load_if_exists=True)
        return self._study

    def run(self, trials: int | None = None, **options: Any) -> Any:
        """Searches, and returns what best() does."""
        import inspect

        takes_seed = "seed" in inspect.signature(self._function).parameters and "seed" not in self._space

        def objective(trial: Any) -> Any:
            values = {name: trial._suggest(name, distribution) for name, distribution in self._space.items()}
            if takes_seed:
                values["seed"] = trial.seed
            returned = self._function(**values)
            return returned[self._goal] if isinstance(returned, dict) else returned

        self.study.optimize(objective, n_trials=trials or self._trials, **options)
        return self.best()

    def best(self) -> dict[str, Any]:
        """The arguments of the best trial."""
        params: dict[str, Any] = self.study.best_params
        return params


def tune(*, maximize: str | None = None, minimize: str | None = None, trials: int | None = 60, storage: Any = None,
         name: str | None = None, **space: BaseDistribution | Sequence[Any]) -> Callable[[Callable[..., Any]], Tuned]:
    """@kilter.tune(maximize="val_acc", lr=kilter.log(1e-5, 1e-1), width=kilter.int_(16, 256), trials=40)

    The function returns the number, or a dictionary with it. A list stands for a choice.
    """
    if (maximize is None) == (minimize is None):
        raise TypeError("Give either maximize=\"name\" or minimize=\"name\".")
    ranges = {key: d if isinstance(d, BaseDistribution) else CategoricalDistribution(list(d))
              for key, d in space.items()}
    goal = maximize or minimize or ""
    return lambda function: Tuned(function, goal, maximize is not None, trials, storage, name, ranges)
