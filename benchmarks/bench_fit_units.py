"""Is a fit the same in whatever units its columns are? Counted over random data, sizes and shifts.

Nothing is compared with a peer: the peer is the same fit in plain units. Seeds are fixed.
"""

from __future__ import annotations

import time

import numpy as np
from tests.estimate.disputes import FORMULA, disputes

from standoff.errors import EstimationError
from standoff.estimate import fit

N_PAIRS = 500


def test_units() -> None:
    """Sizes from 1e-9 to 1e9, shifts from 1e-3 to 1e5 times the size of a column."""
    rng = np.random.default_rng(1)
    begin = time.process_time()
    n_compared, differ = 0, list[str]()
    for seed in range(N_PAIRS):
        table = disputes(240, seed=seed)
        size = 10.0 ** rng.uniform(-9, 9, 2)
        shift = size * 10.0 ** rng.uniform(-3, 5, 2)
        moved = table.assign(
            trade=table["trade"] * size[0] + shift[0], balance=table["balance"] * size[1] + shift[1]
        )
        try:
            plain, other = (fit("egame12", each, FORMULA, n_starts=2) for each in (table, moved))
        except EstimationError:
            continue
        n_compared += 1
        is_same = plain.converged == other.converged and (
            not plain.converged or abs(plain.llf - other.llf) < 1e-5
        )
        if not is_same:
            differ.append(f"seed {seed}: {plain.llf:.6f} and {other.llf:.6f}")
    print(f"\n{n_compared} pairs, {len(differ)} differ, {time.process_time() - begin:.0f} CPU s")
    print("\n".join(differ))
    assert not differ
