"""The branch of logit equilibria from random play on: climbed straight, or by arclength.

References
----------
Turocy, T. (2010). Computing sequential equilibria using agent quantal response equilibria.
Economic Theory 42.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from standoff.solve.kernels.equations import assemble, expect, number_free, residual, workspace
from standoff.solve.kernels.linear import back_substitute, factor

CONVERGED = 0
TOO_MANY_STEPS = 1
STEP_TOO_SMALL = 2
SINGULAR = 3
#: `trace` has gone as far up in precision as it was asked to.
RISEN = 4

#: Newton steps per corrector; more means that the step along the branch was too long.
NEWTON_STEPS = 8
#: The first step from random play goes so far that no log-odds is predicted to pass this.
FIRST = 6.0
#: The first step from elsewhere, as a share of the precision there.
FRESH = 0.1


@njit(cache=True, error_model="numpy")
def reanchor(shape, x, along, anchor, free):
    """Measure odds against the likeliest action where another has overtaken the anchor."""
    first_action = shape.first_action
    moved = False
    for i in range(len(anchor)):
        best = first_action[i]
        for a in range(first_action[i], first_action[i + 1]):
            if x[a] > x[best]:
                best = a
        if x[best] > 0.5:
            top, shift = x[best], along[best]
            for a in range(first_action[i], first_action[i + 1]):
                x[a] -= top
                along[a] -= shift
            anchor[i] = best
            moved = True
    if moved:
        number_free(shape, anchor, free)


@njit(cache=True, error_model="numpy")
def anchor_likeliest(shape, x, anchor, free):
    """Measure odds against the likeliest action of every set."""
    for i in range(len(anchor)):
        best = shape.first_action[i]
        for a in range(shape.first_action[i], shape.first_action[i + 1]):
            if x[a] > x[best]:
                best = a
        top = x[best]
        for a in range(shape.first_action[i], shape.first_action[i + 1]):
            x[a] -= top
        anchor[i] = best
    number_free(shape, anchor, free)


@njit(cache=True, error_model="numpy")
def newton(shape, payoff, log_chance, precision, x, anchor, free, scale, work, n_steps):
    """Correct x at a fixed precision.

    Returns
    -------
    n_used : int
        Steps taken; -1 when they did not converge or grew.
    sign : float
        Of the determinant at the last step: positive on stretches without a fold.
    first : float
        Size of the first correction, in log-odds relative to their own size.
    """
    matrix, right, pivot = work.matrix, work.right, work.pivot
    n_free = len(right) - 1
    before, first, sign = np.inf, 0.0, 1.0
    for step in range(n_steps + 1):
        expect(shape, payoff, log_chance, x, work)
        worst = residual(shape, x, precision, anchor, free, scale, work)
        if worst <= 1.0:
            return step, sign, first
        if step == n_steps or not np.isfinite(worst):
            return -1, sign, first
        assemble(shape, x, precision, anchor, free, work)
        sign = factor(matrix, pivot, n_free)
        if sign == 0.0:
            return -1, sign, first
        back_substitute(matrix, pivot, right, n_free)
        size = 0.0
        for a in range(len(x)):
            if free[a] >= 0:
                size = max(size, abs(right[free[a]]) / (1.0 + abs(x[a])))
        if step == 0:
            first = size
        elif size > 0.7 * before and size > 1e-7:
            return -1, sign, first
        before = size
        for a in range(len(x)):
            if free[a] >= 0:
                x[a] += right[free[a]]
    return -1, sign, first


@njit(cache=True, error_model="numpy")
def tangent_in_precision(shape, payoff, log_chance, precision, x, anchor, free, work, along):
    """Fill d x / d log precision into `along`; return the sign of the determinant."""
    matrix, right, pivot = work.matrix, work.right, work.pivot
    n_free = len(right) - 1
    expect(shape, payoff, log_chance, x, work)
    assemble(shape, x, precision, anchor, free, work)
    for k in range(n_free):
        right[k] = -matrix[k, n_free]
    sign = factor(matrix, pivot, n_free)
    if sign != 0.0:
        back_substitute(matrix, pivot, right, n_free)
    for a in range(len(x)):
        along[a] = right[free[a]] if free[a] >= 0 else 0.0
    return sign


@njit(cache=True, nogil=True, error_model="numpy")
def climb(
    shape,
    payoff,
    log_chance,
    precision,
    share,
    x,
    anchor,
    free,
    scale,
    work,
    guess,
    along,
    max_steps,
):
    """Go from a share of `precision` to all of it in steps of precision, without turning.

    Begins at x if `share` is not 0, else at random play. Fills x. Fails (and says so) where the
    branch folds or steps become too small; `trace` then takes over.

    Returns
    -------
    outcome, n_newton : int
    share : float
        That of x.
    """
    n_actions = len(x)
    if share == 0.0:
        for a in range(n_actions):
            x[a] = 0.0
    anchor_likeliest(shape, x, anchor, free)
    n_newton, stride = 0, 1.0
    part = precision.copy()
    if share > 0.0:
        stride = FRESH * share
        for j in range(len(part)):
            part[j] = share * precision[j]
        sign = tangent_in_precision(shape, payoff, log_chance, part, x, anchor, free, work, along)
        if not sign > 0.0:
            return STEP_TOO_SMALL, n_newton, share
    for _step in range(max_steps):
        # Predict: x is proportional to precision near random play, then follows its tangent.
        if share == 0.0:
            expect(shape, payoff, log_chance, x, work)
            worth = work.worth
            for i in range(len(anchor)):
                for a in range(shape.first_action[i], shape.first_action[i + 1]):
                    along[a] = precision[shape.infoset_player[i]] * (worth[a] - worth[anchor[i]])
            largest = 0.0
            for a in range(n_actions):
                largest = max(largest, abs(along[a]))
            stride = min(1.0, FIRST / max(largest, 1e-300))
        while True:
            goal = min(1.0, share + stride)
            if goal > 0.999:
                goal = 1.0
            for j in range(len(part)):
                part[j] = goal * precision[j]
            factor_up = goal if share == 0.0 else np.log(goal / share)
            for a in range(n_actions):
                guess[a] = x[a] + factor_up * along[a]
            used, sign, first = newton(
                shape, payoff, log_chance, part, guess, anchor, free, scale, work, 6
            )
            n_newton += NEWTON_STEPS if used < 0 else used
            if used >= 0 and sign > 0.0 and first < 1.5:
                break
            stride *= 0.4
            if stride < 1e-4 * max(share, 1e-3):
                return STEP_TOO_SMALL, n_newton, share
        for a in range(n_actions):
            x[a] = guess[a]
        share = goal
        if share == 1.0:
            return CONVERGED, n_newton, share
        reanchor(shape, x, along, anchor, free)
        sign = tangent_in_precision(shape, payoff, log_chance, part, x, anchor, free, work, along)
        if not sign > 0.0:
            return STEP_TOO_SMALL, n_newton, share
        stride *= 2.5 if used <= 3 else 1.5
    return TOO_MANY_STEPS, n_newton, share


@njit(cache=True, parallel=True, nogil=True, error_model="numpy")
def climb_many(shape, payoff, log_chance, precision, scale, max_steps, x, outcome, n_newton, share):
    """Run `climb` for every draw, in blocks over threads; each draw is solved alone.

    Parameters
    ----------
    payoff : shape (n_draws, n_rows, n_players)
    log_chance : shape (n_draws, n_chances)
    precision : shape (n_draws, n_players)
    scale : shape (n_draws,)
    x : shape (n_draws, n_actions), filled
    outcome, n_newton, share : shape (n_draws,), filled
    """
    n_draws, n_actions = x.shape
    n_infosets = len(shape.first_action) - 1
    block = 16
    for b in prange((n_draws + block - 1) // block):
        work = workspace(shape, payoff.shape[2])
        anchor, free = np.empty(n_infosets, dtype=np.int64), np.empty(n_actions, dtype=np.int64)
        guess, along = np.empty(n_actions), np.empty(n_actions)
        for d in range(b * block, min((b + 1) * block, n_draws)):
            outcome[d], n_newton[d], share[d] = climb(
                shape,
                payoff[d],
                log_chance[d],
                precision[d],
                0.0,
                x[d],
                anchor,
                free,
                scale[d],
                work,
                guess,
                along,
                max_steps,
            )


@njit(cache=True, error_model="numpy")
def correct(
    shape, payoff, log_chance, precision, x, t, anchor, free, along, weight, target, scale, work
):
    """Newton's method on the branch, kept at the given arclength; x is changed in place.

    `t` is the logarithm of the factor on `precision`.

    Returns
    -------
    t, n_used (-1 when not converged)
    """
    matrix, right, pivot = work.matrix, work.right, work.pivot
    n_free, n_actions = len(right) - 1, len(x)
    for step in range(NEWTON_STEPS):
        expect(shape, payoff, log_chance, x, work)
        worst = residual(shape, x, np.exp(t) * precision, anchor, free, scale, work)
        arc = along[n_actions] * t - target
        for a in range(n_actions):
            k = free[a]
            if k >= 0:
                arc += weight[a] * along[a] * x[a]
        if worst <= 1.0 and abs(arc) <= 1e-9:
            return t, step
        assemble(shape, x, np.exp(t) * precision, anchor, free, work)
        for a in range(n_actions):
            if free[a] >= 0:
                matrix[n_free, free[a]] = weight[a] * along[a]
        matrix[n_free, n_free] = along[n_actions]
        right[n_free] = -arc
        if not np.isfinite(worst) or factor(matrix, pivot, n_free + 1) == 0.0:
            return t, -1
        back_substitute(matrix, pivot, right, n_free + 1)
        for a in range(n_actions):
            if free[a] >= 0:
                x[a] += right[free[a]]
        t += right[n_free]
        if not np.isfinite(t):
            return t, -1
    return t, -1


@njit(cache=True, error_model="numpy")
def branch_tangent(shape, payoff, log_chance, precision, x, t, anchor, free, along, weight, work):
    """Turn `along` into the unit tangent of the branch that goes on in its direction."""
    matrix, right, pivot = work.matrix, work.right, work.pivot
    n_free, n_actions = len(right) - 1, len(x)
    expect(shape, payoff, log_chance, x, work)
    assemble(shape, x, np.exp(t) * precision, anchor, free, work)
    for a in range(n_actions):
        if free[a] >= 0:
            matrix[n_free, free[a]] = weight[a] * along[a]
            right[free[a]] = 0.0
    matrix[n_free, n_free] = along[n_actions]
    right[n_free] = 1.0
    if factor(matrix, pivot, n_free + 1) == 0.0:
        return False
    back_substitute(matrix, pivot, right, n_free + 1)
    length = right[n_free] ** 2
    for a in range(n_actions):
        if free[a] >= 0:
            length += weight[a] * right[free[a]] ** 2
    length = np.sqrt(length)
    for a in range(n_actions):
        along[a] = right[free[a]] / length if free[a] >= 0 else 0.0
    along[n_actions] = right[n_free] / length
    return np.isfinite(length)


@njit(cache=True, nogil=True, error_model="numpy")
def trace(shape, payoff, log_chance, precision, scale, x, start, rise, max_steps, keep):
    """Follow the branch by arclength from ``exp(start) * precision`` to `precision`.

    Steps are measured relative to the size of each log-odds, because those grow with precision.

    Parameters
    ----------
    precision : float array, shape (n_players,)
    scale : float
        Largest absolute payoff; sets how exact the equations can be.
    x : shape (n_actions,)
        Log-odds near the branch at the start; zeros where play is all but random. Changed.
    start : float
        Negative: logarithm of the factor on `precision` where to begin.
    rise : float
        Stops on the way up when this much has been added to `start`; inf for all the way.
    keep : int
        How many points of the branch to hand back.

    Returns
    -------
    x : shape (n_actions,)
    t : float
        Logarithm of the factor reached; 0 when converged.
    outcome, n_steps, n_folds : int
    points : shape (n_kept, n_actions + 1)
        Log-odds and t along the branch.
    """
    n_infosets = len(shape.first_action) - 1
    n_actions = shape.first_action[n_infosets]
    work = workspace(shape, payoff.shape[1])
    anchor, free = np.empty(n_infosets, dtype=np.int64), np.empty(n_actions, dtype=np.int64)
    anchor_likeliest(shape, x, anchor, free)
    weight = np.ones(n_actions)
    upward, along = np.zeros(n_actions + 1), np.zeros(n_actions + 1)
    upward[n_actions] = along[n_actions] = 1.0
    points = np.empty((keep, n_actions + 1))
    n_kept = 0
    t, used = correct(
        shape,
        payoff,
        log_chance,
        precision,
        x,
        start,
        anchor,
        free,
        upward,
        weight,
        start,
        scale,
        work,
    )
    if used < 0:
        return x, t, STEP_TOO_SMALL, 0, 0, points[:0]
    length, n_folds = 0.1, 0
    new_x, tangent = np.empty(n_actions), np.empty(n_actions + 1)
    for n_steps in range(1, max_steps + 1):
        if n_kept < keep:
            points[n_kept, :n_actions], points[n_kept, n_actions] = x, t
            n_kept += 1
        reanchor(shape, x, along, anchor, free)
        for a in range(n_actions):
            weight[a] = 1.0 / (1.0 + abs(x[a])) ** 2
        tangent[:] = along
        if not branch_tangent(
            shape, payoff, log_chance, precision, x, t, anchor, free, tangent, weight, work
        ):
            return x, t, SINGULAR, n_steps, n_folds, points[:n_kept]
        if tangent[n_actions] * along[n_actions] < 0.0:
            n_folds += 1
        while True:
            # A step that would pass the end is cut to land on it.
            last = t + length * tangent[n_actions] >= 0.0
            h = -t / tangent[n_actions] if last else length
            guess_t = 0.0 if last else t + h * tangent[n_actions]
            target = tangent[n_actions] * guess_t
            for a in range(n_actions):
                new_x[a] = x[a] + h * tangent[a]
                target += weight[a] * tangent[a] * new_x[a]
            if last:
                new_t, used = correct(
                    shape,
                    payoff,
                    log_chance,
                    precision,
                    new_x,
                    0.0,
                    anchor,
                    free,
                    upward,
                    weight,
                    0.0,
                    scale,
                    work,
                )
            else:
                new_t, used = correct(
                    shape,
                    payoff,
                    log_chance,
                    precision,
                    new_x,
                    guess_t,
                    anchor,
                    free,
                    tangent,
                    weight,
                    target,
                    scale,
                    work,
                )
            # A point far from its prediction may lie on another branch.
            miss = (new_t - guess_t) ** 2
            for a in range(n_actions):
                miss += weight[a] * (new_x[a] - x[a] - h * tangent[a]) ** 2
            if used >= 0 and miss <= (0.3 * h) ** 2 + 1e-18:
                break
            length = h * 0.5
            if length < 1e-9:
                return x, t, STEP_TOO_SMALL, n_steps, n_folds, points[:n_kept]
        x[:], t = new_x, new_t
        along[:] = tangent
        if last:
            if n_kept < keep:
                points[n_kept, :n_actions], points[n_kept, n_actions] = x, t
                n_kept += 1
            return x, t, CONVERGED, n_steps, n_folds, points[:n_kept]
        if t >= start + rise and tangent[n_actions] > 0.0:
            return x, t, RISEN, n_steps, n_folds, points[:n_kept]
        if used <= 3:
            length = min(length * 1.6, 0.6)
        elif used >= 6:
            length *= 0.7
    return x, t, TOO_MANY_STEPS, max_steps, n_folds, points[:n_kept]
