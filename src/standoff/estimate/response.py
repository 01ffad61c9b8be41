"""What was observed of each play: how it ended, what each player did, or how often it ended so.

The columns decide: one column is the ending; as many 0/1 columns as players are their moves (1 is
the move to the right of the tree); as many columns as endings are counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.estimate.move_tree import End, Move, MoveTree

_SEPARATOR = re.compile(r"\s+or\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The endings of all rows of the data.

    Parameters
    ----------
    outcomes : tuple of str
        What the endings are called.
    counts : float array, shape (n_rows, n_outcomes)
        How often each was seen; 0 in rows known only as a set.
    sets : bool array or None, shape (n_rows, n_outcomes)
        Members of the set in rows known only as one.
    usable : bool array, shape (n_rows,)
        Rows of which something is known.
    dropped : dict of column to int array
        Row numbers in which a column leaves the ending open.
    """

    outcomes: tuple[str, ...]
    counts: Floats
    sets: Bools | None
    usable: Bools
    dropped: Mapping[str, Ints]


def observe(
    data: Data,
    response: Sequence[str],
    tree: MoveTree,
    *,
    outcomes: Sequence[str] | None = None,
    partial: bool = False,
) -> Observed:
    """Read the endings from the response's columns.

    Parameters
    ----------
    data : Data
    response : sequence of str
        One column of endings; or one 0/1 column per player; or one column of counts per ending.
    tree : MoveTree
    outcomes : sequence of str, optional
        The values of the column of endings, in the order of the tree from left to right. Without it
        numbers are taken ascending, and words need an ordered categorical: their alphabetical order
        would most often be another game. Words such as LL, LR, RL, RR say it themselves.
    partial : bool
        Use rows of which only a set of endings is known: moves that are missing though reached, or
        an ending written as "a or b" or "a|b". Otherwise such rows are dropped, and counted.

    Raises
    ------
    EstimationError, UnknownName
        If the columns do not describe the endings of this tree.
    """
    response = list(response)
    if not response:
        raise EstimationError(
            "nothing says how the plays ended",
            right="name the column of endings left of ~ in the formula, or as outcome=",
        )
    data.require(response, "the response")
    n_players = len(tree.players)
    if len(response) == 1:
        return _from_endings(data, response[0], tree, outcomes, partial)
    if len(response) == n_players:
        return _from_moves(data, response, tree, partial)
    if len(response) == tree.n_outcomes:
        return _from_counts(data, response, outcomes)
    raise EstimationError(
        f"{len(response)} columns do not describe the endings of {tree.name}",
        found=", ".join(response),
        right=f"one column of endings, {n_players} columns of moves (0 or 1), "
        f"or {tree.n_outcomes} columns of counts",
    )


def _from_endings(
    data: Data, name: str, tree: MoveTree, outcomes: Sequence[str] | None, partial: bool
) -> Observed:
    column = data[name]
    gone = data.missing(name)
    written = [None if absent else _label(v) for v, absent in zip(column, gone, strict=True)]
    if outcomes is not None:
        labels = tuple(str(outcome) for outcome in outcomes)
    elif name in data.levels:
        levels = data.levels[name]
        paths = _paths(tree)
        if set(levels) == set(paths):
            # Such words say themselves where they belong.
            levels = paths
        elif name not in data.ordered and list(levels) == sorted(levels):
            raise EstimationError(
                f"the endings in column {name!r} are words, and their order is not known",
                where=data.source,
                found=", ".join(map(repr, levels[:12])),
                right=f"outcomes= with the {tree.n_outcomes} endings from left to right in the "
                "tree (--outcomes in the terminal), or an ordered categorical: alphabetical "
                "order is no order of moves",
            )
        labels = tuple(e for e in levels if not (partial and len(_SEPARATOR.split(e)) > 1))
    else:
        labels = tuple(_label(value) for value in sorted(set(column[~gone].tolist())))
    n_outcomes = tree.n_outcomes
    if len(labels) != n_outcomes:
        raise EstimationError(
            f"column {name!r} has {len(labels)} endings, and {tree.name} has {n_outcomes}",
            where=data.source,
            found=", ".join(labels[:12]),
            right="an ending that was never observed cannot be estimated"
            if len(labels) < n_outcomes
            else f"name the {n_outcomes} endings in order with outcomes=",
        )
    position = {label: k for k, label in enumerate(labels)}
    counts = np.zeros((data.n_rows, n_outcomes))
    sets = np.zeros((data.n_rows, n_outcomes), bool)
    for row, label in enumerate(written):
        if label is None:
            continue
        if label in position:
            counts[row, position[label]] = 1
            continue
        members = _SEPARATOR.split(label)
        if not partial or any(member not in position for member in members):
            raise EstimationError(
                f"column {name!r} has a value that is no ending",
                where=f"{data.source}, row {data.rows[row]}",
                found=repr(label),
                right="one of " + ", ".join(labels),
            )
        sets[row, [position[member] for member in members]] = True
    dropped = {name: data.rows[gone]} if gone.any() else {}
    return Observed(labels, counts, sets if sets.any() else None, ~gone, dropped)


