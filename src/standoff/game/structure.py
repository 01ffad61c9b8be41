"""A question that changes the structure of a game: the game as the question would have it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from standoff.errors import GameError
from standoff.game.drop_player import drop_player
from standoff.game.first_move import move_first
from standoff.game.information import hide, reveal
from standoff.game.parameter import Parameter
from standoff.game.prune import without
from standoff.game.ratifier import add_ratifier
from standoff.game.tree import Game
from standoff.text.expression import parse


@dataclass(frozen=True, slots=True)
class Ratifier:
    """Somebody who must agree to a move (see `add_ratifier`)."""

    name: str
    move: str
    otherwise: str
    ratified: str = "0"
    refused: str = "0"
    #: Numbers that these expressions mention and the game does not have.
    parameters: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """What is changed, in the order in which it is done.

    Parameters
    ----------
    remove : tuple of str
        Moves that are taken away.
    add_ratifier : tuple of Ratifier
    drop_player : tuple of (player, moves made for it)
        Where none is named that is offered, chance decides.
    reveal : tuple of (information set, branches that are seen there)
    hide : tuple of (information sets that look the same afterwards)
    move_first : tuple of (information set, whether the decision is seen)
    """

    remove: tuple[str, ...] = ()
    add_ratifier: tuple[Ratifier, ...] = ()
    drop_player: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reveal: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hide: tuple[tuple[str, ...], ...] = ()
    move_first: tuple[tuple[str, bool], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is changed that a model could not answer by itself."""
        return not (
            self.add_ratifier or self.drop_player or self.reveal or self.hide or self.move_first
        )

    def applied(self, game: Game, given: Collection[str] = ()) -> Game:
        """Return the changed game.

        Parameters
        ----------
        game : Game
        given : collection of str
            Moves known to have been made. Those of players who do not choose any more stay made,
            where nothing else is said to be; the others can be given to the changed game.

        Raises
        ------
        UnknownName, GameError
            If the game has no such player, move or set, or the result is no game.
        """
        game = without(game, self.remove)
        for each in self.add_ratifier:
            game = add_ratifier(
                game,
                each.name,
                each.move,
                otherwise=each.otherwise,
                ratified=each.ratified,
                refused=each.refused,
                parameters=tuple(
                    Parameter(name, name.replace("_", " "), value)
                    for name, value in each.parameters
                ),
            )
        for player, plays in self.drop_player:
            game = drop_player(game, player, plays, at_random=True, given=given)
        for infoset, branches in self.reveal:
            game = reveal(game, infoset, branches)
        for infosets in self.hide:
            game = hide(game, infosets)
        for infoset, seen in self.move_first:
            game = move_first(game, infoset, seen=seen)
        return game

    def words(self) -> tuple[str, ...]:
        """Say every change."""
        told = [f"without the moves: {', '.join(self.remove)}"] if self.remove else []
        told += [
            f"{r.name} must agree to {r.move}, or else {r.otherwise} "
            f"(it gets {r.ratified} if it agrees and {r.refused} if not)"
            for r in self.add_ratifier
        ]
        told += [
            f"{player} does not choose: {', '.join(plays) if plays else 'chance does'}"
            for player, plays in self.drop_player
        ]
        told += [
            f"seen at {label!r}: {', '.join(seen) or 'everything before'}"
            for label, seen in self.reveal
        ]
        told += [f"looks the same: {' and '.join(labels)}" for labels in self.hide]
        told += [
            f"{label!r} is decided in advance, {'for all to see' if seen else 'unseen'}"
            for label, seen in self.move_first
        ]
        return tuple(told)


def structure_from(
    *,
    remove: Collection[str] = (),
    ratifier: Sequence[str] = (),
    drop: Sequence[str] = (),
    plays: Sequence[str] = (),
    reveal: Sequence[str] = (),
    seeing: Sequence[str] = (),
    hide: Sequence[str] = (),
    first: str = "",
    unseen: bool = False,
) -> Structure:
    """Make a structure from the words of a command line.

    Parameters
    ----------
    remove, drop, plays, reveal, seeing, hide : sequences of str
    ratifier : sequence of str
        Name, move, otherwise, and two payoffs if wanted.
    first : str
        A set that is decided in advance.
    unseen : bool

    Raises
    ------
    GameError
        If the ratifier lacks a part, or an option says more about one that is not given.
    """
    for more, of, what in (
        (bool(plays) and not drop, "--drop-player", "moves are made for no player (--plays)"),
        (bool(seeing) and not reveal, "--reveal", "branches are seen nowhere (--seeing)"),
        (unseen and not first, "--first", "no decision is unseen (--unseen)"),
    ):
        if more:
            raise GameError(what, right=f"{of} as well")
    ratifiers: tuple[Ratifier, ...] = ()
    if ratifier:
        if len(ratifier) not in (3, 5):
            raise GameError(
                "a ratifier needs a name, the move that it must agree to, and the move that stands "
                "otherwise; and, if wanted, what it gets when it agrees and when it refuses",
                found=" ".join(ratifier),
                right='"Congress" yield fight 1 0',
            )
        for amount in ratifier[3:]:
            parse(amount)
        name, move, otherwise, *amounts = ratifier
        ratified, refused = amounts or ("0", "0")
        ratifiers = (Ratifier(name, move, otherwise, ratified, refused),)
    return Structure(
        remove=tuple(remove),
        add_ratifier=ratifiers,
        drop_player=tuple((player, tuple(plays)) for player in drop),
        reveal=tuple((label, tuple(seeing)) for label in reveal),
        hide=(tuple(hide),) if hide else (),
        move_first=((first, not unseen),) if first else (),
    )
