"""A Gambit tree file as data: everything that it says, with the names and numbers it uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from standoff.text.diagnostic import Span

NO_SPAN = Span(1, 1)


@dataclass(frozen=True, slots=True)
class EfgSet:
    """An information set, or a chance event.

    Parameters
    ----------
    player : int
        Counted from 1; 0 is chance.
    number : int
        Its number among the sets of the player.
    name : str
    actions : tuple of str
    chances : tuple of str
        The probability of each branch as it is written; empty where a player moves.
    """

    player: int
    number: int
    name: str
    actions: tuple[str, ...]
    chances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EfgOutcome:
    """What is paid, with the payoffs as they are written; number 0 is "nothing"."""

    number: int
    name: str = ""
    payoffs: tuple[str, ...] = ()


NOTHING = EfgOutcome(0)


@dataclass(frozen=True, slots=True)
class EfgNode:
    """One line of the file: a node in preorder.

    Parameters
    ----------
    name : str
    infoset : EfgSet or None
        None at an end.
    outcome : EfgOutcome
    span : Span
        Where the line begins; plays no part in comparisons.
    """

    name: str
    infoset: EfgSet | None
    outcome: EfgOutcome
    span: Span = field(default=NO_SPAN, compare=False)

    @property
    def kind(self) -> Literal["chance", "move", "end"]:
        """What happens at the node, in the words of `Game`."""
        if self.infoset is None:
            return "end"
        return "move" if self.infoset.player else "chance"


@dataclass(frozen=True, slots=True)
class EfgFile:
    """All that a Gambit tree file says.

    A `Game` has no place for the names of nodes, for the comment, and for names that are empty or
    repeated. Node `i` here is node `i` of the game made from it, so that they can be looked up.

    Parameters
    ----------
    title, comment : str
    players : tuple of str
    nodes : tuple of EfgNode
        In preorder.
    """

    title: str
    comment: str
    players: tuple[str, ...]
    nodes: tuple[EfgNode, ...]

    @property
    def text(self) -> str:
        """The file as text, with every set and outcome written out at every node."""
        players = " ".join(quoted(player) for player in self.players)
        head = f"EFG 2 R {quoted(self.title)} {{ {players} }}\n{quoted(self.comment)}\n\n"
        return head + "".join(f"{_line(node)}\n" for node in self.nodes)


def _line(node: EfgNode) -> str:
    known, outcome = node.infoset, _outcome(node.outcome)
    if known is None:
        return f"t {quoted(node.name)} {outcome}"
    if known.player:
        who = f"p {quoted(node.name)} {known.player}"
        actions = [quoted(action) for action in known.actions]
    else:
        who = f"c {quoted(node.name)}"
        actions = [
            f"{quoted(action)} {p}" for action, p in zip(known.actions, known.chances, strict=True)
        ]
    return f"{who} {known.number} {quoted(known.name)} {{ {' '.join(actions)} }} {outcome}"


def _outcome(outcome: EfgOutcome) -> str:
    if outcome.number == 0:
        return "0"
    return f"{outcome.number} {quoted(outcome.name)} {{ {', '.join(outcome.payoffs)} }}"


def quoted(name: str) -> str:
    """Return a name in quotation marks."""
    # Gambit 17 reads two backslashes as three, and one as one: write two only where one would
    # run together with what follows.
    written: list[str] = []
    for position, character in enumerate(name):
        if character == '"':
            written.append('\\"')
        elif character == "\\" and name[position + 1 : position + 2] in ("", '"', "\\"):
            written.append("\\\\")
        else:
            written.append(character)
    return f'"{"".join(written)}"'
