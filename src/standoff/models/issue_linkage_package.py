r"""Issue linkage as a package: two issues that fail alone may pass together.

On the first issue the challenger would gain and the target lose, on the second it is the other way
round. Neither side would move on an issue that only costs it. A package that moves both may leave
both better off.

**Timing**

A bargain without rounds: the sides agree on how far $t_1, t_2\in[0, 1]$ each issue is moved, or on
nothing.

**Symbols**

======  ==================  ==================================================================
Symbol  Name                Meaning
======  ==================  ==================================================================
$x_1$   challenger_first    what moving the first issue is worth to the challenger
$y_1$   target_first        what it is worth to the target, below zero
$x_2$   challenger_second   what moving the second issue is worth to the challenger, below zero
$y_2$   target_second       what it is worth to the target
======  ==================  ==================================================================

**Payoffs** (challenger; target): $(u; v)=(x_1t_1+x_2t_2; y_1t_1+y_2t_2)$; no agreement $(0; 0)$.

**Closed form.** A package helps both iff $x_1y_2>|x_2||y_1|$. The Nash solution, which makes
$u\cdot v$ largest, moves at least one issue all the way. With
$s^*=(x_1/|x_2|+|y_1|/y_2)/2$ and $r^*=(|x_2|/x_1+y_2/|y_1|)/2$:

- **first in full**, iff $s^*<1$: $(t_1, t_2)=(1, s^*)$.
- **second in full**, iff $r^*<1$: $(t_1, t_2)=(r^*, 1)$.
- **both in full**, iff neither: $(1, 1)$.
- **no zone**, iff $x_1y_2<|x_2||y_1|$: $(0, 0)$.

The solution is unique. Near $x_1y_2=|x_2||y_1|$ the gains vanish. What one side could get at most
with the other kept whole is a linear program; `best_package` solves it for any number of issues by
buying the dearest gains with the cheapest costs.

**What it finds.** Whether tying two issues together opens a zone of agreement, and what a fair
package looks like.

**What it does not find.** Who would propose the package, whether it would be kept (see
*linkage-enforcement*), or who at home pays for it: an executive's ratifier takes a package iff
those who gain outweigh those who lose.

References
----------
Tollison and Willett (1979), Sebenius (1983) and Davis (2004), with the solution of Nash (1950);
`MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
RULE = "the only Nash bargaining solution"

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "challenger_first", "What moving the first issue is worth to the challenger",
        1.0, low=0.0, symbol="x_1", unit=_UNIT, wide=(0.5, 1.5),
    ),
    Parameter(
        "target_first", "What moving the first issue is worth to the target; a loss",
        -0.4, high=0.0, symbol="y_1", unit=_UNIT, wide=(-1.0, -0.1),
    ),
    Parameter(
        "challenger_second", "What moving the second issue is worth to the challenger; a loss",
        -0.6, high=0.0, symbol="x_2", unit=_UNIT, wide=(-1.2, -0.2),
    ),
    Parameter(
        "target_second", "What moving the second issue is worth to the target",
        0.5, low=0.0, symbol="y_2", unit=_UNIT, wide=(0.2, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1",
        "x_1 > 0 > y_1",
        "the first issue is the challenger's to gain and the target's to give",
    ),
    ModelAssumption(
        "A2",
        "y_2 > 0 > x_2",
        "the second issue is the target's to gain and the challenger's to give",
    ),
)


def best_package(
    kept_whole: Sequence[float], favored: Sequence[float]
) -> tuple[NDArray[np.float64], float]:
    """Return how far to move each issue for one side's best, and what it gets.

    Parameters
    ----------
    kept_whole : sequence of float
        What each issue is worth to the side that must not lose by the package.
    favored : sequence of float
        What each issue is worth to the side for which the package is best.

    Returns
    -------
    moved : float array
        Between 0 and 1 for each issue.
    worth : float
        To the favored side.

    Examples
    --------
    >>> moved, worth = best_package([1.0, -0.3, -0.5, 0.2], [-0.4, 0.5, 0.35, -0.25])
    >>> moved.round(6).tolist(), round(worth, 6)
    ([0.8, 1.0, 1.0, 0.0], 0.53)
    """
    x = np.asarray(kept_whole, dtype=np.float64)
    y = np.asarray(favored, dtype=np.float64)
    moved = ((x >= 0.0) & (y >= 0.0)).astype(np.float64)
    slack = float(x @ moved)
    gains = sorted(np.flatnonzero((x < 0.0) & (y > 0.0)), key=lambda k: y[k] / x[k])
    costs = sorted(np.flatnonzero((x > 0.0) & (y < 0.0)), key=lambda k: -y[k] / x[k])
    for gain in gains:
        while moved[gain] < 1.0:
            wanted = (1.0 - moved[gain]) * -x[gain]
            used = min(wanted, slack)
            moved[gain] = 1.0 if used == wanted else moved[gain] - used / x[gain]
            slack -= used
            if moved[gain] == 1.0:
                break
            source = next((k for k in costs if moved[k] < 1.0), None)
            if source is None or -y[source] / x[source] >= y[gain] / -x[gain]:
                return moved, float(y @ moved)
            bought = min(1.0 - moved[source], (1.0 - moved[gain]) * -x[gain] / x[source])
            is_last = bought == 1.0 - moved[source]
            moved[source] = 1.0 if is_last else moved[source] + bought
            slack += bought * x[source]
    return moved, float(y @ moved)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the solution; its kind depends on which issue is moved all the way."""
    x_1, y_2 = c["challenger_first"], c["target_second"]
    x_2, y_1 = -c["challenger_second"], -c["target_first"]
    zone = x_1 * y_2 > x_2 * y_1
    s, r = (x_1 / x_2 + y_1 / y_2) / 2.0, (x_2 / x_1 + y_2 / y_1) / 2.0
    one, zero = np.ones_like(s), np.zeros_like(s)
    first, second = zone & (s <= 1.0), zone & (s > 1.0) & (r <= 1.0)
    # With the other side kept whole, what is gained on one issue is paid for on the other.
    to_target = np.minimum(1.0, x_1 / x_2) * (y_2 - y_1 * x_2 / x_1)
    to_challenger = np.minimum(1.0, y_2 / y_1) * (x_1 - x_2 * y_1 / y_2)
    return Kinds(
        kinds=(
            _kind(c, "first in full", first, one, s),
            _kind(c, "second in full", second, r, one),
            _kind(c, "both in full", zone & ~first & ~second, one, one),
            _kind(c, "no zone", ~zone, zero, zero),
        ),
        quantities={
            "most_for_target": np.where(zone, to_target, 0.0),
            "most_for_challenger": np.where(zone, to_challenger, 0.0),
            "gain_ratio": x_1 * y_2 / (x_2 * y_1),
        },
        broken={"A1": (x_1 <= 0.0) | (y_1 <= 0.0), "A2": (x_2 <= 0.0) | (y_2 <= 0.0)},
        edge=near(x_1 * y_2, x_2 * y_1) | (zone & (near(s, 1.0) | near(r, 1.0))),
    )


