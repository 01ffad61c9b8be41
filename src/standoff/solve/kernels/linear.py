"""Small dense linear systems in place: factor once, solve often, and how singular they are."""

from __future__ import annotations

import numpy as np
from numba import njit

#: `factor_linked` keeps a pivot on the diagonal that is this share of the largest in its column.
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


@njit(cache=True, error_model="numpy")
def list_links(links):
    """Return which unknowns after each it is linked to, one list after another, and their starts.

    `links` (n x n, symmetric, changed) says which entries of a matrix can differ from zero. Those
    that elimination fills come along: whatever is linked to an unknown becomes linked by it. Where
    most entries are linked, both are empty: lists would take longer than zeros do.
    """
    n = len(links)
    first = np.zeros(n + 1, dtype=np.int64)
    linked = np.empty(n * (n - 1) // 2, dtype=np.int64)
    count = 0
    for k in range(n):
        for i in range(k + 1, n):
            if links[k, i]:
                linked[count] = i
                count += 1
        first[k + 1] = count
        for m in range(first[k], count):
            for other in range(m + 1, count):
                links[linked[m], linked[other]] = True
    if 4 * count > n * n:
        count, first = 0, first[:0].copy()
    return linked[:count].copy(), first


@njit(cache=True, error_model="numpy", _nrt=False)
def factor_linked(matrix, pivot, columns, linked, first, n):
    """Factor like `factor`, passing over what is zero by `list_links`.

    Pivots stay on the diagonal where it is not small. From the first that does not, zeros are
    looked for. `columns` is scratch of n integers.
    """
    if len(first) == 0:
        return factor_sparse(matrix, pivot, columns, 0, n)
    sign = 1.0
    for k in range(n):
        size = abs(matrix[k, k])
        largest = size
        for m in range(first[k], first[k + 1]):
            largest = max(largest, abs(matrix[linked[m], k]))
        if not (size >= KEEP * largest and 1e-300 < size < np.inf):
            return sign * factor_sparse(matrix, pivot, columns, k, n)
        pivot[k] = k
        if matrix[k, k] < 0.0:
            sign = -sign
        inverse = 1.0 / matrix[k, k]
        is_full = 2 * (first[k + 1] - first[k]) > n - k
        for m in range(first[k], first[k + 1]):
            i = linked[m]
            if matrix[i, k] != 0.0:
                ratio = matrix[i, k] * inverse
                matrix[i, k] = ratio
                if is_full:
                    for j in range(k + 1, n):
                        matrix[i, j] -= ratio * matrix[k, j]
                else:
                    for other in range(first[k], first[k + 1]):
                        matrix[i, linked[other]] -= ratio * matrix[k, linked[other]]
    return sign


@njit(cache=True, error_model="numpy", _nrt=False)
def factor_sparse(matrix, pivot, columns, start, n):
    """Factor like `factor` from row `start` on, looking for zeros to pass over.

    Pivots stay on the diagonal where it is not small.
    """
    sign = 1.0
    for k in range(start, n):
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
def is_in_order(pivot, n):
    """Tell whether no rows were exchanged, so that only linked entries differ from zero."""
    exchanged = 0
    for k in range(n):
        exchanged += pivot[k] != k
    return exchanged == 0


@njit(cache=True, error_model="numpy", _nrt=False)
def solve_linked(matrix, pivot, linked, first, right, n):
    """Solve with a matrix factored by `factor_linked`, in place."""
    if len(first) == 0 or not is_in_order(pivot, n):
        back_substitute(matrix, pivot, right, n)
        return
    for k in range(n):
        value = right[k]
        for m in range(first[k], first[k + 1]):
            right[linked[m]] -= matrix[linked[m], k] * value
    for k in range(n - 1, -1, -1):
        total = right[k]
        for m in range(first[k], first[k + 1]):
            total -= matrix[k, linked[m]] * right[linked[m]]
        right[k] = total / matrix[k, k]


@njit(cache=True, error_model="numpy", _nrt=False)
def solve_linked_rows(matrix, pivot, linked, first, right, n):
    """Solve for four right-hand sides at once, one per column of `right`, in place."""
    if len(first) == 0 or not is_in_order(pivot, n):
        back_substitute_rows(matrix, pivot, right, n)
        return
    for k in range(n):
        for m in range(first[k], first[k + 1]):
            i, ratio = linked[m], matrix[linked[m], k]
            for side in range(4):
                right[i, side] -= ratio * right[k, side]
    for k in range(n - 1, -1, -1):
        for m in range(first[k], first[k + 1]):
            i, ratio = linked[m], matrix[k, linked[m]]
            for side in range(4):
                right[k, side] -= ratio * right[i, side]
        inverse = 1.0 / matrix[k, k]
        for side in range(4):
            right[k, side] *= inverse


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
