"""What no data can tell apart: regressors that move all of a player's utilities alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.dependence import dependence
from standoff.estimate.egame import Block
from standoff.estimate.likelihood import Floats
from standoff.estimate.move_tree import Move, MoveTree, ends, first_moves


def check_identified(tree: MoveTree, blocks: Sequence[Block], fixed: Collection[str] = ()) -> None:
    """Refuse what is not identified, and name it.

    A player's choice depends on differences of her utilities, so what is added to all of them
    below her first move changes nothing; nor does the scale of her shocks when no utility of hers
    is fixed, since only utilities over scale matter.

    Parameters
    ----------
    tree : MoveTree
    blocks : sequence of Block
    fixed : collection of str
        Parameters that are not estimated.

    Raises
    ------
    EstimationError
        With every problem found.
    """
    by_id = {block.id: block for block in blocks}
    problems: list[str] = []
    for player, move in first_moves(tree):
        problems += _shifts(player, move, by_id, fixed)
    scales: list[str] = []
    for block in blocks:
        if block.players:
            scales += _scale(tree, block, blocks, fixed)
    advice = [
        "leave each of them out of one of the utilities (0 makes a utility zero), or fix its "
        "parameter"
    ] * bool(problems) + [
        'take the constant out of the scale ("x - 1"), or hold one of the utilities it scales fixed'
    ] * bool(scales)
    if advice:
        raise EstimationError(
            f"{tree.name} with these formulas is not identified",
            where="\n  ".join([*problems, *scales]),
            right="; ".join(advice),
        )


def _shifts(
    player: int, move: Move, by_id: Mapping[str, Block], fixed: Collection[str]
) -> list[str]:
    """Combinations of regressors that are in every utility of a player below her move."""
    reached: list[tuple[Block, Floats, list[str]]] = []
    for end in ends(move):
        ids = [name for who, name in end.utilities if who == player]
        block = by_id.get(ids[0]) if ids else None
        if block is None:
            return []
        free = [j for j, name in enumerate(block.parameters) if name not in fixed]
        if not free:
            return []
        reached.append((block, block.matrix[:, free], [block.names[j] for j in free]))
    common = set(reached[0][2]).intersection(*(names for _, _, names in reached[1:]))
    labels = ", ".join(block.label for block, _, _ in reached)
    if common:
        ordered = [name for name in reached[0][2] if name in common]
        return [f"{', '.join(ordered)}: in all of {labels}"]
    # Different names can still say the same: dummies of one factor under another base level.
    first, rest = reached[0][1], reached[1:]
    edges = np.cumsum([0, first.shape[1], *(matrix.shape[1] for _, matrix, _ in rest)])
    rows: list[Floats] = []
    for place, (_, matrix, _) in enumerate(rest, start=1):
        piece = np.zeros((len(first), edges[-1]))
        piece[:, : edges[1]] = first
        piece[:, edges[place] : edges[place + 1]] = -matrix
        rows.append(piece)
    if not rows:
        return []
    found = dependence(np.concatenate(rows))
    if found is None:
        return []
    names = [f"{b.label}:{name}" for b, _, free in reached for name in free]
    return [
        f"{', '.join(n for n, is_in in zip(names, found, strict=True) if is_in)}: "
        f"together the same in all of {labels}"
    ]


def _scale(
    tree: MoveTree, scale: Block, blocks: Sequence[Block], fixed: Collection[str]
) -> list[str]:
    """A constant in the log of the scale, where all utilities of those players are free."""
    free = [j for j, name in enumerate(scale.parameters) if name not in fixed]
    matrix = scale.matrix[:, free]
    if not free:
        return []
    with_constant = np.concatenate([matrix, np.ones((len(matrix), 1))], axis=1)
    if dependence(with_constant) is None:
        return []
    for block in blocks:
        if block.players or tree.block_home(block.id)[0] not in scale.players:
            continue
        start = zip(block.parameters, block.matrix.T, strict=True)
        if any(name in fixed and bool(column.any()) for name, column in start):
            return []
    return [f"{scale.label}: a constant scale, while no utility it scales is fixed"]
