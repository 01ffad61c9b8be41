r"""Give in or stand firm, when giving in invites the next demand: the price of a precedent.

A target (T) is challenged now and then. How often depends on what it did the last time: whoever
gave in is challenged more often. So a concession costs its price and the demands that follow.

**Timing** of each period, without end:

1. A challenge comes with chance $\lambda_f$ if T stood firm the last time that it was challenged,
   and $\lambda_s$ if it gave in.
2. If one comes, T gives in (*concede*) or does not (*stand firm*).

**Symbols**

===========  =======================  ====================================================
Symbol       Name                     Meaning
===========  =======================  ====================================================
$L$          concession_cost          T's loss when it gives in
$D$          firmness_cost            T's expected loss when it stands firm
$\lambda_f$  p_challenge_after_firm   chance of a challenge per period after firmness
$\lambda_s$  p_challenge_after_soft   chance of a challenge per period after a concession
$\delta$     discount                 worth today of one unit in the next period
===========  =======================  ====================================================

**Payoffs** (T, in the period): no challenge $0$; T gives in $-L$; T stands firm $-D$. If the harm
$d$ is done only with the chance $\pi$ that a threat is carried out, $D=\pi d$.

**Closed form.** T gives in iff $L<D\chi$ with
$\chi=(1-\delta+\delta\lambda_f)/(1-\delta+\delta\lambda_s)$, whatever it did the last time. Seen as
a price paid once, the precedent costs $\psi=L/\chi-L$: T decides as if giving in cost $L+\psi$ and
there were no future. Before a challenge, T expects after firmness and after a concession

- if it gives in: $V_s=-\lambda_s L/(1-\delta)$ and
  $V_f=\lambda_f(\delta V_s-L)/(1-\delta+\delta\lambda_f)$;
- if it stands firm: $V_f=-\lambda_f D/(1-\delta)$ and
  $V_s=\lambda_s(\delta V_f-D)/(1-\delta+\delta\lambda_s)$.

If both chances are equal $\chi=1$ and only today counts; as $\delta\to 1$,
$\chi\to\lambda_f/\lambda_s$.

**What it finds.** How much more than its price a concession costs because of the demands that it
invites, and from what price on it should be refused.

**What it does not find.** Why a concession invites challenges: their chances are given, and nobody
chooses to challenge.

References
----------
After Lapan and Sandler (1988); `MODEL.citations` says what is taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

TARGET = "Target"
RULE = "the best policy of the only player"

_UNIT = "units of harm"

PARAMETERS = (
    Parameter(
        "concession_cost", "What giving in to one challenge costs the target by itself",
        0.3, low=0.0, symbol="L", unit=_UNIT, wide=(0.05, 0.8),
    ),
    Parameter(
        "firmness_cost", "What standing firm against one challenge is expected to cost the target",
        0.6, low=0.0, symbol="D", unit=_UNIT, wide=(0.2, 1.0),
    ),
    Parameter(
        "p_challenge_after_firm",
        "Chance of a challenge in a period when the target stood firm the last time",
        0.05, low=0.0, high=1.0, symbol="lambda_f", unit="probability", wide=(0.01, 0.3),
    ),
    Parameter(
        "p_challenge_after_soft",
        "Chance of a challenge in a period when the target gave in the last time",
        0.3, low=0.0, high=1.0, symbol="lambda_s", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "discount", "What one unit in the next period is worth today",
        0.9, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.5, 0.98),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "delta < 1", "what comes later counts less than what comes today"),
    ModelAssumption("A2", "D > 0", "standing firm is expected to cost the target something"),
)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the best policy, which is the same after firmness and after a concession."""
    cost, firm_cost = c["concession_cost"], c["firmness_cost"]
    after_firm, after_soft = c["p_challenge_after_firm"], c["p_challenge_after_soft"]
    delta = c["discount"]
    chi = (1.0 - delta + delta * after_firm) / (1.0 - delta + delta * after_soft)
    largest = firm_cost * chi
    soft_s = -after_soft * cost / (1.0 - delta)
    soft_f = after_firm * (delta * soft_s - cost) / (1.0 - delta + delta * after_firm)
    firm_f = -after_firm * firm_cost / (1.0 - delta)
    firm_s = after_soft * (delta * firm_f - firm_cost) / (1.0 - delta + delta * after_soft)
    concedes = cost <= largest
    zero, one = np.zeros_like(cost), np.ones_like(cost)
    edge = near(cost, largest)
    return Kinds(
        [
            Kind(
                "concede",
                concedes,
                probabilities={"concede": one, "stand_firm": zero},
                values={TARGET: soft_f},
                quantities={"value_after_concession": soft_s, "challenges_per_period": after_soft},
            ),
            Kind(
                "stand firm",
                ~concedes | edge,
                probabilities={"concede": zero, "stand_firm": one},
                values={TARGET: firm_f},
                quantities={"value_after_concession": firm_s, "challenges_per_period": after_firm},
            ),
        ],
        quantities={
            "discount_for_precedent": chi,
            "largest_concession": largest,
            "precedent_cost": cost / chi - cost,
        },
        broken={"A1": delta >= 1.0, "A2": firm_cost <= 0.0},
        edge=edge,
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Compare all four ways to behave by exact evaluation, and look for one better step."""
    c = draws.complete(PARAMETERS).columns()
    cost, firm_cost, delta = c["concession_cost"], c["firmness_cost"], c["discount"]
    chance = np.stack([c["p_challenge_after_firm"], c["p_challenge_after_soft"]])
    best = np.full((2, len(cost)), -np.inf)
    for soft in ((False, False), (False, True), (True, False), (True, True)):
        # State 0: stood firm the last time; 1: gave in.
        matrix = np.zeros((len(cost), 2, 2))
        reward = np.zeros((len(cost), 2))
        for state in (0, 1):
            matrix[:, state, state] += 1.0 - delta * (1.0 - chance[state])
            matrix[:, state, int(soft[state])] -= delta * chance[state]
            reward[:, state] = -chance[state] * (cost if soft[state] else firm_cost)
        usable = np.isfinite(matrix).all(axis=(1, 2)) & (delta < 1.0)
        value = np.full((len(cost), 2), -np.inf)
        value[usable] = np.linalg.solve(matrix[usable], reward[usable][:, :, None])[:, :, 0]
        best = np.maximum(best, value.T)
    conceding, firm = -cost + delta * best[1], -firm_cost + delta * best[0]
    is_soft = answers.probabilities["concede"]
    chosen = np.where(is_soft > 0.5, conceding, firm)
    # A value function with a better step would not be that of the best policy.
    step = np.maximum(conceding, firm)
    bellman = [chance[s] * step + (1.0 - chance[s]) * delta * best[s] - best[s] for s in (0, 1)]
    return {
        "gain by the other choice": step - chosen,
        "concede": is_soft - np.rint(is_soft),
        "stand_firm": answers.probabilities["stand_firm"] - (1.0 - is_soft),
        "value": answers.values[TARGET] - best[0],
        "value_after_concession": answers.quantities["value_after_concession"] - best[1],
        "a better step": np.maximum(np.abs(bellman[0]), np.abs(bellman[1])),
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="precedent",
    title="Precedent: a concession invites the next demand",
    citations=(
        Citation(
            "Lapan, H. E. and Sandler, T. (1988). To bargain or not to bargain: that is the "
            "question. American Economic Review 78, 16-21.",
            takes="giving in changes what later challengers do, and is to be priced with it",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "Whoever gives in is asked again, sooner than somebody who stood firm. So the price of a "
        "concession is not only what is conceded now but also the demands that it invites. The "
        "more patient the target, and the more the two chances of a new demand differ, the smaller "
        "the concession that is still worth making."
    ),
    paragraphs=(33, 34),
    players=(TARGET,),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The target gives in whenever the concession is smaller than the expected cost of firmness "
        "times a factor below one, which grows smaller the more a concession invites. What it did "
        "the last time does not matter for what it should do now."
    ),
    selection_rule=RULE,
    finds=(
        "from what price on a concession should be refused because of the demands it invites",
        "what a precedent costs as a price paid once, for use in other models",
        "how many challenges a soft and a firm target have to expect",
    ),
    does_not_find=(
        "why a concession invites challenges: their chances are given",
        "anything that challengers choose, or believe about the target",
        "anything where A1 or A2 fails: there it gives no answer",
    ),
    meanings={
        "regime": "the best policy",
        "concede": "the target gives in when it is challenged",
        "stand firm": "the target does not give in when it is challenged",
        "stand_firm": "the target does not give in when it is challenged",
        "discount_for_precedent": "factor by which the precedent lowers what may be conceded",
        "largest_concession": "cost of a concession from which on it should be refused",
        "precedent_cost": "what the precedent costs, as a price paid once beside the concession",
        "value_after_concession": "what the target expects if it gave in the last time",
        "challenges_per_period": "chance of a challenge in a period, in the long run",
        "n_equilibria": "number of best policies",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("concession_cost", "p_challenge_after_soft"),
    witness=witness,
    unique="the best policy, except where giving in and standing firm are equally good",
    features=("later challengers", "threat"),
)
