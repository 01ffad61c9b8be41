"""One equilibrium for every draw: strategies, beliefs, values, and what became of each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from standoff.errors import UnknownName
from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.result import Columns, Picture, Pictured, counted
from standoff.solve.evaluate import bayes, continuation, edge_probability, reach
from standoff.text.names import apart

Errors = Literal["logit", "probit"]

#: Columns of a table of solutions that are not called after anything in the game.
OWN = ("status", "verified", "max_gain")


@dataclass(frozen=True, eq=False, repr=False)
class Solution(Pictured):
    """Strategies and beliefs of one equilibrium, for every draw.

    A solution is a claim, not a proof: `verify` checks it with other code.

    Parameters
    ----------
    game : Game
    draws : Draws
    strategy : float array, shape (n_draws, n_actions)
        Probability of every action, in the order of `GameArrays.first_action`.
    belief : float array, shape (n_draws, n_nodes)
        Probability of every node of an information set, given that the set is reached (also for
        sets that are never reached); nan at nodes where nobody moves.
    status : uint8 array, shape (n_draws,)
        `Status` of every draw; rows without an answer hold nan.
    method : str
        How it was found.
    rule : str
        Why this equilibrium and not another.
    name : str
        Name of the kind of equilibrium, where it has one.
    precision : float array, shape (n_draws, n_players), optional
        Of an agent quantal response equilibrium; None for equilibria without errors.
    errors : {"logit", "probit"}
        Kind of errors, where there is a precision.
    reason : object array of str, shape (n_draws,), optional
        Why a draw has no answer, in a sentence; empty where it has one or where the status says
        it all.
    """

    game: Game
    draws: Draws
    strategy: Floats
    belief: Floats
    status: NDArray[np.uint8]
    method: str
    rule: str
    name: str = ""
    precision: Floats | None = None
    errors: Errors = "logit"
    reason: NDArray[np.object_] | None = None

    drawing: ClassVar[str] = "standoff.view.tree:draw_tree"

    @property
    def sentence(self) -> str:
        """How it was found, and how many draws have an answer."""
        n_answered = int((self.status <= Status.FOLD_CROSSED).sum())
        draws = counted(len(self.draws), "draw")
        return f"{self.game.name} by {self.method}: {n_answered:,} of {draws} with an answer"

    def table(self) -> dict[str, NDArray[Any]]:
        """Return one row per draw.

        The parameters (one that is called like a column of ours as `parameter_...`), the status,
        ``p: outcome`` for every outcome, ``value: player`` for every player; nan without an answer.
        """
        answered = self.status <= Status.FOLD_CROSSED
        parameters, outcomes = self.draws.columns(), self.p_outcome
        players = self.game.players
        names = apart(
            [
                *((name, "parameter") for name in parameters),
                *((f"p: {outcome}", "outcome") for outcome in outcomes),
                *((f"value: {name}", "player") for name in players),
            ],
            OWN,
        )
        free = iter(names)
        columns: dict[str, NDArray[Any]] = {next(free): each for each in parameters.values()}
        columns["status"] = np.array([Status(int(s)).name.lower() for s in self.status])
        columns |= {next(free): np.where(answered, p, np.nan) for p in outcomes.values()}
        for player in range(len(players)):
            columns[next(free)] = np.where(answered, self.value[:, player], np.nan)
        return columns

    def plot(self, **options: Any) -> Picture:
        """Draw the game with what is played at one draw.

        Parameters
        ----------
        **options
            Those of `standoff.view.draw_tree`, such as ``draw=3``.
        """
        return self._picture(self.game, solution=self, **options)

    def _beginning(self, n: int) -> tuple[Columns, int]:
        # What is played is worked out for the rows that are shown only.
        return self.rows(slice(n)).table(), len(self.draws)

    @cached_property
    def p_node(self) -> Floats:
        """Probability that play reaches each node, shape (n_draws, n_nodes)."""
        arrays = lower(self.game)
        return reach(arrays, edge_probability(arrays, self._numbers, self.strategy))

    @cached_property
    def value(self) -> Floats:
        """What each player expects at the start, shape (n_draws, n_players)."""
        arrays = lower(self.game)
        p_edge = edge_probability(arrays, self._numbers, self.strategy)
        return continuation(arrays, self._numbers, p_edge)[:, 0]

    @cached_property
    def p_outcome(self) -> dict[str, Floats]:
        """Probability of every named outcome, each of shape (n_draws,)."""
        shares = {name: np.zeros(len(self.draws)) for name in self.game.outcomes}
        for node in self.game.ends:
            shares[node.outcome] = shares[node.outcome] + self.p_node[:, node.index]
        return shares

    @cached_property
    def _numbers(self) -> GameNumbers:
        return numbers(self.game, self.draws)

    def probability(self, infoset: str, action: str) -> Floats:
        """Return the probability of an action at an information set, shape (n_draws,).

        Raises
        ------
        UnknownName
            If the set or the action does not exist.
        """
        found = self.game.infoset(infoset)
        if action not in found.actions:
            raise UnknownName.among(f"action at {infoset!r}", action, found.actions)
        first = int(lower(self.game).first_action[found.index])
        return self.strategy[:, first + found.actions.index(action)]

    def at(self, draw: int) -> Solution:
        """Return the solution of one draw."""
        return self.rows(slice(draw, draw + 1))

    def rows(self, which: slice | NDArray[np.bool_] | NDArray[np.integer]) -> Solution:
        """Keep some of the draws: a slice, a mask or row numbers."""
        return Solution(
            self.game,
            self.draws.rows(which),
            self.strategy[which],
            self.belief[which],
            self.status[which],
            self.method,
            self.rule,
            self.name,
            None if self.precision is None else self.precision[which],
            self.errors,
            None if self.reason is None else self.reason[which],
        )


def from_named(
    game: Game,
    draws: Draws,
    strategy: Mapping[tuple[str, str], Floats | float],
    belief: Mapping[tuple[str, tuple[str, ...]], Floats | float] | None = None,
    *,
    status: NDArray[np.uint8] | None = None,
    method: str = "given",
    rule: str = "given",
    name: str = "",
) -> Solution:
    """Put strategies given by name on a game's tree.

    Parameters
    ----------
    strategy : mapping of (information set, action) to probability
        Number or array of shape (n_draws,). Actions left out have probability 0.
    belief : mapping of (information set, history) to probability, optional
        Needed for nodes of sets that are not reached; elsewhere Bayes' rule is used. Without an
        entry the belief at an unreached set with several nodes stays nan, and `verify` says so.
    """
    arrays = lower(game)
    flat = np.zeros((len(draws), arrays.n_actions))
    for (label, action), p in strategy.items():
        infoset = game.infoset(label)
        if action not in infoset.actions:
            raise UnknownName.among(f"action at {label!r}", action, infoset.actions)
        flat[:, arrays.first_action[infoset.index] + infoset.actions.index(action)] = p
    p_reach = reach(arrays, edge_probability(arrays, numbers(game, draws), flat))
    beliefs = bayes(arrays, p_reach)
    for infoset in game.infosets:
        for node in infoset.nodes:
            unknown = np.isnan(beliefs[:, node])
            if len(infoset.nodes) == 1:
                beliefs[unknown, node] = 1.0
            elif belief is not None and (infoset.label, game.history(node)) in belief:
                given = belief[infoset.label, game.history(node)]
                beliefs[unknown, node] = np.broadcast_to(given, len(draws))[unknown]
    if status is None:
        status = np.full(len(draws), Status.SOLVED, dtype=np.uint8)
    return Solution(game, draws, flat, beliefs, status, method, rule, name)
