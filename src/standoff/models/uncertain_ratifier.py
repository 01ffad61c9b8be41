r"""An offer to somebody whose ratifier cannot be read: how much safety to buy.

An executive (such as a justice department) makes one offer that a ratifier (a court, a parliament,
an army) accepts or refuses. What the ratifier wants at least is known only roughly. A higher offer
is more likely to be ratified and leaves less.

**Timing**

1. Chance draws the ratifier's floor $\rho\sim U[r_{lo}, r_{hi}]$. Only the ratifier knows it.
2. The executive offers a share $x$ of a pie of 1.
3. The ratifier accepts (*ratify*) or does not (*refuse*).

**Symbols**

========  =============  ====================================================================
Symbol    Name           Meaning
========  =============  ====================================================================
$r_{lo}$  lowest_floor   least that the ratifier may insist on
$r_{hi}$  highest_floor  most that the ratifier may insist on
$c$       failure_cost   what a refusal costs the executive
========  =============  ====================================================================

**Payoffs** (executive; ratifier): ratified $(1-x; x-\rho)$; refused $(-c; 0)$.

**Closed form.** The ratifier accepts iff $x\ge\rho$, so that the executive's payoff
$F(x)(1-x)-(1-F(x))c$ is a parabola between the floors with its top at $(1+c+r_{lo})/2$. Then
$x^*=\min((1+c+r_{lo})/2, r_{hi})$ and $\Pr(ratify)=(x^*-r_{lo})/(r_{hi}-r_{lo})$:

- **sure offer**, iff $r_{hi}\le(1+c+r_{lo})/2$: $x^*=r_{hi}$, ratified for sure.
- **risky offer**, iff $r_{lo}<1+c$ and $r_{hi}$ is higher than that: refused now and then, without
  anybody having wanted it (involuntary defection).
- **no deal**, iff $r_{lo}>1+c$: every acceptable offer costs more than a refusal.

The equilibrium is unique up to offers that are refused for sure. With $c=0$ and $r_{lo}=0$ the
offer is that of a monopolist, 1/2.

**What it finds.** How far to go to meet a ratifier, and how often an agreement fails all the same.

**What it does not find.** A second offer after a refusal, or what the ratifier may learn or signal.
Other shapes of doubt than an even one.

References
----------
After Iida (1993) and Milner and Rosendorff (1997); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

EXECUTIVE, RATIFIER = "Executive", "Ratifier"
RULE = "the only equilibrium; where no deal pays, the lowest floor is offered"

_UNIT = "shares of the pie"

PARAMETERS = (
    Parameter(
        "lowest_floor", "Least share that the ratifier may insist on",
        0.2, low=0.0, symbol="r_lo", unit=_UNIT, wide=(0.0, 0.5),
    ),
    Parameter(
        "highest_floor", "Largest share that the ratifier may insist on",
        0.8, low=0.0, symbol="r_hi", unit=_UNIT, wide=(0.5, 1.2),
    ),
    Parameter(
        "failure_cost", "What a refusal costs the executive",
        0.3, low=0.0, symbol="c", unit=_UNIT, wide=(0.0, 0.6),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "r_lo < r_hi", "there is some doubt about what the ratifier wants"),
)


def build(remove: Collection[str] = (), *, grid: int = 6) -> Game:
    """Build the game with `grid` equally likely floors and offers at the borders between them.

    Offer `j` is accepted by exactly `j` floors, so that every offer has the chance and the payoffs
    that it has among all floors; only offers between the borders are missing.
    """
    THEORY.check_removed(remove)
    floors = {
        f"floor {i + 1}": (f"1/{grid}", _offer(_between(f"{2 * i + 1}/{2 * grid}"), grid))
        for i in range(grid)
    }
    builder = GameBuilder(MODEL.name).players(EXECUTIVE, RATIFIER).parameters(*PARAMETERS)
    return builder.tree(chance("floor", floors))


def _between(share: str) -> str:
    return f"lowest_floor + {share}*(highest_floor - lowest_floor)"


def _offer(floor: str, grid: int) -> Sketch:
    offers: dict[str, Sketch] = {}
    for j in range(grid + 1):
        offer = _between(f"{j}/{grid}")
        offers[f"offer {j}"] = move(
            RATIFIER,
            {
                "ratify": end("ratified", f"1 - ({offer})", f"{offer} - ({floor})"),
                "refuse": end("refused", "-failure_cost", 0),
            },
        )
    return move(EXECUTIVE, offers, knows="offer")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium; its kind depends on where the best offer lies."""
    low, high, cost = c["lowest_floor"], c["highest_floor"], c["failure_cost"]
    top = (1.0 + cost + low) / 2.0
    no_deal = low >= 1.0 + cost
    sure = high <= top
    return Kinds(
        kinds=(
            _kind(c, "sure offer", sure & ~no_deal, high),
            _kind(c, "risky offer", ~sure & ~no_deal, top),
            _kind(c, "no deal", no_deal, low),
        ),
        quantities={"surplus": 1.0 + cost - low},
        broken={"A1": low >= high},
        edge=near(high, top) | near(low, 1.0 + cost),
    )


