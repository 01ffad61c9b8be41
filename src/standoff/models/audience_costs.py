r"""A threat whose withdrawal costs something at home: who bluffs, and who gives in.

A challenger (C) who is resolved (R) or a bluffer (W) threatens a target (T) that does not know
which. Backing down from a threat costs C an audience cost, so that a bluff is not free and a threat
tells T something.

**Timing**

1. Chance makes C *resolved* with probability $\phi$, else a *bluffer*. Only C knows which.
2. C stays *quiet* or makes a threat (*threaten*).
3. T gives in (*concede*) or does not (*resist*).
4. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

============  ==========================  =====================================================
Symbol        Name                        Meaning
============  ==========================  =====================================================
$V$           prize                       C's gain when T gives in
$L$           concession_cost             T's loss when it gives in
$d$           damage                      T's loss when the threat is carried out
$r$           bluff_call_gain             T's gain when C backs down
$a$           audience_cost               C's cost of backing down
$\phi$        p_resolved                  chance that C is resolved
$e_R, e_W$    execution_cost_...          C's cost of carrying the threat out, by type
============  ==========================  =====================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$; executed $(-e; -d)$; backed down
$(-a; r)$.

**Closed form.** R would execute and W would not, so T gives in iff it believes in R with more than
$\pi^*=(L+r)/(d+r)$. The equilibria are

- **pooling**, iff $\phi>\pi^*$: both types threaten and T gives in; nothing is ever carried out.
- **semi-separating**, iff $\phi<\pi^*<1$: R threatens, W with chance
  $\sigma=\phi(1-\pi^*)/((1-\phi)\pi^*)$, and T gives in with chance $q=a/(a+V)$. So
  $\Pr(threat)=\phi/\pi^*$ and $\Pr(execute)=\phi V/(a+V)$.
- **rupture**, iff $\pi^*>1$ and $e_R<0$: R threatens, T resists, R executes; W is quiet.
- **no threat**, iff $e_R>0$: a threat would be taken for W's. Intuition and D1 remove it when
  $\pi^*<1$: R gains from a threat for every $q>e_R/(V+e_R)$, W only for $q>a/(a+V)$.

If $e_R<0$ the equilibrium is unique. As $a$ grows, T gives in more often and threats are carried
out less often, while $\sigma$ stays the same; as $a\to 0$ nobody believes a threat.

**What it finds.** How a doubtful challenger can coerce: $\phi$ may be small as long as it is above
$\pi^*$, and then the threat is never carried out.

**What it does not find.** Anything where the types do not differ (A2): there it gives no answer.
How the audience cost comes about, haggling over the prize, or more than one threat.

References
----------
After Fearon (1994) and Schultz (1999, 2001); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
TYPES = ("resolved", "bluffer")
RULE = "survives D1: a surprising threat is taken for that of the resolved"

_UNIT = "units of the damage"

PARAMETERS = (
    Parameter(
        "prize", "What the challenger gains when the target gives in",
        1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
    ),
    Parameter(
        "concession_cost", "What giving in costs the target",
        0.4, low=0.0, symbol="L", unit=_UNIT, wide=(0.2, 1.2),
    ),
    Parameter(
        "damage", "What the target loses when the threat is carried out; the unit of all payoffs",
        1.0, low=0.0, symbol="d", unit=_UNIT, wide=(1.0, 1.0),
    ),
    Parameter(
        "bluff_call_gain", "What the target gains when the challenger backs down",
        0.05, low=0.0, symbol="r", unit=_UNIT, wide=(0.0, 0.1),
    ),
    Parameter(
        "audience_cost", "What backing down costs the challenger before its audience",
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.15, 0.45),
    ),
    Parameter(
        "p_resolved", "Chance that the challenger is resolved",
        0.25, low=0.0, high=1.0, symbol="phi", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "execution_cost_resolved",
        "What carrying out the threat costs a resolved challenger; negative if it likes to",
        -0.05, symbol="e_R", unit=_UNIT, wide=(-0.2, 0.15),
    ),
    Parameter(
        "execution_cost_bluffer", "What carrying out the threat costs a bluffer",
        0.8, symbol="e_W", unit=_UNIT, wide=(0.5, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "V > 0", "the challenger gains when the target gives in"),
    ModelAssumption(
        "A2", "e_R < a < e_W", "a resolved challenger carries out its threat and a bluffer does not"
    ),
    ModelAssumption("A3", "phi > 0", "the challenger may be resolved"),
    ModelAssumption("A4", "L + r > 0", "the target would not give in to a known bluffer"),
)


THREAT = Threat(CHALLENGER, "threaten", "execute", "back down")


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has eight ends; no action can be taken away."""
    THEORY.check_removed(remove)
    root = chance(
        "type",
        {
            "resolved": ("p_resolved", _respond("resolved")),
            "bluffer": ("1 - p_resolved", _respond("bluffer")),
        },
    )
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.threats(THREAT).tree(root)


