r"""A promise that is to be kept later: what is it worth, and what would make it safe.

A target (T) holds something that a challenger (C) wants back, such as a suspect. C promises to do
something afterwards, such as to investigate him. Keeping the promise costs C an amount that T does
not know. C keeps it only if breaking it would cost more: a pledge that is lost, a relationship.

**Timing**

1. Chance draws C's cost of keeping the promise $h\sim U[0, H]$, which only C knows.
2. T releases what it holds (*release*) or not (*hold*).
3. After a release C keeps the promise (*honor*) or not (*break*).

**Symbols**

========  ====================  ==============================================================
Symbol    Name                  Meaning
========  ====================  ==============================================================
$H$       largest_honor_cost    most that keeping the promise may cost C
$G$       collateral            what C loses at once when it breaks the promise
$R$       relationship_flow     what C loses per period from then on
$\delta$  discount_factor       weight of the next period
$B$       release_worth         what a release is worth to T, whatever follows
$Y$       promise_worth         what a promise that is kept is worth to T on top
$X$       holding_worth         what holding on is worth to T
$V$       prize                 what the release is worth to C
========  ====================  ==============================================================

**Payoffs** (C; T): held $(0; X)$; honored $(V-h+\delta R/(1-\delta); B+Y)$; broken $(V-G; B)$.

**Closed form.** C honors iff $h<g$ with $g=G+\delta R/(1-\delta)$, so with chance
$s=\min(1, g/H)$. T releases iff $B+sY>X$, that is iff $s$ exceeds $(X-B)/Y$:

- **release on a sure promise**, iff $B+sY>X$ and $s=1$;
- **release on a doubtful promise**, iff $B+sY>X$ and $s<1$;
- **no release**, iff $B+sY<X$.

The promise is sure iff $G\ge H-\delta R/(1-\delta)$, the hostage that C would have to leave. With
$\delta=0$ and $G=0$ the promise is empty: $s=0$. The equilibrium is unique.

**What it finds.** How likely a promise is kept, whether that is enough, and which pledge would do.

**What it does not find.** What T could do to punish a broken promise, beyond $G$ and $R$. Whether C
would offer a pledge, and whether a pledge can be trusted to be lost.

References
----------
After Fearon (1995), Powell (2006) and Williamson (1983); `MODEL.citations` says what is taken from
each.
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
from standoff.models.kinds import KNIFE_EDGE_TOLERANCE, Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
RULE = "the only equilibrium"

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "largest_honor_cost", "Most that keeping the promise may cost the challenger",
        2.0, low=0.0, symbol="H", unit=_UNIT, wide=(0.5, 3.0),
    ),
    Parameter(
        "collateral", "What the challenger loses at once when it breaks the promise",
        0.0, low=0.0, symbol="G", unit=_UNIT, wide=(0.0, 1.0),
    ),
    Parameter(
        "relationship_flow", "What the challenger loses per period after a broken promise",
        0.1, low=0.0, symbol="R", unit=_UNIT, wide=(0.0, 0.3),
    ),
    Parameter(
        "discount_factor", "Weight of the next period against this one",
        0.9, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.5, 0.95),
    ),
    Parameter(
        "release_worth", "What a release is worth to the target, whatever follows",
        0.3, symbol="B", unit=_UNIT, wide=(0.0, 0.5),
    ),
    Parameter(
        "promise_worth", "What a promise that is kept is worth to the target on top",
        0.4, low=0.0, symbol="Y", unit=_UNIT, wide=(0.1, 0.8),
    ),
    Parameter(
        "holding_worth", "What holding on is worth to the target",
        0.45, symbol="X", unit=_UNIT, wide=(0.2, 0.8),
    ),
    Parameter(
        "prize", "What the release is worth to the challenger",
        0.6, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "H > 0", "keeping the promise may cost the challenger something"),
    ModelAssumption("A2", "delta < 1", "the present counts for something"),
)

_LASTING = "discount_factor*relationship_flow/(1 - discount_factor)"


def build(remove: Collection[str] = (), *, grid: int = 8) -> Game:
    """Build the game with `grid` equally likely costs, each in the middle of its cell."""
    THEORY.check_removed(remove)
    costs = {
        f"cost {i + 1}": (f"1/{grid}", _cost(i + 1, f"{2 * i + 1}/{2 * grid}*largest_honor_cost"))
        for i in range(grid)
    }
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.tree(chance("cost", costs))


def _cost(i: int, cost: str) -> Sketch:
    promise = move(
        CHALLENGER,
        {
            "honor": end(
                "honored", f"prize - {cost} + {_LASTING}", "release_worth + promise_worth"
            ),
            "break": end("broken", "prize - collateral", "release_worth"),
        },
        knows=f"cost {i}: promise",
    )
    return move(
        TARGET, {"release": promise, "hold": end("held", 0, "holding_worth")}, knows="release"
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium; its kind depends on whether the promise is enough, and whether sure."""
    most, lasting = c["largest_honor_cost"], _lasting(c)
    at_stake = c["collateral"] + lasting
    honors = np.minimum(1.0, at_stake / most)
    worth = c["release_worth"] + honors * c["promise_worth"]
    releases, sure = worth > c["holding_worth"], at_stake >= most
    needed = (c["holding_worth"] - c["release_worth"]) / c["promise_worth"]
    yes, no = np.ones_like(most), np.zeros_like(most)
    # A worth near zero may be the sum of larger numbers, and rounded as they are.
    parts = (c["release_worth"], honors * c["promise_worth"], c["holding_worth"])
    rounding = KNIFE_EDGE_TOLERANCE * np.max(np.abs(parts), axis=0)
    tied = np.abs(worth - c["holding_worth"]) <= rounding
    return Kinds(
        kinds=(
            _kind(c, "release on a sure promise", releases & sure, yes, honors),
            _kind(c, "release on a doubtful promise", releases & ~sure, yes, honors),
            _kind(c, "no release", ~releases, no, honors),
        ),
        quantities={
            "honor_probability": honors,
            "honor_needed": np.where(c["promise_worth"] > 0.0, needed, np.nan),
            "collateral_for_certainty": np.maximum(0.0, most - lasting),
        },
        broken={"A1": most <= 0.0, "A2": c["discount_factor"] >= 1.0},
        edge=tied | (releases & near(at_stake, most)),
    )


