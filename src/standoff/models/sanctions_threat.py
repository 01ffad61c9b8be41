r"""Sanctions threatened and imposed: why those that one can observe seldom work.

A sender threatens a target with sanctions. The target knows how much they would hurt, and not
whether the sender has the resolve to impose them. Whoever would yield to sanctions is better off
yielding to the threat, so that imposed sanctions meet those who can bear them.

**Timing**

1. Chance draws the target's pain $d\sim U[0, D]$, which only the target knows.
2. The target yields to the threat (*comply*) or does not (*resist*).
3. After resistance chance decides whether the sender is *resolute*, with probability $\phi$, and
   imposes the sanctions, or *lets go*.
4. Under sanctions the target yields late (*yield*) or bears them (*hold out*).

**Symbols**

======  =================  ==================================================================
Symbol  Name               Meaning
======  =================  ==================================================================
$L$     compliance_cost    what complying costs the target
$s$     lateness_cost      what complying under sanctions costs on top
$D$     largest_pain       most that sanctions may cost the target
$\phi$  p_resolute         chance that the sender imposes the sanctions
$V$     prize              what compliance is worth to the sender
$e$     imposition_cost    what imposing sanctions costs the sender
======  =================  ==================================================================

**Payoffs** (sender; target): complied $(V; -L)$; let go $(0; 0)$; yielded late $(V-e; -L-s)$; held
out $(-e; -d)$.

**Closed form.** Under sanctions the target yields iff $d>L+s$, so that it complies at once iff
$\phi\min(d, L+s)>L$. Let $\phi^*=L/(L+s)$:

- **works as a threat**, iff $\phi>\phi^*$ and $L/\phi<D$: it complies at once iff $d>L/\phi$. Since
  $L/\phi<L+s$, imposed sanctions never work.
- **works only when imposed**, iff $\phi<\phi^*$ and $L+s<D$: nobody complies at once; of those
  sanctioned the share $1-(L+s)/D$ yields.
- **does not work** otherwise: nobody ever yields.

The equilibrium is unique. As $s\to 0$, $\phi^*\to 1$ and nobody yields to a threat; as $\phi\to 1$
all with $d>L$ yield to it. Data on imposed sanctions understate what threats achieve.

**What it finds.** At which stage sanctions work, if at all, and what is missed by counting only the
imposed ones.

**What it does not find.** Why the sender threatens, or what it would learn from resistance.
Sanctions that hurt more the longer they last.

References
----------
After Smith (1996), Drezner (1999, 2003) and Lacy and Niou (2004); `MODEL.citations` says what is
taken from each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

SENDER, TARGET = "Sender", "Target"
RULE = "the only equilibrium"

_UNIT = "units of the largest pain"

_Test = Callable[[Floats], Bools]

PARAMETERS = (
    Parameter(
        "compliance_cost", "What complying costs the target",
        0.3, low=0.0, symbol="L", unit=_UNIT, wide=(0.1, 0.8),
    ),
    Parameter(
        "lateness_cost", "What complying under sanctions costs the target on top",
        0.2, low=0.0, symbol="s", unit=_UNIT, wide=(0.0, 0.5),
    ),
    Parameter(
        "largest_pain", "Most that sanctions may cost the target; the unit of all payoffs",
        1.0, low=0.0, symbol="D", unit=_UNIT, wide=(1.0, 1.0),
    ),
    Parameter(
        "p_resolute", "Chance that the sender imposes the sanctions when the target resists",
        0.75, low=0.0, high=1.0, symbol="phi", unit="probability", wide=(0.1, 0.95),
    ),
    Parameter(
        "prize", "What compliance is worth to the sender",
        1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
    ),
    Parameter(
        "imposition_cost", "What imposing sanctions costs the sender; negative if it likes to",
        0.1, symbol="e", unit=_UNIT, wide=(-0.1, 0.5),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "L > 0", "complying costs the target something"),
    ModelAssumption("A2", "D > 0", "sanctions may hurt"),
)


def build(remove: Collection[str] = (), *, grid: int = 8) -> Game:
    """Build the game with `grid` equally likely pains, each in the middle of its cell."""
    THEORY.check_removed(remove)
    pains = {
        f"pain {i + 1}": (f"1/{grid}", _pain(i + 1, f"{2 * i + 1}/{2 * grid}*largest_pain"))
        for i in range(grid)
    }
    builder = GameBuilder(MODEL.name).players(SENDER, TARGET).parameters(*PARAMETERS)
    return builder.tree(chance("pain", pains))


def _pain(i: int, pain: str) -> Sketch:
    under = move(
        TARGET,
        {
            "yield": end(
                "yielded late", "prize - imposition_cost", "-compliance_cost - lateness_cost"
            ),
            "hold out": end("held out", "-imposition_cost", f"-{pain}"),
        },
        knows=f"pain {i}: under sanctions",
    )
    resolve = chance(
        "resolve",
        {
            "resolute": ("p_resolute", under),
            "lets go": ("1 - p_resolute", end("let go", 0, 0)),
        },
    )
    return move(
        TARGET,
        {"comply": end("complied", "prize", "-compliance_cost"), "resist": resolve},
        knows=f"pain {i}: under threat",
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium; its kind depends on the stage at which anybody yields."""
    loss, most, phi = c["compliance_cost"], c["largest_pain"], c["p_resolute"]
    late = loss + c["lateness_cost"]
    believed = phi * late > loss
    at_once = loss / phi
    threat = believed & (at_once < most)
    imposed = ~believed & (late < most)
    return Kinds(
        kinds=(
            _kind(c, "works as a threat", threat, at_once, most),
            _kind(c, "works only when imposed", imposed, most, late),
            _kind(c, "does not work", ~threat & ~imposed, most, most),
        ),
        quantities={"resolve_needed": loss / late},
        broken={"A1": loss <= 0.0, "A2": most <= 0.0},
        edge=(near(phi * late, loss) & (late < most))
        | (believed & near(loss, phi * most))
        | (~believed & near(late, most)),
    )


