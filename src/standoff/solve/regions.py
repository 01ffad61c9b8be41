"""Solve the conditions of a cell: find where its unknowns are, or between which corners.

Unknowns that never meet in a condition are solved apart. Where every unknown comes with the same
factors before it, as a player's later moves come with the earlier ones, products of unknowns are
themselves the unknowns and everything is linear: the solutions are a polytope, given by its
corners. What affine equations pin down is put into the others. The rest goes to `roots`.

References
----------
von Stengel, B. (1996). Efficient computation of behavior strategies. Games and Economic Behavior
14 (the products are realization weights).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.blocks import (
    Block,
    is_refuted,
    pinned_down,
    prefixes,
    split,
    substituted,
)
from standoff.solve.cells import Conditions
from standoff.solve.polynomials import Monomial, Polynomial, add, cleaned
from standoff.solve.polytope import SLACK, corners
from standoff.solve.roots import find_roots

#: Probabilities that must be positive must be larger than this.
POSITIVE = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Solutions for some of the unknowns.

    Parameters
    ----------
    unknowns : tuple of int
    center : float array, shape (n_unknowns,)
        One solution, inside.
    points : float array, shape (n_points, n_unknowns)
        The corners, or samples where there are no corners; nan where an unknown has no meaning.
    is_exact : bool
        Whether the points are the corners and nothing was left undecided.
    """

    unknowns: tuple[int, ...]
    center: Floats
    points: Floats
    is_exact: bool

    @property
    def is_point(self) -> bool:
        """Whether there is only one solution."""
        spread = np.nanmax(self.points, axis=0) - np.nanmin(self.points, axis=0)
        return bool((spread <= 1e-7).all())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a system of conditions.

    Parameters
    ----------
    regions : tuple of tuple of Region
        Per block of unknowns, the alternatives; the solutions are all combinations.
    is_complete : bool
        Whether nothing can have been missed.
    is_linear : bool
    n_boxes : int
        Boxes that were searched for roots.
    """

    regions: tuple[tuple[Region, ...], ...]
    is_complete: bool = True
    is_linear: bool = True
    n_boxes: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether some block has no solution."""
        return any(not alternatives for alternatives in self.regions)


NOTHING = Outcome(((),))


def solve_conditions(conditions: Conditions) -> Outcome:
    """Find all solutions of the conditions of a cell."""
    if is_refuted(conditions):
        return NOTHING
    regions: list[tuple[Region, ...]] = []
    complete = linear = True
    n_boxes = 0
    blocks = [(block, prefixes(block)) for block in split(conditions)]
    # Linear blocks first: they are quick and may settle that there is nothing.
    for block, prefix in sorted(blocks, key=lambda pair: pair[1] is None):
        if prefix is not None:
            region = _linear(block, prefix, conditions.positive)
            outcome = Outcome(((region,),)) if region is not None else NOTHING
        else:
            outcome = _nonlinear(block, conditions.positive)
        n_boxes += outcome.n_boxes
        if outcome.is_empty and outcome.is_complete:
            return replace(NOTHING, n_boxes=n_boxes)
        complete &= outcome.is_complete
        linear &= outcome.is_linear
        regions.extend(outcome.regions)
    return Outcome(tuple(regions), complete, linear, n_boxes)