def _kind(c: Columns, name: str, exists: Bools, offer: Floats) -> Kind:
    low, width = c["lowest_floor"], c["highest_floor"] - c["lowest_floor"]
    p_ratify = (offer - low) / width
    many = name == "no deal"
    return Kind(
        name,
        exists,
        probabilities={"ratify": p_ratify, "refuse": 1.0 - p_ratify},
        values={
            EXECUTIVE: p_ratify * (1.0 - offer) - (1.0 - p_ratify) * c["failure_cost"],
            RATIFIER: p_ratify * (offer - low) / 2.0,
        },
        quantities={"offer": offer},
        continuum=np.full(len(low), many),
        note="Any offer up to the lowest floor is refused and does as well." if many else "",
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Search all offers, and integrate over the floors by Gauss' rule."""
    c = draws.complete(PARAMETERS).columns()
    low, high = c["lowest_floor"][:, None], c["highest_floor"][:, None]
    cost, offer = c["failure_cost"][:, None], answers.quantities["offer"][:, None]
    nodes, weights = np.polynomial.legendre.leggauss(4)

    def worth(x: Floats) -> tuple[Floats, Floats, Floats]:
        """Executive's and ratifier's payoff, and the chance of ratification, of offers x."""
        last = np.clip(x, low, high)
        floors = low + (last - low) * (nodes[:, None, None] + 1.0) / 2.0
        density = weights[:, None, None] * (last - low) / (2.0 * (high - low))
        accepted = density.sum(axis=0)
        executive = (density * (1.0 - x + cost)).sum(axis=0) - cost
        return executive, (density * (x - floors)).sum(axis=0), accepted

    others = low + np.linspace(-0.5, 1.5, 801) * (high - low)
    executive, ratifier, p_ratify = (column[:, 0] for column in worth(offer))
    return {
        "gain by another offer": np.maximum(worth(others)[0].max(axis=1) - executive, 0.0),
        "chance of ratification": p_ratify - answers.probabilities["ratify"],
        "executive's value": executive - answers.values[EXECUTIVE],
        "ratifier's value": ratifier - answers.values[RATIFIER],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="uncertain-ratifier",
    title="Uncertain ratifier: an offer that somebody else must accept",
    citations=(
        Citation(
            "Iida, K. (1993). When and how do domestic constraints matter? Two-level games with "
            "uncertainty. Journal of Conflict Resolution 37, 403-426.",
            takes="involuntary defection: agreements that fail at ratification",
        ),
        Citation(
            "Milner, H. V. and Rosendorff, B. P. (1997). Democratic politics and international "
            "trade negotiations: elections and divided government as constraints on trade "
            "liberalization. Journal of Conflict Resolution 41, 117-146.",
            takes="an executive who must guess what the legislature will accept",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "Whoever makes an agreement that a third party must ratify does not quite know what that "
        "party will accept. Offering more is safer and dearer. It is seldom worth while to buy "
        "full safety, so that some agreements fail although both who made them wanted them."
    ),
    paragraphs=(16, 21, 22),
    players=(EXECUTIVE, RATIFIER),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the doubt is small or failure is expensive, the executive offers what every ratifier "
        "accepts. If the doubt is larger, it takes a risk. If even the mildest ratifier asks for "
        "more than an agreement is worth, there is none."
    ),
    selection_rule=RULE,
    finds=(
        "how much to offer a ratifier whose demands are known only roughly",
        "how often an agreement fails at ratification",
    ),
    does_not_find=(
        "anything without doubt about the ratifier: there it gives no answer",
        "a second offer after a refusal, or signals of the ratifier",
        "doubt of any other shape than an even one",
    ),
    meanings={
        "regime": "kind of offer",
        "sure offer": "every ratifier accepts the offer",
        "risky offer": "some ratifiers refuse the offer",
        "no deal": "no acceptable offer is worth making",
        "ratify": "the agreement is ratified",
        "refuse": "the ratifier refuses",
        "offer": "share that the executive offers",
        "surplus": "what an agreement is worth to the executive and the mildest ratifier together",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="ratify",
    decisive=("highest_floor", "failure_cost"),
    tree="grid",
    witness=witness,
    unique="unique, up to offers that are refused for sure",
    features=("ratification", "divisible stake", "third party decides"),
    optional=("third party decides",),
)
