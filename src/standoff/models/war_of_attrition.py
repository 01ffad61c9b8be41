r"""A contest of waiting: both sides pay as long as it lasts, and the first to give in loses.

A challenger (C) keeps up pressure until the target (T) gives in, and T holds out until C gives up.
Waiting costs both. Nobody is stronger at the table; the only weapon is to last longer.

**Timing**, at every moment

1. As long as nobody has yielded, each side waits or yields.
2. The first to yield ends the contest, and the other one has the prize.

**Symbols**

==========  ==========================  =================================================
Symbol      Name                        Meaning
==========  ==========================  =================================================
$V_1, V_2$  prize_challenger, ..target  what winning is worth to C and to T
$k_1, k_2$  waiting_cost_...            what a month of waiting costs C and T
==========  ==========================  =================================================

**Payoffs**: whoever yields after $t$ months has $-k_it$, and the other one $V_j-k_jt$.

**Closed form.** A side that may yield at any time must be kept indifferent by how fast the other
one yields. So C yields at the rate $\lambda_1=k_2/V_2$ per month and T at the rate
$\lambda_2=k_1/V_1$. All equilibrium outcomes are

- **contest**: neither yields at once. $\Pr(\text{C first})=\lambda_1/(\lambda_1+\lambda_2)$, the
  contest lasts $1/(\lambda_1+\lambda_2)$ months on average, and both expect 0: waiting eats up the
  prize.
- **challenger yields**, **target yields**: one side yields at once, because the other one would
  never. The other one expects its whole prize.
- **challenger may yield at once**, **target may yield at once**: one side yields at once with some
  chance $\alpha$ between 0 and 1, and otherwise the contest begins. It expects 0 and the other one
  $\alpha V_j$.

What a side pays for waiting moves only how fast the *other* one yields: if the prize matters less
to C, or waiting costs it more, C does not yield sooner, T waits less long. This is odd, and it is
due to nobody being in doubt. If each side might with the same tiny chance be of a kind that never
yields, there is one equilibrium only, and in the limit the side with the larger $k_i/V_i$ yields
at once.

**What it finds.** How long a test of endurance lasts if nobody is known to be weaker, who yields
first, and what it costs.

**What it does not find.** Which of the equilibria is played: the rule takes the one in which nobody
yields at once. Anything that changes while they wait, haggling over the prize, or doubt about what
the other one can bear.

References
----------
Maynard Smith (1974) and Hendricks, Weiss and Wilson (1988); for sanctions Smith (1996).
`MODEL.citations` says what is taken from each.
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
from standoff.models.kinds import Columns, Kind, Kinds, Strategy, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
NAME = "war-of-attrition"
RULE = "neither side yields at once"
#: Moves on the tree, and their distance, in units of the mean duration, if nothing else is asked.
N_MOVES = 5
STEP = 0.25

_PRIZE = "units of the challenger's prize"
_COST = "units of the challenger's prize per month"

PARAMETERS = (
    Parameter(
        "prize_challenger", "What winning is worth to the challenger",
        1.0, low=0.0, symbol="V1", unit=_PRIZE, wide=(0.5, 1.5),
    ),
    Parameter(
        "prize_target", "What winning is worth to the target",
        0.8, low=0.0, symbol="V2", unit=_PRIZE, wide=(0.5, 1.5),
    ),
    Parameter(
        "waiting_cost_challenger", "What a month of waiting costs the challenger",
        0.3, low=0.0, symbol="k1", unit=_COST, wide=(0.05, 0.6),
    ),
    Parameter(
        "waiting_cost_target", "What a month of waiting costs the target",
        0.2, low=0.0, symbol="k2", unit=_COST, wide=(0.05, 0.6),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "V1 > 0, V2 > 0", "both sides want to win"),
    ModelAssumption("A2", "k1 > 0, k2 > 0", "waiting costs both sides something"),
)


def build(remove: Collection[str] = (), *, n_moves: int = N_MOVES, step: float = STEP) -> Game:
    """Build the first moves of the contest, in which the sides take turns.

    T and C may yield at once, one after the other; then T after half a step, C after a whole one
    and so on, `n_moves` in all. `step` is the time between two moves of a side, as a share of the
    mean duration. What comes after the last move is worth nothing to the side that has just waited,
    and to the other one the cost of waiting for its turn, as in the contest itself. The sides
    are as likely to win as in the model whatever the step, up to the moves that are cut off; the
    smaller it is, the closer the times come.
    """
    THEORY.check_removed(remove)
    builder = GameBuilder(NAME).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.tree(_turn(0, n_moves, step))


_SIDES = ("target", "challenger")


def _turn(i: int, n_moves: int, step: float) -> Sketch:
    """Sketch the i-th move; the sides take turns, and the first two moves come at once."""
    mover = _SIDES[i % 2]
    waited = max(i - 1, 0) / 2.0 * step
    if i == n_moves:
        before, after = max(i - 2, 0) / 2.0 * step, waited
        # The side that has just waited expects nothing from the moment of its move on.
        of_mover, of_other = _costs(mover, after), _costs(_SIDES[1 - i % 2], before)
        pays = (of_mover, of_other) if mover == "challenger" else (of_other, of_mover)
        return end("still waiting", *pays)
    of_challenger, of_target = _costs("challenger", waited), _costs("target", waited)
    if mover == "challenger":
        yielded = end(f"challenger yields at move {i + 1}", of_challenger,
                      f"prize_target + {of_target}")  # fmt: skip
    else:
        yielded = end(f"target yields at move {i + 1}", f"prize_challenger + {of_challenger}",
                      of_target)  # fmt: skip
    return move(
        CHALLENGER if mover == "challenger" else TARGET,
        {"yield": yielded, "wait": _turn(i + 1, n_moves, step)},
        knows=_label(i),
    )


def _label(i: int) -> str:
    return f"{_SIDES[i % 2]}: move {i + 1}"


def _costs(side: str, time: float) -> str:
    """Costs of waiting for a time in units of the mean duration, as an expression."""
    if time == 0.0:
        return "0"
    rates = "waiting_cost_target/prize_target + waiting_cost_challenger/prize_challenger"
    return f"-waiting_cost_{side}*{time!r}/({rates})"


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, the one without yielding at once first."""
    v_1, v_2 = c["prize_challenger"], c["prize_target"]
    k_1, k_2 = c["waiting_cost_challenger"], c["waiting_cost_target"]
    zero, half, one = (np.full_like(v_1, x) for x in (0.0, 0.5, 1.0))
    # With a grain of stubbornness the side with the larger cost per prize yields at once.
    even = near(k_1 / v_1, k_2 / v_2)
    weaker_1, weaker_2 = ~even & (k_1 / v_1 > k_2 / v_2), ~even & (k_1 / v_1 < k_2 / v_2)
    return Kinds(
        kinds=(
            _kind(c, "contest", zero, zero, ~even),
            _kind(c, "challenger yields", one, zero, ~weaker_1),
            _kind(c, "target yields", zero, one, ~weaker_2),
            _kind(c, "challenger may yield at once", half, zero, np.ones_like(even)),
            _kind(c, "target may yield at once", zero, half, np.ones_like(even)),
        ),
        quantities={},
        broken={"A1": (v_1 <= 0.0) | (v_2 <= 0.0), "A2": (k_1 <= 0.0) | (k_2 <= 0.0)},
        edge=np.zeros_like(even),
    )


