"""Take the conditions of a cell apart: refute them cheaply, split them, see what is linear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.cells import Conditions
from standoff.solve.polynomials import Monomial, Polynomial, add, cleaned, upper_bound, variables
from standoff.solve.polytope import SLACK


@dataclass(frozen=True, slots=True)
class Block:
    """Unknowns that conditions join, and those conditions."""

    groups: list[tuple[int, ...]]
    zero: list[Polynomial]
    not_negative: list[Polynomial]


def is_linear(conditions: Conditions) -> bool:
    """Return whether the conditions are linear in products of unknowns."""
    return all(prefixes(block) is not None for block in split(conditions))


def is_refuted(conditions: Conditions) -> bool:
    """Return whether some condition fails whatever the probabilities."""
    group_of = {v: g for g, group in enumerate(conditions.groups) for v in group}

    def bound(polynomial: Polynomial) -> float:
        if any(len(m) > 1 for m in polynomial):
            return upper_bound(polynomial)
        best: dict[int, list[float]] = {}
        for m, c in polynomial.items():
            if m:
                best.setdefault(group_of[m[0]], []).append(c)
        total = polynomial.get((), 0.0)
        for g, listed in best.items():
            least = -np.inf if len(listed) == len(conditions.groups[g]) else 0.0
            total += max(least, *listed)
        return float(total)

    return any(bound(p) < -SLACK for p in conditions.not_negative) or any(
        bound(p) < -SLACK or bound({m: -c for m, c in p.items()}) < -SLACK for p in conditions.zero
    )


def split(conditions: Conditions) -> list[Block]:
    """Split the unknowns into blocks that no condition joins."""
    leader: dict[int, int] = {v: v for group in conditions.groups for v in group}

    def find(v: int) -> int:
        while leader[v] != v:
            leader[v] = leader[leader[v]]
            v = leader[v]
        return v

    every = conditions.zero + conditions.not_negative
    listed = [*conditions.groups, *(tuple(variables([p])) for p in every)]
    for together in listed:
        for v in together[1:]:
            leader[find(v)] = find(together[0])
    blocks: dict[int, Block] = {}
    for group in conditions.groups:
        blocks.setdefault(find(group[0]), Block([], [], [])).groups.append(group)
    # Conditions without unknowns were looked at before.
    for p in conditions.zero:
        if used := variables([p]):
            blocks[find(min(used))].zero.append(p)
    for p in conditions.not_negative:
        if used := variables([p]):
            blocks[find(min(used))].not_negative.append(p)
    return list(blocks.values())


def prefixes(block: Block) -> dict[int, Monomial] | None:
    """Return, per unknown, the factors that always stand before it; None where these differ."""
    group_of = {v: g for g, group in enumerate(block.groups) for v in group}
    prefix: dict[int, Monomial] = {}
    for p in (*block.zero, *block.not_negative):
        for monomial in p:
            for k, v in enumerate(monomial):
                if prefix.setdefault(group_of[v], monomial[:k]) != monomial[:k]:
                    return None
    return {v: prefix.get(g, ()) for v, g in group_of.items()}


def pinned_down(block: Block) -> dict[int, float] | None:
    """Return the unknowns that affine equations determine; None if these contradict each other."""
    unknowns = [v for group in block.groups for v in group]
    column = {v: k for k, v in enumerate(unknowns)}
    rows: list[Floats] = []
    right: list[float] = []
    affine: list[Polynomial] = [{(v,): 1.0 for v in group} | {(): -1.0} for group in block.groups]
    affine += [p for p in block.zero if all(len(m) <= 1 for m in p)]
    for p in affine:
        r = np.zeros(len(unknowns))
        for m, c in p.items():
            if m:
                r[column[m[0]]] += c
        rows.append(r)
        right.append(-p.get((), 0.0))
    matrix, wanted = np.array(rows), np.array(right)
    _, singular, axes = np.linalg.svd(matrix, full_matrices=True)
    rank = int((singular > 1e-9 * max(1.0, singular.max(initial=0.0))).sum())
    point = np.linalg.lstsq(matrix, wanted, rcond=1e-9)[0]
    if np.abs(matrix @ point - wanted).max() > SLACK:
        return None
    fixed = np.abs(axes[rank:]).max(axis=0, initial=0.0) <= 1e-9
    if (point[fixed] < -SLACK).any():
        return None
    # A group is put in as a whole, so that what is left still adds up to one.
    whole = [group for group in block.groups if all(fixed[column[v]] for v in group)]
    return {v: max(float(point[column[v]]), 0.0) for group in whole for v in group}


def substituted(p: Polynomial, values: dict[int, float]) -> Polynomial:
    """Put numbers in for some unknowns."""
    result: Polynomial = {}
    for m, c in p.items():
        factor = float(np.prod([values[v] for v in m if v in values]))
        add(result, {tuple(v for v in m if v not in values): c * factor})
    return cleaned(result, 1e-14)
