"""Write a game as a file for people, in the format that `read_game` reads.

What is written reads back as the same game, number for number and label for label.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.game.tree import Game, Node
from standoff.text.expression import Expression
from standoff.text.file import write_text
from standoff.text.yaml_text import quoted, words

_ARITHMETIC = re.compile(r"[A-Za-z0-9_.(][A-Za-z0-9_ .()*/+-]*")


def write_game(game: Game, path: Path | str, *, note: str = "") -> None:
    """Write a game file, whole or not at all.

    Parameters
    ----------
    game : Game
    path : path
    note : str, optional
        Said in the file about the game.

    Raises
    ------
    FileProblem
        If the file cannot be written.
    """
    write_text(Path(path), game_text(game, note=note))


def game_text(game: Game, *, note: str = "") -> str:
    """Return a game as the text of a game file.

    Examples
    --------
    >>> from standoff import models
    >>> text = game_text(models.get("audience-costs").game())
    >>> text.splitlines()[:2]
    ['standoff-game: 1', 'name: audience-costs']
    """
    lines = ["standoff-game: 1", f"name: {words(game.name)}"]
    if note:
        lines.append(f"note: {quoted(note)}")
    lines.append(f"players: [{', '.join(map(words, game.players))}]")
    if game.parameters:
        lines.append("parameters:")
        lines += [f"  {each.name}: {{{', '.join(_facts(each))}}}" for each in game.parameters]
    if game.threats:
        lines.append("threats:")
        lines += [f"  - {{{', '.join(_threat(each))}}}" for each in game.threats]
    lines.append("tree:")
    lines += _node(game, game.nodes[0], "  ")
    return "\n".join(lines) + "\n"


def _facts(parameter: Parameter) -> Iterator[str]:
    yield f"default: {_number(parameter.default)}"
    if math.isfinite(parameter.low):
        yield f"low: {_number(parameter.low)}"
    if math.isfinite(parameter.high):
        yield f"high: {_number(parameter.high)}"
    if parameter.wide is not None:
        low, high = parameter.wide
        yield f"wide: {_number(low)} to {_number(high)}"
    for name in ("symbol", "unit", "meaning"):
        if text := getattr(parameter, name):
            yield f"{name}: {words(text)}"


def _threat(threat: Threat) -> Iterator[str]:
    for name in ("by", "move", "carried_out_by", "withdrawn_by"):
        if text := getattr(threat, name):
            yield f"{name}: {words(text)}"
    if threat.answered_at:
        yield f"answered_at: [{', '.join(map(words, threat.answered_at))}]"


def _node(game: Game, node: Node, indent: str) -> Iterator[str]:
    pays = _pays(game, node)
    if node.kind == "end":
        yield f"{indent}outcome: {words(node.outcome)}"
        yield f"{indent}pays: {pays}"
        return
    if node.kind == "move":
        infoset = game.infosets[node.infoset]
        yield f"{indent}player: {words(game.players[infoset.player])}"
        yield f"{indent}knows: {words(infoset.label)}"
    else:
        yield f"{indent}chance: {words(node.title)}"
    if node.pays is not None:
        yield f"{indent}pays: {pays}"
    yield f"{indent}{'moves' if node.kind == 'move' else 'branches'}:"
    for child in (game.nodes[index] for index in node.children):
        yield f"{indent}  {words(child.branch)}:"
        if child.p is None:
            yield from _node(game, child, indent + "    ")
        else:
            yield f"{indent}    p: {_amount(child.p)}"
            yield f"{indent}    then:"
            yield from _node(game, child, indent + "      ")


def _pays(game: Game, node: Node) -> str:
    amounts: Mapping[str, str] = {
        player: _amount(expression)
        for player, expression in zip(game.players, node.pays or (), strict=False)
        if str(expression) != "0"
    }
    return "{" + ", ".join(f"{words(player)}: {text}" for player, text in amounts.items()) + "}"


def _amount(expression: Expression) -> str:
    text = str(expression)
    return text if _ARITHMETIC.fullmatch(text) else quoted(text)


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