def _kind(c: Columns, name: str, exists: Bools, t_1: Floats, t_2: Floats) -> Kind:
    return Kind(
        name,
        exists,
        probabilities={"agreement": np.full_like(t_1, 0.0 if name == "no zone" else 1.0)},
        values={
            CHALLENGER: c["challenger_first"] * t_1 + c["challenger_second"] * t_2,
            TARGET: c["target_first"] * t_1 + c["target_second"] * t_2,
        },
        quantities={"first_moved": t_1, "second_moved": t_2},
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Climb Nash's product along the borders of all packages, and compare with a lattice."""
    c = draws.complete(PARAMETERS).columns()

    def payoffs(t_1: Floats, t_2: Floats) -> tuple[Floats, Floats]:
        return (
            c["challenger_first"] * t_1 + c["challenger_second"] * t_2,
            c["target_first"] * t_1 + c["target_second"] * t_2,
        )

    def gain(t_1: Floats, t_2: Floats) -> Floats:
        """Nash's product, below zero where a side would lose."""
        u, v = payoffs(t_1, t_2)
        return np.where((u >= 0.0) & (v >= 0.0), u * v, np.minimum(u, v))

    def slope(along: int, at: Floats) -> Floats:
        step = 1e-3
        up, down = (np.prod(payoffs(*_on_border(along, at + h)), axis=0) for h in (step, -step))
        return up - down

    best = gain(np.zeros(len(draws)), np.zeros(len(draws)))
    package = (np.zeros(len(draws)), np.zeros(len(draws)))
    for along in (0, 1):
        low, high = np.zeros(len(draws)), np.ones(len(draws))
        for _ in range(60):
            middle = (low + high) / 2.0
            climbs = slope(along, middle) > 0.0
            low, high = np.where(climbs, middle, low), np.where(climbs, high, middle)
        here = _on_border(along, high)
        better = gain(*here) > best
        best = np.where(better, gain(*here), best)
        package = tuple(np.where(better, a, b) for a, b in zip(here, package, strict=True))
    share = np.linspace(0.0, 1.0, 41)
    lattice = np.max([gain(a + 0.0 * best, b + 0.0 * best) for a in share for b in share], axis=0)
    u, v = payoffs(*package)
    return {
        "agreement": (best > 0.0) - answers.probabilities["agreement"],
        "challenger's value": u - answers.values[CHALLENGER],
        "target's value": v - answers.values[TARGET],
        "gain by another package": np.maximum(lattice - best, 0.0),
    }


def _on_border(along: int, at: Floats) -> tuple[Floats, Floats]:
    """Packages that move one issue all the way and the other one (`along`) so far."""
    return (at, np.ones_like(at)) if along == 0 else (np.ones_like(at), at)


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="issue-linkage-package",
    title="Issue linkage: a package where each issue alone would fail",
    citations=(
        Citation(
            "Tollison, R. D. and Willett, T. D. (1979). An economic theory of mutually "
            "advantageous issue linkages in international negotiations. International "
            "Organization 33, 425-449.",
            takes="linkage that makes up for what an issue alone would take from one side",
        ),
        Citation(
            "Sebenius, J. K. (1983). Negotiation arithmetic: adding and subtracting issues and "
            "parties. International Organization 37, 281-316.",
            takes="zones of agreement that an added issue opens",
        ),
        Citation(
            "Davis, C. L. (2004). International institutions and issue linkage: building support "
            "for agricultural trade liberalization. American Political Science Review 98, 153-169.",
            takes="who at home gains and pays",
        ),
        Citation(
            "Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162.",
            takes="the division of what there is to gain",
            doi="10.2307/1907266",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Two demands that would each be refused can be traded for each other, if each side cares "
        "more about what it gets than about what it gives. How much more decides whether there is "
        "anything to gain, and which of the two is met in full."
    ),
    paragraphs=(26, 30, 31, 32),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the gains outweigh the costs across the two issues, the sides agree on a package that "
        "moves at least one issue all the way. Otherwise there is none that both would sign."
    ),
    selection_rule=RULE,
    finds=(
        "whether tying two issues together opens a zone of agreement",
        "the package that Nash's solution picks, and the most that either side could get",
    ),
    does_not_find=(
        "anything where an issue costs nobody or helps nobody: there it gives no answer",
        "who proposes, haggling over the package, or whether it is kept",
        "who at home gains and who pays",
    ),
    meanings={
        "regime": "kind of package",
        "first in full": "the first issue is moved all the way, the second in part",
        "second in full": "the second issue is moved all the way, the first in part",
        "both in full": "both issues are moved all the way",
        "no zone": "no package helps both sides",
        "agreement": "the sides agree on a package",
        "first_moved": "how far the first issue is moved",
        "second_moved": "how far the second issue is moved",
        "most_for_target": "most that the target could get with the challenger kept whole",
        "most_for_challenger": "most that the challenger could get with the target kept whole",
        "gain_ratio": "what is gained over what is given, across sides and issues; above 1 where a "
        "package helps both",
        "n_equilibria": "number of solutions",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="agreement",
    decisive=("target_first", "challenger_second"),
    witness=witness,
    unique="the only Nash bargaining solution",
    features=("linked issues", "divisible stake", "talks"),
)
