"""How likely every play of a game is, draw by draw, when players may err a little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.forced import force
from standoff.game.lower import lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.evaluate import edge_probability, reach
from standoff.study.subject import Subject

Floats = NDArray[np.float64]

#: How players play: the selected equilibrium with trembles, or a quantal response equilibrium.
Play = Literal["equilibrium", "quantal"]


@dataclass(frozen=True, slots=True)
class Noise:
    """How players err.

    Parameters
    ----------
    play : {"equilibrium", "quantal"}
        In the selected equilibrium with trembles, or in the logit quantal response equilibrium on
        the branch that starts at random play, which need not lead to the selected equilibrium.
    size : float
        "equilibrium": the chance at every information set that the player picks among all moves
        alike, from 0 to 1. "quantal": one over the precision, in units of payoffs, above 0.
    """

    play: Play = "equilibrium"
    size: float = 0.01

    def __post_init__(self) -> None:
        if self.play not in get_args(Play):
            raise UnknownName.among("way to play", self.play, get_args(Play))
        if self.play == "equilibrium" and not 0.0 <= self.size <= 1.0:
            raise GameError(f"a tremble cannot be {self.size:g}", right="a chance from 0 to 1")
        if self.play == "quantal" and not 0.0 < self.size < np.inf:
            raise GameError(
                f"the noise of quantal play cannot be {self.size:g}",
                right="a number above 0, in units of payoffs",
            )


def played_game(subject: Subject, given: Sequence[str] = ()) -> Game:
    """Return the game whose plays are meant: what the subject is about, after the given moves.

    Raises
    ------
    GameError
        If the subject has no tree of the whole game.
    """
    if not subject.has_tree:
        raise GameError(
            f"{subject.name!r} has no tree of its whole game, so that no move in it can be dated",
            right="a model with a whole tree, or a game of the case's own",
            more="standoff models",
        )
    return force(subject.build(), given)


def p_ends(
    subject: Subject, game: Game, draws: Draws, given: Sequence[str], noise: Noise
) -> Floats:
    """Return the chance of every play, shape (n_draws, n_ends); nan in draws without an answer.

    Parameters
    ----------
    subject : Subject
    game : Game
        `played_game` of the subject.
    draws : Draws
    given : sequence of str
        Moves known to have been made: they have chance 1, and nobody errs there.
    noise : Noise
    """
    arrays = lower(game)
    if noise.play == "quantal":
        from standoff.solve.quantal import solve_quantal

        solution = solve_quantal(game, draws, precision=1.0 / noise.size)
        strategy = solution.strategy.copy()
        strategy[solution.status > Status.FOLD_CROSSED] = np.nan
    else:
        strategy = _selected(subject, game, draws, given)
        n_choices = np.diff(arrays.first_action)[arrays.action_infoset]
        strategy = (1.0 - noise.size) * strategy + noise.size / n_choices
    p_node = reach(arrays, edge_probability(arrays, numbers(game, draws), strategy))
    return p_node[:, [end.index for end in game.ends]]


def _selected(subject: Subject, game: Game, draws: Draws, given: Sequence[str]) -> Floats:
    """Read the selected equilibrium of every draw into the actions of the game."""
    arrays = lower(game)
    strategy = np.full((len(draws), arrays.n_actions), np.nan)
    for each in subject.equilibria(draws, given, only_selected=True):
        if not each.rows.any():
            continue
        solution = each.solution
        for infoset in game.infosets:
            first = int(arrays.first_action[infoset.index])
            for i, action in enumerate(infoset.actions):
                # Where a given move leaves no choice there is nothing to read.
                alone = len(infoset.actions) == 1
                p = 1.0 if alone else solution.probability(infoset.label, action)
                strategy[each.rows, first + i] = p
    return strategy
