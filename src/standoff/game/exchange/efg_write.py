"""Write a game as a Gambit tree file (.efg): one draw, in the words of Gambit or of OpenSpiel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from standoff.errors import GameError, one_of
from standoff.game.draws import Draws
from standoff.game.exchange.efg_file import NOTHING, EfgFile, EfgNode, EfgOutcome, EfgSet
from standoff.game.exchange.efg_game import NO_OUTCOME
from standoff.game.exchange.names import numbered, one_line, unique
from standoff.game.exchange.number import text_of, text_of_value, texts_of_chances
from standoff.game.lower import GameNumbers, lower, numbers
from standoff.game.tree import Game, Node
from standoff.text.file import write_text

#: Whose reader the text is for. OpenSpiel pays at ends only, and knows no quotation marks in names.
Dialect = Literal["gambit", "openspiel"]


def write_efg(game: Game, draws: Draws | None = None, *, dialect: Dialect = "gambit") -> str:
    """Return a game as the text of an .efg file, with numbers for its parameters.

    Parameters
    ----------
    game : Game
    draws : Draws, optional
        One draw; by default every parameter has its default.
    dialect : {"gambit", "openspiel"}
        For OpenSpiel, what is paid on the way is paid at the ends, and every end has an outcome.

    Raises
    ------
    GameError
        If there is more than one draw, or the game cannot be played at that draw.

    Notes
    -----
    Payoffs read back as the same doubles. Chances are written so that they add up to exactly one
    (Gambit insists): as short fractions or with 15 digits, and the largest takes up the rounding.

    Examples
    --------
    >>> from standoff.game import GameBuilder, end, move
    >>> game = (
    ...     GameBuilder("dare")
    ...     .players("A")
    ...     .parameter("prize", 0.3)
    ...     .tree(move("A", {"go": end("gone", "prize"), "stay": end("home", 0)}, knows="start"))
    ... )
    >>> print(write_efg(game))
    EFG 2 R "dare" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "start" { "go" "stay" } 0
    t "" 1 "gone" { 0.3 }
    t "" 2 "home" { 0 }
    <BLANKLINE>
    """
    return efg_file_of(game, draws, dialect=dialect).text


def save_efg(
    game: Game, path: Path | str, draws: Draws | None = None, *, dialect: Dialect = "gambit"
) -> None:
    """Write a game to an .efg file; an existing file is replaced whole or not at all.

    Raises
    ------
    FileProblem
        If the file cannot be written.
    GameError
        If there is more than one draw, or the game cannot be played at that draw.
    """
    write_text(path, write_efg(game, draws, dialect=dialect))


def efg_file_of(game: Game, draws: Draws | None = None, *, dialect: Dialect = "gambit") -> EfgFile:
    """Return what `write_efg` writes, before it becomes text; the parameters are the same."""
    one_of("dialect", dialect, Dialect)
    at_draw = _numbers_at(game, draws)
    named = _one_line if dialect == "gambit" else _without_quotes
    sets = _sets(game, at_draw, named)
    outcomes = _outcomes(game, at_draw, named, at_ends=dialect == "openspiel")
    nodes = tuple(
        EfgNode("", sets.get(node.index), outcome)
        for node, outcome in zip(game.nodes, outcomes, strict=True)
    )
    players = unique([named(p) for p in game.players], lambda i: f"Player {i + 1}")
    return EfgFile(named(game.name), "", players, nodes)


def _numbers_at(game: Game, draws: Draws | None) -> GameNumbers:
    if draws is None:
        draws = Draws.from_columns({p.name: p.default for p in game.parameters}, 1)
    if len(draws) != 1:
        raise GameError(
            f"game {game.name!r}: a file holds one draw",
            found=f"{len(draws):,} draws",
            right="choose one, such as draws.rows(slice(0, 1))",
        )
    at_draw = numbers(game, draws)
    if not at_draw.feasible[0]:
        raise GameError(
            f"game {game.name!r} cannot be played at this draw",
            right="chances between 0 and 1 that add up to 1, and finite payoffs",
        )
    return at_draw


def _one_line(name: str) -> str:
    return one_line(name)


def _without_quotes(name: str) -> str:
    return one_line(name).replace('"', "'").replace("\\", "/")


def _sets(game: Game, at_draw: GameNumbers, named: Callable[[str], str]) -> dict[int, EfgSet]:
    """Describe what happens at every node that is no end, by node number."""
    sets: dict[int, EfgSet] = {}
    labels = unique([named(i.label) for i in game.infosets], lambda i: f"set {i + 1}")
    n_sets = [0] * len(game.players)
    for infoset, label in zip(game.infosets, labels, strict=True):
        n_sets[infoset.player] += 1
        actions = unique([named(action) for action in infoset.actions], lambda i: str(i + 1))
        described = EfgSet(infoset.player + 1, n_sets[infoset.player], label, actions)
        sets |= {node: described for node in infoset.nodes}
    column = lower(game).edge_chance
    decided = [node for node in game.nodes if node.kind == "chance"]
    titles = numbered(named(node.title) or "chance" for node in decided)
    for number, (node, title) in enumerate(zip(decided, titles, strict=True), 1):
        below = [game.nodes[child] for child in node.children]
        chances = texts_of_chances(
            [child.p for child in below if child.p is not None],
            [float(at_draw.p_chance[0, column[child.index]]) for child in below],
        )
        actions = unique([named(child.branch) for child in below], lambda i: str(i + 1))
        sets[node.index] = EfgSet(0, number, title, actions, chances)
    return sets


def _outcomes(
    game: Game, at_draw: GameNumbers, named: Callable[[str], str], *, at_ends: bool
) -> list[EfgOutcome]:
    """Number what is paid at every node: the same name with the same payoffs once."""
    row = lower(game).payoff_row
    known: dict[tuple[str, tuple[str, ...]], EfgOutcome] = {}
    paid = np.zeros((len(game.nodes), len(game.players)))
    outcomes: list[EfgOutcome] = []
    for node in game.nodes:
        here = at_draw.payoff[0, row[node.index]] if node.pays is not None else 0.0
        paid[node.index] = here + (paid[node.parent] if node.parent >= 0 else 0.0)
        if at_ends:
            payoffs = tuple(text_of_value(float(x)) for x in paid[node.index])
            silent = node.kind != "end"
        else:
            payoffs = _payoffs(node, np.broadcast_to(here, len(game.players)))
            silent = node.pays is None and (node.kind != "end" or node.outcome == NO_OUTCOME)
        if silent:
            outcomes.append(NOTHING)
            continue
        name = named(node.outcome) if node.kind == "end" else f"at {named(_place(game, node))}"
        key = name, payoffs
        known.setdefault(key, EfgOutcome(len(known) + 1, *key))
        outcomes.append(known[key])
    return outcomes


def _payoffs(node: Node, values: Sequence[float] | np.ndarray) -> tuple[str, ...]:
    if node.pays is None:
        return tuple("0" for _ in values)
    return tuple(text_of(pay, float(x)) for pay, x in zip(node.pays, values, strict=True))


def _place(game: Game, node: Node) -> str:
    return node.title if node.kind == "chance" else game.infosets[node.infoset].label
