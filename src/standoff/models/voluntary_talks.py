r"""Talks that nobody has to enter: cheap words that make peace by telling who is willing.

Two sides can settle only if both come to bargain. Whoever comes while the other one attacks is
caught on the wrong foot. Each side knows what a war is worth to it, and not what it is worth to the
other. Words cost nothing, and still they help: they tell whether it is worth while to come.

**Timing**

1. Chance draws what a war is worth to each side, uniform between 0 and 1 and independent. Each
   learns its own.
2. Both say at the same time that they are *willing* or *unwilling* to bargain.
3. Knowing both words, each comes to *bargain* or *fights*, at the same time.

**Symbols**

========  ==============  =================================================================
Symbol    Name            Meaning
========  ==============  =================================================================
$s$       settlement      what a settlement is worth to either side
$\kappa$  exposure_cost   what a side loses when it comes to bargain and the other one fights
========  ==============  =================================================================

**Payoffs** (side A; side B): settled $(s; s)$; both fight $(w_A; w_B)$; only A comes to bargain
$(w_A-\kappa; w_B)$; only B does $(w_A; w_B-\kappa)$.

**Closed form.** The equilibria that are alike for both sides and use words fully or not at all are

- **talk**: a side says that it is willing iff $w<s$, and comes iff both say so. Peace has the
  chance $s^2$, and nobody is caught on the wrong foot.
- **tacit peace**, iff $\kappa<1$ and $(s+\kappa)^2>4\kappa$: words mean nothing, and a side comes
  iff $w<c_0$ with $c_0=\tfrac12\left(s+\kappa+\sqrt{(s+\kappa)^2-4\kappa}\right)<s$.
- **fragile peace**, in the same cases: the same with the smaller root. A little more distrust and
  nobody comes.
- **war**: words mean nothing, and nobody comes.

Without words cut-offs that differ between the sides are not possible. The rule selects talk, which
is best for both. As $\kappa\to 0$ we have $c_0\to s$ and words add nothing; for large $\kappa$ only
words make peace.

**What it finds.** What words that bind nobody can add: they save the risk of coming in vain.

**What it does not find.** Haggling over the settlement, which is given. That words are used: there
is always an equilibrium in which they mean nothing, and one with war. Threats that make the other
side hedge: a threat whose failure costs the bluffer $h$ is `audience-costs` with $a=h$.

References
----------
After Ramsay (2011); see also Trager (2010). `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise, product

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Assessment, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

A, B = "Side A", "Side B"
NAME = "voluntary-talks"
WORDS = ("willing", "unwilling")
RULE = "best for both sides"
#: Values of a war in each interval of the tree, if nothing else is asked for.
GRID = 1

_UNIT = "units of the best war"

PARAMETERS = (
    Parameter(
        "settlement", "What a settlement is worth to either side",
        0.8, low=0.0, symbol="s", unit=_UNIT, wide=(0.4, 0.95),
    ),
    Parameter(
        "exposure_cost",
        "What a side loses when it comes to bargain and the other one fights",
        0.1, low=0.0, symbol="kappa", unit=_UNIT, wide=(0.02, 0.5),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1", "0 < s < 1", "some would rather settle than fight, and some would rather fight"
    ),
    ModelAssumption("A2", "kappa > 0", "it costs something to come to bargain in vain"),
)


_SUM = "settlement + exposure_cost"
_HIGH = f"({_SUM} + sqrt(max(({_SUM})**2 - 4*exposure_cost, 0)))/2"
_LOW = f"min(exposure_cost/({_HIGH}), settlement)"
#: Values of a war between which a side acts alike in every equilibrium: the two cut-offs without
#: words, where there are any, and the settlement.
_BORDERS = ("0", _LOW, f"min(max({_HIGH}, {_LOW}), settlement)", "settlement", "1")
_N_INTERVALS = len(_BORDERS) - 1


def build(remove: Collection[str] = (), *, grid: int = GRID) -> Game:
    """Build the tree with `grid` values of a war in every interval; nothing can be taken away.

    The intervals end at the cut-offs of the equilibria, so that these are equilibria of the tree
    too, with the same chances and the same payoffs.
    """
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    wars = [
        (f"({high} - ({low}))/{grid}", f"{1.0 - middle!r}*({low}) + {middle!r}*({high})")
        for low, high in pairwise(_BORDERS)
        for middle in ((k + 0.5) / grid for k in range(grid))
    ]

    def drawn(i: int) -> Sketch:
        return chance(
            "war to B", {f"{j + 1}": (p, _say(i, j, wars)) for j, (p, _) in enumerate(wars)}
        )

    root = chance("war to A", {f"{i + 1}": (p, drawn(i)) for i, (p, _) in enumerate(wars)})
    return GameBuilder(NAME).players(A, B).parameters(*PARAMETERS).tree(root)


def _say(i: int, j: int, wars: list[tuple[str, str]]) -> Sketch:
    def answer(a: str) -> Sketch:
        words = {b: _act(i, j, a, b, wars) for b in WORDS}
        return move(B, words, knows=f"B {j + 1}: say")

    return move(A, {a: answer(a) for a in WORDS}, knows=f"A {i + 1}: say")


def _act(i: int, j: int, a: str, b: str, wars: list[tuple[str, str]]) -> Sketch:
    war_a, war_b = wars[i][1], wars[j][1]
    lost = " - exposure_cost"
    settled = end("settled", "settlement", "settlement")
    caught_a = end("A caught", f"{war_a}{lost}", war_b)
    caught_b = end("B caught", war_a, f"{war_b}{lost}")
    war = end("war", war_a, war_b)
    of_b = f"B {j + 1}, {a} and {b}: act"
    return move(
        A,
        {
            "bargain": move(B, {"bargain": settled, "fight": caught_a}, knows=of_b),
            "fight": move(B, {"bargain": caught_b, "fight": war}, knows=of_b),
        },
        knows=f"A {i + 1}, {a} and {b}: act",
    )


def write(c: Columns, kind: str, grid: int = GRID) -> Assessment:
    """Write out how a kind of equilibrium is played on the tree of `build`.

    Words that mean nothing are chosen by the toss of a coin, so that they stay without meaning.
    """
    s, kappa = c["settlement"], c["exposure_cost"]
    high = 0.5 * (s + kappa + np.sqrt(np.maximum((s + kappa) ** 2 - 4.0 * kappa, 0.0)))
    low = np.minimum(kappa / high, s)
    borders = [0.0 * s, low, np.minimum(np.maximum(high, low), s), s, 0.0 * s + 1.0]
    share = [(above - below) / grid for below, above in pairwise(borders) for _ in range(grid)]
    n_willing = grid * {"talk": 3, "tacit peace": 2, "fragile peace": 1, "war": 0}[kind]
    n_types, talk, one = grid * _N_INTERVALS, kind == "talk", np.ones_like(s)
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}

    def says(i: int, word: str) -> float:
        return 0.5 if not talk else float((i < n_willing) == (word == "willing"))

    def acts(i: int, a: str, b: str, act: str) -> float:
        comes = i < n_willing and (not talk or a == b == "willing")
        return float(comes == (act == "bargain"))

    said = {
        word: [share[i] * says(i, word) for i in range(n_types)] for word in WORDS
    }  # fmt: skip
    heard = {word: [p / np.sum(said[word], axis=0) for p in said[word]] for word in WORDS}
    for i, side in product(range(n_types), ("A", "B")):
        for word in WORDS:
            strategy[f"{side} {i + 1}: say", word] = one * says(i, word)
        for a, b, act in product(WORDS, WORDS, ("bargain", "fight")):
            strategy[f"{side} {i + 1}, {a} and {b}: act", act] = one * acts(i, a, b, act)
    for i, j in product(range(n_types), range(n_types)):
        path = (f"{i + 1}", f"{j + 1}")
        belief[f"A {i + 1}: say", path] = share[j]
        for a in WORDS:
            belief[f"B {j + 1}: say", (*path, a)] = share[i] * says(i, a)
        for a, b in product(WORDS, WORDS):
            belief[f"A {i + 1}, {a} and {b}: act", (*path, a, b)] = heard[b][j]
            for act in ("bargain", "fight"):
                belief[f"B {j + 1}, {a} and {b}: act", (*path, a, b, act)] = heard[a][i] * acts(
                    i, a, b, act
                )
    return Assessment(strategy, belief)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibria that use words fully or not at all, best first."""
    s, kappa = c["settlement"], c["exposure_cost"]
    under = (s + kappa) ** 2 - 4.0 * kappa
    # Above kappa = 1 both roots are above 1, where they are no cut-offs.
    tacit = (under >= 0.0) & (kappa < 1.0)
    high = 0.5 * (s + kappa + np.sqrt(np.maximum(under, 0.0)))
    low = kappa / high
    zero, always = np.zeros_like(s), np.ones(len(s), dtype=np.bool_)
    trusted = s**3 + 0.5 * (1.0 - s) * s**2 + 0.5 * (1.0 - s**2)
    kinds = (
        _kind(c, "talk", always, s, trusted, zero),
        _kind(c, "tacit peace", tacit, high, _worth(c, high), 2.0 * high * (1.0 - high)),
        _kind(c, "fragile peace", tacit, low, _worth(c, low), 2.0 * low * (1.0 - low)),
        _kind(c, "war", always, zero, _worth(c, zero), zero),
    )
    without = np.where(tacit, high, 0.0)
    return Kinds(
        kinds,
        quantities={
            "tacit_cut": without,
            "peace_without_words": without**2,
            "peace_by_words": s**2 - without**2,
        },
        broken={"A1": ~((s > 0.0) & (s < 1.0)), "A2": kappa <= 0.0},
        edge=near((s + kappa) ** 2, 4.0 * kappa) & (kappa < 1.0),
    )


