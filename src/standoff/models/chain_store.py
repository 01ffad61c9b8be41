r"""One target and a row of challengers who know each other: why firmness cannot be taught.

A target (T) meets challengers one after the other. Standing firm against the first might frighten
the others; but everybody knows what T likes best, and then the lesson of one crisis is empty. The
benchmark against which doubt about the target (the model of reputation) is to be read.

**Timing**

1. The next of $N$ challengers *stays out* or makes a demand (*challenge*).
2. T gives in (*concede*) or does not (*stand firm*). Everybody sees it.
3. Back to 1 with the next challenger, until all $N$ have had their turn.

**Symbols**

=======  =================  ==========================================================
Symbol   Name               Meaning
=======  =================  ==========================================================
$N$      n_challengers      number of challengers
$a$      deterrence_gain    T's gain from a challenger who stays out
$b$      challenge_gain     a challenger's gain when T gives in
=======  =================  ==========================================================

**Payoffs** (challenger; T) of each turn, in units of what standing firm costs: stays out
$(0; a)$; T gives in $(b; 0)$; T stands firm $(b-1; -1)$. T's payoffs are added up.

**Closed form** (subgame perfection). Standing firm costs T something in the last turn and gains
nothing, so T gives in, so the last challenger comes. Then nothing can be gained by standing firm in
the turn before, and so on: for every $N$ all challengers come and T gives in to all, for a total of
$0$ against $aN$ if it could deter them.

**What it finds.** What deterrence would be worth, and that it needs doubt: if it is known for sure
what T likes best, one concession teaches nothing and neither does one refusal.

**What it does not find.** Anything about a target of whom others are not sure, or a row of crises
without a known end.

References
----------
Selten (1978); `MODEL.citations` says what is taken from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from standoff.game.build import GameBuilder, Sketch, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory

CHALLENGERS, TARGET = "Challengers", "Target"
RULE = "the only equilibrium"
#: More stages than anybody will see.
MOST_STAGES = 200

_UNIT = "units of what standing firm costs"

PARAMETERS = (
    Parameter(
        "n_challengers", "Number of challengers, rounded to a whole number",
        20, low=1, high=MOST_STAGES, symbol="N", unit="challengers", wide=(1, 40),
    ),
    Parameter(
        "deterrence_gain", "What the target gains from a challenger who stays out",
        2.5, low=0.0, symbol="a", unit=_UNIT, wide=(1.0, 5.0),
    ),
    Parameter(
        "challenge_gain", "What a challenger gains when the target gives in",
        0.4, low=0.0, symbol="b", unit=_UNIT, wide=(0.05, 0.95),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1",
        "0 < b < 1",
        "a challenge pays if the target gives in, and does not if it stands firm",
    ),
)


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few challengers; each is a player, and no action can be taken away."""
    THEORY.check_removed(remove)
    builder = GameBuilder(MODEL.name).players(
        TARGET, *(f"Challenger {i + 1}" for i in range(n_stages))
    )
    return builder.parameters(*PARAMETERS[1:]).tree(_stage((), n_stages))


_TURNS = {"out": ("0", "deterrence_gain"), "in": ("challenge_gain", "0")} | {
    "firm": ("challenge_gain - 1", "-1")
}


