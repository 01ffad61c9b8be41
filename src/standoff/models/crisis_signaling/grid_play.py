"""The equilibria of the signaling crisis with finitely many shocks, and how one of them is played.

With slices of the shocks the game is another one: its equilibria are exact and come close to those
of the model as the slices get thinner. Given the chance of resistance, the challengers above a
threshold challenge; given the share of fighters among them, the targets above another one resist.
So in equilibrium either all types of both sides know what to do, or one group of like challengers
and one type of target are indifferent and mix, or nobody challenges. All of these are tried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Assessment, Bools, Floats
from standoff.models.crisis_signaling.tree import GRID, put, slices
from standoff.models.kinds import Columns

#: Challengers whose thresholds are this close are one group.
SAME = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Shocked:
    """Types of both sides; the challenger's have the shape (n_draws, grid**2).

    Parameters
    ----------
    challenges_below : float array
        Chance of resistance below which a type challenges; infinite for those who always do.
    fights : bool array
    resists_below : float array, shape (n_draws, grid)
        Share of fighters below which a target resists, the most eager one first.
    """

    challenges_below: Floats
    fights: Bools
    resists_below: Floats


def _types(c: Columns, grid: int) -> _Shocked:
    shocks = slices(grid)[1]
    fight = c["fight_challenger"][:, None] + np.repeat(shocks, grid)
    back = c["back_down_challenger"][:, None] + np.tile(shocks, grid)
    prize, quo = c["concession_challenger"][:, None], c["status_quo_challenger"][:, None]
    last = np.maximum(fight, back)
    least = c["concession_target"][:, None]
    resisting = c["fight_target"][:, None] + shocks[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.where(last >= quo, np.inf, (prize - quo) / (prize - last))
        enough = (c["back_down_target"][:, None] - least) / (
            c["back_down_target"][:, None] - resisting
        )
    return _Shocked(below, fight >= back, np.where(resisting >= least, np.inf, enough))


def nearest(c: Columns, resist: Floats, grid: int = GRID) -> Assessment:
    """Write out the equilibrium of the tree of `build` whose resistance is closest to a given one.

    Parameters
    ----------
    c : dict of str to float array
    resist : float array, shape (n_draws,)
        Chances of resistance, such as those of an equilibrium of the model.
    grid : int
        Slices of each shock. The cost grows with its fourth power.
    """
    types = _types(c, grid)
    best = np.full(len(resist), np.inf)
    challenges = np.zeros(types.fights.shape)
    resists = np.zeros((len(resist), grid))
    believed = np.zeros(types.fights.shape)
    for found in (*_settled(types, grid), *_mixing(types, grid), _quiet(types, grid)):
        off = np.where(found.exists, np.abs(found.resists.mean(axis=1) - resist), np.inf)
        closer = off < best
        best = np.where(closer, off, best)
        challenges = np.where(closer[:, None], found.challenges, challenges)
        resists = np.where(closer[:, None], found.resists, resists)
        believed = np.where(closer[:, None], found.believed, believed)
    # Targets are counted from the least eager one on the tree.
    return put(c, challenges, believed, types.fights, resists[:, ::-1], grid)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """One candidate in every draw, by type; `believed` are the weights after a challenge."""

    exists: Bools
    challenges: Floats
    believed: Floats
    resists: Floats


def _resisting(types: _Shocked, fighters: Floats) -> Floats:
    """Targets that resist at a share of fighters, and nobody is indifferent."""
    return (fighters[:, None] < types.resists_below).astype(np.float64)


def _settled(types: _Shocked, grid: int) -> list[_Found]:
    """Everybody knows what to do."""
    found: list[_Found] = []
    for n_resisting in range(grid + 1):
        here = (types.challenges_below > n_resisting / grid).astype(np.float64)
        n = here.sum(axis=1)
        share = (here * types.fights).sum(axis=1) / np.maximum(n, 1.0)
        resists = _resisting(types, share)
        found.append(_Found((n > 0.0) & (resists.sum(axis=1) == n_resisting), here, here, resists))
    return found


def _mixing(types: _Shocked, grid: int) -> list[_Found]:
    """A group of like challengers and a type of target are indifferent."""
    found: list[_Found] = []
    for t in range(grid**2):
        below = types.challenges_below
        at = below[:, t]
        use = np.where(np.isfinite(at), at, 0.0)
        torn = np.abs(below - use[:, None]) <= SAME
        eager = (below > use[:, None]) & ~torn
        n_sure = np.minimum(np.floor(use * grid), grid - 1).astype(np.intp)
        wanted = np.take_along_axis(types.resists_below, n_sure[:, None], axis=1)[:, 0]
        wanted = np.where(np.isfinite(wanted), wanted, np.nan)
        fighting, others = (eager & types.fights).sum(axis=1), eager.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mix = (wanted * others - fighting) / (
                (torn & types.fights).sum(axis=1) - wanted * torn.sum(axis=1)
            )
            exists = np.isfinite(at) & (mix >= 0.0) & (mix <= 1.0) & (others + mix > 0.0)
        mix = np.where(exists, mix, 0.0)
        here = np.where(torn, mix[:, None], eager.astype(np.float64))
        order = np.arange(grid)
        resists = np.where(order < n_sure[:, None], 1.0, 0.0)
        resists += np.where(order == n_sure[:, None], (use * grid - n_sure)[:, None], 0.0)
        found.append(_Found(exists, here, here, resists))
    return found


def _quiet(types: _Shocked, grid: int) -> _Found:
    """Nobody challenges; a surprising challenge is taken for one of somebody who would back down.

    Where there is no such type, it is taken for that of a fighter.
    """
    first = np.argmin(types.fights, axis=1)
    believed = (np.arange(grid**2) == first[:, None]).astype(np.float64)
    share = np.take_along_axis(types.fights, first[:, None], axis=1)[:, 0].astype(np.float64)
    resists = _resisting(types, share)
    exists = (types.challenges_below <= resists.mean(axis=1)[:, None]).all(axis=1)
    return _Found(exists, np.zeros_like(believed), believed, resists)
