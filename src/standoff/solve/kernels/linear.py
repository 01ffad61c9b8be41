"""Small dense linear systems in place: factor once, solve often, and how singular they are."""

from __future__ import annotations

import numpy as np
from numba import njit

#: `factor_sparse` keeps a pivot on the diagonal that is this share of the largest in its column.
KEEP = 0.1


@njit(cache=True, error_model="numpy", _nrt=False)
def factor(matrix, pivot, n):
    """Factor the leading n x n block in place, with row pivots; return the sign of det or 0."""
    sign = 1.0
    for k in range(n):
        best, row = abs(matrix[k, k]), k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > best:
                best, row = abs(matrix[i, k]), i
        if not best > 1e-300 or best == np.inf:
            return 0.0
        pivot[k] = row
        if row != k:
            sign = -sign
            for j in range(n):
                held = matrix[k, j]
                matrix[k, j] = matrix[row, j]
                matrix[row, j] = held
        if matrix[k, k] < 0.0:
            sign = -sign
        inverse = 1.0 / matrix[k, k]
        for i in range(k + 1, n):
            if matrix[i, k] != 0.0:
                matrix[i, k] *= inverse
                ratio = matrix[i, k]
                for j in range(k + 1, n):
                    matrix[i, j] -= ratio * matrix[k, j]
    return sign


@njit(cache=True, error_model="numpy", _nrt=False)
def factor_sparse(matrix, pivot, columns, n):
    """Factor like `factor`, passing over zeros; pivots stay on the diagonal where it is not small.

    `columns` is scratch of n integers. Fast where most of the matrix is zero and unknowns that
    depend on much come last.
    """
    sign = 1.0
    for k in range(n):
        best, row, last = abs(matrix[k, k]), k, k
        largest = best
        for i in range(k + 1, n):
            size = abs(matrix[i, k])
            if size != 0.0:
                last = i
                if size > largest:
                    largest, row = size, i
        if best >= KEEP * largest:
            row, largest = k, best
        if not largest > 1e-300 or largest == np.inf:
            return 0.0
        pivot[k] = row
        if row != k:
            sign = -sign
            for j in range(n):
                held = matrix[k, j]
                matrix[k, j] = matrix[row, j]
                matrix[row, j] = held
        if matrix[k, k] < 0.0:
            sign = -sign
        if last == k:
            continue
        n_columns = 0
        for j in range(k + 1, n):
            if matrix[k, j] != 0.0:
                columns[n_columns] = j
                n_columns += 1
        inverse = 1.0 / matrix[k, k]
        is_full = 2 * n_columns > n - k
        for i in range(k + 1, last + 1):
            if matrix[i, k] != 0.0:
                ratio = matrix[i, k] * inverse
                matrix[i, k] = ratio
                if is_full:
                    for j in range(k + 1, n):
                        matrix[i, j] -= ratio * matrix[k, j]
                else:
                    for m in range(n_columns):
                        matrix[i, columns[m]] -= ratio * matrix[k, columns[m]]
    return sign


@njit(cache=True, error_model="numpy", _nrt=False)
def back_substitute(matrix, pivot, right, n):
    """Solve with a factored matrix, in place."""
    for k in range(n):
        row = pivot[k]
        if row != k:
            held = right[k]
            right[k] = right[row]
            right[row] = held
    for k in range(n):
        for j in range(k):
            right[k] -= matrix[k, j] * right[j]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            right[k] -= matrix[k, j] * right[j]
        right[k] /= matrix[k, k]


@njit(cache=True, error_model="numpy", _nrt=False)
def back_substitute_rows(matrix, pivot, right, n):
    """Solve for many right-hand sides at once, one per column of `right`, in place."""
    for k in range(n):
        row = pivot[k]
        if row != k:
            for m in range(right.shape[1]):
                held = right[k, m]
                right[k, m] = right[row, m]
                right[row, m] = held
    for k in range(n):
        for j in range(k):
            ratio = matrix[k, j]
            if ratio != 0.0:
                for m in range(right.shape[1]):
                    right[k, m] -= ratio * right[j, m]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            ratio = matrix[k, j]
            if ratio != 0.0:
                for m in range(right.shape[1]):
                    right[k, m] -= ratio * right[j, m]
        inverse = 1.0 / matrix[k, k]
        for m in range(right.shape[1]):
            right[k, m] *= inverse


@njit(cache=True, error_model="numpy", _nrt=False)
def back_substitute_transposed(matrix, pivot, right, n):
    """Solve with the transpose of a factored matrix, in place."""
    for k in range(n):
        for j in range(k):
            right[k] -= matrix[j, k] * right[j]
        right[k] /= matrix[k, k]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            right[k] -= matrix[j, k] * right[j]
    for k in range(n - 1, -1, -1):
        row = pivot[k]
        if row != k:
            held = right[k]
            right[k] = right[row]
            right[row] = held


@njit(cache=True, error_model="numpy")
def smallest_singular(matrix, pivot, n):
    """Return the smallest singular value of a factored matrix, to some percent.

    Four steps of inverse iteration: enough to tell a fold from no fold.
    """
    v = np.ones(n) / np.sqrt(n)
    size = 0.0
    for _ in range(4):
        back_substitute_transposed(matrix, pivot, v, n)
        back_substitute(matrix, pivot, v, n)
        size = np.sqrt((v * v).sum())
        if not (size > 0.0 and np.isfinite(size)):
            return 0.0
        v /= size
    return 1.0 / np.sqrt(size)
