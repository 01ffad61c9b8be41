"""From points far out on the logit branch to the exact equilibria beside them, draw by draw.

A point tells which actions are chosen, which others are exact replies all the same, and how
trembles shape the beliefs at sets that are not reached. What remains is a small system: chosen and
exactly replying actions must be equally good, in the unknown probabilities of chosen actions and
the unknown sizes of trembles. Gauss-Newton steps of least length solve it from the point. Beliefs
always follow from probabilities and trembles, so that they stay the limit of a sequence.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from standoff.solve.kernels.equations import expect, workspace
from standoff.solve.kernels.least_length import least_length
from standoff.solve.kernels.point import (
    VANISHING,
    follow,
    read_support,
    read_trembles,
    reading,
)

NEVER = 1e-300
#: Probabilities are differentiated over this width, so that their ends at 0 and 1 have a slope.
WIDTH = 1e-6
N_STEPS = 20
#: Steps no longer than this end the search.
LAST_STEP = 1e-15
#: What is left of slopes that cancel, as where a tremble leads to all nodes of a set: as a share of
#: what they were summed from.
ROUNDING = 1e-13


@njit(cache=True, error_model="numpy")
def believe(shape, r):
    """Fill beliefs: Bayes' rule, and at loose sets the branch's odds as trembles change them."""
    for i in range(len(r.top)):
        r.top[i] = -np.inf if r.is_loose[i] else 0.0
    for n in range(len(shape.parent)):
        r.moved[n] = 0.0
        if n > 0:
            r.moved[n] = r.moved[shape.parent[n]]
            a = shape.edge_action[n]
            if a >= 0:
                r.moved[n] += r.change[a]
        i = shape.infoset[n]
        r.belief[n] = np.nan
        if i >= 0 and r.is_loose[i]:
            r.top[i] = max(r.top[i], r.log_branch[n] + r.moved[n])
        elif i >= 0:
            r.belief[n] = r.chance[n]
            r.top[i] += r.chance[n]
    for n in range(len(shape.parent)):
        i = shape.infoset[n]
        if i >= 0 and not r.is_loose[i]:
            r.belief[n] /= r.top[i]
        elif i >= 0:
            r.belief[n] = np.exp(r.log_branch[n] + r.moved[n] - r.top[i])
    for i in range(len(r.top)):
        r.top[i] = 0.0
    for n in range(len(shape.parent)):
        i = shape.infoset[n]
        if i >= 0:
            r.top[i] += r.belief[n]
    for n in range(len(shape.parent)):
        i = shape.infoset[n]
        if i >= 0 and r.is_loose[i]:
            r.belief[n] /= r.top[i]


@njit(cache=True, error_model="numpy")
def assess(shape, payoff, p_chance, log_p, r):
    """Fill strategy, beliefs, values and the worth of every action for the current unknowns."""
    for a in range(len(r.p)):
        r.p[a] = min(max(r.inner[a], 0.0), 1.0)
        if r.chosen[a]:
            # A step may push a chosen action to zero; its logarithm must stay a number.
            r.change[a] = np.log(max(r.p[a], NEVER)) - log_p[a]
        elif not r.is_tremble[a]:
            r.change[a] = 0.0
        r.worth[a] = 0.0
    follow(shape, p_chance, r.p, r)
    believe(shape, r)
    for n in range(len(shape.parent)):
        row = shape.payoff_row[n]
        for j in range(r.value.shape[1]):
            r.value[n, j] = payoff[row, j] if row >= 0 else 0.0
    for n in range(len(shape.parent) - 1, 0, -1):
        up = shape.parent[n]
        for j in range(r.value.shape[1]):
            r.value[up, j] += r.p_edge[n] * r.value[n, j]
    for n in range(1, len(shape.parent)):
        a = shape.edge_action[n]
        if a >= 0:
            up = shape.parent[n]
            r.worth[a] += r.belief[up] * r.value[n, shape.owner[up]]


@njit(cache=True, error_model="numpy")
def differentiate(shape, r):
    """Fill d worth(a) / d probability of a chosen action, or log size of a tremble.

    Two ways: through what follows a, and through which node of a's set is likely.
    """
    for a in range(len(r.p)):
        r.size[a] = 0.0
        for c in range(len(r.p)):
            r.slope[a, c] = 0.0
    for m in range(1, len(shape.parent)):
        c = shape.edge_action[m]
        if c < 0:
            continue
        up = shape.parent[m]
        if r.chosen[c]:
            weight = slope_of_cut(r.inner[c])
            n = up
            while n > 0 and weight != 0.0:
                a = shape.edge_action[n]
                if a >= 0:
                    above = shape.parent[n]
                    term = r.belief[above] * weight * r.value[m, shape.owner[above]]
                    r.slope[a, c] += term
                    r.size[a] = max(r.size[a], abs(term))
                weight *= r.p_edge[n]
                n = shape.parent[n]
        if 0.0 < r.belief[up] < 1.0:
            shift = r.belief[up] * (r.value[m, shape.owner[up]] - r.worth[c])
            n = up
            while n > 0:
                b = shape.edge_action[n]
                term = 0.0
                if b >= 0 and r.chosen[b]:
                    term = shift * slope_of_cut(r.inner[b]) / max(r.p[b], NEVER)
                elif b >= 0 and r.is_tremble[b]:
                    term = shift
                if term != 0.0:
                    r.slope[c, b] += term
                    r.size[c] = max(r.size[c], abs(term))
                n = shape.parent[n]


@njit(cache=True, error_model="numpy")
def slope_of_cut(p):
    """Return the slope of a probability as it is cut to 0 .. 1."""
    if WIDTH <= p <= 1.0 - WIDTH:
        return 1.0
    above = min(max(p + WIDTH, 0.0), 1.0)
    below = min(max(p - WIDTH, 0.0), 1.0)
    return (above - below) / (2.0 * WIDTH)


@njit(cache=True, error_model="numpy")
def fill_system(r, n_actions, n_trembles, n_replies):
    """Fill the gaps that must vanish and their derivative; return whether they are finite.

    Each in units of what its slopes were summed from, so that no set's payoffs drown another's.
    """
    is_finite = True
    for row in range(n_replies):
        a = r.replies[row]
        best = r.anchor[a]
        r.gap[row] = r.worth[a] - r.worth[best]
        is_finite &= np.isfinite(r.gap[row])
        unit = max(r.size[a], r.size[best])
        for column in range(n_actions):
            c = r.actions[column]
            d = r.anchor[c]
            r.jacobian[row, column] = (r.slope[a, c] - r.slope[best, c]) - (
                r.slope[a, d] - r.slope[best, d]
            )
        for column in range(n_trembles):
            c = r.trembles[column]
            r.jacobian[row, n_actions + column] = r.slope[a, c] - r.slope[best, c]
        for column in range(n_actions + n_trembles):
            is_finite &= np.isfinite(r.jacobian[row, column])
            if abs(r.jacobian[row, column]) <= ROUNDING * unit:
                r.jacobian[row, column] = 0.0
            else:
                r.jacobian[row, column] /= unit
        if unit > 0.0:
            r.gap[row] /= unit
    return is_finite


@njit(cache=True, error_model="numpy")
def polish(shape, payoff, p_chance, point, cutoff, r, strategy, belief):
    """Fill the strategies and beliefs of the equilibrium beside a point of the branch.

    Parameters
    ----------
    payoff : shape (n_rows, n_players)
    p_chance : shape (n_chances,)
    point : Workspace
        Where `expect` has just left log probabilities and beliefs.
    cutoff : float
        Actions with at least this probability at the point are taken for chosen.
    r : Reading
    strategy : shape (n_actions,), filled
    belief : shape (n_nodes,), filled
        Not checked: `verify` tells whether the reading of the point was right.
    """
    n_actions, n_replies = read_support(shape, point.log_p, cutoff, r)
    n_trembles = read_trembles(shape, p_chance, point.belief, r)
    n_unknown = n_actions + n_trembles
    for a in range(len(r.p)):
        r.inner[a], r.change[a] = r.start[a], 0.0
    assess(shape, payoff, p_chance, point.log_p, r)
    for _ in range(N_STEPS):
        if n_unknown == 0 or n_replies == 0:
            break
        differentiate(shape, r)
        if not fill_system(r, n_actions, n_trembles, n_replies):
            break  # a wrong reading of the point; `verify` refuses what comes out
        least_length(r.jacobian, r.gap, n_replies, n_unknown, r.square, r.turned, r.step)
        longest = 0.0
        for k in range(n_unknown):
            longest = max(longest, abs(r.step[k]))
            if k < n_actions:
                a = r.actions[k]
                r.inner[a] -= r.step[k]
                r.inner[r.anchor[a]] += r.step[k]
            else:
                r.change[r.trembles[k - n_actions]] -= r.step[k]
        assess(shape, payoff, p_chance, point.log_p, r)
        if longest <= LAST_STEP:
            break
    for a in range(len(r.p)):
        strategy[a] = r.p[a]
    keep_beliefs(shape, r, belief)


@njit(cache=True, error_model="numpy")
def keep_beliefs(shape, r, belief):
    """Fill the beliefs, without what vanishes at sets that play does not get to."""
    for i in range(len(r.top)):
        r.top[i] = 0.0
    for n in range(len(belief)):
        loose = shape.infoset[n] >= 0 and r.is_loose[shape.infoset[n]]
        belief[n] = 0.0 if loose and r.belief[n] < VANISHING else r.belief[n]
        if shape.infoset[n] >= 0:
            r.top[shape.infoset[n]] += belief[n]
    for n in range(len(belief)):
        if shape.infoset[n] >= 0:
            belief[n] /= r.top[shape.infoset[n]]


@njit(cache=True, nogil=True, error_model="numpy")
def polish_many(shape, payoff, p_chance, log_chance, x, cutoff, strategy, belief):
    """Run `polish` for the log-odds of every draw; each draw is solved alone.

    On one thread: next to the way along the branch this is little.

    Parameters
    ----------
    payoff : shape (n_draws, n_rows, n_players)
    p_chance, log_chance : shape (n_draws, n_chances)
    x : shape (n_draws, n_actions)
    cutoff : float
    strategy : shape (n_draws, n_actions), filled
    belief : shape (n_draws, n_nodes), filled
    """
    work = workspace(shape, payoff.shape[2])
    r = reading(shape, payoff.shape[2])
    for d in range(len(x)):
        expect(shape, payoff[d], log_chance[d], x[d], work)
        polish(
            shape,
            payoff[d],
            p_chance[d],
            work,
            cutoff,
            r,
            strategy[d],
            belief[d],
        )
