"""Gambit's table files (.nfg), with a list of payoffs or with numbered outcomes, in and out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import numpy as np

from standoff.errors import GameError, one_of
from standoff.game.exchange.efg_file import quoted
from standoff.game.exchange.efg_game import NO_TITLE
from standoff.game.exchange.efg_read import MAX_PAYOFFS, pass_header
from standoff.game.exchange.names import one_line, unique
from standoff.game.exchange.number import text_of_value, value_of
from standoff.game.exchange.problems import (
    CountOfPayoffs,
    TooLarge,
    UnexpectedWord,
    UnknownNumber,
)
from standoff.game.exchange.scan import Refusal, Scanner
from standoff.game.exchange.source import Source, read_source
from standoff.game.lower import Floats
from standoff.game.normal_form import NormalForm, tree_of
from standoff.text.diagnostic import Diagnostic
from standoff.text.file import write_text

#: Write every payoff, or number the different outcomes and list the numbers.
Form = Literal["payoffs", "outcomes"]

# An array has at most 64 axes, and a table of so many players would not fit anywhere anyway.
_MOST_PLAYERS = 20


def read_nfg(path: Path | str) -> NormalForm:
    """Read a table that Gambit or another program saved as .nfg.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it is not a Gambit table; the message shows the place.
    """
    return _table(read_source(path))


def check_nfg(source: Source) -> list[Diagnostic]:
    """List what keeps the text of an .nfg file from being read, or from being solved."""
    try:
        table = _read(Scanner(source))
    except Refusal as refusal:
        return [refusal.diagnostic]
    try:
        tree_of(table)
    except GameError as error:
        return [TooLarge.at(source.span(0, 3), error.what, right=error.right)]
    return []


def parse_nfg(text: str, path: str = "<text>") -> NormalForm:
    """Read a table from the text of an .nfg file.

    Raises
    ------
    InvalidDocument
        If it is not a Gambit table; the message shows the place.

    Examples
    --------
    >>> table = parse_nfg('NFG 1 R "" { "A" "B" } { 2 2 } 0 0 1 -1 -1 1 -9 -9')
    >>> table.payoff[1, 0], table.strategies[0]
    (array([ 1., -1.]), ('1', '2'))
    """
    return _table(Source(text, path))


def write_nfg(table: NormalForm, *, form: Form = "payoffs") -> str:
    """Return a table as the text of an .nfg file; payoffs read back as the same doubles.

    Raises
    ------
    GameError
        If a payoff is not finite.
    """
    one_of("form of a table", form, Form)
    if not np.isfinite(table.payoff).all():
        raise GameError(f"table {table.name!r}: a file holds finite payoffs only")
    players = unique([one_line(p) for p in table.players], lambda i: f"Player {i + 1}")
    rows = [
        " ".join(quoted(s) for s in unique([one_line(s) for s in names], lambda i: str(i + 1)))
        for names in table.strategies
    ]
    head = (
        f"NFG 1 R {quoted(one_line(table.name))} {{ {' '.join(quoted(p) for p in players)} }}\n\n"
        f"{{ {' '.join(f'{{ {row} }}' for row in rows)} }}\n"
    )
    # In the file the first player's strategy changes fastest.
    turned = np.moveaxis(table.payoff, -1, 0).reshape(len(players), -1, order="F").T
    cells = [tuple(text_of_value(float(x)) for x in cell) for cell in turned]
    if form == "payoffs":
        return f'{head}""\n\n{"".join(" ".join(cell) + chr(10) for cell in cells)}'
    known = {cell: number for number, cell in enumerate(dict.fromkeys(cells), 1)}
    listed = "".join(f'{{ "{n}" {", ".join(cell)} }}\n' for cell, n in known.items())
    return f'{head}""\n\n{{\n{listed}}}\n{" ".join(str(known[cell]) for cell in cells)}\n'


def save_nfg(table: NormalForm, path: Path | str, *, form: Form = "payoffs") -> None:
    """Write a table to an .nfg file; an existing file is replaced whole or not at all.

    Raises
    ------
    FileProblem
        If the file cannot be written.
    GameError
        If a payoff is not finite.
    """
    write_text(path, write_nfg(table, form=form))


def _table(source: Source) -> NormalForm:
    try:
        return _read(Scanner(source))
    except Refusal as refusal:
        raise source.refuse([refusal.diagnostic]) from None


def _read(scan: Scanner) -> NormalForm:
    pass_header(scan, "NFG", "1")
    title = one_line(scan.name("the title")) or NO_TITLE
    start = scan.token
    names = [one_line(name) for name in scan.names("the players")]
    players = unique(names, lambda i: f"Player {i + 1}")
    if not players:
        raise Refusal(UnexpectedWord.at(scan.span(start), "the game has no players"))
    if len(players) > _MOST_PLAYERS:
        raise Refusal(
            TooLarge.at(scan.span(start), f"a table for more than {_MOST_PLAYERS} players")
        )
    strategies = _strategies(scan, len(players))
    if scan.at_name():
        scan.next()
    n_cells = math.prod(map(len, strategies))
    if scan.at("{"):
        cells = _by_outcome(scan, n_cells, len(players))
    else:
        cells = np.array(_numbers(scan, n_cells * len(players))).reshape(n_cells, len(players))
    if scan.token.kind != "end":
        scan.refuse(
            CountOfPayoffs,
            f"the table of {n_cells:,} cells is full, and then comes {scan.token}",
        )
    shape = tuple(map(len, strategies))
    axes = [cells[:, player].reshape(shape, order="F") for player in range(len(players))]
    return NormalForm(title, players, strategies, np.stack(axes, axis=-1))


def _strategies(scan: Scanner, n_players: int) -> tuple[tuple[str, ...], ...]:
    start = scan.mark("{", "before the strategies")
    strategies: list[tuple[str, ...]] = []
    n_payoffs = n_players
    while not scan.at("}"):
        token = scan.token
        if scan.at("{"):
            named = [one_line(name) for name in scan.names("the strategies")]
            names = unique(named, lambda i: str(i + 1))
            n_strategies = len(names)
        else:
            n_strategies = scan.whole("the number of strategies")
            names = None
        if n_strategies < 1:
            raise Refusal(UnexpectedWord.at(scan.span(token), "a player has no strategy"))
        n_payoffs *= n_strategies
        if n_payoffs > MAX_PAYOFFS:
            raise Refusal(
                TooLarge.at(scan.span(token), f"the table has more than {MAX_PAYOFFS:,} payoffs")
            )
        strategies.append(names or tuple(str(i + 1) for i in range(n_strategies)))
    scan.next()
    if len(strategies) != n_players:
        raise Refusal(
            CountOfPayoffs.at(
                scan.span(start), f"strategies of {len(strategies)} players, but {n_players} names"
            )
        )
    return tuple(strategies)


def _numbers(scan: Scanner, n: int) -> list[float]:
    values: list[float] = []
    for _ in range(n):
        if scan.token.kind == "end":
            scan.refuse(CountOfPayoffs, f"the table wants {n:,} numbers, and has {len(values):,}")
        values.append(value_of(scan.number("a payoff"))[0])
        scan.pass_comma()
    return values


def _by_outcome(scan: Scanner, n_cells: int, n_players: int) -> Floats:
    """Read numbered outcomes, and for each cell the number of its outcome; 0 pays nothing."""
    scan.next()
    outcomes = [[0.0] * n_players]
    while not scan.at("}"):
        start = scan.mark("{", "before the name of an outcome")
        if scan.at_name():
            scan.next()
            scan.pass_comma()
        values: list[float] = []
        while not scan.at("}"):
            values.append(value_of(scan.number("a payoff"))[0])
            scan.pass_comma()
        scan.next()
        if len(values) != n_players:
            message = f"the outcome has {len(values)} payoffs for {n_players} players"
            raise Refusal(CountOfPayoffs.at(scan.span(start), message))
        outcomes.append(values)
    scan.next()
    cells: list[list[float]] = []
    while len(cells) < n_cells:
        if scan.token.kind == "end":
            scan.refuse(
                CountOfPayoffs, f"the table wants {n_cells:,} outcomes, and has {len(cells):,}"
            )
        token = scan.token
        number = scan.whole("the number of an outcome")
        if not 0 <= number < len(outcomes):
            message = f"there is no outcome {number}; they are numbered 1 to {len(outcomes) - 1}"
            raise Refusal(UnknownNumber.at(scan.span(token), message))
        cells.append(outcomes[number])
    return np.array(cells)
