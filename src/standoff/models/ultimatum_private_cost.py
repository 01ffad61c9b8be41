r"""How much to ask for, when nobody knows what the other side would rather fight over.

A proposer (A) demands a share of a pie; a responder (B) accepts or fights. Fighting costs B an
amount that only B knows. A higher demand brings more if it is accepted and is accepted less often.

**Timing**

1. Chance draws B's cost $c_B\sim U[c_{lo}, c_{hi}]$, which only B knows.
2. A demands the share $x$ of a pie of 1.
3. B accepts (*accept*) or fights (*fight*), and then A gets the pie with chance $p$.

**Symbols**

========  ======================  ============================================================
Symbol    Name                    Meaning
========  ======================  ============================================================
$p$       p_win                   chance that A would win a fight
$c_A$     fighting_cost           what a fight costs A
$c_{lo}$  lowest_cost             least that a fight may cost B
$c_{hi}$  highest_cost            most that a fight may cost B
========  ======================  ============================================================

**Payoffs** (A; B): accepted $(x; 1-x)$; fought $(p-c_A; 1-p-c_B)$.

**Closed form.** B accepts iff $x-p\le c_B$, so that A chooses by how much $y=x-p$ to go beyond what
a fight would bring; $p+y-F(y)(y+c_A)$ is a parabola with its top at $(c_{hi}-c_A)/2$. Then
$y^*=\min(\max((c_{hi}-c_A)/2, c_{lo}), 1-p)$, $x^*=p+y^*$ and $\Pr(fight)=F(y^*)$:

- **safe demand**, iff $(c_{hi}-c_A)/2\le c_{lo}<1-p$: no fight.
- **risky demand**, iff $c_{lo}<(c_{hi}-c_A)/2<1-p$: A trades the risk for the return.
- **all, at a risk**, iff $c_{lo}<1-p<(c_{hi}-c_A)/2$: A would ask for more than there is.
- **all, safely**, iff $1-p\le c_{lo}$: B gives up everything rather than fight.

The equilibrium is unique. With $c_{lo}=0$ and a risky demand, $\Pr(fight)=(c_{hi}-c_A)/(2c_{hi})$
and A gets $p+(c_{hi}-c_A)^2/(4c_{hi})$. Without doubt there is no fight.

**What it finds.** How much to ask for, and the risk that is worth running for it.

**What it does not find.** Counteroffers, signals before the demand, or a fight that A would rather
have than any agreement. Other shapes of doubt than an even one.

References
----------
Fearon (1995); `MODEL.citations` says what is taken from it.
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

PROPOSER, RESPONDER = "Proposer", "Responder"
RULE = "the only equilibrium"

_UNIT = "shares of the pie"

PARAMETERS = (
    Parameter(
        "p_win", "Chance that the proposer would win a fight",
        0.3, low=0.0, high=1.0, symbol="p", unit="probability", wide=(0.1, 0.8),
    ),
    Parameter(
        "fighting_cost", "What a fight costs the proposer",
        0.1, low=0.0, symbol="c_A", unit=_UNIT, wide=(0.02, 0.4),
    ),
    Parameter(
        "lowest_cost", "Least that a fight may cost the responder",
        0.0, low=0.0, symbol="c_lo", unit=_UNIT, wide=(0.0, 0.2),
    ),
    Parameter(
        "highest_cost", "Most that a fight may cost the responder",
        0.5, low=0.0, symbol="c_hi", unit=_UNIT, wide=(0.25, 1.0),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "c_lo < c_hi", "there is some doubt about the responder's cost"),
)

#: Largest excess over a fight that is worth a place on the grid: what there is to demand.
_TOP = "max(lowest_cost, min(highest_cost, 1 - p_win))"


def build(remove: Collection[str] = (), *, grid: int = 6) -> Game:
    """Build the game with `grid` cells of costs that differ in their answers, and one of others.

    Demands lie at the borders of the cells and costs in their middles, so that every demand has
    the chance and the payoffs that it has among all costs. Costs beyond what there is to demand
    accept everything and are one cell.
    """
    THEORY.check_removed(remove)
    cell = f"({_TOP} - lowest_cost)/{grid}"
    chance_of_cell = f"{cell}/(highest_cost - lowest_cost)"
    costs = {
        f"cost {i + 1}": (chance_of_cell, _demand(f"(lowest_cost + {i + 0.5}*{cell})", cell, grid))
        for i in range(grid)
    }
    rest = f"(highest_cost - {_TOP})/(highest_cost - lowest_cost)"
    costs["higher"] = (rest, _demand(f"(highest_cost + {_TOP})/2", cell, grid))
    builder = GameBuilder(MODEL.name).players(PROPOSER, RESPONDER).parameters(*PARAMETERS)
    return builder.tree(chance("cost", costs))


def _demand(cost: str, cell: str, grid: int) -> Sketch:
    demands: dict[str, Sketch] = {}
    for j in range(grid + 1):
        demand = f"min(1, p_win + lowest_cost + {j}*{cell})"
        demands[f"demand {j}"] = move(
            RESPONDER,
            {
                "accept": end("accepted", demand, f"1 - {demand}"),
                "fight": end("fought", "p_win - fighting_cost", f"1 - p_win - {cost}"),
            },
        )
    return move(PROPOSER, demands, knows="demand")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium; its kind depends on where the best demand lies."""
    low, left = c["lowest_cost"], 1.0 - c["p_win"]
    top = (c["highest_cost"] - c["fighting_cost"]) / 2.0
    all_safely, safe = low >= left, top <= low
    beyond = ~all_safely & ~safe & (top >= left)
    return Kinds(
        kinds=(
            _kind(c, "safe demand", safe & ~all_safely, low),
            _kind(c, "risky demand", ~safe & ~all_safely & ~beyond, top),
            _kind(c, "all, at a risk", beyond, left),
            _kind(c, "all, safely", all_safely, left),
        ),
        quantities={"safe_demand": np.minimum(c["p_win"] + low, 1.0)},
        broken={"A1": low >= c["highest_cost"]},
        edge=near(low, left) | (~all_safely & (near(top, low) | (~safe & near(top, left)))),
    )


