"""The answers to a message that are best for some belief about the sender's type."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.signaling import Answer

#: Payoff differences below this, relative to the largest after the message, do not count.
SLACK = 1e-9


def best_faces(
    answer: Answer, weights: Floats, free: Collection[int], *, most: Floats | None = None
) -> list[tuple[int, ...]]:
    """Return the largest sets of answers that are best together under some belief.

    Parameters
    ----------
    answer : Answer
    weights : float array, shape (n_types,)
        Least odds of each type.
    free : collection of int
        Types whose odds may be more than that.
    most : float array, shape (n_types,), optional
        Largest odds of those types; unlimited if left out.

    Returns
    -------
    list of tuple of int
        A mixed answer is a best answer if its support lies in one of them.
    """
    n = len(answer.actions)
    found: list[tuple[int, ...]] = []
    for size in range(n, 0, -1):
        for face in combinations(range(n), size):
            if any(set(face) <= set(larger) for larger in found):
                continue
            if _are_best(answer.receiver, face, weights, free, most):
                found.append(face)
    return found


def _are_best(
    receiver: Floats,
    face: tuple[int, ...],
    weights: Floats,
    free: Collection[int],
    most: Floats | None,
) -> bool:
    gaps = receiver[:, [face[0]]] - receiver  # types, answers
    listed = sorted(free)
    if not listed and not weights.any():
        return False
    least = weights @ gaps
    others = [a for a in range(receiver.shape[1]) if a not in face]
    total = np.ones(len(listed))
    need = 1.0 if not weights.any() else 0.0
    return _is_feasible(
        len(listed),
        equal=[(gaps[listed, a], -least[a]) for a in face[1:]],
        at_least=[
            *((gaps[listed, a], -least[a] - SLACK) for a in others),
            (total, need),
        ],
        most=None if most is None else most[listed],
    )


def some_mix(face: Sequence[int], at_least: Sequence[tuple[Floats, float]]) -> bool:
    """Return whether some mix of answers fulfills ``row @ mix >= floor`` for all rows.

    Parameters
    ----------
    face : sequence of int
        Answers that may be mixed.
    at_least : sequence of (float array, float)
        Rows over all answers, and floors.
    """
    chosen = list(face)
    return _is_feasible(
        len(chosen),
        equal=[(np.ones(len(chosen)), 1.0)],
        at_least=[(row[chosen], floor) for row, floor in at_least],
    )


def _is_feasible(
    n: int,
    *,
    equal: Sequence[tuple[Floats, float]],
    at_least: Sequence[tuple[Floats, float]],
    most: Floats | None = None,
) -> bool:
    from scipy.optimize import linprog

    if n == 0:
        return all(abs(b) <= SLACK for _, b in equal) and all(b <= SLACK for _, b in at_least)
    result = linprog(
        np.zeros(n),
        A_ub=np.array([-row for row, _ in at_least]) if at_least else None,
        b_ub=np.array([-floor for _, floor in at_least]) if at_least else None,
        A_eq=np.array([row for row, _ in equal]) if equal else None,
        b_eq=np.array([b for _, b in equal]) if equal else None,
        bounds=[(0.0, None if most is None else float(most[k])) for k in range(n)],
        method="highs",
    )
    return bool(result.status == 0)
