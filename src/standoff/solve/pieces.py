"""The equilibria of one support system: pieces, which together make up the components."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.belief_systems import BeliefSystem
from standoff.solve.blocks import is_linear
from standoff.solve.cells import CellBuilder
from standoff.solve.effort import Effort
from standoff.solve.regions import Outcome, Region, solve_conditions
from standoff.solve.supports import SupportSystem

#: Probabilities below this count as zero when pieces are put together.
VANISHING = 1e-7
#: How far a continuum may reach beyond samples of it, as a share of what these span.
BEYOND = 0.1
#: What a box costs that is searched for roots.
PER_BOX = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Equilibria with the same support and the same way to form beliefs.

    Parameters
    ----------
    supports : tuple of tuple of int
    beliefs : BeliefSystem
    regions : tuple of Region
        The unknowns, block by block; the piece is their product.
    reduce : bool
        How the weights of classes are to be read (see `CellBuilder.conditions`).
    """

    supports: SupportSystem
    beliefs: BeliefSystem
    regions: tuple[Region, ...]
    reduce: bool

    @property
    def is_point(self) -> bool:
        """Whether it is a single equilibrium."""
        return all(region.is_point for region in self.regions)

    @property
    def n_chosen(self) -> int:
        """Number of actions with positive probability."""
        return sum(len(support) for support in self.supports)

    def values(self) -> Iterator[dict[int, float]]:
        """Yield the unknowns inside, then at the corners of one block after another."""
        inside = {
            v: float(x)
            for region in self.regions
            for v, x in zip(region.unknowns, region.center, strict=True)
        }
        _spread_out(inside, self)
        yield inside
        for region in self.regions:
            if region.is_point:
                continue
            for point in region.points:
                here = {
                    v: float(x)
                    for v, x in zip(region.unknowns, point, strict=True)
                    if not np.isnan(x)
                }
                yield {**inside, **here}


def _spread_out(inside: dict[int, float], piece: Piece) -> None:
    """Give a value to unknowns that no condition mentions once others vanish."""
    lost = [v for v, x in inside.items() if np.isnan(x)]
    for v in lost:
        inside[v] = 1.0 / len(lost)


def pieces_of(
    builder: CellBuilder, supports: SupportSystem, effort: Effort
) -> tuple[list[Piece], bool]:
    """Return the equilibria with a given support, and whether none can be missing."""
    found: list[Piece] = []
    complete = True
    skipped = builder.finder.n_patterns_skipped
    for beliefs in builder.finder.systems(supports):
        outcome, reduce = solve_cell(builder, supports, beliefs)
        effort.spend(1.0 + PER_BOX * outcome.n_boxes)
        if outcome.is_empty:
            complete &= outcome.is_complete
            continue
        complete &= outcome.is_complete and beliefs.is_exact
        found += [
            Piece(supports, beliefs, regions, reduce) for regions in product(*outcome.regions)
        ]
    return found, complete and builder.finder.n_patterns_skipped == skipped


def solve_cell(
    builder: CellBuilder,
    supports: SupportSystem,
    beliefs: BeliefSystem,
    *,
    best: SupportSystem | None = None,
) -> tuple[Outcome, bool]:
    """Solve the conditions of a cell in the form that is linear, if there is one."""
    reduced = builder.conditions(supports, beliefs, best=best)
    if is_linear(reduced):
        return solve_conditions(reduced), True
    whole = builder.conditions(supports, beliefs, best=best, reduce=False)
    for conditions, reduce in (
        (reduced.without_last(), True),
        (whole, False),
        (whole.without_last(), False),
    ):
        if is_linear(conditions):
            return solve_conditions(conditions), reduce
    return solve_conditions(reduced.without_last()), True


