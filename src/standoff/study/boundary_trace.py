"""Pieces of boundary bent until no point of them is farther than an accuracy from the true one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.models.answers import Bools, Floats
from standoff.study.boundary_cells import Piece, Point

#: A piece is tried at these shares of its length.
_TRIED = (0.5, 0.2764, 0.7236)
#: The boundary is looked for up to so many lengths of a piece beside it.
_FARTHEST = 0.75
_N_HALVINGS = 46


class AskPlane(Protocol):
    """Asks for the answers at points of the plane (see `standoff.study.boundary`)."""

    def __call__(self, points: Floats) -> NDArray[np.int64]:
        """Number the answers at points, shape (n, 2)."""
        ...


@dataclass(frozen=True, slots=True)
class Bent:
    """A piece of boundary as a line through points.

    Parameters
    ----------
    points : tuple of Point
    left, right : int
        Answers beside it.
    is_sure : bool
        False where the boundary was not found beside the middle of the piece, so that it stays
        straight there.
    """

    points: tuple[Point, ...]
    left: int
    right: int
    is_sure: bool


def bend(pieces: Sequence[Piece], ask: AskPlane, *, accuracy: float, most: int) -> list[Bent]:
    """Bend every piece to the boundary that it stands for.

    A piece is tried at its middle and at two more places: there the boundary is looked for across
    it. Where it is farther than the accuracy from the straight line the piece gets a corner there,
    and both halves are tried again. What is smooth takes few corners; at a corner of the boundary
    they close in on it.

    Parameters
    ----------
    pieces : sequence of Piece
    ask : function
    accuracy : float
        In widths of the map.
    most : int
        Places tried in all, about.
    """
    n = len(pieces)
    start = np.array([p.start for p in pieces]).reshape(-1, 2)
    stop = np.array([p.stop for p in pieces]).reshape(-1, 2)
    left = np.array([p.left for p in pieces], dtype=np.int64)
    right = np.array([p.right for p in pieces], dtype=np.int64)
    owner = np.arange(n)
    tried = np.zeros(n, dtype=np.int64)
    order = [(np.zeros(n), owner, start), (np.ones(n), owner, stop)]
    first, last = np.zeros(n), np.ones(n)
    sure = np.ones(n, dtype=np.bool_)
    n_tried = 0
    while len(owner) and n_tried < most:
        n_tried += len(owner)
        share = np.array(_TRIED)[tried][:, None]
        at = start * (1 - share) + stop * share
        length = np.hypot(*(stop - start).T)
        # Of a shorter piece every point is near enough to an end, which is on the boundary.
        keep = length > 2 * accuracy
        offset, found = _across(at, start, stop, left, right, ask, accuracy, keep)
        sure[owner[keep & ~found]] = False
        bent = keep & found & (np.abs(offset) > accuracy)
        straight = keep & found & ~bent & (tried + 1 < len(_TRIED))
        along = (stop - start) / np.maximum(length, 1e-300)[:, None]
        corner = at + offset[:, None] * np.column_stack([-along[:, 1], along[:, 0]])
        where = first + (last - first) * share[:, 0]
        order.append((where[bent], owner[bent], corner[bent]))
        # Both halves of the bent ones, and the straight ones at their next place.
        owner = np.concatenate([owner[bent], owner[bent], owner[straight]])
        left = np.concatenate([left[bent], left[bent], left[straight]])
        right = np.concatenate([right[bent], right[bent], right[straight]])
        tried = np.concatenate([np.zeros(2 * bent.sum(), np.int64), tried[straight] + 1])
        start, stop = (
            np.concatenate([start[bent], corner[bent], start[straight]]),
            np.concatenate([corner[bent], stop[bent], stop[straight]]),
        )
        first, last = (
            np.concatenate([first[bent], where[bent], first[straight]]),
            np.concatenate([where[bent], last[bent], last[straight]]),
        )
    sure[owner] = False
    return _gathered(pieces, order, sure)


def _gathered(
    pieces: Sequence[Piece],
    order: Sequence[tuple[Floats, NDArray[np.int64], Floats]],
    sure: Bools,
) -> list[Bent]:
    where = np.concatenate([each[0] for each in order])
    owner = np.concatenate([each[1] for each in order])
    points = np.concatenate([each[2] for each in order])
    ranked = np.lexsort((where, owner))
    points, owner = points[ranked], owner[ranked]
    cuts = np.searchsorted(owner, np.arange(len(pieces) + 1))
    return [
        Bent(
            tuple((x, y) for x, y in points[cuts[i] : cuts[i + 1]].tolist()),
            each.left,
            each.right,
            bool(sure[i]),
        )
        for i, each in enumerate(pieces)
    ]


def _across(
    at: Floats,
    start: Floats,
    stop: Floats,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    ask: AskPlane,
    accuracy: float,
    wanted: Bools,
) -> tuple[Floats, Bools]:
    """Look for the boundary across pieces; return how far to the left it is, and where it is found.

    The search starts at the accuracy and goes out by fours, to three quarters of the length.
    """
    n = len(at)
    offset, found = np.zeros(n), np.zeros(n, dtype=np.bool_)
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return offset, found
    difference = stop - start
    length = np.hypot(*difference.T)
    normal = (
        np.column_stack([-difference[:, 1], difference[:, 0]]) / np.maximum(length, 1e-300)[:, None]
    )
    here = ask(at[rows])
    known = (here == left[rows]) | (here == right[rows])
    rows, here = rows[known], here[known]
    # From the left side the boundary is to the right, and the other way round.
    sign = np.where(here == left[rows], -1.0, 1.0)
    near, far = np.zeros(len(rows)), np.full(len(rows), accuracy)
    open_ = np.arange(len(rows))
    bracketed = np.zeros(len(rows), dtype=np.bool_)
    while len(open_):
        r = rows[open_]
        code = ask(at[r] + (sign[open_] * far[open_])[:, None] * normal[r])
        other = np.where(here[open_] == left[r], right[r], left[r])
        bracketed[open_[code == other]] = True
        open_ = open_[code == here[open_]]
        near[open_] = far[open_]
        most = _FARTHEST * length[rows[open_]]
        # The last step is the whole way: at a corner the boundary is half a length off.
        open_, most = open_[far[open_] < most], most[far[open_] < most]
        far[open_] = np.minimum(4.0 * far[open_], most)
    rows, sign, here = rows[bracketed], sign[bracketed], here[bracketed]
    near, far = near[bracketed], far[bracketed]
    # Within the accuracy nothing more need be known.
    wide = np.flatnonzero(far > accuracy)
    for _ in range(_N_HALVINGS):
        if not len(wide):
            break
        middle = (near[wide] + far[wide]) / 2
        r = rows[wide]
        same = ask(at[r] + (sign[wide] * middle)[:, None] * normal[r]) == here[wide]
        near[wide[same]] = middle[same]
        far[wide[~same]] = middle[~same]
    offset[rows] = sign * np.where(far > accuracy, (near + far) / 2, 0.0)
    found[rows] = True
    return offset, found
