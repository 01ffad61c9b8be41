r"""A two-level game: what ratifiers at home insist on decides what executives abroad agree to.

Two executives divide a pie by offers in turn. Each needs a ratifier at home who insists on a least
share. A floor that matters is a burden at home and a lever abroad.

**Timing**, in every round, until there is an agreement

1. The executive whose turn it is offers a division; A begins.
2. The other executive takes it or refuses.
3. If it is taken, both ratifiers vote. A division that is refused or not ratified costs a round.

**Symbols**

========  ================  ==================================================================
Symbol    Name              Meaning
========  ================  ==================================================================
$\delta$  discount_factor   weight of the next round
$r_A$     floor_a           least share that A's ratifier accepts for A
$r_B$     floor_b           least share that B's ratifier accepts for B
========  ================  ==================================================================

**Payoffs** (A; B): a division $(x; 1-x)$ in round $t$ gives $(\delta^t x; \delta^t(1-x))$; no
agreement ever gives $(0; 0)$.

**Closed form.** Let $x_A$ be A's share when A offers and $y_B$ B's share when B offers. Whoever
offers leaves the other what it would get by waiting, or its floor, if that is more:
$x_A=1-\max(\delta y_B, r_B)$ and $y_B=1-\max(\delta x_A, r_A)$. They agree in the first round:

- **no floor binds**, iff both floors are below $\delta/(1+\delta)$: $x_A=y_B=1/(1+\delta)$.
- **A's floor binds**, iff $r_A>\delta/(1+\delta)$ and $r_B<\delta(1-r_A)$: $y_B=1-r_A$,
  $x_A=1-\delta(1-r_A)$.
- **B's floor binds**, iff $r_B>\delta/(1+\delta)$ and $r_A<\delta(1-r_B)$: $x_A=1-r_B$,
  $y_B=1-\delta(1-r_B)$.
- **both floors bind**, iff $r_B>\delta(1-r_A)$, $r_A>\delta(1-r_B)$ and $r_A+r_B<1$:
  $x_A=1-r_B$, $y_B=1-r_A$.
- **no agreement**, iff $r_A+r_B>1$.

The subgame-perfect division is unique, since the two conditions on $x_A$ and $y_B$ contract. As
$\delta\to 1$, A's share tends to the median of $r_A$, $1/2$ and $1-r_B$: a floor above one half
helps the executive who has it (Schelling's conjecture), and one too many leaves nothing.

**What it finds.** When weakness at home is strength abroad, and when it costs the agreement.

**What it does not find.** Doubt about a floor (see *uncertain-ratifier*), executives who want no
agreement, or ratifiers who themselves bargain.

References
----------
After Putnam (1988), Iida (1993) and Tarar (2001), with the offers of Rubinstein (1982);
`MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

A, B = "Side A", "Side B"
RULE = "the only division of subgame-perfect play"

PARAMETERS = (
    Parameter(
        "discount_factor", "Weight of the next round against this one",
        0.9, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.5, 0.95),
    ),
    Parameter(
        "floor_a", "Least share that the ratifier of side A accepts for its side",
        0.65, low=0.0, high=1.0, symbol="r_A", unit="share", wide=(0.0, 0.8),
    ),
    Parameter(
        "floor_b", "Least share that the ratifier of side B accepts for its side",
        0.1, low=0.0, high=1.0, symbol="r_B", unit="share", wide=(0.0, 0.8),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "0 < delta < 1", "waiting costs something, and not everything"),
)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the division; its kind depends on which floors bind."""
    delta, r_a, r_b = c["discount_factor"], c["floor_a"], c["floor_b"]
    free = delta / (1.0 + delta)
    possible = r_a + r_b <= 1.0
    both = possible & (r_b > delta * (1.0 - r_a)) & (r_a > delta * (1.0 - r_b))
    only_a = possible & ~both & (r_a > free)
    only_b = possible & ~both & ~only_a & (r_b > free)
    none = possible & ~both & ~only_a & ~only_b
    zero = np.zeros_like(delta)
    is_tied = near(r_a + r_b, 1.0) | (
        possible
        & (
            (near(r_a, free) & (r_b <= free))
            | (near(r_b, free) & (r_a <= free))
            | ((r_a > free) & near(r_b, delta * (1.0 - r_a)))
            | ((r_b > free) & near(r_a, delta * (1.0 - r_b)))
        )
    )
    patient = np.median(np.stack([r_a, np.full_like(r_a, 0.5), 1.0 - r_b]), axis=0)
    waits_a, waits_b = 1.0 - delta * (1.0 - r_a), 1.0 - delta * (1.0 - r_b)
    return Kinds(
        kinds=(
            _kind("no floor binds", none, 1.0 / (1.0 + delta), 1.0 / (1.0 + delta)),
            _kind("A's floor binds", only_a, waits_a, 1.0 - r_a),
            _kind("B's floor binds", only_b, 1.0 - r_b, waits_b),
            _kind("both floors bind", both, 1.0 - r_b, 1.0 - r_a),
            _kind("no agreement", ~possible, zero, zero),
        ),
        quantities={"share_a_if_patient": np.where(possible, patient, np.nan)},
        broken={"A1": (delta <= 0.0) | (delta >= 1.0)},
        edge=is_tied,
    )


