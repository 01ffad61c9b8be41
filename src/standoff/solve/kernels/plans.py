"""From plans with trembles to strategies, beliefs and what a deviation would gain.

A plan is a polynomial in the tremble e. Strategies are the limits of ratios of plans, beliefs the
limits of ratios of products of plans: only the lowest powers and their coefficients matter.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from standoff.solve.kernels.lemke import SOLVED, payoff_matrices, solve_plans, weigh

#: Coefficients below this share of what leads to them are rounding, unless they are known exactly.
ROUNDING = 1e-10
#: A branch of chance zero is rarer than any tremble of a player.
RARER = 10_000
#: An action that is not chosen, and as good as this share of the payoffs, is a tie.
TIE = 1e-12
#: Rounds of best replies at sets that only a chance of probability zero reaches.
N_ROUNDS = 8


@njit(cache=True)
def lead(form, plan, rounding, strategy, power, size):
    """Fill strategies and the leading term ``size * e**power`` of the plan of every action."""
    before = np.full((2, len(form.action_infoset) + 1), -1, dtype=np.int64)
    for i in range(len(form.infoset_player)):
        player = form.infoset_player[i]
        action = before[player, form.parent_sequence[i]]
        base, weight = (power[action], size[action]) if action >= 0 else (0, 1.0)
        first, last = form.first_action[i], form.first_action[i + 1]
        total = 0.0
        for a in range(first, last):
            before[player, form.action_sequence[a]] = a
            here = plan[a, base]
            if form.n_choices[a] == base and base > 0:
                here += 1.0
            strategy[a] = here if here > rounding * weight else 0.0
            total += strategy[a]
        for a in range(first, last):
            if total > 0.0:
                strategy[a] /= total
            if strategy[a] > 0.0:
                power[a], size[a] = base, weight * strategy[a]
                continue
            # Nothing is below the tremble itself, so the search ends there.
            power[a], size[a] = form.n_choices[a], 1.0
            for k in range(base + 1, plan.shape[1]):
                here = plan[a, k]
                if k == form.n_choices[a]:
                    here += 1.0
                if here > rounding:
                    power[a], size[a] = k, here
                    break


@njit(cache=True)
def believe(form, p_chance, power, size, belief, behind):
    """Fill the beliefs at every set, and `behind`: sets that only a chance of zero reaches."""
    n_nodes, n_infosets = len(form.parent), len(form.infoset_player)
    rank = np.zeros(n_nodes, dtype=np.int64)
    own = np.zeros((n_nodes, 2), dtype=np.int64)
    weight, chance = np.ones(n_nodes), np.ones(n_nodes)
    rarer = np.zeros(n_nodes, dtype=np.int64)
    lowest = np.full(n_infosets, np.iinfo(np.int64).max, dtype=np.int64)
    for node in range(n_nodes):
        if node > 0:
            above = form.parent[node]
            chance[node], rarer[node] = chance[above], rarer[above]
            own[node, 0], own[node, 1] = own[above, 0], own[above, 1]
            c, a = form.edge_chance[node], form.edge_action[node]
            if c >= 0:
                if p_chance[c] > 0.0:
                    chance[node] *= p_chance[c]
                else:
                    rarer[node] += 1
            if a >= 0:
                own[node, form.infoset_player[form.action_infoset[a]]] = a + 1
        weight[node] = chance[node]
        rank[node] = RARER * rarer[node]
        for player in range(2):
            if own[node, player] > 0:
                weight[node] *= size[own[node, player] - 1]
                rank[node] += power[own[node, player] - 1]
        if form.infoset[node] >= 0:
            lowest[form.infoset[node]] = min(lowest[form.infoset[node]], rank[node])
    total = np.zeros(n_infosets)
    for node in range(n_nodes):
        i = form.infoset[node]
        belief[node] = np.nan
        if i >= 0:
            belief[node] = weight[node] if rank[node] == lowest[i] else 0.0
            total[i] += belief[node]
    for node in range(n_nodes):
        if form.infoset[node] >= 0:
            belief[node] /= total[form.infoset[node]]
    for i in range(n_infosets):
        behind[i] = lowest[i] >= RARER


@njit(cache=True)
def expect(form, payoff, p_chance, strategy, belief, value, worth):
    """Fill what players expect from every node and what every action is worth at its set."""
    for node in range(len(form.parent)):
        value[node, 0] = value[node, 1] = 0.0
    for a in range(len(worth)):
        worth[a] = 0.0
    for node in range(len(form.parent) - 1, -1, -1):
        row = form.payoff_row[node]
        if row >= 0:
            value[node, 0] += payoff[row, 0]
            value[node, 1] += payoff[row, 1]
        if node == 0:
            break
        above = form.parent[node]
        a, c = form.edge_action[node], form.edge_chance[node]
        p = strategy[a] if a >= 0 else p_chance[c]
        value[above, 0] += p * value[node, 0]
        value[above, 1] += p * value[node, 1]
        if a >= 0:
            worth[a] += belief[above] * value[node, form.infoset_player[form.infoset[above]]]


@njit(cache=True)
def reply_behind(form, payoff, p_chance, behind, work):
    """Let sets behind a chance of zero reply best to the beliefs there, from the last one on."""
    strategy, power, size, belief, value, worth = work
    for _ in range(N_ROUNDS):
        changed = False
        for i in range(len(behind) - 1, -1, -1):
            if not behind[i]:
                continue
            first, last = form.first_action[i], form.first_action[i + 1]
            expect(form, payoff, p_chance, strategy, belief, value, worth)
            best, now = first, 0.0
            for a in range(first, last):
                best = a if worth[a] > worth[best] else best
                now += strategy[a] * worth[a]
            if worth[best] > now + TIE * (1.0 + abs(now)):
                changed = True
                for a in range(first, last):
                    strategy[a] = 1.0 if a == best else 0.0
        if not changed:
            return
        follow(form, behind, strategy, power, size)
        believe(form, p_chance, power, size, belief, behind.copy())


@njit(cache=True)
def follow(form, behind, strategy, power, size):
    """Make leading terms follow changed strategies: an action not chosen is one power rarer."""
    before = np.full((2, len(form.action_infoset) + 1), -1, dtype=np.int64)
    for i in range(len(form.infoset_player)):
        player = form.infoset_player[i]
        action = before[player, form.parent_sequence[i]]
        base, weight = (power[action], size[action]) if action >= 0 else (0, 1.0)
        for a in range(form.first_action[i], form.first_action[i + 1]):
            before[player, form.action_sequence[a]] = a
            if behind[i]:
                rarer = strategy[a] == 0.0
                power[a] = base + 1 if rarer else base
                size[a] = weight if rarer else weight * strategy[a]


@njit(cache=True)
def assess(form, payoff, p_chance, plan, rounding, strategy, belief):
    """Fill strategies and beliefs; return the largest gain of one deviation and whether any ties.

    The gain is a share of the largest payoff. Coefficients of plans up to `rounding` are zeros.
    """
    n_actions, n_nodes = len(plan), len(form.parent)
    n_infosets = len(form.infoset_player)
    power, size = np.zeros(n_actions, dtype=np.int64), np.zeros(n_actions)
    behind = np.zeros(n_infosets, dtype=np.bool_)
    value, worth = np.zeros((n_nodes, 2)), np.zeros(n_actions)
    lead(form, plan, rounding, strategy, power, size)
    believe(form, p_chance, power, size, belief, behind)
    if behind.any():
        work = (strategy, power, size, belief, value, worth)
        reply_behind(form, payoff, p_chance, behind, work)
    expect(form, payoff, p_chance, strategy, belief, value, worth)
    scale = 1e-300
    for row in range(payoff.shape[0]):
        scale = max(scale, abs(payoff[row, 0]), abs(payoff[row, 1]))
    gain, is_tied = 0.0, False
    for i in range(n_infosets):
        first, last = form.first_action[i], form.first_action[i + 1]
        best, now = -np.inf, 0.0
        for a in range(first, last):
            best = max(best, worth[a])
            now += strategy[a] * worth[a]
        gain = max(gain, (best - now) / scale)
        for a in range(first, last):
            # An action that is played more than it must, if ever so little, is no coincidence.
            is_least = strategy[a] == 0.0 and power[a] == form.n_choices[a] and size[a] == 1.0
            if is_least and worth[a] >= best - TIE * scale:
                is_tied = True
    return gain, is_tied


@njit(cache=True)
def fill_plan(form, player, strategy, plan):
    """Fill the plan of a player's strategy."""
    plan[0] = 1.0
    for a in range(len(form.action_infoset)):
        i = form.action_infoset[a]
        if form.infoset_player[i] == player:
            plan[form.action_sequence[a]] = plan[form.parent_sequence[i]] * strategy[a]


