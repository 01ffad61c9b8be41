"""Play signaling crises with given payoffs, at equilibria that one chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.errors import GameError, UnknownName
from standoff.estimate.likelihood import Floats, Ints
from standoff.solve.crisis_signaling import OUTCOMES, CrisisEquilibria, crisis_equilibria

Selection = Literal["lowest", "highest", "random"]
SELECTIONS = ("lowest", "highest", "random")


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Simulated plays.

    Attributes
    ----------
    counts : int array, shape (n_games, 4)
        Status quo, concession, fight, backing down.
    chosen : int array, shape (n_games,)
        Which equilibrium was played, in rising order of resistance.
    equilibria : CrisisEquilibria
    """

    counts: Ints
    chosen: Ints
    equilibria: CrisisEquilibria

    def columns(self) -> dict[str, Floats]:
        """Counts by outcome, as `fit_signaling` reads them together with regressors."""
        return {name: self.counts[:, k].astype(np.float64) for k, name in enumerate(OUTCOMES)}


def simulate(
    payoffs: ArrayLike,
    n_plays: int | ArrayLike,
    *,
    select: Selection | NDArray[np.int64] = "random",
    seed: int = 0,
) -> Simulated:
    """Simulate plays of the crisis of Lewis and Schultz.

    Parameters
    ----------
    payoffs : array, shape (n_games, 7)
        Columns S_A, V_A, C_B, W_A, W_B, a, V_B; `fit.signaling.payoffs(theta)` gives them.
    n_plays : int, or int array of shape (n_games,)
    select : "lowest", "highest", "random", or int array of shape (n_games,)
        Which equilibrium each game plays, all the time: that with the least or most resistance, one
        of them with equal chances, or the one at this position.
    seed : int

    Raises
    ------
    GameError, UnknownName
        If payoffs or numbers of plays make no sense, or a position does not exist in a game.
    """
    equilibria = crisis_equilibria(payoffs)
    n = len(equilibria.n_equilibria)
    rng = np.random.default_rng(seed)
    counts = np.asarray(n_plays)
    if counts.shape not in ((), (n,)) or not np.issubdtype(counts.dtype, np.integer):
        raise GameError(
            "the number of plays is one whole number, or one per game", found=str(counts.shape)
        )
    if (counts < 0).any():
        raise GameError("a number of plays is negative", found=str(counts.min()))
    if isinstance(select, str):
        if select not in SELECTIONS:
            raise UnknownName.among("selection", select, SELECTIONS)
        last = equilibria.n_equilibria - 1
        draw = rng.integers(0, equilibria.n_equilibria)
        chosen = {"lowest": np.zeros_like(last), "highest": last, "random": draw}[select]
    else:
        chosen = np.asarray(select)
        if chosen.shape != (n,) or (chosen < 0).any() or (chosen >= equilibria.n_equilibria).any():
            raise GameError(
                "an equilibrium to play does not exist",
                found=f"positions up to {chosen.max() if chosen.size else 'none'}",
                right="for each game a position from 0 to its number of equilibria less 1",
            )
    p = np.exp(equilibria.log_p[np.arange(n), chosen])
    p = p / p.sum(axis=1, keepdims=True)
    return Simulated(rng.multinomial(np.broadcast_to(counts, (n,)), p), chosen, equilibria)
