r"""Two ways to be believed: pay now whatever happens, or pay later if one backs down.

A challenger (C) who values the prize highly (R) or less (W) can make its demand credible to a
target (T) in two ways: by sinking a cost up front, or by tying its hands with a threat whose
withdrawal costs something.

**Timing**

1. Chance makes C *resolved* with probability $\phi$, else a *bluffer*. Only C knows which.
2. C stays *quiet*, makes a threat (*tie*), or makes it after paying a cost that only the resolved
   can bear (*sink*). The cost is $s^*=V_W$, all that the prize is worth to a bluffer.
3. After a demand T gives in (*concede*) or does not (*resist*).
4. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

============  ==========================  =====================================================
Symbol        Name                        Meaning
============  ==========================  =====================================================
$V_R, V_W$    prize_resolved, ...         C's gain when T gives in, by type
$L$           concession_cost             T's loss when it gives in
$d$           damage                      T's loss when the threat is carried out
$r$           bluff_call_gain             T's gain when C backs down
$a$           audience_cost               C's cost of backing down, after either demand
$\phi$        p_resolved                  chance that C is resolved
$e_R, e_W$    execution_cost_...          C's cost of carrying the threat out, by type
============  ==========================  =====================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$; executed $(-e; -d)$; backed down
$(-a; r)$; after *sink* C has $V_W$ less.

**Closed form.** Let $\pi^*=(L+r)/(d+r)$ and $\phi<\pi^*<1$, so that words alone do not suffice.

- **sinking**, iff $V_R-V_W>\max(-e_R,0)$: R sinks the cost, T gives in, W stays quiet. The cost
  $s^*=V_W$ is the least that keeps W from doing the same; R nets $V_R-V_W$.
- **tying**: R threatens, W bluffs with chance $\sigma=\phi(1-\pi^*)/((1-\phi)\pi^*)$, and T gives
  in with chance $q=a/(a+V_W)$; R gets $u_R=qV_R-(1-q)e_R$.
- **no threat**, iff $e_R>0$.

Tying is better for R iff $a>V_R-V_W+e_R$. D1 removes whichever of the two is worse for R, and the
silent one. As $V_W\to V_R$ sinking buys nothing and tying wins once $a>e_R$; as $V_W\to 0$
signaling is free.

**What it finds.** When a threat that costs only if it fails is the better tool.

**What it does not find.** Anything where words alone suffice ($\phi>\pi^*$) or nothing does
($\pi^*>1$). A cost of another size than $s^*$: a larger one is wasted, a smaller one does not
separate. Both tools at once in other mixtures.

References
----------
After Fearon (1997) and Spence (1973); `MODEL.citations` says what is taken from each.
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
DEMANDS = ("tie", "sink")
RULE = "survives D1: the tool that is better for the resolved"

_UNIT = "units of the damage"

PARAMETERS = (
    Parameter(
        "prize_resolved", "What the resolved challenger gains when the target gives in",
        1.0, low=0.0, symbol="V_R", unit=_UNIT, wide=(0.6, 1.2),
    ),
    Parameter(
        "prize_bluffer", "What a bluffer gains when the target gives in",
        0.4, low=0.0, symbol="V_W", unit=_UNIT, wide=(0.1, 0.6),
    ),
    Parameter(
        "concession_cost", "What giving in costs the target",
        0.4, low=0.0, symbol="L", unit=_UNIT, wide=(0.3, 0.9),
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
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.25, 0.9),
    ),
    Parameter(
        "p_resolved", "Chance that the challenger is resolved",
        0.25, low=0.0, high=1.0, symbol="phi", unit="probability", wide=(0.05, 0.3),
    ),
    Parameter(
        "execution_cost_resolved",
        "What carrying out the threat costs a resolved challenger; negative if it likes to",
        0.1, symbol="e_R", unit=_UNIT, wide=(-0.2, 0.2),
    ),
    Parameter(
        "execution_cost_bluffer", "What carrying out the threat costs a bluffer",
        1.0, symbol="e_W", unit=_UNIT, wide=(0.95, 1.4),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1", "V_R > V_W > 0", "both types want the prize, and the resolved want it more"
    ),
    ModelAssumption(
        "A2", "e_R < a < e_W, a > 0",
        "a resolved challenger carries out its threat, and a bluffer pays for backing down"
    ),
    ModelAssumption(
        "A3", "0 < phi < pi* < 1",
        "a threat that everybody makes does not work, and one that is sure to be carried out does"
    ),
    ModelAssumption(
        "A4", "V_R > -e_R", "the resolved would rather have the prize than carry out the threat"
    ),
)  # fmt: skip


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has 14 ends; no action can be taken away."""
    THEORY.check_removed(remove)
    root = chance(
        "type",
        {
            "resolved": ("p_resolved", _respond("resolved")),
            "bluffer": ("1 - p_resolved", _respond("bluffer")),
        },
    )
    threats = (Threat(CHALLENGER, signal, "execute", "back down") for signal in ("tie", "sink"))
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.threats(*threats).tree(root)