def _respond(kind: str) -> Sketch:
    act = move(
        CHALLENGER,
        {
            "execute": end("executed", f"-execution_cost_{kind}", "-damage"),
            "back down": end("backed down", "-audience_cost", "bluff_call_gain"),
        },
        knows=f"{kind}: act",
    )
    answer = move(
        TARGET,
        {"concede": end("concession", "prize", "-concession_cost"), "resist": act},
        knows="answer",
    )
    return move(
        CHALLENGER, {"quiet": end("quiet", 0, 0), "threaten": answer}, knows=f"{kind}: respond"
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, best first."""
    pi = (c["concession_cost"] + c["bluff_call_gain"]) / (c["damage"] + c["bluff_call_gain"])
    phi, e_r, a = c["p_resolved"], c["execution_cost_resolved"], c["audience_cost"]
    q = a / (a + c["prize"])
    sigma = phi * (1.0 - pi) / ((1.0 - phi) * pi)
    zero, one = np.zeros_like(pi), np.ones_like(pi)
    eager = e_r < 0.0
    none = _kind(c, "no threat", ~eager, zero, zero, zero, zero)
    kinds = (
        _kind(c, "pooling", (phi >= pi) & (pi < 1.0), one, one, one, phi),
        _kind(c, "semi-separating", (phi < pi) & (pi < 1.0), one, sigma, q, pi),
        _kind(c, "rupture", (pi >= 1.0) & eager, one, zero, zero, one),
        none,
    )
    return Kinds(
        kinds,
        quantities={"belief_needed": pi},
        broken={
            "A1": c["prize"] <= 0.0,
            "A2": ~((e_r < a) & (a < c["execution_cost_bluffer"])),
            "A3": phi <= 0.0,
            "A4": pi <= 0.0,
        },
        edge=near(phi, pi)
        | near(pi, 1.0)
        | (near(e_r, 0.0) & (pi > 1.0))
        | (near(a, 0.0) & (phi < pi)),
        infeasible=c["damage"] + c["bluff_call_gain"] <= 0.0,
    )


def _kind(
    c: Columns, name: str, exists: Bools, p_r: Floats, p_w: Floats, q: Floats, belief: Floats
) -> Kind:
    """Write out one kind: R and W threaten with chances p_r and p_w, T gives in with q."""
    phi, v, a = c["p_resolved"], c["prize"], c["audience_cost"]
    resolved, bluffer = phi * p_r, (1.0 - phi) * p_w
    threat = resolved + bluffer
    concede = threat * q
    execute, back_down = resolved * (1.0 - q), bluffer * (1.0 - q)
    of_resolved = p_r * (q * v - (1.0 - q) * c["execution_cost_resolved"])
    of_bluffer = p_w * (q * v - (1.0 - q) * a)
    strategy: dict[tuple[str, str], Floats] = {}
    for kind, p, executes in (("resolved", p_r, 1.0), ("bluffer", p_w, 0.0)):
        strategy[f"{kind}: respond", "quiet"] = 1.0 - p
        strategy[f"{kind}: respond", "threaten"] = p
        strategy[f"{kind}: act", "execute"] = np.full_like(q, executes)
        strategy[f"{kind}: act", "back down"] = np.full_like(q, 1.0 - executes)
    strategy["answer", "concede"], strategy["answer", "resist"] = q, 1.0 - q
    ignored = name == "no threat"
    convinces = (c["concession_cost"] < c["damage"]) & ignored
    return Kind(
        name,
        exists,
        probabilities={
            "concede": concede,
            "threat": threat,
            "execute": execute,
            "back_down": back_down,
            "quiet": 1.0 - threat,
        },
        values={
            CHALLENGER: phi * of_resolved + (1.0 - phi) * of_bluffer,
            TARGET: (
                c["bluff_call_gain"] * back_down
                - c["concession_cost"] * concede
                - c["damage"] * execute
            ),
        },
        strategy=strategy,
        belief={
            ("answer", ("resolved", "threaten")): belief,
            ("answer", ("bluffer", "threaten")): 1.0 - belief,
        },
        quantities={
            "belief_after_threat": np.where(threat > 0.0, belief, np.nan),
            "concession_probability": q,
            "bluff_probability": p_w,
            "value_resolved": of_resolved,
            "value_bluffer": of_bluffer,
        },
        removed_by={"D1": convinces},
        continuum=np.full(len(q), ignored),
        note=_NO_THREAT if ignored else "",
    )


_NO_THREAT = (
    "Nobody threatens, so the target's belief after a threat is free as long as it gives in with "
    "at most the chance e_R/(V + e_R)."
)

THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="audience-costs",
    title="Audience costs: a threat that is costly to withdraw",
    citations=(
        Citation(
            "Fearon, J. D. (1994). Domestic political audiences and the escalation of "
            "international disputes. American Political Science Review 88, 577-592.",
            takes="the cost of backing down before an audience",
            doi="10.2307/2944796",
        ),
        Citation(
            "Schultz, K. A. (1999). Do democratic institutions constrain or inform? Contrasting "
            "two institutional perspectives on democracy and war. International Organization 53, "
            "233-266.",
            takes="the two types, and threats that tell something",
        ),
        Citation(
            "Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly "
            "Journal of Economics 102, 179-221.",
            takes="the refinement D1",
            doi="10.2307/1885060",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "Whoever threatens and then backs down pays for it before its own public. So a bluff has "
        "a price, and a threat is worth believing to some extent. How far it is believed depends "
        "on what giving in costs the target: if little, even a doubtful threat works and is never "
        "put to the test; if more, bluffs are sometimes called."
    ),
    paragraphs=(6, 8, 11),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If resolve is likely enough, both types threaten and the target gives in. If it is less "
        "likely, the resolved threaten, bluffers threaten sometimes, and the target gives in "
        "sometimes. If giving in costs more than the threat, only a challenger that likes to "
        "carry it out threatens, and does."
    ),
    selection_rule=RULE,
    finds=(
        "whether a doubtful threat works: the chance of resolve against the belief needed",
        "how often bluffs are called, and threats carried out",
    ),
    does_not_find=(
        "anything where A1 to A4 fail: there it gives no answer",
        "where the audience cost comes from, or whether there is an audience at all",
        "haggling over the prize, several threats, or doubt about the target",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "pooling": "every challenger threatens, and the target gives in",
        "semi-separating": "bluffers sometimes threaten, and the target sometimes gives in",
        "rupture": "a resolved challenger threatens although the target resists, and executes",
        "no threat": "nobody threatens",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no threat is made",
        "belief_needed": "belief in resolve above which the target gives in",
        "belief_after_threat": "the target's belief in resolve after a threat; undefined where "
        "none is made",
        "concession_probability": "chance that the target gives in after a threat",
        "bluff_probability": "chance that a bluffer threatens",
        "value_resolved": "what a resolved challenger expects",
        "value_bluffer": "what a bluffer expects",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("p_resolved", "concession_cost"),
    unique=(
        "the only sequential equilibrium if e_R < 0, or if pi* > 1; otherwise the only one that "
        "survives D1"
    ),
    features=("threat", "public threat", "doubt about resolve", "cost of backing down"),
    against=("harm under way",),
)