def _stage(history: tuple[str, ...], n_stages: int) -> Sketch:
    if len(history) == n_stages:
        of_target = " + ".join(f"({_TURNS[turn][1]})" for turn in history)
        return end(", ".join(history), of_target, *(_TURNS[turn][0] for turn in history))
    turn = len(history) + 1
    after = f" after {', '.join(history)}" if history else ""
    answer = move(
        TARGET,
        {
            "concede": _stage((*history, "in"), n_stages),
            "stand firm": _stage((*history, "firm"), n_stages),
        },
        knows=f"answer {turn}{after}",
    )
    return move(
        f"Challenger {turn}",
        {"stay out": _stage((*history, "out"), n_stages), "challenge": answer},
        knows=f"turn {turn}{after}",
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the one equilibrium: all come, and the target gives in to all."""
    n, a, b = np.rint(c["n_challengers"]), c["deterrence_gain"], c["challenge_gain"]
    zero, one = np.zeros_like(a), np.ones_like(a)
    return Kinds(
        [
            Kind(
                "all challenge",
                np.ones_like(a, dtype=np.bool_),
                probabilities={"challenge": one, "concede": one, "stand_firm": zero},
                values={CHALLENGERS: n * b, TARGET: zero},
                quantities={"n_challenges": n, "n_concessions": n},
            )
        ],
        quantities={"worth_of_deterrence": a * n},
        broken={"A1": (b <= 0.0) | (b >= 1.0)},
        edge=np.zeros_like(a, dtype=np.bool_),
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Solve every stage from the last one back, by comparing what each choice leads to."""
    c = draws.complete(PARAMETERS).columns()
    n, a, b = np.rint(c["n_challengers"]), c["deterrence_gain"], c["challenge_gain"]
    target, challengers, n_challenges = np.zeros_like(a), np.zeros_like(a), np.zeros_like(a)
    comes, concedes = np.zeros_like(a), np.zeros_like(a)
    for left in range(1, int(np.nanmax(n, initial=0.0)) + 1):
        here = left <= n
        gives_in = 0.0 + target >= -1.0 + target
        worth = np.where(gives_in, b, b - 1.0)
        in_now = worth > 0.0
        now = np.where(in_now, np.where(gives_in, 0.0, -1.0), a)
        target = np.where(here, now + target, target)
        challengers = np.where(here, np.where(in_now, worth, 0.0) + challengers, challengers)
        n_challenges = np.where(here, in_now + n_challenges, n_challenges)
        comes = np.where(here, in_now, comes)
        concedes = np.where(here, in_now & gives_in, concedes)
    given = answers.probabilities
    return {
        "challenge": given["challenge"] - comes,
        "concede": given["concede"] - concedes,
        "stand_firm": given["stand_firm"] - (comes - concedes),
        "n_challenges": answers.quantities["n_challenges"] - n_challenges,
        "value of the target": answers.values[TARGET] - target,
        "value of the challengers": answers.values[CHALLENGERS] - challengers,
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="chain-store",
    title="Chain store: a row of challengers, and nobody in doubt",
    citations=(
        Citation(
            "Selten, R. (1978). The chain store paradox. Theory and Decision 9, 127-159.",
            takes="the game, and the argument from the last challenger back",
            doi="10.1007/BF00131770",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Giving in once seems to invite the next demand, and standing firm to prevent it. But if "
        "everybody knows that the target likes giving in better than a fight, a refusal today says "
        "nothing about tomorrow: when the last challenger comes there is nobody left to be "
        "impressed, so the target gives in, and with that the argument unravels back to the first. "
        "A precedent matters only where others are unsure whom they face."
    ),
    paragraphs=(33, 34),
    players=(CHALLENGERS, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium="Every challenger comes, and the target gives in to each, however many there are.",
    selection_rule=RULE,
    finds=(
        "that with known likings neither a concession nor a refusal teaches anything",
        "what deterring all of them would be worth: the benchmark for the model of reputation",
    ),
    does_not_find=(
        "anything about a target of whom others are in doubt: there reputation matters",
        "a row of crises without a known end, in which firmness can feed on itself",
        "anything where A1 fails: there it gives no answer",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "all challenge": "every challenger comes, and the target gives in to each",
        "challenge": "the first challenger comes",
        "concede": "the first challenger comes and the target gives in",
        "stand_firm": "the first challenger comes and the target stands firm",
        "n_challenges": "number of challengers who come",
        "n_concessions": "number of challengers to whom the target gives in",
        "worth_of_deterrence": "what the target would have if all challengers stayed out",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("n_challengers", "challenge_gain"),
    tree="stages",
    witness=witness,
    unique="the only subgame-perfect equilibrium",
    features=("later challengers",),
)
