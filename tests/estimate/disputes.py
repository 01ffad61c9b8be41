"""Invented disputes: who acted and how it ended, with the truth known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

FORMULA = "esc + war ~ trade | 0 | balance | balance + regime"
SMALLER = "esc + war ~ trade | 0 | balance | balance"


def disputes(n: int = 240, seed: int = 7) -> pd.DataFrame:
    """A table of plays of `egame12`, with the columns of `FORMULA`, a year and a label."""
    rng = np.random.default_rng(seed)
    balance, trade = rng.uniform(-1, 1, (2, n))
    regime = rng.choice(["autocracy", "democracy", "mixed"], n)
    p_resist = ndtr((-0.3 - 0.8 * balance + 0.7 * (regime == "democracy")) / np.sqrt(2))
    gain = (1 - p_resist) * 0.6 + p_resist * (0.3 + 0.9 * balance) - 0.2 - 0.8 * trade
    esc = rng.uniform(size=n) < ndtr(gain / np.sqrt(2))
    war = esc & (rng.uniform(size=n) < p_resist)
    return pd.DataFrame(
        {
            "esc": esc * 1,
            "war": war * 1,
            "balance": balance,
            "trade": trade,
            "regime": regime,
            "year": rng.integers(1816, 2010, n),
            "label": 20020365199001000 + np.arange(n) // 2,
        }
    )
