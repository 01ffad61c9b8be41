"""Refinements for signaling games: equilibria whose beliefs after a surprise make sense.

Each criterion looks at a message that nobody sends, asks which types could have sent it, and
removes an equilibrium that needs the receiver to believe otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from standoff.game.lower import Floats
from standoff.game.tree import Game
from standoff.solve.best_answers import best_faces, some_mix
from standoff.solve.enumerate_sequential import ListedComponent
from standoff.solve.listing import EquilibriumList, ListedEquilibrium
from standoff.solve.signaling import Answer, Signaling, signaling

Criterion = Literal["intuitive criterion", "D1", "undefeated"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

#: A type gains when the payoff is larger by this share of the difference between its highest and
#: its lowest.
GAIN = 1e-8
#: Messages less likely than this are not sent.
SENT = 1e-9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one criterion says about one equilibrium or component.

    Parameters
    ----------
    equilibrium : int
        Position in the list.
    criterion : {"intuitive criterion", "D1", "undefeated"}
    is_removed : bool
    message : str
        The unsent message that removes it; empty if none does.
    by : tuple of str
        Types that may be believed to send it.
    not_by : tuple of str
        Types that may not.
    defeated_by : int or None
        Position of the equilibrium that defeats it.
    because : str
        The reason in one sentence.
    """

    equilibrium: int
    criterion: Criterion
    is_removed: bool
    message: str = ""
    by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    defeated_by: int | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Played:
    """An equilibrium as the criteria see it."""

    value: Floats  # of every type
    p_message: Floats  # types, messages
    unsent: tuple[int, ...]  # messages sent in no equilibrium of the component


def refine(game: Game, found: EquilibriumList) -> list[Verdict]:
    """Apply the intuitive criterion, D1 and the test for defeat to a list of equilibria.

    Parameters
    ----------
    game : Game
        A signaling game: a draw of types, a message by a sender who knows its type, one answer by
        a player who does not; last moves that are settled anyhow may follow.
    found : EquilibriumList
        Of that game at one draw, as `all_sequential` returns it.

    Returns
    -------
    list of Verdict
        Three for each equilibrium, in the order of the list.

    Raises
    ------
    GameError
        If the game is no signaling game, with the reason.

    Notes
    -----
    A component is removed if every equilibrium in it that leaves the message unsent is, whatever
    the answer and the beliefs that support it; messages that some of its equilibria send are not
    held against it. D1 is applied once, without iteration: a type is ruled out if another one
    gains from every best answer from which it does not lose. "Undefeated" compares with the
    equilibria in the list, so it needs a complete list.

    References
    ----------
    Cho, I.-K. and Kreps, D. (1987). Signaling games and stable equilibria. Quarterly Journal of
    Economics 102. Banks, J. and Sobel, J. (1987). Equilibrium selection in signaling games.
    Econometrica 55. Mailath, G., Okuno-Fujiwara, M. and Postlewaite, A. (1993). Belief-based
    refinements in signalling games. Journal of Economic Theory 60.
    """
    if not found.equilibria:
        return []
    at = signaling(game, found.equilibria[0].solution.draws)
    played = [_played(at, each) for each in found.equilibria]
    verdicts: list[Verdict] = []
    for k, each in enumerate(played):
        verdicts += [_intuitive(at, k, each), _d1(at, k, each), _undefeated(at, k, played)]
    return verdicts


def _played(at: Signaling, each: ListedEquilibrium) -> _Played:
    p_message = at.p_message(each.solution)
    sent = p_message.max(axis=0) > SENT
    if isinstance(each, ListedComponent):
        labels = [each.solution.game.infosets[i].label for i in at.sets]
        for choice in each.choices:
            if choice.infoset in labels and choice.high > SENT:
                sent[at.messages.index(choice.what)] = True
    return _Played(
        at.type_values(each.solution), p_message, tuple(int(m) for m in np.flatnonzero(~sent))
    )


