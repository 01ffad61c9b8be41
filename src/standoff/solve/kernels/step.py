"""One step along the branch of quantal response equilibria, and whether it stayed on the branch.

A step predicts the next point and corrects it by Newton's method on the equations bordered by one
more row: the tangent (a step of arclength), or the logarithm of precision itself (a step at a fixed
precision). A corrected point may lie on another branch. What speaks for that is measured here:

- the first correction, next to the length of the step, and how fast corrections shrink;
- the angle between the tangents at both ends;
- how far the point is from where a smooth curve with these two tangents would end;
- the sign of the bordered determinant, constant along a branch through its folds;
- the answer of the bordered equations to a fixed push, which turns around where two branches
  cross at once and the sign comes back.

References
----------
Allgower, E. and Georg, K. (1990). Numerical continuation methods. Springer. Turocy, T. (2005). A
dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence. Games
and Economic Behavior 51.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from standoff.solve.kernels.equations import (
    Floats,
    Ints,
    assemble,
    expect,
    number_free,
    residual,
)
from standoff.solve.kernels.linear import (
    factor_linked,
    list_links,
    solve_linked,
    solve_linked_rows,
)

#: Newton steps per corrector; more means that the step along the branch was too long.
NEWTON_STEPS = 8
#: The first correction may be this share of the step ...
MISS = 0.5
#: ... and each later one this share of the one before.
CONTRACTION = 0.4
#: A point on the way is good enough when the last correction is this share of the step.
ACCURATE = 0.01
#: ... and moved no log-odds by more than this, whatever their size: beliefs are odds between
#: actions that are hardly ever played, and turn around where large log-odds move by a small share.
ODDS = 0.5
#: Share of large log-odds that is rounding.
ROUNDING_OF_ODDS = 1e-13
#: Corrections that are lost in rounding anyway.
ROUNDING = 1e-8
#: At the end, corrections this small can use the last factorization once more.
CHORD = 3e-3
#: Cosine between the tangents at both ends of a step, at least.
STRAIGHT = 0.7
#: What tangents at both ends leave open of the way between, as a share of the step, at most.
BOW = 0.1
#: Cosine between the answers to the push, above ...
SAME_WAY = 0.0
#: ... and without doubt above.
SURE_WAY = 0.3
#: Share of the fixed push in the one that turns.
FRESH_PUSH = 0.3


class Draw(NamedTuple):
    """The numbers of one draw, at the highest precision."""

    payoff: Floats
    log_chance: Floats
    precision: Floats
    #: Largest absolute payoff; sets how exact the equations can be.
    scale: float


class Path(NamedTuple):
    """What a follower keeps between steps; allocated once and used for many draws.

    Vectors over actions have 0 at the anchors; those with one entry more end with the logarithm
    of precision. "From" is the last accepted point, "to" the one that is tried.
    """

    anchor: Ints
    free: Ints
    weight: Floats  # one over how large the log-odds are
    x_from: Floats
    x_to: Floats
    x_half: Floats
    tangent_from: Floats  # largest weighted entry 1
    tangent_to: Floats
    tangent_half: Floats
    slope: Floats  # d x / d log precision at the point before
    push: Floats
    answer_from: Floats  # of the bordered equations to the push, along the tangent left out
    answer_to: Floats
    lean: Floats  # a push that turns toward where the equations are nearest to singular
    reply_from: Floats  # of the bordered equations to it
    reply_to: Floats
    scratch: Floats
    border: Floats
    sides: Floats  # right-hand sides and solutions: correction, tangent, answer, reply
    rate: Floats  # precision per player at the point
    linked: Ints  # unknowns whose equations meet, see `list_links`
    first_linked: Ints


@njit(cache=True, error_model="numpy")
def new_path(shape, work):
    """Allocate a path."""
    n_infosets = len(shape.first_action) - 1
    n_actions = shape.first_action[n_infosets]
    n_free = n_actions - n_infosets
    linked, first_linked = list_links(meeting(shape, work))
    return Path(
        np.empty(n_infosets, dtype=np.int64),
        np.empty(n_actions, dtype=np.int64),
        np.empty(n_actions),
        np.empty(n_actions),
        np.empty(n_actions),
        np.empty(n_actions),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty(n_actions),
        np.empty(n_actions),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty(n_actions),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty(n_actions + 1),
        np.empty((n_free + 1, 4)),
        np.empty(shape.infoset_player.max() + 1 if n_infosets else 0),
        linked,
        first_linked,
    )


@njit(cache=True, error_model="numpy")
def meeting(shape, work):
    """Return which unknowns can stand in which equations; the border meets all."""
    first_action, order = shape.first_action, work.order
    n_infosets = len(order)
    n = first_action[n_infosets] - n_infosets + 1
    start = np.empty(n_infosets, dtype=np.int64)
    k = 0
    for i in order:
        start[i] = k
        k += first_action[i + 1] - first_action[i] - 1
    meet = np.zeros((n, n), dtype=np.bool_)
    meet[n - 1, :] = meet[:, n - 1] = True
    for i in range(n_infosets):
        last = start[i] + first_action[i + 1] - first_action[i] - 1
        for m in range(work.first_related[i], work.first_related[i + 1]):
            j = work.related[m]
            end = start[j] + first_action[j + 1] - first_action[j] - 1
            meet[start[i] : last, start[j] : end] = True
    return meet


@njit(cache=True, error_model="numpy", _nrt=False)
def anchor_likeliest(shape, x, path, order, least):
    """Measure odds against the likeliest action where it leads the anchor by more than `least`.

    Everything that is kept in terms of log-odds goes along.
    """
    first_action, anchor = shape.first_action, path.anchor
    moved = False
    for i in range(len(anchor)):
        best = first_action[i]
        for a in range(first_action[i], first_action[i + 1]):
            if x[a] > x[best]:
                best = a
        if x[best] > least:
            shift(path.tangent_from, best, first_action[i], first_action[i + 1])
            shift(path.answer_from, best, first_action[i], first_action[i + 1])
            shift(path.slope, best, first_action[i], first_action[i + 1])
            shift(path.push, best, first_action[i], first_action[i + 1])
            shift(path.reply_from, best, first_action[i], first_action[i + 1])
            shift(path.lean, best, first_action[i], first_action[i + 1])
            shift(x, best, first_action[i], first_action[i + 1])
            anchor[i] = best
            moved = True
    if moved:
        number_free(shape, anchor, path.free, order)


@njit(cache=True, error_model="numpy", _nrt=False)
def shift(vector, best, first, last):
    """Measure the entries of one set against one of them."""
    top = vector[best]
    for a in range(first, last):
        vector[a] -= top


@njit(cache=True, error_model="numpy", _nrt=False)
def start_path(shape, x, path, order):
    """Choose anchors and the push; everything else is filled on the way."""
    n_actions = len(x)
    path.tangent_from[:] = 0.0
    path.answer_from[:] = path.reply_from[:] = 0.0
    path.slope[:] = 0.0
    for a in range(n_actions):
        # Any vector without symmetries will do.
        path.push[a] = 0.5 + (0.618033988749895 * (a + 1)) % 1.0
        path.lean[a] = 0.5 + (0.414213562373095 * (a + 1) ** 2) % 1.0
    for i in range(len(path.anchor)):
        first = shape.first_action[i]
        path.anchor[i] = first
        shift(path.push, first, first, shape.first_action[i + 1])
        shift(path.lean, first, first, shape.first_action[i + 1])
        shift(x, first, first, shape.first_action[i + 1])
    number_free(shape, path.anchor, path.free, order)
    anchor_likeliest(shape, x, path, order, 0.0)


@njit(cache=True, error_model="numpy", _nrt=False)
def weigh(x, path):
    """Fill the weights of log-odds, which grow with precision."""
    for a in range(len(x)):
        path.weight[a] = 1.0 / (1.0 + abs(x[a]))


@njit(cache=True, error_model="numpy", _nrt=False)
def set_rate(path, factor, draw):
    """Fill the precision of every player at a factor on the highest."""
    for j in range(len(path.rate)):
        path.rate[j] = factor * draw.precision[j]


@njit(cache=True, error_model="numpy", _nrt=False)
def correct(shape, draw, x, t, target, size, exact, work, path):
    """Newton's method on the equations bordered by ``border * (x, t) = target``; changes x.

    `t` is the logarithm of the factor on precision. Leaves tangent and answer to the push, at the
    last point but one correction, in `path.sides`.

    Parameters
    ----------
    size : float
        Length of the step that is corrected; corrections are measured by it.
    exact : bool
        Whether to go on until the equations hold to rounding.

    Returns
    -------
    t : float
    n_factored : int
        Negative when the corrections say that the step was too long.
    sign : float
        Of the bordered determinant.
    first, ratio : float
        The first correction as a share of the step, and the second as a share of the first.
    """
    matrix, sides, free = work.matrix, path.sides, path.free
    n_free, n_actions = len(sides) - 1, len(x)
    size = min(max(size, ROUNDING), 1.0)
    sign, first, ratio, before, n_factored = 0.0, 0.0, 0.0, np.inf, 0
    for step in range(NEWTON_STEPS):
        expect(shape, draw.payoff, draw.log_chance, x, work)
        set_rate(path, np.exp(t), draw)
        worst = residual(shape, x, path.rate, path.anchor, free, draw.scale, work)
        if not np.isfinite(worst):
            return t, -1, sign, first, ratio
        arc = path.border[n_actions] * t - target
        for a in range(n_actions):
            arc += path.border[a] * x[a]
        if exact and worst <= 1.0 and abs(arc) <= 1e-9 and n_factored > 0:
            return t, n_factored, sign, first, ratio
        if exact and n_factored > 0 and before <= CHORD and ratio <= 0.1:
            work.right[n_free] = -arc
            solve_linked(matrix, work.pivot, path.linked, path.first_linked, work.right, n_free + 1)
            for k in range(n_free + 1):
                sides[k, 0] = work.right[k]
        else:
            assemble(shape, x, path.rate, path.anchor, free, work)
            for a in range(n_actions):
                if free[a] >= 0:
                    sides[free[a], 2], sides[free[a], 3] = path.push[a], path.lean[a]
                    matrix[n_free, free[a]] = path.border[a]
            matrix[n_free, n_free] = path.border[n_actions]
            for k in range(n_free):
                sides[k, 0], sides[k, 1] = work.right[k], 0.0
            sides[n_free, 0], sides[n_free, 1] = -arc, 1.0
            sides[n_free, 2] = sides[n_free, 3] = 0.0
            sign = factor_linked(
                matrix, work.pivot, work.columns, path.linked, path.first_linked, n_free + 1
            )
            if sign == 0.0:
                return t, -1, sign, first, ratio
            n_factored += 1
            solve_linked_rows(matrix, work.pivot, path.linked, path.first_linked, sides, n_free + 1)
        change, moved = abs(sides[n_free, 0]), 0.0
        for a in range(n_actions):
            if free[a] >= 0:
                change = max(change, abs(sides[free[a], 0]) * path.weight[a])
                moved = max(moved, abs(sides[free[a], 0]) - ROUNDING_OF_ODDS * abs(x[a]))
        if not change < np.inf:
            return t, -1, sign, first, ratio
        if step == 0:
            first = max(change - ROUNDING, 0.0) / size
            if first > MISS:
                return t, -1, sign, first, ratio
        elif change > ROUNDING:
            if step == 1:
                ratio = change / before
            if change > CONTRACTION * before:
                return t, -1, sign, first, max(ratio, change / before)
        before = change
        for a in range(n_actions):
            if free[a] >= 0:
                x[a] += sides[free[a], 0]
        t += sides[n_free, 0]
        near = max(ROUNDING, (0.1 if step == 0 else 1.0) * ACCURATE * size)
        if not exact and change <= near and moved <= ODDS:
            return t, n_factored, sign, first, ratio
    return t, -1, sign, first, ratio


@njit(cache=True, error_model="numpy", _nrt=False)
def read_sides(path, tangent, answer, reply):
    """Fill the tangent (largest weighted entry 1) and the answers to pushes, off the tangent."""
    n_actions, n_free = len(path.free), len(path.sides) - 1
    largest = abs(path.sides[n_free, 1])
    for a in range(n_actions):
        k = path.free[a]
        tangent[a] = path.sides[k, 1] if k >= 0 else 0.0
        answer[a] = path.sides[k, 2] if k >= 0 else 0.0
        reply[a] = path.sides[k, 3] if k >= 0 else 0.0
        largest = max(largest, abs(tangent[a]) * path.weight[a])
    tangent[n_actions], answer[n_actions] = path.sides[n_free, 1], path.sides[n_free, 2]
    reply[n_actions] = path.sides[n_free, 3]
    for a in range(n_actions + 1):
        tangent[a] /= largest
    size = dot(path, tangent, tangent)
    along, beside = dot(path, tangent, answer) / size, dot(path, tangent, reply) / size
    for a in range(n_actions + 1):
        answer[a] -= along * tangent[a]
        reply[a] -= beside * tangent[a]


@njit(cache=True, error_model="numpy", _nrt=False)
def same_way(path):
    """Return the smaller cosine between the answers to a push at both ends of a step."""
    return min(
        cosine(path, path.answer_from, path.answer_to), cosine(path, path.reply_from, path.reply_to)
    )


@njit(cache=True, error_model="numpy", _nrt=False)
def bow(path, t_from, t_to, length, at_precision):
    """Return how far a step ends from where the tangents at both ends lead, as a share of it.

    A smooth curve goes on with a mean of both slopes, arithmetic or (where log-odds grow like
    precision) logarithmic. An end on another curve is off by the gap between both curves.
    """
    n_actions = len(path.free)
    rise_from, rise_to = path.tangent_from[n_actions], path.tangent_to[n_actions]
    if at_precision:
        if rise_to <= 0.0:
            return np.inf
        run, by_from, by_to = t_to - t_from, 1.0 / rise_from, 1.0 / rise_to
        gap = 0.0
    else:
        along = dot(path, path.tangent_from, path.tangent_to)
        by_from, by_to = 1.0, dot(path, path.tangent_from, path.tangent_from) / along
        run = length
        gap = abs(t_to - t_from - 0.5 * run * (rise_from + by_to * rise_to))
    for a in range(n_actions):
        if path.free[a] >= 0:
            way = path.x_to[a] - path.x_from[a]
            one, other = by_from * path.tangent_from[a], by_to * path.tangent_to[a]
            off = way - 0.5 * run * (one + other)
            size = 1.0 + max(abs(path.x_from[a]), abs(path.x_to[a]))
            is_wide = abs(off) > 0.5 * BOW * min(length, 1.0) * size
            if is_wide and at_precision and one * other > 0.0 and one != other:
                least = way - run * (other - one) / np.log(other / one)
                if off * least < 0.0:
                    off = 0.0
                elif abs(least) < abs(off):
                    off = least
            gap = max(gap, abs(off) / size)
    return gap / min(length, 1.0)


@njit(cache=True, error_model="numpy", _nrt=False)
def turn_push(work, path):
    """Let the second push follow its own answer, as in inverse iteration, and answer it again.

    Uses the last factorization.
    """
    n_actions, n_free = len(path.free), len(path.sides) - 1
    size = whole = 0.0
    for a in range(n_actions):
        size += path.reply_to[a] ** 2
        whole += path.push[a] ** 2
    right = path.sides[:, 0]
    for a in range(n_actions):
        if path.free[a] >= 0:
            right[path.free[a]] = path.reply_to[a]
    right[n_free] = 0.0
    solve_linked(work.matrix, work.pivot, path.linked, path.first_linked, right, n_free + 1)
    one, other = 1.0 / np.sqrt(max(size, 1e-300)), FRESH_PUSH / np.sqrt(max(whole, 1e-300))
    for a in range(n_actions):
        path.lean[a] = one * path.reply_to[a] + other * path.push[a]
        again = right[path.free[a]] if path.free[a] >= 0 else 0.0
        path.reply_from[a] = one * again + other * path.answer_to[a]
    path.reply_from[n_actions] = one * right[n_free] + other * path.answer_to[n_actions]
    along = dot(path, path.tangent_to, path.reply_from) / dot(
        path, path.tangent_to, path.tangent_to
    )
    for a in range(n_actions + 1):
        path.reply_from[a] -= along * path.tangent_to[a]


@njit(cache=True, error_model="numpy", _nrt=False)
def dot(path, one, other):
    """Return the weighted inner product of two vectors over actions and precision."""
    n_actions = len(path.free)
    total = one[n_actions] * other[n_actions]
    for a in range(n_actions):
        total += path.weight[a] ** 2 * one[a] * other[a]
    return total


@njit(cache=True, error_model="numpy", _nrt=False)
def cosine(path, one, other):
    """Return the cosine of the weighted angle between two vectors; 1 where one of them is 0."""
    sizes = dot(path, one, one) * dot(path, other, other)
    return dot(path, one, other) / np.sqrt(sizes) if sizes > 0.0 else 1.0


@njit(cache=True, error_model="numpy", _nrt=False)
def border_at_precision(path):
    """Let the border hold precision fixed."""
    n_actions = len(path.free)
    for a in range(n_actions):
        path.border[a] = 0.0
    path.border[n_actions] = 1.0


@njit(cache=True, error_model="numpy", _nrt=False)
def border_along(path, tangent):
    """Let the border hold the distance along a tangent fixed."""
    n_actions = len(path.free)
    for a in range(n_actions):
        path.border[a] = path.weight[a] ** 2 * tangent[a]
    path.border[n_actions] = tangent[n_actions]