@njit(cache=True)
def complete(form, payoff, p_chance, plan, rounding, strategy):
    """Fill the strategies of plans without trembles; return the largest gain of another plan.

    At sets that the own plan never reaches the reply is best against the other's plan, the first
    action where that says nothing. The gain is a share of the player's largest payoff.
    """
    matrices = payoff_matrices(form, payoff, p_chance)
    for i in range(len(form.infoset_player)):
        total = 0.0
        for a in range(form.first_action[i], form.first_action[i + 1]):
            strategy[a] = plan[a, 0] if plan[a, 0] > rounding else 0.0
            total += strategy[a]
        for a in range(form.first_action[i], form.first_action[i + 1]):
            strategy[a] = strategy[a] / total if total > 0.0 else np.nan
    gain = 0.0
    for player in range(2):
        own, other = np.ones(form.n_sequences[player]), np.ones(form.n_sequences[1 - player])
        follow_plan(form, player, strategy, own)
        follow_plan(form, 1 - player, strategy, other)
        worth = weigh(matrices[player], other)
        now = 0.0
        for s in range(len(own)):
            now += own[s] * worth[s]
        for i in range(len(form.infoset_player) - 1, -1, -1):
            if form.infoset_player[i] == player:
                best, size = form.first_action[i], 0.0
                for a in range(form.first_action[i], form.first_action[i + 1]):
                    size = max(size, abs(worth[form.action_sequence[a]]))
                for a in range(form.first_action[i], form.first_action[i + 1]):
                    lead = worth[form.action_sequence[a]] - worth[form.action_sequence[best]]
                    if lead > TIE * size:
                        best = a
                worth[form.parent_sequence[i]] += worth[form.action_sequence[best]]
                if np.isnan(strategy[best]):
                    for a in range(form.first_action[i], form.first_action[i + 1]):
                        strategy[a] = 1.0 if a == best else 0.0
        gain = max(gain, worth[0] - now)
    return gain


