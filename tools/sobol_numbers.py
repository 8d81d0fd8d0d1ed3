#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes kilter/maths/sobol_numbers.inc: the direction numbers new-joe-kuo-6 as SciPy (BSD-3-Clause) carries them.

Usage: sobol_numbers.py > kilter/maths/sobol_numbers.inc   (needs numpy and scipy)
"""
import pathlib
import textwrap

import numpy
import scipy.stats

DIMENSIONS = 1024

table = numpy.load(pathlib.Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz")
numbers = []
for polynomial, initial in zip(table["poly"][1:DIMENSIONS], table["vinit"][1:DIMENSIONS]):
    degree = int(polynomial).bit_length() - 1
    numbers += [int(polynomial), *map(int, initial[:degree])]
print("// Direction numbers new-joe-kuo-6 of S. Joe and F. Y. Kuo, dimensions 2 to 1024; made by tools/sobol_numbers.py.")
print("// For each dimension: its primitive polynomial with both end bits, of degree s, then m_1 to m_s.")
print(textwrap.fill(",".join(map(str, numbers)).replace(",", ", "), 120).replace(", ", ",") + ",")
