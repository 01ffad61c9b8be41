"""Read Gambit tree files (.efg) of any origin into data: one pass, no recursion, limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from standoff.game.check import CHANCE_TOLERANCE, MAX_DEPTH, MAX_NODES
from standoff.game.exchange.efg_file import NOTHING, EfgFile, EfgNode, EfgOutcome, EfgSet
from standoff.game.exchange.number import value_of
from standoff.game.exchange.problems import (
    ChanceSum,
    ContradictingOutcome,
    ContradictingSet,
    CountOfPayoffs,
    OtherFormat,
    TooLarge,
    TreeEnds,
    UnexpectedWord,
    UnknownNumber,
)
from standoff.game.exchange.scan import Refusal, Scanner, Token
from standoff.game.exchange.source import Source, read_source
from standoff.text.diagnostic import Diagnostic, Kind, shown, sort

#: Actions at one node.
MAX_ACTIONS = 1_000

#: Nodes times players, or numbers in a table.
MAX_PAYOFFS = 1_000_000


def read_efg_file(path: Path | str) -> EfgFile:
    """Read a Gambit tree file with all its names and numbers.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it is not a Gambit tree; the message shows the places.
    """
    return file_from(read_source(path))


def parse_efg_file(text: str, path: str = "<text>") -> EfgFile:
    """Read the text of a Gambit tree file with all its names and numbers.

    Raises
    ------
    InvalidDocument
        If it is not a Gambit tree; the message shows the places.
    """
    return file_from(Source(text, path))


def file_from(source: Source) -> EfgFile:
    """Read a source, or raise what is wrong with it."""
    file, found = check_source(source)
    if file is None:
        raise source.refuse(found)
    return file


def check_source(source: Source) -> tuple[EfgFile | None, list[Diagnostic]]:
    """Read a source; without errors there is a file."""
    reader: _Reader | None = None
    try:
        reader = _Reader(Scanner(source))
        file = reader.read()
    except Refusal as refusal:
        return None, sort([*(reader.found if reader else ()), refusal.diagnostic])
    return (None if reader.found else file), sort(reader.found)


def pass_header(scan: Scanner, kind: str, version: str) -> None:
    """Pass the first words of a Gambit file."""
    for words, what in (
        ((kind,), f"a Gambit file that begins with '{kind} {version}'"),
        ((version,), f"version {version} of the format"),
        (("R", "D"), "R or D"),
    ):
        if scan.token.kind != "word" or scan.token.text not in words:
            scan.refuse(
                OtherFormat,
                f"expected {what}, found {scan.token}",
                right=f'The first line is: {kind} {version} R "title" {{ "player" ... }}',
            )
        scan.next()


@dataclass(slots=True)
class _Open:
    """A node with branches that are still to come."""

    waiting: int
    line: int
    actions: int


class _Reader:
    """Reads nodes in preorder; collects contradictions, stops at what cannot be read."""

    def __init__(self, scan: Scanner) -> None:
        self.scan = scan
        self.found: list[Diagnostic] = []
        self.players: tuple[str, ...] = ()
        self.sets: dict[tuple[int, int], tuple[EfgSet, int]] = {}
        self.outcomes: dict[int, tuple[EfgOutcome, int]] = {}

    def report(self, kind: type[Kind], token: Token, message: str, *, right: str = "") -> None:
        self.found.append(kind.at(self.scan.span(token), message, right=right))

    def read(self) -> EfgFile:
        scan = self.scan
        pass_header(scan, "EFG", "2")
        title = scan.name("the title")
        start = scan.token
        self.players = scan.names("the players")
        if not self.players:
            self.report(UnexpectedWord, start, "the game has no players")
        comment = scan.next().text if scan.at_name() else ""
        nodes = self.nodes()
        if scan.token.kind != "end":
            scan.refuse(
                TreeEnds,
                f"the tree is complete after {len(nodes):,} nodes, and then comes {scan.token}",
                right="Is an action missing at one of the nodes before?",
            )
        return EfgFile(title, comment, self.players, nodes)

    def nodes(self) -> tuple[EfgNode, ...]:
        nodes: list[EfgNode] = []
        path: list[_Open] = []
        while True:
            self.check_size(len(nodes), len(path))
            node = self.node(path)
            nodes.append(node)
            if node.infoset is not None:
                n_actions = len(node.infoset.actions)
                path.append(_Open(n_actions, node.span.line, n_actions))
            while path and path[-1].waiting == 0:
                path.pop()
            if not path:
                return tuple(nodes)
            path[-1].waiting -= 1

    def check_size(self, n_nodes: int, depth: int) -> None:
        if n_nodes >= MAX_NODES:
            self.scan.refuse(TooLarge, f"the tree has more than {MAX_NODES:,} nodes")
        if depth > MAX_DEPTH:
            self.scan.refuse(TooLarge, f"more than {MAX_DEPTH:,} moves follow one another")
        if n_nodes * len(self.players) >= MAX_PAYOFFS:
            self.scan.refuse(TooLarge, f"more than {MAX_PAYOFFS:,} payoffs, nodes times players")

    def node(self, path: list[_Open]) -> EfgNode:
        scan, kind = self.scan, self.scan.token
        if kind.kind == "end":
            waiting = path[-1] if path else _Open(0, 1, 0)
            scan.refuse(
                TreeEnds,
                f"the file ends before the tree does: the node in line {waiting.line} has "
                f"{waiting.actions} actions, and the node behind action "
                f"{waiting.actions - waiting.waiting} is missing"
                if path
                else "the file ends before the first node",
            )
        if kind.kind != "word" or kind.text not in ("c", "p", "t"):
            scan.expected("a node: c (chance), p (player) or t (end)")
        scan.next()
        name = scan.name("the name of the node")
        if kind.text == "t":
            infoset = None
        else:
            infoset = self.infoset(0 if kind.text == "c" else self.player())
        return EfgNode(name, infoset, self.outcome(), scan.span(kind))

    def player(self) -> int:
        token = self.scan.token
        player = self.scan.whole("the number of the player")
        if not 1 <= player <= len(self.players):
            raise Refusal(
                UnknownNumber.at(
                    self.scan.span(token),
                    f"there is no player {player}",
                    right=f"The game has {len(self.players)} players, numbered from 1.",
                )
            )
        return player

    def infoset(self, player: int) -> EfgSet:
        scan, token = self.scan, self.scan.token
        number = scan.whole("the number of the information set")
        name = scan.next().text if scan.at_name() else ""
        known = self.sets.get((player, number))
        if not scan.at("{"):
            if known is None:
                owner = f"of player {player}" if player else "of chance"
                raise Refusal(
                    UnknownNumber.at(
                        scan.span(token),
                        f"set {number} {owner} is mentioned before it is described",
                        right='The first node of a set lists its actions: { "left" "right" }',
                    )
                )
            if name and name != known[0].name:
                self.contradiction(token, known, f"is called {shown(name)}")
            return known[0]
        actions, chances = self.actions(player, token)
        infoset = EfgSet(player, number, name, actions, chances)
        if known is None:
            self.sets[player, number] = infoset, scan.span(token).line
            if chances:
                self.check_chances(token, chances)
            return infoset
        if name and name != known[0].name:
            self.contradiction(token, known, f"is called {shown(name)}")
        elif actions != known[0].actions:
            self.contradiction(token, known, f"has the actions {_listed(actions)}")
        elif not _same(chances, known[0].chances):
            self.contradiction(token, known, f"has the chances {_listed(chances)}")
        return known[0] if len(actions) == len(known[0].actions) else infoset

    def contradiction(self, token: Token, known: tuple[EfgSet, int], says: str) -> None:
        infoset, line = known
        self.report(
            ContradictingSet,
            token,
            f"set {infoset.number} {says} here, but not in line {line}",
            right=f"There: {shown(infoset.name)} with {_listed(infoset.actions)}",
        )

    def actions(self, player: int, token: Token) -> tuple[tuple[str, ...], tuple[str, ...]]:
        scan = self.scan
        scan.mark("{", "before the actions")
        actions: list[str] = []
        chances: list[str] = []
        while not scan.at("}"):
            if len(actions) == MAX_ACTIONS:
                scan.refuse(TooLarge, f"the node has more than {MAX_ACTIONS:,} actions")
            actions.append(scan.name("the name of an action"))
            if player == 0:
                chances.append(scan.number("the chance"))
            scan.pass_comma()
        scan.next()
        if not actions:
            raise Refusal(UnexpectedWord.at(scan.span(token), "the node offers no action"))
        return tuple(actions), tuple(chances)

    def check_chances(self, token: Token, chances: tuple[str, ...]) -> None:
        values = [value_of(p)[0] for p in chances]
        if min(values) < 0:
            self.report(ChanceSum, token, f"a chance is negative: {_listed(chances)}")
        elif abs(sum(values) - 1) > CHANCE_TOLERANCE:
            self.report(
                ChanceSum,
                token,
                f"the chances {_listed(chances)} add up to {sum(values):.10g}, not to 1",
            )

    def outcome(self) -> EfgOutcome:
        scan, token = self.scan, self.scan.token
        number = scan.whole("the number of the outcome")
        named = scan.at_name()
        name = scan.next().text if named else ""
        known = self.outcomes.get(number)
        if not scan.at("{"):
            if number == 0 and not named:
                return NOTHING
            if known is None:
                raise Refusal(
                    UnknownNumber.at(
                        scan.span(token),
                        f"outcome {number} is mentioned before it is described",
                        right='Where it stands first, write: number "name" { payoffs }',
                    )
                )
            if name and name != known[0].name:
                self.report(ContradictingOutcome, token, _other_name(known, name))
            return known[0]
        payoffs = self.payoffs(token)
        outcome = EfgOutcome(number, name, payoffs)
        if number == 0:
            self.report(ContradictingOutcome, token, "outcome 0 means nothing, and has payoffs")
            return NOTHING
        if known is None:
            self.outcomes[number] = outcome, scan.span(token).line
            return outcome
        if name and name != known[0].name:
            self.report(ContradictingOutcome, token, _other_name(known, name))
        elif not _same(payoffs, known[0].payoffs):
            self.report(
                ContradictingOutcome,
                token,
                f"outcome {number} pays {_listed(payoffs)} here, "
                f"and {_listed(known[0].payoffs)} in line {known[1]}",
            )
        return known[0]

    def payoffs(self, token: Token) -> tuple[str, ...]:
        scan = self.scan
        scan.mark("{", "before the payoffs")
        payoffs: list[str] = []
        while not scan.at("}"):
            payoffs.append(scan.number("the payoff"))
            scan.pass_comma()
        scan.next()
        if len(payoffs) != len(self.players):
            self.report(
                CountOfPayoffs,
                token,
                f"the outcome has {len(payoffs)} payoffs for {len(self.players)} players",
            )
        return tuple(payoffs)


def _other_name(known: tuple[EfgOutcome, int], name: str) -> str:
    outcome, line = known
    return (
        f"outcome {outcome.number} is called {shown(name)} here, "
        f"and {shown(outcome.name)} in line {line}"
    )


def _same(numbers: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return numbers == others or [value_of(x) for x in numbers] == [value_of(x) for x in others]


def _listed(words: tuple[str, ...]) -> str:
    listed = ", ".join(words[:8])
    return listed if len(words) <= 8 and len(listed) <= 100 else f"{listed[:100]} ..."