def _kind(c: Columns, name: str, at_once_1: Floats, at_once_2: Floats, unstable: Bools) -> Kind:
    """Write out one kind: the sides yield at once with these chances, of which one is zero."""
    v_1, v_2 = c["prize_challenger"], c["prize_target"]
    rate_1 = c["waiting_cost_target"] / v_2
    rate_2 = c["waiting_cost_challenger"] / v_1
    begins = (1.0 - at_once_1) * (1.0 - at_once_2)
    share = rate_1 / (rate_1 + rate_2)
    mean = begins / (rate_1 + rate_2)
    lasts = begins > 0.0
    return Kind(
        name,
        np.ones(len(v_1), dtype=np.bool_),
        probabilities={
            "concede": at_once_2 + begins * (1.0 - share),
            "give_up": at_once_1 + begins * share,
            "at_once": 1.0 - begins,
        },
        values={CHALLENGER: at_once_2 * v_1, TARGET: at_once_1 * v_2},
        quantities={
            "rate_challenger": np.where(lasts, rate_1, np.nan),
            "rate_target": np.where(lasts, rate_2, np.nan),
            "mean_duration": mean,
            "mean_cost_challenger": mean * c["waiting_cost_challenger"],
            "mean_cost_target": mean * c["waiting_cost_target"],
        },
        strategy=write(c, at_once_1, at_once_2),
        removed_by={"a grain of stubbornness": unstable},
        continuum=np.full(len(v_1), "may" in name),
        note=_MAY if "may" in name else "",
    )


