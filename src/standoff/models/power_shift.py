r"""Shifting power: why somebody who will be weaker tomorrow may not wait.

Two sides share a flow of 1 per period. One of them is in decline: it could secure more by force
today than tomorrow. The rising side would gladly pay for peace, but it can give away at most all of
today's flow, and cannot bind itself not to use its strength tomorrow.

**Timing**, in every period

1. The rising side offers the declining side a share $x$ of the period's flow.
2. The declining side takes it (*accept*) and the next period comes, or uses force (*attack*), which
   ends the game.

**Symbols**

========  ================  ==================================================================
Symbol    Name              Meaning
========  ================  ==================================================================
$D_0$     power_today       share per period that the declining side secures by force now
$D_1$     power_tomorrow    share per period that it would secure later
$w$       waste             share per period that force destroys
$\delta$  discount_factor   weight of the next period
========  ================  ==================================================================

**Payoffs** (declining side; rising side), as averages per period: an attack now
$(D_0; 1-D_0-w)$; an attack later gives $(D_1; 1-D_1-w)$ from then on; a period of peace gives
$(x; 1-x)$.

**Closed form.** From tomorrow on the declining side gets $D_1$ and no more, since it cannot
credibly refuse that. To be kept from attacking today it needs $x_0=(D_0-\delta D_1)/(1-\delta)$:

- **appeasement**, iff $x_0<1$: it is offered $x_0$ today and $D_1$ ever after, and there is peace.
- **preventive attack**, iff $x_0>1$, that is $\delta>\delta^\dagger=(1-D_0)/(1-D_1)$: not even
  everything is enough, and it attacks although both lose by it.

The outcome is that of every subgame-perfect equilibrium. As $D_1\to D_0$, $\delta^\dagger\to 1$:
without decline there is peace. The more the future counts, the less a bribe today helps.

**What it finds.** How steep a decline must be to make waiting impossible, and the price of peace.

**What it does not find.** Slow decline over many periods, doubt about strength, or anything that
would bind the rising side.

References
----------
Powell (2006) and Fearon (1995); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from standoff.game.build import GameBuilder, Sketch, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

DECLINING, RISING = "Declining side", "Rising side"
RULE = "the only outcome of subgame-perfect play"

PARAMETERS = (
    Parameter(
        "power_today", "Share per period that the declining side secures by force now",
        0.6, low=0.0, high=1.0, symbol="D0", unit="share", wide=(0.3, 0.8),
    ),
    Parameter(
        "power_tomorrow", "Share per period that it would secure by force later",
        0.2, low=0.0, high=1.0, symbol="D1", unit="share", wide=(0.0, 0.3),
    ),
    Parameter(
        "waste", "Share per period that force destroys",
        0.1, low=0.0, high=1.0, symbol="w", unit="share", wide=(0.05, 0.3),
    ),
    Parameter(
        "discount_factor", "Weight of the next period against this one",
        0.9, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.3, 0.95),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "D1 < D0", "one side is in decline"),
    ModelAssumption("A2", "0 < delta < 1", "both the present and the future count"),
    ModelAssumption("A3", "w > 0", "force destroys something"),
)


def build(remove: Collection[str] = (), *, grid: int = 4) -> Game:
    """Build two stages: today, and a tomorrow whose agreement lasts for ever.

    Offers are multiples of one over `grid`. That nothing is offered anew later loses nothing, since
    every later period repeats tomorrow.
    """
    THEORY.check_removed(remove)
    offers = [f"{j}/{grid}" for j in range(grid + 1)]
    today = {f"offer {x}": _today(x, offers) for x in offers}
    builder = GameBuilder(MODEL.name).players(DECLINING, RISING).parameters(*PARAMETERS)
    return builder.tree(move(RISING, today, knows="today"))


def _today(x: str, offers: list[str]) -> Sketch:
    now, later = "(1 - discount_factor)", "discount_factor"
    attacked = ("power_tomorrow", "(1 - power_tomorrow - waste)")
    tomorrow = {
        f"offer {y}": move(
            DECLINING,
            {
                "accept": end(
                    "peace", f"{now}*{x} + {later}*{y}", f"{now}*(1 - {x}) + {later}*(1 - {y})"
                ),
                "attack": end(
                    "attack tomorrow",
                    f"{now}*{x} + {later}*{attacked[0]}",
                    f"{now}*(1 - {x}) + {later}*{attacked[1]}",
                ),
            },
        )
        for y in offers
    }
    attack = end("attack today", "power_today", "1 - power_today - waste")
    return move(DECLINING, {"accept": move(RISING, tomorrow), "attack": attack})


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the outcome: peace at a price, or an attack that no price prevents."""
    today, tomorrow, delta = c["power_today"], c["power_tomorrow"], c["discount_factor"]
    price = (today - delta * tomorrow) / (1.0 - delta)
    zero, one = np.zeros_like(today), np.ones_like(today)
    return Kinds(
        kinds=(
            _kind(c, "appeasement", price <= 1.0, zero),
            _kind(c, "preventive attack", price > 1.0, one),
        ),
        quantities={
            "price_of_peace": price,
            "patience_that_breaks": (1.0 - today) / (1.0 - tomorrow),
        },
        broken={
            "A1": tomorrow >= today,
            "A2": (delta <= 0.0) | (delta >= 1.0),
            "A3": c["waste"] <= 0.0,
        },
        edge=near(price, 1.0),
    )