def _faces(at: Signaling, answer: Answer, types: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the answers that are best together for some belief in some types."""
    return best_faces(answer, np.zeros(len(at.types)), types)


def _names(at: Signaling, types: tuple[int, ...] | list[int]) -> tuple[str, ...]:
    return tuple(at.types[t] for t in types)


def _intuitive(at: Signaling, k: int, each: _Played) -> Verdict:
    """Cho and Kreps, section IV.2: a type that cannot gain is not believed to deviate."""
    everyone = tuple(range(len(at.types)))
    for m in each.unsent:
        answer = at.answers[m]
        hopeful = {a for face in _faces(at, answer, everyone) for a in face}
        most = answer.sender[:, sorted(hopeful)].max(axis=1)
        out = tuple(t for t in everyone if each.value[t] > most[t] + GAIN)
        left = tuple(t for t in everyone if t not in out)
        if not left or not out:
            continue
        likely = {a for face in _faces(at, answer, left) for a in face}
        least = answer.sender[:, sorted(likely)].min(axis=1)
        tempted = [t for t in left if least[t] > each.value[t] + GAIN]
        if tempted:
            return Verdict(
                k,
                "intuitive criterion",
                True,
                at.messages[m],
                _names(at, left),
                _names(at, out),
                because=f"{_listed(at, out)} cannot gain from {at.messages[m]!r} whatever the "
                f"answer; without {_listed(at, out)}, {_listed(at, tempted)} gains for sure",
            )
    return _kept(k, "intuitive criterion")


def _d1(at: Signaling, k: int, each: _Played) -> Verdict:
    """Cho and Kreps, section IV.3: a type is ruled out if another gains whenever it may."""
    everyone = tuple(range(len(at.types)))
    for m in each.unsent:
        answer = at.answers[m]
        faces = _faces(at, answer, everyone)
        out = tuple(
            t
            for t in everyone
            if any(
                _gains_whenever(answer, faces, each.value, other, t)
                for other in everyone
                if other != t
            )
        )
        left = tuple(t for t in everyone if t not in out)
        if not out or not left or _supports(answer, _faces(at, answer, left), each.value):
            continue
        return Verdict(
            k,
            "D1",
            True,
            at.messages[m],
            _names(at, left),
            _names(at, out),
            because=f"{_listed(at, left)} gains from {at.messages[m]!r} at every answer at which "
            f"{_listed(at, out)} may gain, and at more; no answer to {_listed(at, left)} deters "
            "the message",
        )
    return _kept(k, "D1")


def _gains_whenever(
    answer: Answer, faces: list[tuple[int, ...]], value: Floats, other: int, one: int
) -> bool:
    """Return whether a type gains from every best answer from which `one` does not lose.

    There has to be an answer from which it gains, or nothing would be learned.
    """
    gains = any(answer.sender[other, a] > value[other] + GAIN for face in faces for a in face)
    return gains and not any(
        some_mix(
            face,
            [
                (answer.sender[one], value[one] - GAIN),
                (-answer.sender[other], -value[other] - GAIN),
            ],
        )
        for face in faces
    )


def _supports(answer: Answer, faces: list[tuple[int, ...]], value: Floats) -> bool:
    """Return whether some best answer leaves no type a gain."""
    rows = [(-answer.sender[t], -value[t] - GAIN) for t in range(len(value))]
    return any(some_mix(face, rows) for face in faces)


def _undefeated(at: Signaling, k: int, played: list[_Played]) -> Verdict:
    """Mailath, Okuno-Fujiwara and Postlewaite, definition 2, for components."""
    each = played[k]
    for rival, other in enumerate(played):
        if rival == k:
            continue
        for m in each.unsent:
            senders = [t for t in range(len(at.types)) if other.p_message[t, m] > SENT]
            gain = other.value - each.value
            better = [t for t in senders if gain[t] > GAIN]
            if not better or any(gain[t] < -GAIN for t in senders):
                continue
            # Types that gain send the message for sure, types that do not may; nobody else does.
            weights = np.zeros(len(at.types))
            weights[better] = at.p_type[better]
            rest = [t for t in senders if t not in better]
            faces = best_faces(at.answers[m], weights, rest, most=at.p_type)
            if _supports(at.answers[m], faces, each.value):
                continue
            return Verdict(
                k,
                "undefeated",
                True,
                at.messages[m],
                _names(at, senders),
                tuple(x for t, x in enumerate(at.types) if t not in senders),
                rival,
                f"in equilibrium {rival + 1}, {_listed(at, senders)} sends {at.messages[m]!r} and "
                "does better; believing that, the receiver does not deter the message",
            )
    return _kept(k, "undefeated")


def _kept(k: int, criterion: Criterion) -> Verdict:
    return Verdict(k, criterion, False, because="no unsent message removes it")


def _listed(at: Signaling, types: tuple[int, ...] | list[int]) -> str:
    return " or ".join(repr(name) for name in _names(at, types))