def _kind(c: Columns, name: str, exists: Bools, beyond: Floats) -> Kind:
    low, high, p = c["lowest_cost"], c["highest_cost"], c["p_win"]
    last = np.clip(beyond, low, high)
    p_fight = (last - low) / (high - low)
    demand = p + beyond
    return Kind(
        name,
        exists,
        probabilities={"fight": p_fight, "accept": 1.0 - p_fight},
        values={
            PROPOSER: demand - p_fight * (beyond + c["fighting_cost"]),
            RESPONDER: (1.0 - p_fight) * (1.0 - demand) + p_fight * (1.0 - p - (low + last) / 2.0),
        },
        quantities={"demand": demand},
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Search all demands, and integrate over the costs by Gauss' rule."""
    c = {name: column[:, None] for name, column in draws.complete(PARAMETERS).columns().items()}
    low, high, p = c["lowest_cost"], c["highest_cost"], c["p_win"]
    nodes, weights = np.polynomial.legendre.leggauss(4)

    def worth(demand: Floats) -> tuple[Floats, Floats, Floats]:
        """Proposer's and responder's payoff, and the chance of a fight, at these demands."""
        first = np.clip(demand - p, low, high)
        proposer, responder, fights = (np.zeros_like(demand) for _ in range(3))
        for start, stop, accepts in ((low, first, False), (first, high, True)):
            for node, weight in zip(nodes, weights, strict=True):
                cost = start + (stop - start) * (node + 1.0) / 2.0
                mass = weight * (stop - start) / (2.0 * (high - low))
                proposer += mass * (demand if accepts else p - c["fighting_cost"])
                responder += mass * ((1.0 - demand) if accepts else 1.0 - p - cost)
                fights += mass * (not accepts)
        return proposer, responder, fights

    found = worth(answers.quantities["demand"][:, None])
    proposer, responder, fights = (column[:, 0] for column in found)
    others = worth(np.tile(np.linspace(0.0, 1.0, 801), (len(draws), 1)))[0]
    return {
        "gain by another demand": np.maximum(others.max(axis=1) - proposer, 0.0),
        "chance of a fight": fights - answers.probabilities["fight"],
        "proposer's value": proposer - answers.values[PROPOSER],
        "responder's value": responder - answers.values[RESPONDER],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="ultimatum-private-cost",
    title="Ultimatum: how much to demand of somebody whose costs are unknown",
    citations=(
        Citation(
            "Fearon, J. D. (1995). Rationalist explanations for war. International Organization "
            "49, 379-414.",
            takes="a demand to somebody whose cost of fighting is private, and its risk",
            doi="10.1017/S0020818300033324",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Whoever demands does not know how much the other side would rather give than fight. "
        "Asking for more brings more when it is accepted, and is refused more often. Some risk "
        "of a fight that both would have avoided is worth running, and it grows with the doubt."
    ),
    paragraphs=(9, 14),
    players=(PROPOSER, RESPONDER),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the doubt is small or fighting is expensive, the proposer asks for what everybody "
        "accepts. If the doubt is larger, it asks for more and runs a risk, up to asking for "
        "everything."
    ),
    selection_rule=RULE,
    finds=(
        "how much to ask for",
        "the risk of a fight that is worth running for it",
    ),
    does_not_find=(
        "anything without doubt about the responder: there it gives no answer",
        "counteroffers, or signals before the demand",
        "doubt of any other shape than an even one, or doubt about the chance to win",
    ),
    meanings={
        "regime": "kind of demand",
        "safe demand": "everybody accepts the demand",
        "risky demand": "some would rather fight than accept",
        "all, at a risk": "everything is demanded, and some would rather fight",
        "all, safely": "everything is demanded, and nobody would rather fight",
        "fight": "the responder fights",
        "accept": "the responder accepts",
        "demand": "share that the proposer demands",
        "safe_demand": "largest share that everybody would accept",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="fight",
    decisive=("highest_cost", "fighting_cost"),
    tree="grid",
    witness=witness,
    unique="unique",
    features=("divisible stake", "doubt about resolve"),
)
