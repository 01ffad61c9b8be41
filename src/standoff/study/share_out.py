"""Which way to share a joint effect: every coalition where that is affordable, or random orders."""

from __future__ import annotations

from standoff.study.coalitions import Coalitions
from standoff.study.shapley import Shared, Step, exact, sampled

#: Every coalition is asked of at most so many parts, and with at most so many answers in all.
MOST_PARTS = 12
MOST_ANSWERS = 20_000_000
MOST_ANSWERS_SLOW = 8_000
N_ORDERS = 64
#: Subjects that answer fewer draws at once than this solve each of them by itself.
FAST_CHUNK = 1_000


def share_out(
    worth: Coalitions,
    *,
    n_draws: int,
    is_fast: bool,
    n_orders: int = N_ORDERS,
    seed: int = 0,
    step: Step | None = None,
) -> Shared:
    """Share what all parts do together among them.

    Parameters
    ----------
    worth : Coalitions
    n_draws : int
        Draws asked per coalition.
    is_fast : bool
        Whether answers are computed for many draws at once.
    n_orders : int
        How many orders are looked at where there are too many coalitions.
    seed : int
        Of the orders.
    step : callable, optional
        Told how many pieces of how many are done.
    """
    most = MOST_ANSWERS if is_fast else MOST_ANSWERS_SLOW
    if worth.n_parts <= MOST_PARTS and 2**worth.n_parts * n_draws <= most:
        return exact(worth.n_parts, worth, step, worth.prepare)
    return sampled(worth.n_parts, worth, n_orders, seed, step)