def _kind(c: Columns, name: str, exists: Bools, at_once: Floats, late: Floats) -> Kind:
    """Write out one kind: pains above `at_once` comply, others above `late` yield to sanctions."""
    most, phi = c["largest_pain"], c["p_resolute"]
    comply = 1.0 - at_once / most
    yields = phi * np.maximum(at_once - late, 0.0) / most
    bears = phi * np.minimum(at_once, late) / most
    pain = bears * np.minimum(at_once, late) / 2.0
    loss = c["compliance_cost"]
    imposed = yields + bears
    return Kind(
        name,
        exists,
        probabilities={
            "comply": comply,
            "imposed": imposed,
            "yield_late": yields,
            "hold_out": bears,
            "let_go": (1.0 - phi) * at_once / most,
        },
        values={
            SENDER: c["prize"] * (comply + yields) - c["imposition_cost"] * imposed,
            TARGET: -loss * comply - (loss + c["lateness_cost"]) * yields - pain,
        },
        quantities={
            "success_if_imposed": np.where(imposed > 0.0, yields / imposed, np.nan),
            "pain_that_complies": np.where(at_once < most, at_once, np.nan),
        },
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Find who complies by bisection on the best responses, and integrate by Gauss' rule."""
    c = draws.complete(PARAMETERS).columns()
    loss, most, phi = c["compliance_cost"], c["largest_pain"], c["p_resolute"]
    late = loss + c["lateness_cost"]

    def complies(pain: Floats) -> Bools:
        return phi * np.maximum(-late, -pain) < -loss

    def yields(pain: Floats) -> Bools:
        return -late > -pain

    cut = [np.clip(_first(test, most), 0.0, most) for test in (complies, yields)]
    edges = np.sort(np.stack([np.zeros_like(most), *cut, most]), axis=0)
    chances = {name: np.zeros_like(most) for name in ("comply", "yield_late", "hold_out")}
    target = np.zeros_like(most)
    for low, high in pairwise(edges):
        for node, weight in zip(*np.polynomial.legendre.leggauss(3), strict=True):
            pain, mass = low + (high - low) * (node + 1.0) / 2.0, weight * (high - low) / 2.0 / most
            at_once, later = complies(pain), yields(pain)
            chances["comply"] += mass * at_once
            chances["yield_late"] += mass * phi * (~at_once & later)
            chances["hold_out"] += mass * phi * (~at_once & ~later)
            target += mass * np.where(at_once, -loss, phi * np.where(later, -late, -pain))
    imposed = chances["yield_late"] + chances["hold_out"]
    sender = c["prize"] * (chances["comply"] + chances["yield_late"])
    return {
        **{name: found - answers.probabilities[name] for name, found in chances.items()},
        "sender's value": sender - c["imposition_cost"] * imposed - answers.values[SENDER],
        "target's value": target - answers.values[TARGET],
    }


def _first(test: _Test, most: Floats) -> Floats:
    """Least pain that passes a test which all larger ones pass too; the largest if none does."""
    low, high = np.zeros_like(most), most.copy()
    for _ in range(60):
        middle = (low + high) / 2.0
        passes = test(middle)
        low, high = np.where(passes, low, middle), np.where(passes, middle, high)
    return high


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="sanctions-threat",
    title="Sanctions: those that are threatened and those that are imposed",
    citations=(
        Citation(
            "Lacy, D. and Niou, E. M. S. (2004). A theory of economic sanctions and issue linkage: "
            "the roles of preferences, information, and threats. Journal of Politics 66, 25-42.",
            takes="threats that work are not carried out, so that imposed sanctions look futile",
            doi="10.1046/j.1468-2508.2004.00140.x",
        ),
        Citation(
            "Drezner, D. W. (2003). The hidden hand of economic coercion. International "
            "Organization 57, 643-659.",
            takes="coercion that succeeds before it can be observed",
        ),
        Citation(
            "Smith, A. (1996). The success and use of economic sanctions. International "
            "Interactions 21, 229-245.",
            takes="doubt about whether the target can bear the sanctions",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "A target that would give way under sanctions does better to give way to the threat of "
        "them, if it believes the threat. So those who are sanctioned are those who can bear it, "
        "and imposed sanctions fail. What threats achieve is seen only where nothing happened."
    ),
    paragraphs=(6, 8),
    players=(SENDER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If resolve is likely enough, all whom sanctions would hurt enough comply at once, and "
        "sanctions that are imposed never work. If it is less likely, nobody complies at once, "
        "and some of those sanctioned yield. If sanctions hurt too little, nobody ever yields."
    ),
    selection_rule=RULE,
    finds=(
        "whether sanctions work as a threat, when imposed, or not at all",
        "how far a count of imposed sanctions understates what threats achieve",
    ),
    does_not_find=(
        "anything where complying costs nothing or sanctions cannot hurt: there it gives no answer",
        "why the sender threatens, or what it learns from resistance",
        "sanctions that hurt more the longer they last",
    ),
    meanings={
        "regime": "stage at which sanctions work",
        "works as a threat": "some comply at once, and nobody yields later",
        "works only when imposed": "nobody complies at once, and some yield under sanctions",
        "does not work": "nobody ever yields",
        "comply": "the target complies at once",
        "imposed": "sanctions are imposed",
        "yield_late": "sanctions are imposed and the target yields",
        "hold_out": "sanctions are imposed and the target bears them",
        "let_go": "the target resists and no sanctions are imposed",
        "resolve_needed": "chance of resolve above which a threat works",
        "success_if_imposed": "share of imposed sanctions that work",
        "pain_that_complies": "pain above which the target complies at once; undefined where "
        "nobody does",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="comply",
    decisive=("p_resolute", "compliance_cost"),
    tree="grid",
    witness=witness,
    unique="unique, up to pains at which the target is indifferent",
    features=("sanctions", "doubt on both sides", "threat"),
)
