"""Recognize a signaling game: one informed sender, a message, one answer to each message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower
from standoff.game.tree import Game
from standoff.solve.fold import settle
from standoff.solve.small_tree import SmallTree, read_tree
from standoff.solve.solution import Solution


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What may follow a message.

    Parameters
    ----------
    infoset : int
        Where the receiver answers, in the whole game; -1 when nobody does.
    actions : tuple of str
    sender : float array, shape (n_types, n_actions)
        Payoff of every type after every answer.
    receiver : float array, shape (n_types, n_actions)
        Payoff of the player who answers.
    """

    infoset: int
    actions: tuple[str, ...]
    sender: Floats
    receiver: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Signaling:
    """A signaling game at one draw.

    Payoffs of a type count from its lowest, in units of the difference to its highest; those of the
    receiver count from the first answer, in units of the largest difference after the message.

    Parameters
    ----------
    types, messages : tuple of str
    p_type : float array, shape (n_types,)
    sets : tuple of int
        Where each type sends its message, in the whole game.
    answers : tuple of Answer
        One per message.
    """

    types: tuple[str, ...]
    messages: tuple[str, ...]
    p_type: Floats
    sets: tuple[int, ...]
    answers: tuple[Answer, ...]

    def p_message(self, solution: Solution) -> Floats:
        """Return the probability of every message by type, shape (n_types, n_messages)."""
        first = lower(solution.game).first_action
        n = len(self.messages)
        return np.array([solution.strategy[0, first[i] : first[i] + n] for i in self.sets])

    def type_values(self, solution: Solution) -> Floats:
        """Return what every type expects, shape (n_types,)."""
        first = lower(solution.game).first_action
        after = np.empty((len(self.types), len(self.messages)))
        for m, answer in enumerate(self.answers):
            p = np.ones(1)
            if answer.infoset >= 0:
                start = first[answer.infoset]
                p = solution.strategy[0, start : start + len(answer.actions)]
            after[:, m] = answer.sender @ p
        return np.sum(self.p_message(solution) * after, axis=1)


def signaling(game: Game, draw: Draws) -> Signaling:
    """Read a game as a signaling game.

    Last moves that are settled whatever the mover believes are folded in first, so that a
    sender may still carry out a threat after the answer.

    Raises
    ------
    GameError
        With the reason, if it is none.
    """
    tree, _, _ = read_tree(game, draw)
    value, _ = settle(tree)
    root = 0
    while len(tree.children[root]) == 1:
        root = tree.children[root][0]
    if tree.infoset[root] >= 0 or not tree.children[root]:
        raise _refusal(game, "it does not start with a draw of the sender's type")
    nodes = tree.children[root]
    sets = [tree.infoset[n] for n in nodes]
    if any(i < 0 for i in sets):
        raise _refusal(game, "after the draw of the type somebody has to send a message")
    senders = [tree.sets[i] for i in sets]
    if len({s.player for s in senders}) > 1:
        raise _refusal(game, "different players move first after different types")
    if any(len(s.nodes) > 1 for s in senders):
        raise _refusal(game, "the sender does not know its own type")
    messages = {game.infosets[s.origin].actions for s in senders}
    if len(messages) > 1:
        raise _refusal(game, "the types do not have the same messages")
    p_type = np.array([tree.p[n] for n in nodes])
    if p_type.min() <= 0.0:
        raise _refusal(game, "some type has probability 0 at this draw")
    listed = messages.pop()
    return Signaling(
        tuple(game.nodes[tree.origin[n]].branch for n in nodes),
        listed,
        p_type,
        tuple(s.origin for s in senders),
        _in_own_units(
            [
                _answer(game, tree, value, [tree.children[n][m] for n in nodes], senders[0].player)
                for m in range(len(listed))
            ]
        ),
    )


def _in_own_units(answers: list[Answer]) -> tuple[Answer, ...]:
    """Measure every type by what it may gain, and the receiver by what an answer decides.

    No criterion compares one type's payoffs with another's, or those after different messages for
    the receiver.
    """
    every = np.concatenate([each.sender for each in answers], axis=1)
    least = every.min(axis=1, keepdims=True)
    spread = every.max(axis=1, keepdims=True) - least
    unit = np.where(spread > 0.0, spread, 1.0)
    return tuple(
        Answer(
            each.infoset,
            each.actions,
            (each.sender - least) / unit,
            _of_answers(each.receiver),
        )
        for each in answers
    )


def _of_answers(receiver: Floats) -> Floats:
    gaps = receiver - receiver[:, [0]]
    largest = float(np.abs(gaps).max(initial=0.0))
    return gaps / largest if largest > 0.0 else gaps


def _refusal(game: Game, reason: str) -> GameError:
    return GameError(
        f"game {game.name!r} is not a signaling game: {reason}",
        right="a draw of types, a message by a sender who knows its type, and one answer by a "
        "player who does not, last moves aside",
    )


def _answer(
    game: Game, tree: SmallTree, value: dict[int, Floats], after: list[int], sender: int
) -> Answer:
    here = {tree.infoset[n] for n in after}
    i = min(here)
    is_answer = (
        len(here) == 1
        and i >= 0
        and tree.sets[i].player != sender
        and set(tree.sets[i].nodes) == set(after)
        and all(c in value for n in after for c in tree.children[n])
    )
    if is_answer:
        each = tree.sets[i]
        worth = np.array([[value[c] for c in tree.children[n]] for n in after])
        return Answer(
            each.origin,
            game.infosets[each.origin].actions,
            worth[:, :, sender],
            worth[:, :, each.player],
        )
    message = game.nodes[tree.origin[after[0]]].branch
    if not all(n in value for n in after):
        raise _refusal(
            game, f"more than one answer follows message {message!r}, or none is awaited"
        )
    worth = np.array([value[n] for n in after])
    return Answer(-1, ("",), worth[:, [sender]], np.zeros((len(after), 1)))
