"""The branch of quantal response equilibria from random play on, followed step by step.

Where precision rises steadily along the branch, steps are taken in precision; where play changes
faster than precision, and through folds, by arclength. Each step is checked (see `step`); one that
fails is halved.

References
----------
Turocy, T. (2010). Computing sequential equilibria using agent quantal response equilibria.
Economic Theory 42.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from standoff.solve.kernels.equations import assemble, expect, residual, workspace
from standoff.solve.kernels.linear import back_substitute, factor_sparse
from standoff.solve.kernels.step import (
    BOW,
    CONTRACTION,
    MISS,
    SAME_WAY,
    STRAIGHT,
    SURE_WAY,
    Draw,
    anchor_likeliest,
    border_along,
    border_at_precision,
    bow,
    correct,
    cosine,
    dot,
    new_path,
    read_sides,
    same_way,
    set_rate,
    start_path,
    turn_push,
    weigh,
)

CONVERGED = 0
TOO_MANY_STEPS = 1
STEP_TOO_SMALL = 2

#: The first step from random play goes so far that no log-odds is predicted to pass this.
FIRST = 2.0
#: So often a first step is tried, each shorter than the one before.
FIRST_ATTEMPTS = 40
#: First step from elsewhere; steps are changes of log precision, or relative changes of log-odds.
FRESH = 0.1
#: Longest step, and longest where play all but settles and equations are far from singular.
LONGEST = 0.8
LONGEST_SETTLED = 4.0
#: Longest step where points are kept to be looked at.
LONGEST_KEPT = 0.15
#: The slope of the equations at the center may be this large for a first step.
SURE_SLOPE = 0.9
#: Longest step by arclength.
LONGEST_ARC = 0.6
#: Steps shorter than this are not tried.
SHORTEST = 1e-10
#: The branch is steep where precision changes by less than this share of the step.
STEEP = 0.4
#: A point where branches cross is passed straight on once steps are shorter than this. Where the
#: crossing is only almost one, the branch turns within a longer way. Where rounding forbids steps
#: that short, the second length is short enough.
HOP, HOP_AT_LAST = 2e-6, 2e-5
#: Steps near a limit of what is allowed are checked against two half steps.
NEAR = 0.55
#: Two half steps must end this near to the whole step, as a share of it.
AGREE = 0.05
#: First corrections of this share of a step are aimed at.
AIM = 0.15
#: Random play begins here, where a start is needed: the logarithm of a factor on precision.
NOWHERE = -np.inf


@njit(cache=True, error_model="numpy", _nrt=False)
def from_random_play(shape, draw, x, work, path):
    """Take the first step, from precision 0; change x.

    Returns
    -------
    t : float
        Logarithm of the factor on precision that was reached; 0 at the end.
    n_factored : int
        Negative where no first step can be taken.
    """
    n_actions, n_free = len(x), len(path.sides) - 1
    x[:] = 0.0
    start_path(shape, x, path, work.order)
    expect(shape, draw.payoff, draw.log_chance, x, work)
    residual(shape, x, draw.precision, path.anchor, path.free, draw.scale, work)
    largest = 0.0
    for k in range(n_free):
        largest = max(largest, abs(work.right[k]))
    goal = min(1.0, FIRST / max(largest, 1e-300))
    border_at_precision(path)
    total, is_known = 0, True
    for _attempt in range(FIRST_ATTEMPTS):
        t = np.log(goal)
        # Predict by one Newton step from the center at the precision that is aimed at.
        if not is_known:
            x[:] = 0.0
            expect(shape, draw.payoff, draw.log_chance, x, work)
            is_known = True
        set_rate(path, goal, draw)
        residual(shape, x, path.rate, path.anchor, path.free, draw.scale, work)
        assemble(shape, x, path.rate, path.anchor, path.free, work)
        total += 1
        # Where the equations' slope has an eigenvalue of one, branches may cross on the way.
        slope = spectral_radius(work.matrix, path, n_free)
        if slope > SURE_SLOPE:
            goal *= 0.9 * SURE_SLOPE / slope
            continue
        if factor_sparse(work.matrix, work.pivot, work.columns, 0, n_free) > 0.0:
            back_substitute(work.matrix, work.pivot, work.right, n_free)
            is_known = False
            for a in range(n_actions):
                path.answer_from[a], path.reply_from[a] = path.push[a], path.lean[a]
                x[a] = work.right[path.free[a]] if path.free[a] >= 0 else 0.0
                path.slope[a] = 0.5 * x[a]
            weigh(x, path)
            _, n_factored, sign, _first, _ratio = correct(
                shape, draw, x, t, t, goal * largest, goal == 1.0, work, path
            )
            total += abs(n_factored)
            if n_factored > 0 and sign > 0.0:
                read_sides(path, path.tangent_to, path.answer_to, path.reply_to)
                if same_way(path) > SURE_WAY:
                    for a in range(n_actions + 1):
                        path.tangent_from[a] = path.tangent_to[a]
                        path.answer_from[a] = path.answer_to[a]
                    if t < 0.0:
                        turn_push(work, path)
                    return t, total
        goal *= 0.4
    return 0.0, -1


@njit(cache=True, error_model="numpy", _nrt=False)
def spectral_radius(matrix, path, n):
    """Estimate the largest absolute eigenvalue of one minus a matrix, by eight powers of it."""
    powers = path.sides
    for a in range(len(path.free)):
        if path.free[a] >= 0:
            powers[path.free[a], 0] = 1.0 + path.push[a]
    growth = 0.0
    for step in range(8):
        size = 0.0
        for k in range(n):
            total = powers[k, 0]
            for j in range(n):
                if matrix[k, j] != 0.0:
                    total -= matrix[k, j] * powers[j, 0]
            powers[k, 1] = total
            size += total * total
        size = np.sqrt(size)
        if size <= 1e-12:
            return 0.0
        for k in range(n):
            powers[k, 0] = powers[k, 1] / size
        if step >= 4:
            growth += 0.25 * np.log(size)
    return np.exp(growth)


@njit(cache=True, error_model="numpy", _nrt=False)
def predict(path, x, tangent, length, since, into):
    """Fill the point a length further on, from x along its tangent.

    Where log precision has risen by `since` from the point before, each log-odds goes on as an
    exponential of log precision whose slope changes as it has changed since then.
    """
    n_actions = len(x)
    rise = length * tangent[n_actions]
    for a in range(n_actions):
        ahead = length * tangent[a]
        if since > 0.0 and path.slope[a] != 0.0:
            slope = tangent[a] / tangent[n_actions]
            bend = slope / path.slope[a]
            if bend > 0.0:
                rate = min(max(np.log(bend) / since, -2.0), 1.1)
                if abs(rate) > 1e-6:
                    ahead = slope * np.expm1(rate * rise) / rate
        into[a] = x[a] + ahead


@njit(cache=True, error_model="numpy", _nrt=False)
def is_near_limit(first, ratio, turn, way, between):
    """Tell whether a step passed its checks only just."""
    return (
        first > NEAR * MISS
        or ratio > NEAR * CONTRACTION
        or turn < 1.0 - NEAR * (1.0 - STRAIGHT)
        or way < SURE_WAY
        or between > NEAR * BOW
    )


@njit(cache=True, error_model="numpy", _nrt=False)
def is_settled(path):
    """Tell whether the push is answered by itself: what others do hardly matters any more."""
    gap = size = 0.0
    for a in range(len(path.free)):
        if path.free[a] >= 0:
            gap += (path.sides[path.free[a], 2] - path.push[a]) ** 2
            size += path.push[a] ** 2
    return gap <= 0.01 * size


@njit(cache=True, error_model="numpy", _nrt=False)
def two_halves_agree(shape, draw, t_from, t_to, length, target, at_precision, since, work, path):
    """Tell whether two half steps end where the whole step ended, which is in ``path.x_to``."""
    n_actions = len(path.x_to)
    half = 0.5 * length
    middle = t_from + half * path.tangent_from[n_actions]
    predict(path, path.x_from, path.tangent_from, half, since, path.x_half)
    half_target = middle
    if not at_precision:
        half_target = target - half * dot(path, path.tangent_from, path.tangent_from)
    middle, n_factored, _, _, _ = correct(
        shape, draw, path.x_half, middle, half_target, half, False, work, path
    )
    if n_factored < 0:
        return False
    read_sides(path, path.tangent_half, path.scratch, path.scratch)
    if at_precision:
        rest = (t_to - middle) / path.tangent_half[n_actions]
        ahead = t_to
    else:
        rest = half
        ahead = middle + half * path.tangent_half[n_actions]
    for a in range(n_actions):
        path.x_half[a] += rest * path.tangent_half[a]
    ahead, n_factored, _, _, _ = correct(
        shape, draw, path.x_half, ahead, target, half, False, work, path
    )
    if n_factored < 0:
        return False
    gap = abs(ahead - t_to)
    for a in range(n_actions):
        gap = max(gap, path.weight[a] * abs(path.x_half[a] - path.x_to[a]))
    return gap <= AGREE * min(length, 1.0)


@njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def follow(shape, draw, x, start, max_steps, work, path, points):
    """Follow the branch up to ``draw.precision``; change x.

    Parameters
    ----------
    shape : Shape
    draw : Draw
    x : shape (n_actions,)
        Log-odds on the branch at the start; ignored where the start is random play.
    start : float
        Logarithm of the factor on precision where to begin; `NOWHERE` for random play.
    max_steps : int
    work : Workspace
    path : Path
    points : shape (n_kept, n_actions + 1), filled
        Log-odds and t of the first points of the branch; may be empty.

    Returns
    -------
    outcome : int
    t : float
        Logarithm of the factor reached; 0 when converged.
    n_kept, n_steps, n_factored, n_folds, n_crossed : int
        Points kept; steps; matrices factored; folds passed, and points where branches cross.
    """
    n_actions = len(x)
    n_kept = n_folds = n_crossed = 0
    side, since = 1.0, np.log(2.0)
    if start == NOWHERE:
        t, total = from_random_play(shape, draw, x, work, path)
        if total < 0:
            return STEP_TOO_SMALL, NOWHERE, 0, 0, 0, 0, 0
    else:
        t, since = start, 0.0
        start_path(shape, x, path, work.order)
        weigh(x, path)
        border_at_precision(path)
        _, total, side, _, _ = correct(shape, draw, x, t, t, 1.0, True, work, path)
        if total < 0:
            return STEP_TOO_SMALL, t, 0, 0, 0, 0, 0
        read_sides(path, path.tangent_from, path.answer_from, path.reply_from)
    length, hop = 0.8 if start == NOWHERE else FRESH, HOP
    for n_steps in range(1, max_steps + 1):
        if n_kept < len(points):
            for a in range(n_actions):
                points[n_kept, a] = x[a]
            points[n_kept, n_actions] = t
            n_kept += 1
        if t == 0.0:
            return CONVERGED, t, n_kept, n_steps, total, n_folds, n_crossed
        anchor_likeliest(shape, x, path, work.order, 0.5)
        weigh(x, path)
        largest = abs(path.tangent_from[n_actions])
        for a in range(n_actions):
            path.x_from[a] = x[a]
            largest = max(largest, path.weight[a] * abs(path.tangent_from[a]))
        for a in range(n_actions + 1):
            path.tangent_from[a] /= largest
        rise = path.tangent_from[n_actions]
        by_precision = rise > STEEP
        if not by_precision:
            length, since = min(length, LONGEST_ARC), 0.0
        while True:
            last = rise > 0.0 and t + 1.3 * length * rise >= 0.0
            if last:
                length = -t / rise
            t_to = 0.0 if last else t + length * rise
            at_precision = by_precision or last
            predict(path, x, path.tangent_from, length, since, path.x_to)
            if at_precision:
                border_at_precision(path)
                target = t_to
            else:
                border_along(path, path.tangent_from)
                target = path.border[n_actions] * t_to
                for a in range(n_actions):
                    target += path.border[a] * path.x_to[a]
            t_to, n_factored, sign, first, ratio = correct(
                shape, draw, path.x_to, t_to, target, length, last, work, path
            )
            total += abs(n_factored)
            shrink = 0.35
            if n_factored > 0:
                read_sides(path, path.tangent_to, path.answer_to, path.reply_to)
                turn = cosine(path, path.tangent_from, path.tangent_to)
                way = same_way(path)
                between = bow(path, t, t_to, length, at_precision)
                doubtful = is_near_limit(first, ratio, turn, way, between) or sign != side
                if doubtful and not last:
                    # Measure sign, tangent and answer at the point itself.
                    t_to, n_factored, sign, _, _ = correct(
                        shape, draw, path.x_to, t_to, target, length, True, work, path
                    )
                    total += abs(n_factored)
                    if n_factored > 0:
                        read_sides(path, path.tangent_to, path.answer_to, path.reply_to)
                        turn = cosine(path, path.tangent_from, path.tangent_to)
                        way = same_way(path)
                        between = bow(path, t, t_to, length, at_precision)
                crossed = sign != side or way <= SAME_WAY
                is_fine = n_factored > 0 and turn >= STRAIGHT and between <= BOW
                is_fine = is_fine and (not crossed or length <= hop)
                if is_fine and doubtful:
                    is_fine = two_halves_agree(
                        shape, draw, t, t_to, length, target, at_precision, since, work, path
                    )
                if is_fine:
                    break
                shrink = 0.5
            length *= shrink
            if length < SHORTEST and hop == HOP:
                length = hop = HOP_AT_LAST
            if length < SHORTEST:
                return STEP_TOO_SMALL, t, n_kept, n_steps, total, n_folds, n_crossed
        if crossed:
            n_crossed += 1
            side = sign
        hop = HOP
        if path.tangent_to[n_actions] * rise < 0.0:
            n_folds += 1
        since = t_to - t if by_precision else 0.0
        for a in range(n_actions):
            x[a] = path.x_to[a]
            path.slope[a] = path.tangent_from[a] / rise
        t = 0.0 if last else t_to
        for a in range(n_actions + 1):
            path.tangent_from[a] = path.tangent_to[a]
            path.answer_from[a] = path.answer_to[a]
        if not last:
            turn_push(work, path)
        grow = np.sqrt(AIM / max(first, 1e-3))
        if ratio > 0.0:
            grow = min(grow, 0.2 / ratio)
        if turn < 0.95:
            grow = min(grow, 1.0)
        length *= min(max(grow, 0.5), 2.5)
        length = min(length, LONGEST_SETTLED if is_settled(path) else LONGEST)
        if len(points) > 0:
            length = min(length, LONGEST_KEPT)
    return TOO_MANY_STEPS, t, n_kept, max_steps, total, n_folds, n_crossed


@njit(cache=True, parallel=True, nogil=True, error_model="numpy")
def follow_many(
    shape, payoff, log_chance, precision, scale, start, max_steps, x, outcome, reached, counts
):
    """Run `follow` for every draw, in blocks over threads; each draw is solved alone.

    Parameters
    ----------
    payoff : shape (n_draws, n_rows, n_players)
    log_chance : shape (n_draws, n_chances)
    precision : shape (n_draws, n_players)
    scale, start : shape (n_draws,)
    x : shape (n_draws, n_actions), filled
    outcome, reached : shape (n_draws,), filled
    counts : shape (n_draws, 4), filled
        Steps, matrices factored, folds and crossings.
    """
    n_draws = len(x)
    block = 16
    points = np.empty((0, x.shape[1] + 1))
    for b in prange((n_draws + block - 1) // block):
        work = workspace(shape, payoff.shape[2])
        path = new_path(shape, work)
        for d in range(b * block, min((b + 1) * block, n_draws)):
            draw = Draw(payoff[d], log_chance[d], precision[d], scale[d])
            outcome[d], reached[d], _, n_steps, n_factored, n_folds, n_crossed = follow(
                shape, draw, x[d], start[d], max_steps, work, path, points
            )
            counts[d, 0], counts[d, 1] = n_steps, n_factored
            counts[d, 2], counts[d, 3] = n_folds, n_crossed
