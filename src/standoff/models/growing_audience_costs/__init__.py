r"""Audience costs that grow while the crisis lasts: two sides, and a point of no return.

A challenger (C) and a target (T) face each other in public. At every moment each may escalate, back
down or attack. The longer a side has stood firm before its public, the more it costs it to back
down, until those are left on both sides who would rather have a rupture.

**Timing**, at every moment until the crisis ends

1. Chance has drawn what a rupture costs each side, uniform and independent; each knows its own.
2. Each side escalates, *backs down* or *attacks*. Either of the last two ends the crisis.

**Symbols**

======================  ==========================  =============================================
Symbol                  Name                        Meaning
======================  ==========================  =============================================
$v_1, v_2$              prize_challenger, ..target  gain of C and T when the other one backs down
$a_1, a_2$              audience_cost_...           cost of backing down, per month of the crisis
$\bar c_1, \bar c_2$    most_cost_...               the most that a rupture may cost C and T
======================  ==========================  =============================================

**Payoffs** of a crisis of $t$ months: whoever backs down has $-a_it$ and the other one $v_j$; a
rupture gives $(-c_1; -c_2)$, with $c_i$ between $0$ and $\bar c_i$.

**Closed form.** To keep the other side indifferent, T backs down at the rate $a_1/(v_1+a_1t)$ and C
at the rate $a_2/(v_2+a_2t)$. This ends at the horizon $t^*=\min(t_1,t_2)$, where $t_j$ is the
root of $a_jt/\bar c_j=v_i/(v_i+a_it)$,

$t_j=\dfrac{2v_i\bar c_j}{a_jv_i+\sqrt{a_j^2v_i^2+4a_1a_2v_i\bar c_j}}$.

Types with $c_j<a_jt^*$ never back down, and at $t^*$ only those are left, so that a rupture has the
chance $\prod_j a_jt^*/\bar c_j$. The side with the larger $t_j$ *wavers*: it backs down at once
with the chance $1-A_j$, $A_j=(a_jt^*/\bar c_j)(v_i+a_it^*)/v_i$. Afterwards, with $x=a_it^*/v_i$
and $y=a_jt^*/v_j$, side $j$ is the first to back down with the chance

$A_1A_2\left(\dfrac{x^2}{(x-y)(1+x)}-\dfrac{xy}{(x-y)^2}\log\dfrac{1+x}{1+y}\right)$.

Types that may back down expect as much as if they did so at once, $(1-A_i)v_j$; the others have
$(a_jt^*-c_j)$ more with the chance that the other side never backs down. So the equilibria are

- **target wavers**, iff $t_1<t_2$, and **challenger wavers**, iff $t_1>t_2$: there is a crisis.
- **challenger yields**, iff $\bar c_1/a_1\ge\bar c_2/a_2$, and **target yields**, iff
  $\bar c_1/a_1\le\bar c_2/a_2$: the side that stays soft for longer backs down at once, whatever
  its type, since it would be taken for its weakest type if it did not. The other side could not be
  made to: it need only wait until a rupture is better for all its types than backing down.

Once the crisis has begun the side with the smaller $a_j/v_j$ is likelier to back down; what a
rupture would cost has no say in it any more. As both $a_j\to0$, $t^*\to\infty$.

**What it finds.** How positions harden in public, when they are past return, who backs down before
and how likely a rupture is.

**What it does not find.** Ruptures that happen only because each side expects the other one to
attack. Talks under way; costs that grow otherwise; other doubts than uniform ones from 0 on.

References
----------
Fearon (1994), for costs that grow at a constant rate and uniform types; `MODEL.citations` says what
is taken from it.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model
from standoff.models.growing_audience_costs.equilibria import REFINEMENT, solve
from standoff.models.growing_audience_costs.parameters import (
    ASSUMPTIONS,
    CHALLENGER,
    NAME,
    PARAMETERS,
    TARGET,
)
from standoff.models.growing_audience_costs.tree import build
from standoff.models.growing_audience_costs.witness import witness
from standoff.models.kinds import Theory

RULE = REFINEMENT

THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="Growing audience costs: a crisis that hardens in public",
    citations=(
        Citation(
            "Fearon, J. D. (1994). Domestic political audiences and the escalation of "
            "international disputes. American Political Science Review 88, 577-592.",
            takes="the game, its horizon, and that the weaker audience is likelier to back down",
            doi="10.2307/2944796",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Every day that a side stands firm before its public makes it harder to give way. Those "
        "who would find a rupture worst drop out on the way, first in numbers and then one by one, "
        "and each day without a retreat makes the other side look more determined. At some point "
        "only those are left on both sides for whom backing down has become worse than a rupture. "
        "A side that can tie itself to its public faster loses its way out sooner, and that makes "
        "the other one give way."
    ),
    paragraphs=(8, 14, 15),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "One side may back down at once. If it does not, both back down at falling rates that keep "
        "the other one indifferent, until a time at which only those are left who would rather "
        "have a rupture. There is also an equilibrium in which the side that stays soft for "
        "longer backs down at once for sure."
    ),
    selection_rule=RULE,
    finds=(
        "how long a public crisis can last before it is past return",
        "which side is likelier to back down, and how likely a rupture is",
        "which side wavers at the start",
    ),
    does_not_find=(
        "ruptures that happen only because each side expects the other one to attack",
        "costs of backing down that do not grow at a constant rate, or that no public imposes",
        "doubt that is not uniform from 0 on, and types who would like a rupture",
        "talks under way: backing down is all or nothing",
        "anything where A1, A2 or A3 fails: there it gives no answer",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "target wavers": "there may be a crisis; the target backs down at once with some chance",
        "challenger wavers": "there may be a crisis; the challenger backs down at once with some "
        "chance",
        "challenger yields": "the challenger backs down at once, whatever its type",
        "target yields": "the target backs down at once, whatever its type",
        "concede": "the target backs down",
        "give_up": "the challenger backs down",
        "fight": "neither backs down, and there is a rupture",
        "at_once": "one side backs down at once",
        "time_challenger": "months until only determined challengers are left, if none backs down "
        "at once",
        "time_target": "months until only determined targets are left, if none backs down at once",
        "horizon": "months after which nobody backs down any more",
        "never_challenger": "share of challengers that never back down",
        "never_target": "share of targets that never back down",
        "at_once_challenger": "chance that the challenger backs down at once",
        "at_once_target": "chance that the target backs down at once",
        "fight_if_begun": "chance of a rupture if nobody backs down at once",
        "mean_duration": "months until somebody backs down or there is a rupture, on average",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("audience_cost_target", "audience_cost_challenger"),
    tree="grid",
    witness=witness,
    unique=(
        "the only equilibrium in which both sides may escalate; the only one if escalation is not "
        "taken for weakness"
    ),
    features=(
        "growing stakes",
        "waiting contest",
        "doubt on both sides",
        "cost of backing down",
        "public threat",
    ),
)
