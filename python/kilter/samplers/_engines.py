# SPDX-License-Identifier: MIT
"""Kilter's engines under the names of Optuna's samplers."""
from __future__ import annotations

import os
import warnings
from typing import Any

from ._base import EngineSampler


class AutoSampler(EngineSampler):
    """Chooses by itself: an even start, then a model that learns from each result."""


class RandomSampler(EngineSampler):
    """Independent uniform draws."""

    _engine = "random"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)


def _left_out(name: str, options: dict[str, Any]) -> None:
    said = [key for key, value in options.items() if value is not None]
    if said:
        _once(f"{name}: Kilter's engine has no {', '.join(said)}; left out.")


_warned: set[str] = set()


def _once(sentence: str) -> None:
    if os.environ.get("KILTER_STRICT") == "1":
        raise NotImplementedError(sentence)
    if sentence not in _warned:
        _warned.add(sentence)
        warnings.warn(sentence, UserWarning, stacklevel=4)


class TPESampler(EngineSampler):
    """The tree-structured Parzen estimator. Parameters are always modelled with their conditions."""

    _engine = "tpe"

    def __init__(self, *, consider_prior: bool = True, prior_weight: float = 1.0, consider_magic_clip: bool = True,
                 consider_endpoints: bool = False, n_startup_trials: int = 10, n_ei_candidates: int = 24,
                 gamma: Any = None, weights: Any = None, seed: int | None = None, multivariate: bool = True,
                 group: bool = False, warn_independent_sampling: bool = True, constant_liar: bool = False,
                 constraints_func: Any = None, categorical_distance_func: Any = None) -> None:
        options: dict[str, Any] = {"startup": n_startup_trials, "prior": prior_weight}
        if n_ei_candidates != 24:
            options["candidates"] = n_ei_candidates
        super().__init__(seed, **options)
        self._constraints_func = constraints_func
        _left_out("TPESampler", {"gamma": gamma, "weights": weights,
                                 "categorical_distance_func": categorical_distance_func})

    @staticmethod
    def hyperopt_parameters() -> dict[str, Any]:
        return {"n_startup_trials": 20}


class GPSampler(EngineSampler):
    """Bayesian optimisation with a Gaussian process."""

    _engine = "gp"

    def __init__(self, *, seed: int | None = None, independent_sampler: Any = None, n_startup_trials: int = 10,
                 deterministic_objective: bool = False, constraints_func: Any = None,
                 warn_independent_sampling: bool = True) -> None:
        super().__init__(seed, start=n_startup_trials)
        self._constraints_func = constraints_func


class QMCSampler(EngineSampler):
    """Points that fill the space evenly (scrambled Sobol')."""

    _engine = "quasi_random"

    def __init__(self, *, qmc_type: str = "sobol", scramble: bool = False, seed: int | None = None,
                 independent_sampler: Any = None, warn_asynchronous_seeding: bool = True,
                 warn_independent_sampling: bool = True) -> None:
        super().__init__(seed)
        if qmc_type != "sobol":
            _once(f"QMCSampler: Kilter has no {qmc_type} sequence; Sobol' points are used.")


class BruteForceSampler(EngineSampler):
    """Every combination once; the search ends when all have been tried."""

    _engine = "grid"
    _ends = True

    def __init__(self, seed: int | None = None, avoid_premature_stop: bool = False) -> None:
        super().__init__(seed)


class _Instead(EngineSampler):
    """A sampler that Kilter does not have: its default runs, and the study records what was asked for."""

    _name = ""

    def __init__(self, *args: Any, seed: int | None = None, constraints_func: Any = None, **options: Any) -> None:
        super().__init__(seed)
        self._constraints_func = constraints_func
        self._asked = self._name
        _once(f"Kilter has no {self._name}Sampler yet: its default runs, recorded as \"auto (asked: {self._name})\".")


class CmaEsSampler(_Instead):
    _name = "CmaEs"


class NSGAIISampler(_Instead):
    _name = "NSGAII"


class NSGAIIISampler(_Instead):
    _name = "NSGAIII"
