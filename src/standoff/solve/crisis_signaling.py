"""All equilibria of the crisis of Lewis and Schultz, for many payoffs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.errors import GameError

#: The payoffs of a row, in order: status quo (A), concession (A, B), fight (A, B), backing down
#: (A, B).
PAYOFFS = ("S_A", "V_A", "C_B", "W_A", "W_B", "a", "V_B")
#: What may be observed, in order: status quo, concession, fight, backing down.
OUTCOMES = ("sq", "cd", "sf", "bd")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CrisisEquilibria:
    """Every equilibrium of every game, in rising order of resistance; nan where there is none.

    Attributes
    ----------
    margin : float array, shape (n_games, 6)
        The target resists with chance Phi(margin); minus infinity at the corner.
    p_resist, p_challenge, p_fight : float arrays, shape (n_games, 6)
        Chances of resistance if challenged, of a challenge, of a fight if resisted.
    log_p : float array, shape (n_games, 6, 4)
        Logarithms of the chances of the outcomes `sq`, `cd`, `sf`, `bd`, exact in the tails.
    slope : float array, shape (n_games, 6)
        How much more resistance there is per resistance expected; play comes back to equilibria
        with a slope between -1 and 1, and two equilibria merge where it is 1.
    n_equilibria : int array, shape (n_games,)
        Their number, the corner included: 1 or 3, apart from payoffs at which two merge.
    has_corner : bool array, shape (n_games,)
        Whether the first one is the corner: the target, sure that a challenger would back down,
        gives in to any challenge, and nobody challenges to get what is worse than the status quo.
    is_touching, is_found : bool arrays, shape (n_games,)
        Where two equilibria are merging; where the search came to its end.
    """

    margin: Floats
    p_resist: Floats
    p_challenge: Floats
    p_fight: Floats
    log_p: Floats
    slope: Floats
    n_equilibria: NDArray[np.int64]
    has_corner: NDArray[np.bool_]
    is_touching: NDArray[np.bool_]
    is_found: NDArray[np.bool_]

    @property
    def may_be_several(self) -> NDArray[np.bool_]:
        """Games with more than one equilibrium."""
        return self.n_equilibria > 1


def crisis_equilibria(payoffs: ArrayLike) -> CrisisEquilibria:
    """Find every equilibrium of the crisis of Lewis and Schultz.

    Parameters
    ----------
    payoffs : array, shape (n_games, 7)
        Columns S_A, V_A, C_B, W_A, W_B, a, V_B, in standard deviations of a shock.

    Raises
    ------
    GameError
        If there are not seven columns, or a payoff is not finite.

    Notes
    -----
    It finds every equilibrium: each interval of margins is either proven to hold none, or proven to
    hold at most one, up to rounding; two equilibria closer than 1e-9 count as merging. It does not
    say which is played. A game takes 2 to 10 microseconds, one with several about 50.

    There is more than one equilibrium only if (V_A - S_A) (V_B - C_B) (a - W_A) > 0. If all three
    have the signs -, -, + there is the corner with no resistance and no challenge, and with it none
    or two others.

    References
    ----------
    Lewis and Schultz (2003), Political Analysis 11; the equations as in Crisman-Cox and Gibilisco
    (2021), Political Science Research and Methods 9.

    Examples
    --------
    >>> found = crisis_equilibria([[0, 1, 0, -1.9, -2.8, -1.2, 1]])
    >>> found.p_resist[0, :3].round(4).tolist()
    [0.2965, 0.4724, 0.874]
    """
    from standoff.solve.kernels.crisis_chances import outcome_chances
    from standoff.solve.kernels.crisis_roots import NOT_FOUND, TOUCHING, all_roots

    table = np.ascontiguousarray(payoffs, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != len(PAYOFFS):
        raise GameError(
            "the payoffs of a crisis are a table with a row per game",
            found=f"shape {table.shape}",
            right=f"columns {', '.join(PAYOFFS)}",
        )
    wrong = np.argwhere(~np.isfinite(table))
    if len(wrong):
        game, column = wrong[0]
        raise GameError(
            "a payoff is not a number",
            where=f"game {game}, {PAYOFFS[column]}",
            found=str(table[game, column]),
            right="a finite number for each payoff",
        )
    inner, slopes, n_inner, status = all_roots(table)
    corner = (table[:, 1] < table[:, 0]) & (table[:, 6] < table[:, 2]) & (table[:, 5] > table[:, 3])
    n_games, most = inner.shape
    margin = np.full((n_games, most + 1), np.nan)
    slope = np.full((n_games, most + 1), np.nan)
    margin[~corner, :most], slope[~corner, :most] = inner[~corner], slopes[~corner]
    margin[corner, 0], slope[corner, 0] = -np.inf, 0.0
    margin[corner, 1:], slope[corner, 1:] = inner[corner], slopes[corner]
    log_p, chances = outcome_chances(table, margin)
    return CrisisEquilibria(
        margin,
        p_resist=chances[:, :, 0],
        p_challenge=chances[:, :, 1],
        p_fight=chances[:, :, 2],
        log_p=log_p,
        slope=slope,
        n_equilibria=n_inner + corner,
        has_corner=corner,
        is_touching=status == TOUCHING,
        is_found=status != NOT_FOUND,
    )
