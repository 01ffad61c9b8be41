"""Points that fill a cube evenly: Sobol' points, scrambled anew for every seed and every name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.brief.streams import raw_bits
from standoff.errors import GameError

#: Binary digits of a point before it is scrambled; there are 2 to this power points.
DIGITS = 32
#: Binary digits afterwards.
SCRAMBLED = 52
#: Points are made in blocks of 2 to this power.
BLOCK_DIGITS = 14
#: scipy has direction numbers for so many dimensions.
MAX_DIMENSIONS = 21_201

Words = NDArray[np.uint64]


def sobol_uniforms(
    seed: int, names: Sequence[str], n: int, start: int = 0
) -> dict[str, NDArray[np.float64]]:
    """Return rows `start` to `start + n` of a scrambled Sobol' sequence, one dimension per name.

    Parameters
    ----------
    seed : int
        Another seed is another scrambling of the same points: averages over a few seeds tell how
        far off one of them is.
    names : sequence of str
        What each dimension is for. The place in this list decides the dimension, the name its
        scrambling: names added at the end change no number of the others.
    n, start : int

    Returns
    -------
    dict of str to float array, shape (n,)
        Strictly between 0 and 1; however the rows are cut, the same digits.

    Raises
    ------
    GameError
        Beyond row 4,294,967,296, or with more than 21,201 names.

    Notes
    -----
    Averages over the first 2, 4, 8, ... rows from row 0 have the smallest error; the error of a
    smooth answer then falls nearly with the number of rows and not with its square root.
    The points are scipy's (direction numbers of Joe and Kuo, 2008). Each dimension is scrambled
    by a random lower-triangular matrix and a random shift (Matoušek, 1998), which makes every
    point uniform and leaves the evenness. Sobol' points are linear: the point at a sum of powers of
    two is the sum (without carry) of the points at these powers, so a block far out costs no more
    than one near by, once the points at the powers up to there are known; finding these costs as
    many steps as the largest row, once per process (a fifth of a second for 30
    dimensions and 30 million rows).

    References
    ----------
    Joe, S. and Kuo, F. Y. (2008). Constructing Sobol' sequences with better two-dimensional
    projections. SIAM Journal on Scientific Computing 30.
    Matoušek, J. (1998). On the L2-discrepancy for anchored boxes. Journal of Complexity 14.
    Owen, A. B. (2020). On dropping the first Sobol' point. arXiv:2008.08051.
    """
    if start + n > 2**DIGITS:
        raise GameError(
            f"there are {2**DIGITS:,} rows of evenly spread draws, found {start + n:,}",
            right="ask for fewer, or sample at random",
        )
    if len(names) > MAX_DIMENSIONS:
        raise GameError(
            f"evenly spread draws have at most {MAX_DIMENSIONS:,} dimensions, found {len(names):,}",
            right="sample at random",
        )
    found = np.empty((len(names), max(n, 0)))
    size = 1 << BLOCK_DIGITS
    # A short table needs the beginning of the first block only.
    digits = min(max((start + n - 1).bit_length(), 6), BLOCK_DIGITS)
    block = _scrambled_block(seed, tuple(names), digits)
    for index in range(start // size, (start + n - 1) // size + 1 if n > 0 else 0):
        low, high = max(start, index * size), min(start + n, (index + 1) * size)
        moved = _moved(seed, names, index)
        words = block[:, low - index * size : high - index * size] ^ moved[:, None]
        found[:, low - start : high - start] = (words.astype(np.float64) + 0.5) * 2.0**-SCRAMBLED
    return dict(zip(names, found, strict=True))


@lru_cache(maxsize=4)
def _scrambled_block(seed: int, names: tuple[str, ...], digits: int) -> Words:
    """Return the first rows, scrambled and shifted, shape (n_names, 2 ** digits)."""
    points = _integers(_engine(len(names)).random(1 << digits))
    shifts = [int(raw_bits(seed, f"sobol shift {name}", 0, 1)[0]) for name in names]
    shift = np.array(shifts, dtype=np.uint64) >> np.uint64(64 - SCRAMBLED)
    return _scramble(seed, names, points) ^ shift[:, None]


def _moved(seed: int, names: Sequence[str], index: int) -> Words:
    """Return what takes the first block to another, shape (n_names,)."""
    point = np.zeros(len(names), dtype=np.uint64)
    for power in range(index.bit_length()):
        if index >> power & 1:
            point ^= _at_power(len(names), BLOCK_DIGITS + power)
    return _scramble(seed, names, point[:, None])[:, 0]


@lru_cache(maxsize=256)
def _at_power(n_dimensions: int, power: int) -> Words:
    """Return the unscrambled point in row 2 ** power, shape (n_dimensions,)."""
    engine = _engine(n_dimensions)
    engine.fast_forward(1 << power)
    return _integers(engine.random(1))[:, 0]


def _engine(n_dimensions: int) -> Any:
    # Loaded here: scipy.stats takes a second, and importing standoff does not need it.
    from scipy.stats import qmc

    return qmc.Sobol(n_dimensions, scramble=False, bits=DIGITS)


def _integers(points: NDArray[np.float64]) -> Words:
    return np.asarray(points * 2.0**DIGITS, dtype=np.uint64).T


def _scramble(seed: int, names: Sequence[str], points: Words) -> Words:
    """Multiply the digits of every point by its dimension's matrix, shape as `points`."""
    found = np.zeros_like(points)
    one = np.uint64(1)
    for row, name in enumerate(names):
        columns = _matrix(seed, name)
        used = int(np.bitwise_or.reduce(points[row]))
        for digit in range(DIGITS):
            if not used >> (DIGITS - 1 - digit) & 1:
                continue
            bit = (points[row] >> np.uint64(DIGITS - 1 - digit)) & one
            found[row] ^= bit * columns[digit]
    return found


@lru_cache(maxsize=4096)
def _matrix(seed: int, name: str) -> Words:
    """Return the columns of a random lower-triangular matrix of binary digits, the diagonal 1."""
    raw = raw_bits(seed, f"sobol matrix {name}", 0, DIGITS) >> np.uint64(64 - SCRAMBLED)
    places = np.arange(SCRAMBLED - 1, SCRAMBLED - 1 - DIGITS, -1).astype(np.uint64)
    diagonal = np.uint64(1) << places
    return (raw & (diagonal - np.uint64(1))) | diagonal