def _kind(name: str, exists: Bools, x_a: Floats, y_b: Floats) -> Kind:
    agrees = np.full_like(x_a, 0.0 if name == "no agreement" else 1.0)
    return Kind(
        name,
        exists,
        probabilities={"agreement": agrees},
        values={A: x_a, B: agrees * (1.0 - x_a)},
        quantities={"share_a_when_a_offers": x_a, "share_b_when_b_offers": y_b},
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Look for one-shot deviations from the stationary play, and solve a long game backward.

    In the long game, which ends without agreement, an offer is found by search among those that
    the other executive takes and both ratifiers pass.
    """
    c = draws.complete(PARAMETERS).columns()
    delta = c["discount_factor"]
    floors = {"a": c["floor_a"], "b": c["floor_b"]}
    own = {
        "a": answers.quantities["share_a_when_a_offers"],
        "b": answers.quantities["share_b_when_b_offers"],
    }
    errors: dict[str, Floats] = {}
    agreed = answers.probabilities["agreement"]
    for me, other in (("a", "b"), ("b", "a")):
        by_waiting = delta * own[other]
        mine_by_waiting = delta * agreed * (1.0 - own[other])
        left = agreed * (1.0 - own[me])
        best = _best_offer(by_waiting, mine_by_waiting, floors[me], floors[other])
        errors[f"{me}: gain by another offer"] = np.maximum(best - own[me], 0.0)
        errors[f"{other}: gain by a refusal"] = np.maximum(agreed * by_waiting - left, 0.0)
        unratified = np.maximum(floors[me] - own[me], floors[other] - left)
        errors[f"{me}: offer below a floor"] = np.maximum(agreed * unratified, 0.0)
    patience = min(float(delta.max()), 0.995)
    now, other_now = np.zeros_like(delta), np.zeros_like(delta)
    # An even number of rounds, so that A makes the first offer.
    for turn in range(2 * int(np.ceil(np.log(1e-12) / np.log(patience) / 2.0))):
        me, other = ("b", "a") if turn % 2 == 0 else ("a", "b")
        wait, other_wait = delta * other_now, delta * now
        now = _best_offer(other_wait, wait, floors[me], floors[other])
        settled = now > wait + 1e-15
        other_now = np.where(settled, 1.0 - now, other_wait)
    errors["agreement in a long game"] = (now > 0.0) - agreed
    errors["A's share in a long game"] = now - answers.values[A]
    errors["B's share in a long game"] = other_now - answers.values[B]
    return errors


def _best_offer(taken_from: Floats, wait: Floats, my_floor: Floats, other_floor: Floats) -> Floats:
    """Most that one side can get: by the least offer that passes, found by bisection, or waiting.

    Larger offers pass with the other side and its ratifier if smaller ones do.
    """
    low, high = np.zeros_like(wait), np.ones_like(wait)
    for _ in range(55):
        middle = (low + high) / 2.0
        passes = (middle >= taken_from) & (middle >= other_floor)
        low, high = np.where(passes, low, middle), np.where(passes, middle, high)
    ratified = 1.0 - high >= my_floor - 1e-14
    return np.where(ratified, np.maximum(1.0 - high, wait), wait)


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="two-level-floors",
    title="Two levels: ratifiers who insist, and what that is worth abroad",
    citations=(
        Citation(
            "Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. "
            "International Organization 42, 427-460.",
            takes="the two tables, and win-sets that ratifiers set",
            doi="10.1017/S0020818300027697",
        ),
        Citation(
            "Iida, K. (1993). When and how do domestic constraints matter? Two-level games with "
            "uncertainty. Journal of Conflict Resolution 37, 403-426.",
            takes="offers in turn under ratification",
        ),
        Citation(
            "Tarar, A. (2001). International bargaining with two-sided domestic constraints. "
            "Journal of Conflict Resolution 45, 320-340.",
            takes="floors on both sides",
        ),
        Citation(
            "Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50, "
            "97-109.",
            takes="offers in turn, and the cost of waiting",
            doi="10.2307/1912531",
        ),
    ),
    fidelity="special",
    mechanism=(
        "An executive who can say that a court, a parliament or an army at home would not pass "
        "less gets more abroad, as long as the other side can still pass what is left. Two such "
        "executives may find that nothing is left that both could bring home."
    ),
    paragraphs=(16, 21),
    players=(A, B),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The sides agree at once if both floors can be met. Floors below what bargaining would "
        "give anyhow do not matter. A higher one moves the division towards the side that has it."
    ),
    selection_rule=RULE,
    finds=(
        "whether there is a division that both sides can bring home",
        "which floor matters, and what it is worth to whom",
    ),
    does_not_find=(
        "anything where waiting costs nothing: there it gives no answer",
        "doubt about a floor, or bluffing about it",
        "executives who want no agreement, or who pay ratifiers off",
    ),
    meanings={
        "regime": "which floors matter",
        "no floor binds": "bargaining gives both sides more than their floors",
        "A's floor binds": "what B offers is A's floor",
        "B's floor binds": "what A offers is B's floor",
        "both floors bind": "each side offers the other its floor",
        "no agreement": "the floors add up to more than there is",
        "agreement": "the sides agree",
        "share_a_when_a_offers": "share of side A in a round in which it offers",
        "share_b_when_b_offers": "share of side B in a round in which it offers",
        "share_a_if_patient": "share of side A when waiting costs next to nothing; undefined "
        "without an agreement",
        "n_equilibria": "number of equilibrium divisions",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="agreement",
    decisive=("floor_a", "floor_b"),
    witness=witness,
    unique="every subgame-perfect equilibrium has this division",
    features=("ratification", "divisible stake", "talks"),
)
