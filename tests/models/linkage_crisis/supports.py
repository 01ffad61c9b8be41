"""All equilibria of one crisis by brute force: every support, and a linear program for each.

The last movers are folded in. A crisis then is: R and W choose doing without, a private or a
public threat; the target concedes with chance q_p or q_u. For every set of choices that R and W
use with positive chance and every kind of answer (never, always, mixed) two linear programs ask
whether probabilities exist: one for the q that make the choices best for R and W, one for the
mixtures that make the answers best for the target. Nothing is shared with the package.
"""

from __future__ import annotations

from itertools import chain, combinations, product

import numpy as np
from scipy.optimize import linprog

CHOICES = ("none", "private", "public")
SETS = [set(s) for s in chain.from_iterable(combinations(CHOICES, n) for n in (1, 2, 3))]

#: Smallest chance that counts as positive; far above what the linear programs may be wrong by.
MARGIN = 1e-5


def supports(p: dict[str, float], phi: float) -> set[str]:
    """Name the kinds of equilibrium that exist, as the model names them."""
    s, y = max(
        (-p["h"], p["y_H"]),
        (-p["k"] - p["omega"] * (p["Rel"] + p["P"]), p["y_S"]),
        (-p["x"] * p["Rel"], p["y_E"]),
    )
    prize, u0 = (1 - p["v"]) * (p["V"] + s), max(0.0, p["b_g"])
    pi, cost, executes = {}, {}, {}
    for name, a, m in (("private", p["a_p"], 0.0), ("public", p["a_u"], p["m_u"])):
        loss = (1 - p["v"]) * (p["X"] * (1 - y) + m) + p["psi"]
        pi[name] = (loss + p["r"]) / (p["d"] + p["r"])
        for kind, e in (("R", p["e_R"]), ("W", p["e_W"])):
            cost[kind, name] = min(e, a)
            executes[kind, name] = float(e < a)
    found = set()
    for answer in product(("never", "always", "mixed"), repeat=2):
        answers = dict(zip(CHOICES[1:], answer, strict=True))
        for r, w in product(SETS, SETS):
            if _choices_are_best(r, w, answers, prize, u0, cost) and _answers_are_best(
                r, w, answers, pi, executes, phi
            ):
                found.add(_name(r, w, answers))
    return found


def _choices_are_best(r, w, answers, prize, u0, cost) -> bool:
    """Is there a q of the right kind at which no type prefers another choice?"""
    bounds = {"never": (0, 0), "always": (1, 1), "mixed": (MARGIN, 1 - MARGIN)}
    equal, equal_to, less, less_than = [], [], [], []
    for kind, used in (("R", r), ("W", w)):
        # payoff of a choice: slope . q + constant
        payoff = {"none": (np.zeros(2), u0)}
        for i, name in enumerate(CHOICES[1:]):
            slope = np.zeros(2)
            slope[i] = prize + cost[kind, name]
            payoff[name] = (slope, -cost[kind, name])
        best = next(iter(sorted(used)))
        for other in CHOICES:
            slope = payoff[other][0] - payoff[best][0]
            gap = payoff[best][1] - payoff[other][1]
            if other in used:
                equal.append(slope)
                equal_to.append(gap)
            else:
                less.append(slope)
                less_than.append(gap)
    return _feasible(
        less, less_than, equal, equal_to, [bounds[answers[name]] for name in CHOICES[1:]]
    )


def _answers_are_best(r, w, answers, pi, executes, phi) -> bool:
    """Are there mixtures of R and W, and beliefs off the path, that justify the answers?"""
    less, less_than, equal, equal_to = [], [], [], []
    position = {(k, c): i for i, (k, c) in enumerate(product("RW", CHOICES))}
    bounds = [(MARGIN, 1) if c in (r if k == "R" else w) else (0, 0) for k, c in position]
    for kind in "RW":
        row = np.zeros(6)
        for choice in CHOICES:
            row[position[kind, choice]] = 1
        equal.append(row)
        equal_to.append(1.0)
    for name in CHOICES[1:]:
        gain = {k: executes[k, name] - pi[name] for k in "RW"}
        if name in r or name in w:
            row = np.zeros(6)
            row[position["R", name]] = phi * gain["R"]
            row[position["W", name]] = (1 - phi) * gain["W"]
            if answers[name] == "mixed":
                equal.append(row)
                equal_to.append(0.0)
            else:
                less.append(row if answers[name] == "never" else -row)
                less_than.append(0.0)
            continue
        low, high = min(gain.values()), max(gain.values())
        if (answers[name] == "never" and low > 0) or (answers[name] == "always" and high < 0):
            return False
        if answers[name] == "mixed" and not low <= 0 <= high:
            return False
    return _feasible(less, less_than, equal, equal_to, bounds)


def _feasible(less, less_than, equal, equal_to, bounds) -> bool:
    found = linprog(
        np.zeros(len(bounds)),
        A_ub=np.array(less) if less else None,
        b_ub=np.array(less_than) if less else None,
        A_eq=np.array(equal) if equal else None,
        b_eq=np.array(equal_to) if equal else None,
        bounds=bounds,
        options={"primal_feasibility_tolerance": 1e-10, "presolve": False},
    )
    return found.status == 0


def _name(r, w, answers) -> str:
    """Name an equilibrium of these supports; one that fits no name keeps its supports."""
    used = sorted((r | w) - {"none"}, key=CHOICES.index)
    if not used:
        return "no threat"
    if all(answers[name] == "always" for name in used) and "none" not in r | w:
        # Mixtures over both channels belong to the continuum of either pooling equilibrium.
        return f"{used[0]} pooling" if len(used) == 1 else "pooling on both"
    if w == {"none"} and "none" not in r and all(answers[name] == "never" for name in used):
        return f"{used[0]} rupture" if len(used) == 1 else "rupture on both"
    if len(used) == 1 and r == set(used) and w == {"none", *used} and answers[used[0]] == "mixed":
        return f"{used[0]} semi"
    return f"R {sorted(r)}, W {sorted(w)}, {answers}"
