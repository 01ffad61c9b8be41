"""A Gambit tree as a game: names made unique, numbers as expressions, and the game checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from standoff.game.build import Branch, Sketch, assemble
from standoff.game.check import Problem
from standoff.game.exchange.efg_file import EfgFile, EfgNode, EfgSet
from standoff.game.exchange.efg_read import check_source, file_from
from standoff.game.exchange.names import one_line, plain, unique
from standoff.game.exchange.number import expression_of
from standoff.game.exchange.problems import ChanceSum, ForgetfulPlayer, TooLarge
from standoff.game.exchange.source import Source, read_source
from standoff.game.problems import KINDS as GAME_KINDS
from standoff.game.tree import Game
from standoff.text.diagnostic import Diagnostic, sort
from standoff.text.expression import Expression
from standoff.text.names import Fresh

NO_TITLE = "untitled"
NO_CHANCE_TITLE = "chance"
NO_OUTCOME = "no outcome"

#: What a problem of games is called in Gambit's words.
_KINDS = {"SG006": ForgetfulPlayer, "SG007": ChanceSum, "SG010": TooLarge}


class HasEfg(Protocol):
    """A game of another library that can write itself as an .efg text, such as pygambit's."""

    def to_efg(self) -> str | None:
        """Return the text."""
        ...


def read_efg(path: Path | str) -> Game:
    """Read a tree that Gambit or another program saved as .efg.

    Numbers stay as they are written (`3/10`); a game read from a file has no parameters. Names
    that a game needs different are made so: the second `left` of a node is `left ~2`. What has no
    place in a game (node names, the comment) is in `read_efg_file`.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it is not a Gambit tree, or a player would have to forget; the message shows the places.
    """
    return _game_from(read_source(path))


def parse_efg(text: str, path: str = "<text>") -> Game:
    r"""Read a tree from the text of an .efg file; see `read_efg`.

    Raises
    ------
    InvalidDocument
        If it is not a Gambit tree, or a player would have to forget; the message shows the places.

    Examples
    --------
    >>> game = parse_efg(
    ...     'EFG 2 R "" { "A" }\np "" 1 1 "go?" { "yes" "no" } 0\nt "" 1 "gone" { 3/10 }\nt "" 0'
    ... )
    >>> game.infosets[0].actions, str(game.ends[0].pays[0])
    (('yes', 'no'), '3 / 10')
    """
    return _game_from(Source(text, path))


def check_efg(path: Path | str) -> list[Diagnostic]:
    """List everything that is wrong with an .efg file, by line.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    """
    return check_efg_source(read_source(path))


def check_efg_source(source: Source) -> list[Diagnostic]:
    """List everything that is wrong with the text of an .efg file, by line."""
    file, found = check_source(source)
    return found if file is None else _assemble(file)[1]


def from_pygambit(game: HasEfg) -> Game:
    """Take over a game of pygambit, or of anything else that has `to_efg()`.

    The way back is `pygambit.read_efg(io.StringIO(write_efg(game)))`: standoff itself runs
    without Gambit, whose license is another.

    Raises
    ------
    InvalidDocument
        If a player would have to forget.
    """
    return parse_efg(game.to_efg() or "", "<to_efg()>")


def _game_from(source: Source) -> Game:
    game, found = _assemble(file_from(source))
    if game is None:
        raise source.refuse(found)
    return game


def game_of(file: EfgFile) -> Game:
    """Make the game of a file; node `i` of the file is node `i` of the game.

    Raises
    ------
    InvalidDocument
        If a player would have to forget; the message shows the places in `file.text`.
    """
    game, _ = _assemble(file)
    return game if game is not None else _game_from(Source(file.text, "<efg>"))


def _assemble(file: EfgFile) -> tuple[Game | None, list[Diagnostic]]:
    players = unique([one_line(p) for p in file.players], lambda i: f"Player {i + 1}")
    title = one_line(file.title) or NO_TITLE
    game, problems = assemble(title, players, (), _sketch(file, players))
    return (None if problems else game), sort(_diagnostic(file, each) for each in problems)


def _diagnostic(file: EfgFile, problem: Problem) -> Diagnostic:
    where = problem.where[0] if problem.where else 0
    span = file.nodes[where if isinstance(where, int) else 0].span
    sentence, right = problem.sentence, problem.right
    if problem.also:
        line = file.nodes[int(problem.also[0])].span.line
        sentence += f" (the first in line {line})"
        right = "Give the two nodes different set numbers."
    kind = _KINDS.get(problem.code) or GAME_KINDS[problem.code]
    return kind.at(span, sentence, right=right)


def _sketch(file: EfgFile, players: Sequence[str]) -> Sketch:
    """Build the tree from its last node to its first: what is below a node exists already."""
    labels, outcomes = _labels(file, players), _outcomes(file)
    amounts: dict[str, Expression] = {}
    done: list[Sketch] = []
    for index in range(len(file.nodes) - 1, -1, -1):
        node = file.nodes[index]
        pays = None
        if node.outcome.number:
            pays = tuple(_amount(text, amounts) for text in node.outcome.payoffs)
        known = node.infoset
        if known is None:
            outcome = outcomes[node.outcome.number]
            done.append(Sketch("end", outcome=outcome, pays=pays, where=(index,)))
            continue
        below = [done.pop() for _ in known.actions]
        actions = unique([one_line(a) for a in known.actions], lambda i: str(i + 1))
        if known.player:
            branches = tuple(map(Branch, actions, below))
            player, label = players[known.player - 1], labels[known.player, known.number]
            done.append(
                Sketch("move", branches, player=player, knows=label, pays=pays, where=(index,))
            )
        else:
            chances = (_amount(text, amounts) for text in known.chances)
            branches = tuple(map(Branch, actions, below, chances))
            done.append(
                Sketch("chance", branches, title=_title(node, known), pays=pays, where=(index,))
            )
    return done[0]


def _labels(file: EfgFile, players: Sequence[str]) -> dict[tuple[int, int], str]:
    """Name every information set; Gambit's names need to differ only for each player."""
    sets = {
        (node.infoset.player, node.infoset.number): one_line(node.infoset.name)
        for node in reversed(file.nodes)
        if node.infoset is not None and node.infoset.player
    }
    keys = sorted(sets)
    names = unique(
        [sets[key] for key in keys], lambda i: f"{players[keys[i][0] - 1]}: set {keys[i][1]}"
    )
    return dict(zip(keys, names, strict=True))


def _title(node: EfgNode, infoset: EfgSet) -> str:
    return one_line(node.name) or plain(one_line(infoset.name)) or NO_CHANCE_TITLE


def _outcomes(file: EfgFile) -> dict[int, str]:
    """Name the outcomes by their numbers; those without a name are called as no other is."""
    names = {each.outcome.number: one_line(each.outcome.name) for each in file.nodes}
    fresh = Fresh(names.values())
    return {
        number: name or fresh(number, f"outcome {number}" if number else NO_OUTCOME)
        for number, name in names.items()
    }


def _amount(text: str, known: dict[str, Expression]) -> Expression:
    if text not in known:
        known[text] = expression_of(text)
    return known[text]