def _lasting(c: Columns) -> Floats:
    return c["discount_factor"] * c["relationship_flow"] / (1.0 - c["discount_factor"])


def _kind(c: Columns, name: str, exists: Bools, release: Floats, honors: Floats) -> Kind:
    lasting, last = _lasting(c), honors * c["largest_honor_cost"]
    broken = c["prize"] - c["collateral"]
    gains = honors * (c["collateral"] + lasting - last / 2.0)
    return Kind(
        name,
        exists,
        probabilities={
            "release": release,
            "honor": release * honors,
            "break": release * (1.0 - honors),
            "hold": 1.0 - release,
        },
        values={
            CHALLENGER: release * (broken + gains),
            TARGET: np.where(
                release > 0.0,
                c["release_worth"] + honors * c["promise_worth"],
                c["holding_worth"],
            ),
        },
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Sum the relationship period by period, and integrate over the costs by Gauss' rule."""
    c = draws.complete(PARAMETERS).columns()
    most, delta = c["largest_honor_cost"], c["discount_factor"]
    # Twice as many periods each time, until what is left out is below rounding.
    flow, weight = delta * c["relationship_flow"], delta
    for _ in range(60):
        flow, weight = flow + weight * flow, weight**2
    cut = np.clip(c["collateral"] + flow, 0.0, most)
    honored, challenger = np.zeros_like(most), np.zeros_like(most)
    for low, high in ((np.zeros_like(most), cut), (cut, most)):
        for node, gauss in zip(*np.polynomial.legendre.leggauss(3), strict=True):
            cost, mass = low + (high - low) * (node + 1.0) / 2.0, gauss * (high - low) / 2.0 / most
            if_honored, if_broken = c["prize"] - cost + flow, c["prize"] - c["collateral"]
            honored += mass * (if_honored > if_broken)
            challenger += mass * np.maximum(if_honored, if_broken)
    worth = c["release_worth"] + honored * c["promise_worth"]
    releases = worth > c["holding_worth"]
    return {
        "release": releases - answers.probabilities["release"],
        "honor": releases * honored - answers.probabilities["honor"],
        "challenger's value": releases * challenger - answers.values[CHALLENGER],
        "target's value": np.maximum(worth, c["holding_worth"]) - answers.values[TARGET],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="promise-after-release",
    title="A promise after release: what would make it safe",
    citations=(
        Citation(
            "Williamson, O. E. (1983). Credible commitments: using hostages to support exchange. "
            "American Economic Review 73, 519-540.",
            takes="a pledge that is lost with the promise",
        ),
        Citation(
            "Powell, R. (2006). War as a commitment problem. International Organization 60, "
            "169-203.",
            takes="agreements that fail because nobody can be bound afterwards",
            doi="10.1017/S0020818306060061",
        ),
        Citation(
            "Fearon, J. D. (1995). Rationalist explanations for war. International Organization "
            "49, 379-414.",
            takes="the commitment problem as a cause of conflict",
            doi="10.1017/S0020818300033324",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "What is given back now is exchanged for something that is to be done later. Once it has "
        "been given back, only a pledge or the worth of the relationship binds the other side. "
        "The promise is worth as much as these; what a bird in the hand is worth decides whether "
        "that is enough."
    ),
    paragraphs=(17, 21, 22),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The challenger keeps the promise if that costs it less than what it would lose. The "
        "target releases if the promise is likely enough to be kept."
    ),
    selection_rule=RULE,
    finds=(
        "how likely a promise is kept, and how likely it would have to be",
        "the pledge that would make it sure",
    ),
    does_not_find=(
        "anything where keeping the promise costs nothing or the future counts in full: there it "
        "gives no answer",
        "what the target could do about a broken promise, beyond the pledge and the relationship",
        "whether a pledge would be offered, or would really be lost",
    ),
    meanings={
        "regime": "whether there is a release, and on what kind of promise",
        "release on a sure promise": "the target releases, and the promise is kept for sure",
        "release on a doubtful promise": "the target releases, and the promise may be broken",
        "no release": "the target holds on",
        "release": "the target releases",
        "honor": "the target releases and the promise is kept",
        "break": "the target releases and the promise is broken",
        "hold": "the target holds on",
        "honor_probability": "chance that the promise would be kept after a release",
        "honor_needed": "chance above which the target releases; undefined where the promise is "
        "worth nothing",
        "collateral_for_certainty": "pledge that would make the promise sure",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="honor",
    decisive=("collateral", "holding_worth"),
    tree="grid",
    witness=witness,
    unique="unique, up to costs at which the challenger is indifferent",
    features=("promise afterwards", "arrest of a person", "ongoing cooperation"),
)