def _paths(tree: MoveTree) -> tuple[str, ...]:
    """The way to each ending in letters: L, RL and RR."""
    found = [""] * tree.n_outcomes

    def walk(node: Move | End, path: str) -> None:
        if isinstance(node, End):
            found[node.outcome] = path
            return
        walk(node.left, path + "L")
        walk(node.right, path + "R")

    walk(tree.root, "")
    return tuple(found)


def _label(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _from_moves(data: Data, response: Sequence[str], tree: MoveTree, partial: bool) -> Observed:
    of_player = dict(zip(tree.players, response, strict=True))
    for name in response:
        column = data.numbers(name, "a move, 0 or 1,")
        bad = ~np.isnan(column) & (column != 0) & (column != 1)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise EstimationError(
                f"column {name!r} is not a move",
                where=f"{data.source}, row {data.rows[row]}",
                found=_label(float(column[row])),
                right="0 or 1",
            )
    possible = np.zeros((data.n_rows, tree.n_outcomes), bool)
    labels = [""] * tree.n_outcomes

    def walk(node: Move | End, reached: Bools, path: tuple[str, ...]) -> None:
        if isinstance(node, End):
            possible[:, node.outcome] = reached
            labels[node.outcome] = ",".join(path)
            return
        name = of_player[node.player]
        column = data[name]
        unknown = np.isnan(column)
        walk(node.left, reached & (unknown | (column == 0)), (*path, f"~{name}"))
        walk(node.right, reached & (unknown | (column == 1)), (*path, name))

    walk(tree.root, np.ones(data.n_rows, bool), ())
    n_possible = possible.sum(1)
    counts = np.where((n_possible == 1)[:, None], possible, False).astype(float)
    open_rows = n_possible > 1
    known = n_possible < tree.n_outcomes
    usable = known if partial else ~open_rows
    sets = np.where((open_rows & usable)[:, None], possible, False)
    dropped: dict[str, Ints] = {}
    lost = ~usable
    for name in response:
        rows = lost & np.isnan(data[name])
        if rows.any():
            dropped[name] = data.rows[rows]
            lost &= ~rows
    return Observed(tuple(labels), counts, sets if sets.any() else None, usable, dropped)


def _from_counts(data: Data, response: Sequence[str], outcomes: Sequence[str] | None) -> Observed:
    counts = np.stack([data.numbers(name, "a count") for name in response], 1)
    bad = np.argwhere((counts < 0) | np.isinf(counts))
    if len(bad):
        row, column = bad[0]
        raise EstimationError(
            f"column {response[column]!r} has a negative or infinite count",
            where=f"{data.source}, row {data.rows[row]}",
            found=f"{counts[row, column]:g}",
            right="0 or more",
        )
    gone = np.isnan(counts)
    usable = np.logical_not(gone.any(1))
    dropped = {
        name: data.rows[gone[:, column]]
        for column, name in enumerate(response)
        if gone[:, column].any()
    }
    labels = tuple(str(outcome) for outcome in (outcomes or response))
    return Observed(labels, np.where(usable[:, None], counts, 0.0), None, usable, dropped)