def _worth(c: Columns, cut: Floats) -> Floats:
    """What either side expects without words, if both come below a cut-off."""
    come = cut * c["settlement"] - (1.0 - cut) * c["exposure_cost"]
    return cut * come + 0.5 * (1.0 - cut) * cut**2 + 0.5 * (1.0 - cut**2)


def _kind(c: Columns, name: str, exists: Bools, cut: Floats, worth: Floats, caught: Floats) -> Kind:
    return Kind(
        name,
        exists,
        probabilities={"peace": cut**2, "war": 1.0 - cut**2, "caught": caught},
        values={A: worth, B: worth},
        quantities={"cut": cut},
        continuum=np.full(len(cut), name == "talk"),
        note=_NOTE if name == "talk" else "",
        write=lambda: write(c, name),
    )


_NOTE = (
    "Those who would rather fight lose nothing by saying that they are willing and fighting all "
    "the same; if some of them do, words are worth less."
)


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Let every type say and do what is best for it, and sum over the types."""
    c = draws.complete(PARAMETERS).columns()
    s, kappa, cut = c["settlement"], c["exposure_cost"], answers.quantities["cut"]
    low, high = np.zeros_like(s), np.ones_like(s)
    for _ in range(60):
        # Of two who have said that they are willing, would this one come?
        middle = 0.5 * (low + high)
        comes = s > middle
        low, high = np.where(comes, middle, low), np.where(comes, high, middle)
    nodes, weights = np.polynomial.legendre.leggauss(4)
    worth = np.zeros_like(s)
    for start, stop in ((np.zeros_like(s), low), (low, np.ones_like(s))):
        half = 0.5 * (stop - start)
        for node, weight in zip(nodes, weights, strict=True):
            war = start + half * (node + 1.0)
            say_willing = low * np.maximum(s, war) + (1.0 - low) * war
            worth += half * weight * np.maximum(say_willing, war)
    tacit = answers.quantities["tacit_cut"]
    there = np.where(tacit > 0.0, tacit, 1.0)
    reply = np.clip(s + kappa - kappa / there, 0.0, 1.0)
    # Where nobody should come, the best reply to any cut-off lies below it.
    levels = np.linspace(0.001, 1.0, 1000)
    highest = np.max(s[:, None] + kappa[:, None] - kappa[:, None] / levels - levels, axis=1)
    return {
        "cut-off": low - cut,
        "peace": low**2 - answers.probabilities["peace"],
        "value of side A": worth - answers.values[A],
        "value of side B": worth - answers.values[B],
        "reply without words": np.where(tacit > 0.0, reply - tacit, np.maximum(highest, 0.0)),
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="Voluntary talks: cheap words that make peace",
    citations=(
        Citation(
            "Ramsay, K. W. (2011). Cheap talk diplomacy, voluntary negotiations, and variable "
            "bargaining power. International Studies Quarterly 55.",
            takes="talks that nobody has to enter, and words that tell whether to come",
            doi="10.1111/j.1468-2478.2011.00687.x",
        ),
        Citation(
            "Trager, R. F. (2010). Diplomatic calculus in anarchy: how communication matters. "
            "American Political Science Review 104, 347-368.",
            takes="words that matter because the other side reacts to them",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "To come to the table is a risk if the other side may attack meanwhile. Where nobody "
        "knows who will come, some who would rather settle stay away. Saying so beforehand costs "
        "nothing and binds nobody, but whoever would rather settle has no reason to hide it; so "
        "words sort out when it is safe to come."
    ),
    paragraphs=(14,),
    players=(A, B),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "Each side says that it is willing if a settlement is better for it than its war, and both "
        "come if both say so. Without words only those come whose war is bad enough to take the "
        "risk, or nobody."
    ),
    selection_rule=RULE,
    finds=(
        "how much peace words add that bind nobody",
        "when there is no peace at all without words",
    ),
    does_not_find=(
        "haggling over the settlement, which is given",
        "that words are believed: there are always equilibria in which they mean nothing",
        "equilibria in which words are used in part",
        "anything where A1 or A2 fails: there it gives no answer",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "talk": "words are true, and both come if both are willing",
        "tacit peace": "words mean nothing, and those come whose war is bad enough",
        "fragile peace": "the same with fewer, which a little distrust would undo",
        "war": "nobody comes",
        "peace": "both come, and settle",
        "caught": "one side comes and the other one fights",
        "cut": "worth of a war below which a side wants to settle",
        "tacit_cut": "the same without words, at best",
        "peace_without_words": "chance of peace without words, at best",
        "peace_by_words": "how much words add to the chance of peace",
        "n_equilibria": "number of equilibria of the kinds looked at",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="peace",
    decisive=("settlement", "exposure_cost"),
    tree="grid",
    witness=witness,
    unique="nothing is unique: words may always be ignored, and then nobody may come",
    features=("talks", "doubt on both sides"),
)