_MAY = "The chance of yielding at once may be any number between 0 and 1; it is shown for one half."


def write(
    c: Columns,
    at_once_1: Floats,
    at_once_2: Floats,
    n_moves: int = N_MOVES,
    step: float = STEP,
) -> Strategy:
    """Write out how an equilibrium is played on the tree of `build`.

    Each move makes good to the other side what waiting costs it until its next turn.
    """
    ratio_1 = c["waiting_cost_challenger"] / c["prize_challenger"]
    ratio_2 = c["waiting_cost_target"] / c["prize_target"]
    share = ratio_2 / (ratio_1 + ratio_2)
    strategy: dict[tuple[str, str], Floats] = {}
    for i in range(n_moves):
        at_once, of_side = (at_once_2, 1.0 - share) if i % 2 == 0 else (at_once_1, share)
        paid = step * of_side
        if i == 0:
            p = at_once
        elif i == 1:
            p = at_once + (1.0 - at_once) * 0.5 * paid / (1.0 + 0.5 * paid)
        else:
            p = paid / (1.0 + 0.5 * paid)
        # Who would yield at once would do so at any later time, and is waited for.
        other = at_once_1 if i % 2 == 0 else at_once_2
        p = np.where(at_once == 1.0, 1.0, np.where(other == 1.0, 0.0, p))
        strategy[_label(i), "yield"], strategy[_label(i), "wait"] = p, 1.0 - p
    return strategy


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(10)
_N_PANELS = 40


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Sum what yielding at various times brings, given the other side's rate, up to the far end."""
    c = draws.complete(PARAMETERS).columns()
    rates = [answers.quantities["rate_challenger"], answers.quantities["rate_target"]]
    prizes = [c["prize_challenger"], c["prize_target"]]
    costs = [c["waiting_cost_challenger"], c["waiting_cost_target"]]
    values = [answers.values[CHALLENGER], answers.values[TARGET]]
    # Both are still waiting after this time with a chance of e**-40.
    width = 40.0 / (rates[0] + rates[1]) / _N_PANELS
    first, duration, regret = [0.0 * width, 0.0 * width], 0.0 * width, [0.0 * width, 0.0 * width]
    so_far = [0.0 * width, 0.0 * width]
    for panel in range(_N_PANELS):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            t, dt = (panel + 0.5 * (node + 1.0)) * width, 0.5 * weight * width
            left = [np.exp(-rate * t) for rate in rates]
            duration = duration + dt * left[0] * left[1]
            for i, j in ((0, 1), (1, 0)):
                first[i] = first[i] + dt * rates[i] * left[i] * left[j]
                so_far[i] = so_far[i] + dt * rates[j] * left[j] * (prizes[i] - costs[i] * t)
        t = (panel + 1.0) * width
        for i, j in ((0, 1), (1, 0)):
            worth = so_far[i] - np.exp(-rates[j] * t) * costs[i] * t
            regret[i] = np.maximum(regret[i], np.abs(worth - values[i]) / prizes[i])
    return {
        "give_up": first[0] - answers.probabilities["give_up"],
        "concede": first[1] - answers.probabilities["concede"],
        "at_once": 1.0 - first[0] - first[1] - answers.probabilities["at_once"],
        "mean duration": duration / answers.quantities["mean_duration"] - 1.0,
        "challenger's value of yielding at any time": regret[0],
        "target's value of yielding at any time": regret[1],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="War of attrition: who can wait longer",
    citations=(
        Citation(
            "Maynard Smith, J. (1974). The theory of games and the evolution of animal conflicts. "
            "Journal of Theoretical Biology 47, 209-221.",
            takes="the game, and yielding at a constant rate",
            doi="10.1016/0022-5193(74)90110-6",
        ),
        Citation(
            "Hendricks, K., Weiss, A. and Wilson, C. (1988). The war of attrition in continuous "
            "time with complete information. International Economic Review 29, 663-680.",
            takes="all equilibria, with sides that are not alike",
            doi="10.2307/2526827",
        ),
        Citation(
            "Smith, A. (1996). The success and use of economic sanctions. International "
            "Interactions 21, 229-245.",
            takes="pressure by sanctions as a contest of waiting",
        ),
        Citation(
            "Kornhauser, L., Rubinstein, A. and Wilson, C. (1989). Reputation and patience in the "
            "'war of attrition'. Economica 56, 15-24.",
            takes="that a grain of stubbornness leaves one equilibrium, in which the weaker side "
            "yields at once",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Pressure hurts the one who exerts it as well as the one who bears it. As long as nobody "
        "is known to be weaker, each side hopes that the other one will give in tomorrow, and that "
        "hope is just large enough to pay for today. So the contest may last, its outcome is left "
        "to chance, and what waiting costs eats up what there is to win. How long a side holds out "
        "depends on what the other one can bear, not on its own pains."
    ),
    paragraphs=(8, 9, 11, 14, 17),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "Each side yields at a constant rate, which is what waiting costs the other side in terms "
        "of what the other side can win. There are also equilibria in which one side yields at "
        "once, surely or with some chance."
    ),
    selection_rule=RULE,
    finds=(
        "how long a contest of waiting lasts, and who yields first",
        "that all of the prize is spent on waiting, if neither side yields at once",
        "every equilibrium outcome, and which of them a grain of stubbornness would leave",
    ),
    does_not_find=(
        "which of the equilibria is played: the rule takes the one in which nobody yields at once",
        "what changes while they wait, such as costs that grow: see `growing-audience-costs`",
        "haggling over the prize, or doubt about what the other side can bear",
        "anything where A1 or A2 fails: there it gives no answer",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "contest": "neither yields at once, and both may yield at any time",
        "challenger yields": "the challenger yields at once",
        "target yields": "the target yields at once",
        "challenger may yield at once": "the challenger yields at once with some chance; if not, "
        "the contest begins",
        "target may yield at once": "the target yields at once with some chance; if not, the "
        "contest begins",
        "concede": "the target yields first",
        "give_up": "the challenger yields first",
        "at_once": "somebody yields at once",
        "rate_challenger": "rate per month at which the challenger yields, while the contest lasts",
        "rate_target": "rate per month at which the target yields, while the contest lasts",
        "mean_duration": "months until somebody yields, on average",
        "mean_cost_challenger": "what the challenger pays for waiting, on average",
        "mean_cost_target": "what the target pays for waiting, on average",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("waiting_cost_target", "waiting_cost_challenger"),
    tree="stages",
    witness=witness,
    unique=(
        "the only equilibrium outcome without a chance of yielding at once; with a grain of "
        "stubbornness on both sides only the side with the larger cost per prize yields at once"
    ),
    features=("waiting contest", "harm under way"),
)
