"""The shortest vector that solves a small linear system as well as it can be solved.

References
----------
Demmel, J. and Veselic, K. (1992). Jacobi's method is more accurate than QR. SIAM Journal on Matrix
Analysis and Applications 13.
"""

from __future__ import annotations

import numpy as np
from numba import njit

#: Directions whose size is below this share of the largest one do not count.
NEGLIGIBLE = 1e-9
#: Columns count as orthogonal at this cosine.
ORTHOGONAL = 1e-15
N_SWEEPS = 30


@njit(cache=True, error_model="numpy")
def least_length(matrix, right, n_rows, n_columns, square, turned, step):
    """Fill the shortest step of those that bring ``matrix @ step`` nearest to `right`.

    Parameters
    ----------
    matrix : float array
        Its first `n_rows` rows and `n_columns` columns count; finite.
    right : float array
    square, turned : float arrays
        To work in; no side shorter than `n_rows` or `n_columns`.
    step : float array
        Filled, `n_columns` numbers.

    Notes
    -----
    One-sided Jacobi: the shorter side of the matrix is turned until it is orthogonal.
    """
    is_wide = n_columns > n_rows
    n, length = (n_rows, n_columns) if is_wide else (n_columns, n_rows)
    # Lines of `square` are the columns of the matrix (or its rows, where those are fewer), those
    # of `turned` what they were made of.
    for j in range(n):
        for i in range(length):
            square[j, i] = matrix[j, i] if is_wide else matrix[i, j]
        for i in range(n):
            turned[j, i] = 1.0 if i == j else 0.0
    turn(square, turned, n, length)
    largest = 0.0
    for j in range(n):
        largest = max(largest, size_of(square, j, length))
    for k in range(n_columns):
        step[k] = 0.0
    for j in range(n):
        size = size_of(square, j, length)
        if size <= NEGLIGIBLE * largest:
            continue
        share = 0.0
        for i in range(n_rows):
            share += (turned[j, i] if is_wide else square[j, i]) * right[i]
        # In two divisions: the square of a size may not be a number.
        share = share / size / size
        for k in range(n_columns):
            step[k] += share * (square[j, k] if is_wide else turned[j, k])


@njit(cache=True, error_model="numpy")
def turn(square, turned, n, length):
    """Turn lines two by two until all are orthogonal."""
    for _ in range(N_SWEEPS):
        is_done = True
        for j in range(n):
            for k in range(j + 1, n):
                one, two, both = 0.0, 0.0, 0.0
                for i in range(length):
                    one += square[j, i] ** 2
                    two += square[k, i] ** 2
                    both += square[j, i] * square[k, i]
                if abs(both) <= ORTHOGONAL * np.sqrt(one) * np.sqrt(two):
                    continue
                is_done = False
                half = (two - one) / (2.0 * both)
                tangent = 1.0 / (abs(half) + np.sqrt(1.0 + half * half))
                if half < 0.0:
                    tangent = -tangent
                cosine = 1.0 / np.sqrt(1.0 + tangent * tangent)
                rotate(square, j, k, length, cosine, cosine * tangent)
                rotate(turned, j, k, n, cosine, cosine * tangent)
        if is_done:
            return


@njit(cache=True, error_model="numpy")
def rotate(lines, j, k, length, cosine, sine):
    """Turn two lines into each other."""
    for i in range(length):
        held = lines[j, i]
        lines[j, i] = cosine * held - sine * lines[k, i]
        lines[k, i] = sine * held + cosine * lines[k, i]


@njit(cache=True, error_model="numpy")
def size_of(lines, j, length):
    """Return the length of a line."""
    total = 0.0
    for i in range(length):
        total += lines[j, i] ** 2
    return np.sqrt(total)