def _kind(c: Columns, name: str, exists: Bools, attack: Floats) -> Kind:
    return Kind(
        name,
        exists,
        probabilities={"attack": attack, "peace": 1.0 - attack},
        values={
            DECLINING: c["power_today"],
            RISING: 1.0 - c["power_today"] - attack * c["waste"],
        },
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Play a long game with an end backward; the cheapest accepted offer is found by bisection."""
    c = draws.complete(PARAMETERS).columns()
    delta, waste = c["discount_factor"], c["waste"]
    patience = min(float(delta.max()), 0.995)
    n_periods = int(np.ceil(np.log(1e-12) / np.log(patience)))
    declining, rising, left = (np.zeros_like(delta) for _ in range(3))
    attacks = np.zeros(len(delta), dtype=np.bool_)
    for period in reversed(range(n_periods)):
        left = 1.0 + delta * left
        power = c["power_today"] if period == 0 else c["power_tomorrow"]
        by_force, against_force = power * left, (1.0 - power - waste) * left
        low, high = np.zeros_like(delta), np.ones_like(delta)
        for _ in range(50):
            middle = (low + high) / 2.0
            accepts = middle + delta * declining >= by_force
            low, high = np.where(accepts, low, middle), np.where(accepts, middle, high)
        can_have_peace = 1.0 + delta * declining >= by_force
        in_peace = 1.0 - high + delta * rising
        attacks = ~can_have_peace | (in_peace < against_force)
        declining = np.where(attacks, by_force, high + delta * declining)
        rising = np.where(attacks, against_force, in_peace)
    return {
        "attack today": attacks - answers.probabilities["attack"],
        "declining side's value": declining / left - answers.values[DECLINING],
        "rising side's value": rising / left - answers.values[RISING],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="power-shift",
    title="Power shift: attacked for what one will be able to do tomorrow",
    citations=(
        Citation(
            "Powell, R. (2006). War as a commitment problem. International Organization 60, "
            "169-203.",
            takes="the common mechanism: large, rapid shifts of power, and promises that do not "
            "bind",
            doi="10.1017/S0020818306060061",
        ),
        Citation(
            "Fearon, J. D. (1995). Rationalist explanations for war. International Organization "
            "49, 379-414.",
            takes="preventive war as a commitment problem",
            doi="10.1017/S0020818300033324",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Whoever is about to become weaker can be bought off only with what there is today. "
        "Promises for tomorrow are worthless, because tomorrow it can be made to accept less. If "
        "the decline is steep and the future counts, today's bribe cannot be large enough, and "
        "acting at once is better although it destroys something for both."
    ),
    paragraphs=(17, 21),
    players=(DECLINING, RISING),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the decline is slow or the future counts little, the declining side is paid a price "
        "today and gets what it could still secure ever after. Otherwise it attacks at once."
    ),
    selection_rule=RULE,
    finds=(
        "how steep a decline makes waiting impossible",
        "the price of peace today",
    ),
    does_not_find=(
        "anything without decline: there it gives no answer",
        "slow decline over many periods, or doubt about strength",
        "institutions that would bind the rising side",
    ),
    meanings={
        "regime": "whether peace can be bought",
        "appeasement": "the declining side is bought off today, and there is peace",
        "preventive attack": "no offer today is enough, and the declining side attacks",
        "attack": "the declining side attacks at once",
        "peace": "there is peace for ever",
        "price_of_peace": "share of today's flow that would keep the declining side from "
        "attacking; above 1 where nothing would",
        "patience_that_breaks": "discount factor above which peace breaks down",
        "n_equilibria": "number of equilibrium outcomes",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="attack",
    decisive=("power_tomorrow", "power_today"),
    tree="stages",
    witness=witness,
    unique="every subgame-perfect equilibrium has this outcome",
    features=("shifting power", "divisible stake", "promise afterwards"),
)