def _respond(kind: str) -> Sketch:
    demands = {demand: _answer(kind, demand) for demand in DEMANDS}
    return move(CHALLENGER, {"quiet": end("quiet", 0, 0), **demands}, knows=f"{kind}: respond")


def _answer(kind: str, demand: str) -> Sketch:
    paid = " - prize_bluffer" if demand == "sink" else ""
    act = move(
        CHALLENGER,
        {
            "execute": end("executed", f"-execution_cost_{kind}{paid}", "-damage"),
            "back down": end("backed down", f"-audience_cost{paid}", "bluff_call_gain"),
        },
        knows=f"{kind} {demand}: act",
    )
    concede = end("concession", f"prize_{kind}{paid}", "-concession_cost")
    return move(TARGET, {"concede": concede, "resist": act}, knows=f"{demand}: answer")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium."""
    pi = (c["concession_cost"] + c["bluff_call_gain"]) / (c["damage"] + c["bluff_call_gain"])
    phi, a, e_r = c["p_resolved"], c["audience_cost"], c["execution_cost_resolved"]
    v_r, v_w = c["prize_resolved"], c["prize_bluffer"]
    q = a / (a + v_w)
    sigma = phi * (1.0 - pi) / ((1.0 - phi) * pi)
    zero, one = np.zeros_like(pi), np.ones_like(pi)
    by_sinking, by_tying = v_r - v_w, q * v_r - (1.0 - q) * e_r
    separates = by_sinking >= np.maximum(-e_r, 0.0)
    kinds = (
        _kind(c, "sinking", separates, one, zero, one, by_sinking, by_tying > by_sinking),
        _kind(c, "tying", np.ones_like(separates), one, sigma, q, by_tying,
              separates & (by_sinking > by_tying)),
        _kind(c, "no threat", e_r >= 0.0, zero, zero, zero, -one, np.ones_like(separates)),
    )  # fmt: skip
    return Kinds(
        kinds,
        quantities={
            "belief_needed": pi,
            "sunk_cost": v_w,
            "audience_cost_needed": by_sinking + e_r,
            "value_resolved_sinking": np.where(separates, by_sinking, np.nan),
            "value_resolved_tying": by_tying,
        },
        broken={
            "A1": ~((v_r > v_w) & (v_w > 0.0)),
            "A2": ~((e_r < a) & (a < c["execution_cost_bluffer"]) & (a > 0.0)),
            "A3": ~((phi > 0.0) & (phi < pi) & (pi < 1.0)),
            "A4": v_r <= -e_r,
        },
        edge=separates & near(a, by_sinking + e_r),
        infeasible=c["damage"] + c["bluff_call_gain"] <= 0.0,
    )


def _kind(
    c: Columns,
    name: str,
    exists: Bools,
    p_r: Floats,
    p_w: Floats,
    q: Floats,
    merit: Floats,
    d1: Bools,
) -> Kind:
    """Write out one kind: R and W make its demand with p_r and p_w, T gives in with q."""
    used = "sink" if name == "sinking" else "tie"
    zero, one = np.zeros_like(q), np.ones_like(q)
    resolved, bluffer = c["p_resolved"] * p_r, (1.0 - c["p_resolved"]) * p_w
    demand = resolved + bluffer
    concede = demand * q
    execute, back_down = resolved * (1.0 - q), bluffer * (1.0 - q)
    paid = c["prize_bluffer"] if used == "sink" else zero
    of_resolved = q * c["prize_resolved"] - (1.0 - q) * c["execution_cost_resolved"] - paid
    of_bluffer = q * c["prize_bluffer"] - (1.0 - q) * c["audience_cost"] - paid
    is_resolved = np.where(demand > 0.0, resolved / np.where(demand > 0.0, demand, 1.0), 0.0)
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    for kind, p, executes in (("resolved", p_r, one), ("bluffer", p_w, zero)):
        strategy[f"{kind}: respond", "quiet"] = 1.0 - p
        for demanded in DEMANDS:
            strategy[f"{kind}: respond", demanded] = p if demanded == used else zero
            strategy[f"{kind} {demanded}: act", "execute"] = executes
            strategy[f"{kind} {demanded}: act", "back down"] = 1.0 - executes
    for demanded in DEMANDS:
        p = q if demanded == used else zero
        strategy[f"{demanded}: answer", "concede"] = p
        strategy[f"{demanded}: answer", "resist"] = 1.0 - p
        # An unexpected demand is taken for a bluffer's.
        share = is_resolved if demanded == used else zero
        belief[f"{demanded}: answer", ("resolved", demanded)] = share
        belief[f"{demanded}: answer", ("bluffer", demanded)] = 1.0 - share
    return Kind(
        name,
        exists,
        probabilities={
            "concede": concede,
            "sink": demand if used == "sink" else zero,
            "tie": demand if used == "tie" else zero,
            "execute": execute,
            "back_down": back_down,
            "quiet": 1.0 - demand,
        },
        values={
            CHALLENGER: resolved * of_resolved + bluffer * of_bluffer,
            TARGET: (
                c["bluff_call_gain"] * back_down
                - c["concession_cost"] * concede
                - c["damage"] * execute
            ),
        },
        strategy=strategy,
        belief=belief,
        quantities={
            "concession_probability": q,
            "bluff_probability": p_w,
            "value_resolved": p_r * of_resolved,
            "value_bluffer": p_w * of_bluffer,
        },
        removed_by={"D1": d1},
        continuum=np.ones_like(exists),
        note=_NOTES[name],
        merit=merit,
    )


_NOTES = {
    "sinking": "At exactly this cost a bluffer is indifferent and may pay it too, as long as the "
    "target goes on giving in; what an unexpected threat is answered with is free as well.",
    "tying": "What the target would answer to an unexpected sunk cost is free as long as nobody "
    "wants to pay it.",
    "no threat": "What the target would answer to an unexpected demand is free as long as nobody "
    "wants to make it.",
}

THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="sinking-or-tying",
    title="Sinking costs or tying hands",
    citations=(
        Citation(
            "Fearon, J. D. (1997). Signaling foreign policy interests: tying hands versus sinking "
            "costs. Journal of Conflict Resolution 41, 68-90.",
            takes="the two ways to be believed, and their comparison",
            doi="10.1177/0022002797041001004",
        ),
        Citation(
            "Spence, M. (1973). Job market signaling. Quarterly Journal of Economics 87, 355-374.",
            takes="the least cost that separates",
        ),
        Citation(
            "Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly "
            "Journal of Economics 102, 179-221.",
            takes="the refinement D1",
            doi="10.2307/1885060",
        ),
    ),
    fidelity="special",
    mechanism=(
        "A costly gesture convinces because a bluffer would not pay for it; but the price is lost "
        "in any case. A threat that is embarrassing to withdraw costs nothing if it works; but it "
        "is sometimes called. Which is better depends on how much more the resolved care and how "
        "embarrassing backing down is. Nothing that was done in the founding case is a pure sunk "
        "cost; the comparison says why."
    ),
    paragraphs=(8, 14),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "Either the resolved pay a cost that bluffers cannot bear, and the target gives in to "
        "them only; or the resolved threaten, bluffers sometimes do, and the target sometimes "
        "gives in. The resolved use the tool that is better for them."
    ),
    selection_rule=RULE,
    finds=(
        "the least cost that convinces",
        "the audience cost above which a threat is the better tool",
    ),
    does_not_find=(
        "anything where A1 to A4 fail: there it gives no answer, for instance where words alone "
        "suffice",
        "costs of another size: larger ones are wasted, smaller ones do not separate",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "sinking": "the resolved pay a cost that bluffers do not, and the target gives in",
        "tying": "bluffers sometimes threaten like the resolved, and the target sometimes gives in",
        "no threat": "nobody demands anything",
        "concede": "a demand is made and the target gives in",
        "sink": "a cost is paid to make a demand credible",
        "tie": "a threat is made without paying for it",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no demand is made",
        "belief_needed": "belief in resolve above which the target gives in",
        "sunk_cost": "least cost that keeps bluffers away",
        "audience_cost_needed": "audience cost above which tying is better for the resolved",
        "value_resolved_sinking": "what the resolved expect from sinking; undefined if it does "
        "not pay",
        "value_resolved_tying": "what the resolved expect from tying",
        "concession_probability": "chance that the target gives in to the demand",
        "bluff_probability": "chance that a bluffer makes the demand",
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
    decisive=("audience_cost", "prize_bluffer"),
    unique="the only kind that survives D1",
    features=("threat", "public threat", "doubt about resolve", "cost of backing down"),
    against=("harm under way",),
)
