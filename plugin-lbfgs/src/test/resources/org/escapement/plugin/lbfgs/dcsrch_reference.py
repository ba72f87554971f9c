"""Lengths found by SciPy's transcription of dcsrch, as a table for StrongWolfeSearchTest.

    pip install numpy scipy
    python dcsrch_reference.py > dcsrch_reference.csv

The functions are numbers 1 to 4 of More & Thuente (1994), Section 5, which the test states again.
Where the search ends with a warning, the length is the best one, as L-BFGS-B takes it.
"""

import numpy as np
from scipy.optimize._dcsrch import DCSRCH

FIRST = (1e-3, 1e-1, 1e1, 1e3)
MAX_SAMPLES = 20


def oscillating(a):
    smooth = 1 - a if a <= 0.99 else a - 1 if a >= 1.01 else (a - 1) ** 2 / 0.02 + 0.005
    waves = 39 * np.pi / 2
    slope = np.clip((a - 1) / 0.01, -1, 1) + 0.99 * np.cos(waves * a)
    return smooth + 0.99 / waves * np.sin(waves * a), slope


def kinks(a):
    size = np.sqrt(1 + 0.001**2) - 0.001
    left, right = np.hypot(1 - a, 0.001), np.hypot(a, 0.001)
    return size * (left + right), size * (a / right - (1 - a) / left)


FUNCTIONS = (
    lambda a: (-a / (a * a + 2), (a * a - 2) / (a * a + 2) ** 2),
    lambda a: (
        (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4,
        5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3,
    ),
    oscillating,
    kinks,
)

print("function,first,length,samples")
for number, function in enumerate(FUNCTIONS, start=1):
    for first in FIRST:
        search = DCSRCH(None, None, 1e-3, 0.9, 0.1, 0, 1e10)
        length, task = first, b"START"
        value, slope = function(0.0)
        samples = 0
        while samples <= MAX_SAMPLES:
            length, value, slope, task = search._iterate(length, value, slope, task)
            if task[:2] != b"FG":
                break
            value, slope = function(length)
            samples += 1
        assert task[:4] in (b"CONV", b"WARN"), task
        print(f"{number},{first},{float(length)!r},{samples}")
