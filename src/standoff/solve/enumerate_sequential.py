"""All sequential equilibria of a small game, continua as components."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import lower
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.components import Assessed, Bounds, Component, Search
from standoff.solve.fold import whole_solution
from standoff.solve.listing import Completeness, EquilibriumList, ListedEquilibrium
from standoff.solve.small_tree import read_tree
from standoff.solve.solution import Solution
from standoff.solve.verify import REACHED, verify

METHOD = "supports and belief systems"
RULE = "all are listed"


@dataclass(frozen=True, slots=True)
class Range:
    """A probability that varies within a component.

    Parameters
    ----------
    infoset : str
    what : str
        The action; or, for a belief, the history of the node.
    low, high : float
    """

    infoset: str
    what: str
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.infoset} > {self.what}: {self.low:.6g} to {self.high:.6g}"


@dataclass(frozen=True, slots=True)
class ListedComponent(ListedEquilibrium):
    """One equilibrium, or a component with the bounds of what varies in it.

    Parameters
    ----------
    choices : tuple of Range
        Probabilities of actions that differ between the equilibria of the component.
    beliefs : tuple of Range
        Beliefs that differ, at the sets that somebody has still to decide at. Beliefs at sets
        where one action is best at every node are not listed: any that are consistent will do.
    is_path_fixed : bool
        Whether everybody plays the same in all of them wherever play may get to.
    """

    choices: tuple[Range, ...] = ()
    beliefs: tuple[Range, ...] = ()
    is_path_fixed: bool = True


def all_sequential(
    game: Game, draw: Draws | None = None, *, most_systems: int = 200_000
) -> EquilibriumList:
    """List all sequential equilibria of a small game at one draw.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    most_systems : int
        Stop after work worth this many support systems, about a millisecond each; systems of
        polynomials count as more.

    Returns
    -------
    EquilibriumList
        Of `ListedComponent`, each checked by `verify`. Equilibria that can be deformed into each
        other are one entry, with the bounds of what varies.

    Raises
    ------
    GameError
        If there are several draws, or the draw makes no game.

    Notes
    -----
    Settled choices are folded in, proper subgames solved alone. Then every support system that
    survives iterated conditional dominance is solved, with beliefs at unreached sets as unknowns.
    For two players, and for signaling games, that is linear and exact; else systems of
    polynomials of up to 7 unknowns are solved by interval bisection with Krawczyk's test.
    `Completeness.PROVEN` is said only if every system was solved so, in double precision with
    tolerances of 1e-9 of what each condition compares. Cost: exponential in the number of open
    sets; ten sets of two or three actions take seconds.

    References
    ----------
    Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50.
    Porter, R., Nudelman, E. and Shoham, Y. (2008). Simple search methods for finding a Nash
    equilibrium. Games and Economic Behavior 63.
    Herings, P. J.-J. and Peeters, R. (2005). A globally convergent algorithm to compute all Nash
    equilibria for n-person games. Annals of Operations Research 137.
    """
    search = Search(most_systems=most_systems)
    return listed(game, draw, search, concept="sequential equilibria", method=METHOD)


def listed(
    game: Game, draw: Draws | None, search: Search, *, concept: str, method: str
) -> EquilibriumList:
    """Run a search on the tree of a game, and check what it found."""
    if draw is None:
        draw = Draws.point({p.name: p.default for p in game.parameters})
    draw = draw.complete(game.parameters)
    tree, _, _ = read_tree(game, draw)
    found: list[ListedComponent] = []
    all_checked = True
    for component in search.components(tree):
        solution = _checked(game, draw, component, method)
        if solution is None:
            all_checked = False
            continue
        found.append(_listed(game, component, solution))
    if search.effort.is_spent:
        completeness = Completeness.CUT_OFF
    elif search.is_complete and all_checked:
        completeness = Completeness.PROVEN
    else:
        completeness = Completeness.NOT_PROVEN
    return EquilibriumList(tuple(found), completeness, concept, method)


def _checked(game: Game, draw: Draws, component: Component, method: str) -> Solution | None:
    """Return the first point of a component that passes `verify`."""
    for candidate in component.candidates:
        solution = _solution(game, draw, candidate, method)
        if solution.status[0] == Status.SOLVED and verify(solution, ties=False).ok[0]:
            return solution
    return None


def _solution(game: Game, draw: Draws, assessed: Assessed, method: str) -> Solution:
    arrays = lower(game)
    strategy = np.zeros(arrays.n_actions)
    belief = np.full(arrays.n_nodes, np.nan)
    for i, p in assessed.strategy.items():
        strategy[arrays.first_action[i] : arrays.first_action[i + 1]] = p
    for node, p in assessed.belief.items():
        belief[node] = p
    return whole_solution(game, draw, strategy, belief, method=method, rule=RULE)


def _listed(game: Game, component: Component, solution: Solution) -> ListedComponent:
    choices = tuple(
        Range(game.infosets[i].label, game.infosets[i].actions[a], *bounds)
        for (i, a), bounds in sorted(component.choices.items())
    )
    beliefs = _belief_ranges(game, component.beliefs)
    p_node = solution.p_node[0]
    reached = {i.label for i in game.infosets if sum(p_node[n] for n in i.nodes) > REACHED}
    fixed = not any(choice.infoset in reached for choice in choices)
    return ListedComponent(
        solution,
        not choices and not beliefs,
        _note(choices, beliefs, fixed),
        choices,
        beliefs,
        fixed,
    )


def _belief_ranges(game: Game, beliefs: Mapping[int, Bounds]) -> tuple[Range, ...]:
    return tuple(
        Range(
            game.infosets[game.nodes[node].infoset].label, " > ".join(game.history(node)), *bounds
        )
        for node, bounds in sorted(beliefs.items())
    )


def _note(choices: tuple[Range, ...], beliefs: tuple[Range, ...], fixed: bool) -> str:
    if not choices and not beliefs:
        return ""
    sentences = [
        "Play is the same in all of them; they differ where play does not get to."
        if fixed
        else "They differ in what is played."
    ]
    if choices:
        sentences.append("Choices: " + "; ".join(map(str, choices)) + ".")
    if beliefs:
        sentences.append("Beliefs: " + "; ".join(map(str, beliefs)) + ".")
    return " ".join(sentences)
