# SPDX-License-Identifier: MIT
"""Tests of the Python package: they need kilter installed, and compare with Optuna where it is installed too."""
import logging as python_logging

import pytest

import kilter


@pytest.fixture(autouse=True)
def quiet():
    """Studies say little while tests run."""
    kilter.logging.set_verbosity(kilter.logging.ERROR)
    yield
    python_logging.getLogger("kilter").setLevel(python_logging.INFO)
