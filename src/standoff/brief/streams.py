"""Random numbers that depend on a seed, a name and a position, and on nothing else.

Every parameter and every claim has a stream of its own. Adding a parameter, dropping a claim or
asking for more draws leaves all other numbers as they were, so that two runs differ only where the
question differs (common random numbers).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError

#: Numbers are made in blocks of this size, each from its own key. Changing it changes every draw.
BLOCK = 16_384


def uniforms(seed: int, name: str, n: int, start: int = 0) -> NDArray[np.float64]:
    """Return `n` numbers of an endless stream, strictly between 0 and 1.

    Parameters
    ----------
    seed : int
    name : str
        What the stream is for, such as "parameter prize".
    n : int
    start : int
        Position of the first one. However a stream is cut, its numbers are the same.

    Examples
    --------
    >>> few, many = uniforms(7, "parameter prize", 3), uniforms(7, "parameter prize", 40_000)
    >>> bool((few == many[:3]).all())
    True
    >>> bool((uniforms(7, "parameter prize", 5, 20_000) == many[20_000:20_005]).all())
    True
    """
    if n <= 0:
        return np.empty(0)
    first = start // BLOCK
    blocks = [_block(seed, name, i) for i in range(first, (start + n - 1) // BLOCK + 1)]
    return np.concatenate(blocks)[start - first * BLOCK :][:n]


def integers(**numbers: object) -> None:
    """Refuse a count or a seed that is no integer, which would be rounded or give other numbers.

    Parameters
    ----------
    **numbers : int
        By what they are called.

    Raises
    ------
    GameError
        If one is no integer.

    Examples
    --------
    >>> integers(n_draws=10, seed=np.int64(3))
    >>> integers(seed=1.5)
    Traceback (most recent call last):
        ...
    standoff.errors.GameError: seed must be an integer, found 1.5
    """
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | np.integer):
            raise GameError(f"{name} must be an integer, found {number!r}")


def raw_bits(seed: int, name: str, index: int, n: int) -> NDArray[np.uint64]:
    """Return the first `n` raw words of 64 bits of one block of a stream."""
    text = f"{seed}\n{index}\n{name}"
    key = hashlib.blake2b(text.encode(), digest_size=16).digest()
    # Raw output of the generator is part of its definition; numpy may change derived methods.
    return np.random.Philox(key=int.from_bytes(key, "little")).random_raw(n)


def _block(seed: int, name: str, index: int) -> NDArray[np.float64]:
    raw = raw_bits(seed, name, index, BLOCK)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