def _linear(block: Block, prefix: dict[int, Monomial], positive: frozenset[int]) -> Region | None:
    unknowns = tuple(v for group in block.groups for v in group)
    column = {v: k for k, v in enumerate(unknowns)}

    def row(p: Polynomial) -> Floats:
        r = np.zeros(len(unknowns))
        for m, c in p.items():
            if m:
                r[column[m[-1]]] += c
        return r

    equal: list[Floats] = []
    right: list[float] = []
    for group in block.groups:
        r = np.zeros(len(unknowns))
        r[[column[v] for v in group]] = 1.0
        before = prefix[group[0]]
        if before:
            r[column[before[-1]]] -= 1.0
        equal.append(r)
        right.append(0.0 if before else 1.0)
    equal += [row(p) for p in block.zero]
    right += [-p.get((), 0.0) for p in block.zero]
    above = [row(p) for p in block.not_negative]
    floor = [-p.get((), 0.0) for p in block.not_negative]
    found = corners(
        np.array(equal),
        np.array(right),
        np.array(above).reshape(len(above), len(unknowns)),
        np.array(floor),
    )
    if found is None:
        return None
    must = [column[v] for v in unknowns if v in positive]
    middle = found.mean(axis=0)
    if must and middle[must].min() <= POSITIVE:
        return None
    before_of = [column[prefix[v][-1]] if prefix[v] else -1 for v in unknowns]
    points = np.concatenate([found, np.ones((len(found), 1))], axis=1)
    center = np.append(middle, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        points = np.where(points[:, before_of] > 1e-12, found / points[:, before_of], np.nan)
        center = np.where(center[before_of] > 0.0, middle / center[before_of], np.nan)
    return Region(unknowns, center, points, is_exact=True)


def _nonlinear(block: Block, positive: frozenset[int]) -> Outcome:
    pinned = pinned_down(block)
    if pinned is None or any(x <= POSITIVE for v, x in pinned.items() if v in positive):
        return NOTHING
    if pinned:
        settled = Region(
            tuple(pinned),
            np.array(list(pinned.values())),
            np.array([list(pinned.values())]),
            is_exact=True,
        )
        rest = Conditions(
            tuple(
                left
                for group in block.groups
                if (left := tuple(v for v in group if v not in pinned))
            ),
            positive,
            tuple(q for p in block.zero if (q := substituted(p, pinned))),
            tuple(q for p in block.not_negative if (q := substituted(p, pinned))),
        )
        if any(set(q) == {()} and abs(q[()]) > SLACK for q in rest.zero) or any(
            set(q) == {()} and q[()] < -SLACK for q in rest.not_negative
        ):
            return NOTHING
        rest = Conditions(
            rest.groups,
            positive,
            tuple(q for q in rest.zero if set(q) != {()}),
            tuple(q for q in rest.not_negative if set(q) != {()}),
        )
        outcome = solve_conditions(rest) if rest.groups else Outcome(())
        return replace(outcome, regions=((settled,), *outcome.regions), is_linear=False)
    return _by_roots(block, positive)


def _by_roots(block: Block, positive: frozenset[int]) -> Outcome:
    """Leave out the last unknown of every group, and search the box of the others."""
    kept = [v for group in block.groups for v in group[:-1]]
    column = {v: k for k, v in enumerate(kept)}
    last = {group[-1]: group[:-1] for group in block.groups}

    def renamed(p: Polynomial) -> Polynomial:
        result: Polynomial = {}
        for m, c in p.items():
            term: Polynomial = {(): c}
            for v in m:
                factor: Polynomial = (
                    {(column[v],): 1.0}
                    if v in column
                    else {(): 1.0, **{(column[w],): -1.0 for w in last[v]}}
                )
                product: Polynomial = {}
                for by, size in factor.items():
                    add(product, term, size, by)
                term = product
            add(result, term)
        return cleaned(result, 1e-15)

    zero = [renamed(p) for p in block.zero]
    bounds = [renamed(p) for p in block.not_negative]
    bounds += [
        {(): 1.0, **{(column[v],): -1.0 for v in group[:-1]}}
        for group in block.groups
        if len(group) > 2
    ]
    roots = find_roots([p for p in zero if p], bounds, len(kept))
    unknowns = tuple(v for group in block.groups for v in group)

    def full(point: Floats) -> Floats:
        values = {v: float(point[k]) for v, k in column.items()}
        values |= {v: 1.0 - sum(values[w] for w in others) for v, others in last.items()}
        return np.array([min(max(values[v], 0.0), 1.0) for v in unknowns])

    points = [full(p) for p in roots.points]
    must = [k for k, v in enumerate(unknowns) if v in positive]
    points = [p for p in points if not must or p[must].min() > POSITIVE]
    if roots.is_continuum and points:
        region = Region(unknowns, points[0], np.array(points), is_exact=False)
        return Outcome(((region,),), False, False, roots.n_boxes)
    regions = tuple(Region(unknowns, p, p[None, :], is_exact=True) for p in points)
    return Outcome((regions,), roots.is_complete, False, roots.n_boxes)