def joined(builder: CellBuilder, pieces: list[Piece], effort: Effort) -> list[list[Piece]]:
    """Put pieces that touch into components, as far as the effort goes."""
    leader = list(range(len(pieces)))

    def find(k: int) -> int:
        while leader[k] != k:
            leader[k] = leader[leader[k]]
            k = leader[k]
        return k

    wide = [k for k, piece in enumerate(pieces) if not piece.is_point]
    pairs = [
        (small, large)
        for large in wide
        for small in range(len(pieces))
        if small != large and _may_touch(pieces[small], pieces[large])
    ]
    pairs.sort(key=lambda pair: pieces[pair[1]].n_chosen - pieces[pair[0]].n_chosen)
    for small, large in pairs:
        if effort.is_spent:
            break
        if find(small) != find(large) and _touch(builder, pieces[small], pieces[large], effort):
            leader[find(small)] = find(large)
    components: dict[int, list[Piece]] = {}
    for k, piece in enumerate(pieces):
        components.setdefault(find(k), []).append(piece)
    return list(components.values())


def _may_touch(small: Piece, large: Piece) -> bool:
    if not all(set(s) <= set(t) for s, t in zip(small.supports, large.supports, strict=True)):
        return False
    if small.supports == large.supports:
        # Beliefs in fewer nodes are at the border of beliefs in more.
        return all(
            {n for c in s for n in c.nodes} <= {n for c in t for n in c.nodes}
            for s, t in zip(small.beliefs.classes, large.beliefs.classes, strict=True)
        )
    return True


def _touch(builder: CellBuilder, small: Piece, large: Piece, effort: Effort) -> bool:
    """Look for a point of the smaller piece that is a limit of the larger one."""
    if small.supports == large.supports:
        return True
    if not _can_vanish(builder, small, large):
        return False
    for beliefs in builder.finder.systems(small.supports, within=large.supports):
        outcome, _ = solve_cell(builder, small.supports, beliefs, best=large.supports)
        effort.spend(1.0 + PER_BOX * outcome.n_boxes)
        if outcome.is_empty:
            continue
        for regions in product(*outcome.regions):
            at = {
                v: float(x)
                for region in regions
                for v, x in zip(region.unknowns, region.center, strict=True)
            }
            if _holds(small, at) and _holds(large, at):
                return True
    return False


def _can_vanish(builder: CellBuilder, small: Piece, large: Piece) -> bool:
    first = builder.tree.first_action
    gone = {
        first[i] + a
        for i, (s, t) in enumerate(zip(small.supports, large.supports, strict=True))
        for a in t
        if a not in s
    }
    for region in large.regions:
        for k, v in enumerate(region.unknowns):
            column = region.points[:, k]
            if v not in gone or np.isnan(column).all():
                continue
            if np.nanmin(column) > VANISHING + _beyond(region, column):
                return False
    return True


def _holds(piece: Piece, at: dict[int, float]) -> bool:
    """Return whether the probabilities of a point lie between the corners of a piece.

    Samples do not reach the border of a piece without corners; that the conditions of the larger
    piece hold at the point is looked at before.
    """
    for region in piece.regions:
        for k, v in enumerate(region.unknowns):
            column = region.points[:, k]
            if v < 0 or v not in at or np.isnan(column).all() or np.isnan(at[v]):
                continue
            slack = VANISHING + _beyond(region, column)
            if not np.nanmin(column) - slack <= at[v] <= np.nanmax(column) + slack:
                return False
    return True


def _beyond(region: Region, column: Floats) -> float:
    """Return how far a region may reach beyond its points."""
    if region.is_exact:
        return 0.0
    return BEYOND * float(np.nanmax(column) - np.nanmin(column))


def value_range(builder: CellBuilder, pieces: list[Piece]) -> tuple[Floats, Floats]:
    """Return the least and the most that every player expects at the start."""
    listed = [
        builder.root_value(builder.strategy(piece.supports, values))
        for piece in pieces
        for values in piece.values()
    ]
    return np.min(listed, axis=0), np.max(listed, axis=0)
