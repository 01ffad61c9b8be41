"""What a method that knows no list of equilibria finds at the analyst's values."""

from __future__ import annotations

import numpy as np

from standoff.game.forced import force
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.sequential import METHOD, RULE, solve_sequential
from standoff.solve.solution import Solution, from_named
from standoff.solve.verify import verify
from standoff.study.asked import Asked
from standoff.study.checked import TOLERANCE
from standoff.study.findings import CrossCheck
from standoff.study.subject import Played
from standoff.study.tree_event import p_event

#: Two ways to play are the same when no chance differs by more.
SAME = 1e-6
#: Sets reached less often than this are off the path.
REACHED = 1e-9


def cross_check(asked: Asked, played: tuple[Played, ...]) -> CrossCheck:
    """Follow the logit path at the analyst's values and look its limit up among the listed.

    Moves known to have been made are forced. Where a listed equilibrium stands for infinitely many
    that end alike, outcomes are compared; otherwise also what is done on the path.

    Returns
    -------
    CrossCheck
        With an empty `method` where the listed equilibrium was itself found on the logit path, or
        where there is no tree to solve, so that there is nothing independent to compare.
    """
    if not asked.subject.has_tree or (played and played[0].solution.method == METHOD):
        nan = float("nan")
        return CrossCheck("", "", "", nan, nan, False, nan)
    game = force(asked.subject.build(), asked.given)
    found = solve_sequential(game, asked.base)
    if found.status[0] != Status.SOLVED:
        nan = float("nan")
        return CrossCheck(METHOD, RULE, "", nan, nan, False, nan)
    verification = verify(found, tolerance=TOLERANCE)
    distances = {each.name: _distance(found, each) for each in played}
    nearest = min(distances, key=lambda name: distances[name], default="")
    distance = distances.get(nearest, float("nan"))
    headline = p_event(found, asked.subject.headline)
    return CrossCheck(
        method=METHOD,
        rule=RULE,
        matches=nearest if distance <= SAME else "",
        distance=distance,
        max_gain=float(verification.max_share[0]),
        verified=bool(verification.ok[0]),
        headline=float("nan") if headline is None else float(headline[0]),
    )


def restricted(solution: Solution, game: Game) -> Solution:
    """Play a solution's strategies on the same game after moves known to have been made."""
    strategy = {
        (infoset.label, action): solution.probability(infoset.label, action)
        if infoset.actions == solution.game.infoset(infoset.label).actions
        else 1.0
        for infoset in game.infosets
        for action in infoset.actions
    }
    return from_named(game, solution.draws, strategy, method=solution.method, name=solution.name)


def _distance(found: Solution, each: Played) -> float:
    listed = restricted(each.solution, found.game)
    apart = [
        float(np.abs(found.p_outcome[name] - listed.p_outcome[name]).max())
        for name in found.game.outcomes
    ]
    if not each.continuum[0]:
        for infoset in found.game.infosets:
            nodes = list(infoset.nodes)
            if float(listed.p_node[0, nodes].sum()) < REACHED:
                continue
            apart += [
                float(
                    np.abs(
                        found.probability(infoset.label, action)
                        - listed.probability(infoset.label, action)
                    ).max()
                )
                for action in infoset.actions
            ]
    return max(apart)