@njit(cache=True)
def follow_plan(form, player, strategy, plan):
    """Fill the plan of a player's strategy; where that is unknown the plan is zero."""
    for a in range(len(form.action_infoset)):
        i = form.action_infoset[a]
        if form.infoset_player[i] == player:
            p = 0.0 if np.isnan(strategy[a]) else strategy[a]
            plan[form.action_sequence[a]] = plan[form.parent_sequence[i]] * p


@njit(cache=True)
def answer(form, payoff, p_chance, n_powers, max_pivots, strategy, belief):
    """Solve one draw; fill strategies and, with trembles, beliefs; return gain, ties and pivots."""
    plan = np.zeros((len(form.action_infoset), n_powers))
    outcome, n_pivots = solve_plans(form, payoff, p_chance, max_pivots, plan)
    if outcome != SOLVED:
        return np.inf, False, n_pivots
    if n_powers == 1:
        return complete(form, payoff, p_chance, plan, ROUNDING, strategy), False, n_pivots
    gain, is_tied = assess(form, payoff, p_chance, plan, ROUNDING, strategy, belief)
    return gain, is_tied, n_pivots


@njit(cache=True)
def answer_few(
    form, payoff, p_chance, n_powers, max_pivots, strategy, belief, gain, is_tied, n_pivots
):
    """Run `answer` for every draw."""
    for d in range(len(gain)):
        gain[d], is_tied[d], n_pivots[d] = answer(
            form, payoff[d], p_chance[d], n_powers, max_pivots, strategy[d], belief[d]
        )


@njit(cache=True, parallel=True, nogil=True)
def answer_many(
    form, payoff, p_chance, n_powers, max_pivots, strategy, belief, gain, is_tied, n_pivots
):
    """Run `answer` for every draw, over threads; each draw is solved alone."""
    for d in prange(len(gain)):
        gain[d], is_tied[d], n_pivots[d] = answer(
            form, payoff[d], p_chance[d], n_powers, max_pivots, strategy[d], belief[d]
        )
