"""The tree of a row of newcomers who meet one player of a hidden type, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.tree import Game


@dataclass(frozen=True, slots=True)
class EntryGame:
    """What can be done in each turn, and what it brings; later turns are discounted.

    Parameters
    ----------
    name : str
    incumbent, newcomer : str
        The player who stays, and what the others are called; each of them is a player of its own.
    turn : str
        What a turn is called.
    types : mapping of str to str
        The incumbent's types, each with its chance.
    out : (action, result)
        The newcomer stays away.
    come : str
        The action by which the incumbent is asked.
    answers : mapping of action to result
    pays : mapping of result to (str, str, str)
        For the newcomer, and for the incumbent of the first and of the second type.
    """

    name: str
    incumbent: str
    newcomer: str
    turn: str
    types: Mapping[str, str]
    out: tuple[str, str]
    come: str
    answers: Mapping[str, str]
    pays: Mapping[str, tuple[str, str, str]]

    def tree(
        self, parameters: Collection[Parameter], n_stages: int, remove: Collection[str] = ()
    ) -> Game:
        """Build the tree of some turns; no action can be taken away."""
        for action in remove:
            raise UnknownName.among("action that can be taken away", action, ())
        types = {kind: (p, self._stage(kind, (), n_stages)) for kind, p in self.types.items()}
        players = (self.incumbent, *(f"{self.newcomer} {i + 1}" for i in range(n_stages)))
        builder = GameBuilder(self.name).players(*players).parameters(*parameters)
        return builder.tree(chance("type", types))

    def _stage(self, kind: str, history: tuple[str, ...], n_stages: int) -> Sketch:
        if len(history) == n_stages:
            return end(f"{kind}: {', '.join(history)}", *self._pays(kind, history))
        turn = len(history) + 1

        def then(result: str) -> Sketch:
            return self._stage(kind, (*history, result), n_stages)

        answer = move(
            self.incumbent,
            {action: then(result) for action, result in self.answers.items()},
            knows=f"{kind}: answer {turn}{after(history)}",
        )
        away, result = self.out
        return move(
            f"{self.newcomer} {turn}",
            {away: then(result), self.come: answer},
            knows=f"{self.turn} {turn}{after(history)}",
        )

    def _pays(self, kind: str, history: tuple[str, ...]) -> tuple[str, ...]:
        column = 1 + tuple(self.types).index(kind)
        of_incumbent = [
            f"discount**{i} * ({self.pays[result][column]})"
            if i
            else f"({self.pays[result][column]})"
            for i, result in enumerate(history)
        ]
        return " + ".join(of_incumbent), *(self.pays[result][0] for result in history)


def after(history: tuple[str, ...]) -> str:
    """Return what everybody has seen, as part of the label of an information set."""
    return f" after {', '.join(history)}" if history else ""
