r"""A critic inside who knows whether a threat is meant, and may say so in public.

As in `audience-costs` a challenger (C) is resolved (R) or a bluffer (W), and a target (T) does not
know which. But somebody inside, the opposition (O), sometimes learns it and publicly supports or
opposes the threat. Since it pays to oppose a bluff and to support what will be carried out,
opposition gives a bluff away, and silence makes a threat more credible.

**Timing**

1. Chance makes C *resolved* with probability $\phi$, else a *bluffer*. C knows which.
2. C stays *quiet* or makes a threat (*threaten*).
3. With chance $\rho$ O learns C's type (*informed*) and decides to *support* or *oppose* the
   threat. Without (*uninformed*) it says nothing, which is heard as support.
4. T gives in (*concede*) or does not (*resist*).
5. After resistance C carries the threat out (*execute*) or *backs down*.

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
$\rho$        p_informed                  chance that O learns C's type
$e_R, e_W$    execution_cost_...          C's cost of carrying the threat out, by type
$g, h$        opposed_success_cost,       O's cost of having opposed a threat that then works,
              opposed_fight_cost          or is carried out
$b, b'$       supported_bluff_cost,       O's cost of having supported a bluff that is called,
              opposed_bluff_gain          and its gain of having opposed one
============  ==========================  =====================================================

**Payoffs** (C; T; O): quiet $(0; 0; 0)$; concession $(V; -L; 0)$, opposed $(V; -L; -g)$; executed
$(-e; -d; 0)$, opposed $(-e; -d; -h)$; backed down $(-a; r; -b)$, opposed $(-a; r; b')$.

**Closed form.** O supports R in any case. Let $\pi^*=(L+r)/(d+r)$, $\rho^*=V/(a+V)$ and
$\hat\phi=\pi^*(1-\rho)/(1-\pi^*\rho)$. If O opposes W, T resists an opposed threat, and

- **separating**, iff $\rho>\rho^*$ and $\pi^*<1$: only R threatens, and T gives in.
- **pooling**, iff $\rho<\rho^*$ and $\hat\phi<\phi$, $\pi^*<1$: both threaten, and T gives in
  unless O opposes.
- **semi-separating**, iff $\rho<\rho^*$ and $\phi<\hat\phi$, $\pi^*<1$: W threatens with chance
  $\sigma=\phi(1-\pi^*)/((1-\phi)\pi^*(1-\rho))$, T gives in to supported threats with chance
  $q=a/((1-\rho)(a+V))$, and $\Pr(execute)=\phi(1-q)$.
- **rupture**, iff $\pi^*>1$ and $e_R<0$: R threatens and executes.
- **no threat**, iff $e_R>0$. D1 removes it if $\pi^*<1$.

If O does not oppose even W, because T would take opposition for a slip of those who know R, there
are also **silent pooling**, iff $\phi>\pi^*$, $\pi^*<1$, and **silent semi-separating**, iff
$\phi<\pi^*<1$ and $g>bV/(a+V)$, both with the play of `audience-costs`. The intuitive criterion
removes them: opposing R can never pay, so opposition means W.

As $\rho\to 0$ this is `audience-costs`. Information makes execution rarer, and at $\rho^*$ it ends
bluffing.

**What it finds.** How a critic who is believed makes threats more credible and rarer.

**What it does not find.** An opposition with an interest in the prize itself, or one that lies.
Anything where A1 to A5 fail: there it gives no answer.

References
----------
After Schultz (1998); `MODEL.citations` says what is taken from it.
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

CHALLENGER, TARGET, OPPOSITION = "Challenger", "Target", "Opposition"
TYPES = ("resolved", "bluffer")
RULE = "opposition is taken to mean a bluff, a surprising threat to mean resolve"

_UNIT = "units of the damage"
_OWN_UNIT = "units of the opposition's payoff"

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
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.25, 0.45),
    ),
    Parameter(
        "p_resolved", "Chance that the challenger is resolved",
        0.25, low=0.0, high=1.0, symbol="phi", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "p_informed", "Chance that the opposition learns whether the challenger is resolved",
        0.5, low=0.0, high=1.0, symbol="rho", unit="probability", wide=(0.05, 0.95),
    ),
    Parameter(
        "execution_cost_resolved",
        "What carrying out the threat costs a resolved challenger; negative if it likes to",
        0.1, symbol="e_R", unit=_UNIT, wide=(-0.2, 0.2),
    ),
    Parameter(
        "execution_cost_bluffer", "What carrying out the threat costs a bluffer",
        0.8, symbol="e_W", unit=_UNIT, wide=(0.5, 1.2),
    ),
    Parameter(
        "opposed_success_cost",
        "What it costs the opposition to have opposed a threat that works",
        0.2, low=0.0, symbol="g", unit=_OWN_UNIT, wide=(0.05, 0.5),
    ),
    Parameter(
        "opposed_fight_cost",
        "What it costs the opposition to have opposed a threat that is carried out",
        0.3, low=0.0, symbol="h", unit=_OWN_UNIT, wide=(0.05, 0.5),
    ),
    Parameter(
        "supported_bluff_cost",
        "What it costs the opposition to have supported a bluff that is called",
        0.3, low=0.0, symbol="b", unit=_OWN_UNIT, wide=(0.0, 0.5),
    ),
    Parameter(
        "opposed_bluff_gain", "What the opposition gains by having opposed a bluff",
        0.2, low=0.0, symbol="b_prime", unit=_OWN_UNIT, wide=(0.05, 0.5),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "V > 0", "the challenger gains when the target gives in"),
    ModelAssumption(
        "A2", "e_R < a < e_W, a > 0",
        "a resolved challenger carries out its threat, and a bluffer pays for backing down"
    ),
    ModelAssumption("A3", "0 < phi < 1 and 0 < rho < 1", "there is doubt about type and insight"),
    ModelAssumption("A4", "L + r > 0", "the target would not give in to a known bluffer"),
    ModelAssumption(
        "A5", "g > 0, h > 0, b' > 0",
        "the opposition loses by opposing a threat that works or is carried out, and gains by "
        "opposing a bluff"
    ),
)  # fmt: skip


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has 20 ends; no action can be taken away."""
    THEORY.check_removed(remove)
    root = chance(
        "type",
        {
            "resolved": ("p_resolved", _respond("resolved")),
            "bluffer": ("1 - p_resolved", _respond("bluffer")),
        },
    )
    players = (CHALLENGER, TARGET, OPPOSITION)
    # The target answers once it has heard the opposition.
    threat = Threat(
        CHALLENGER,
        "threaten",
        "execute",
        "back down",
        answered_at=("supported: answer", "opposed: answer"),
    )
    builder = GameBuilder(MODEL.name).players(*players).parameters(*PARAMETERS)
    return builder.threats(threat).tree(root)


def _respond(kind: str) -> Sketch:
    speak = move(
        OPPOSITION,
        {"support": _answer(kind, "supported"), "oppose": _answer(kind, "opposed")},
        knows=f"{kind}: speak",
    )
    heard = chance(
        "insight",
        {
            "informed": ("p_informed", speak),
            "uninformed": ("1 - p_informed", _answer(kind, "unknown")),
        },
    )
    return move(
        CHALLENGER, {"quiet": end("quiet", 0, 0, 0), "threaten": heard}, knows=f"{kind}: respond"
    )


def _answer(kind: str, heard: str) -> Sketch:
    """Let T answer; C knows how the opposition came to its word, T only the word."""
    opposed = heard == "opposed"
    act = move(
        CHALLENGER,
        {
            "execute": end(
                "executed",
                f"-execution_cost_{kind}",
                "-damage",
                "-opposed_fight_cost" if opposed else 0,
            ),
            "back down": end(
                "backed down",
                "-audience_cost",
                "bluff_call_gain",
                "opposed_bluff_gain" if opposed else "-supported_bluff_cost",
            ),
        },
        knows=f"{kind} {heard}: act",
    )
    concede = end(
        "concession", "prize", "-concession_cost", "-opposed_success_cost" if opposed else 0
    )
    word = "opposed" if opposed else "supported"
    return move(TARGET, {"concede": concede, "resist": act}, knows=f"{word}: answer")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, best first."""
    pi = (c["concession_cost"] + c["bluff_call_gain"]) / (c["damage"] + c["bluff_call_gain"])
    phi, rho, a, e_r = (
        c[name] for name in ("p_resolved", "p_informed", "audience_cost", "execution_cost_resolved")
    )
    rho_star = c["prize"] / (a + c["prize"])
    phi_hat = pi * (1.0 - rho) / (1.0 - pi * rho)
    silent_q = a / (a + c["prize"])
    silent_sigma = phi * (1.0 - pi) / ((1.0 - phi) * pi)
    q, sigma = silent_q / (1.0 - rho), silent_sigma / (1.0 - rho)
    zero, one = np.zeros_like(pi), np.ones_like(pi)
    works, eager = pi < 1.0, e_r < 0.0
    bluffs = works & (rho < rho_star)
    silence = c["opposed_success_cost"] >= c["supported_bluff_cost"] * (1.0 - silent_q)
    kinds = (
        _kind(c, "separating", works & ~bluffs, one, zero, one),
        _kind(c, "pooling", bluffs & (phi >= phi_hat), one, one, one),
        _kind(c, "semi-separating", bluffs & (phi < phi_hat), one, sigma, q),
        _kind(c, "rupture", ~works & eager, one, zero, zero),
        _kind(c, "no threat", ~eager, zero, zero, zero, removed_by="D1", where=works),
        _kind(c, "silent pooling", works & (phi >= pi), one, one, one,
              removed_by="intuitive criterion", where=works),
        _kind(c, "silent semi-separating", works & (phi < pi) & silence, one, silent_sigma,
              silent_q, removed_by="intuitive criterion", where=works),
    )  # fmt: skip
    gains = ("opposed_success_cost", "opposed_fight_cost", "opposed_bluff_gain")
    return Kinds(
        kinds,
        quantities={
            "belief_needed": pi,
            "insight_that_ends_bluffs": rho_star,
            "resolve_needed": np.where(works, phi_hat, np.nan),
        },
        broken={
            "A1": c["prize"] <= 0.0,
            "A2": ~((e_r < a) & (a < c["execution_cost_bluffer"]) & (a > 0.0)),
            "A3": ~((phi > 0.0) & (phi < 1.0) & (rho > 0.0) & (rho < 1.0)),
            "A4": pi <= 0.0,
            "A5": np.min([c[name] for name in gains], axis=0) <= 0.0,
        },
        edge=near(pi, 1.0)
        | (works & near(rho, rho_star))
        | (bluffs & near(phi, phi_hat))
        | (~works & near(e_r, 0.0)),
        infeasible=c["damage"] + c["bluff_call_gain"] <= 0.0,
    )


def _kind(
    c: Columns,
    name: str,
    exists: Bools,
    p_r: Floats,
    p_w: Floats,
    q: Floats,
    removed_by: str = "",
    where: Bools | None = None,
) -> Kind:
    """Write out one kind: R and W threaten with p_r and p_w, T gives in if supported with q."""
    phi, rho = c["p_resolved"], c["p_informed"]
    zero, one = np.zeros_like(q), np.ones_like(q)
    silent = name.startswith("silent")
    # Chances that a bluff is opposed, and that T gives in to an opposed threat.
    oppose, q_opposed = (zero, one) if silent else (one, zero)
    resolved, bluffer = phi * p_r, (1.0 - phi) * p_w
    opposed = bluffer * rho * oppose
    supported = resolved + bluffer - opposed
    concede = supported * q
    execute = resolved * (1.0 - q)
    called = (bluffer - opposed) * (1.0 - q)
    back_down = called + opposed
    strategy: dict[tuple[str, str], Floats] = {}

    def choice(label: str, first: str, p_first: Floats, second: str) -> None:
        strategy[label, first], strategy[label, second] = p_first, 1.0 - p_first

    for kind, p, executes in (("resolved", p_r, one), ("bluffer", p_w, zero)):
        choice(f"{kind}: respond", "threaten", p, "quiet")
        for heard in ("supported", "opposed", "unknown"):
            choice(f"{kind} {heard}: act", "execute", executes, "back down")
    choice("resolved: speak", "oppose", zero, "support")
    choice("bluffer: speak", "oppose", oppose, "support")
    choice("supported: answer", "concede", q, "resist")
    choice("opposed: answer", "concede", q_opposed, "resist")
    # Where nobody threatens, a threat is taken for a bluffer's.
    is_resolved = np.where(supported > 0.0, resolved / np.where(supported > 0.0, supported, 1.0), 0)
    unheard = (1.0 - rho) / (1.0 - rho * oppose)
    belief = {
        ("supported: answer", (kind, "threaten", *way)): share * weight
        for kind, share, known in (
            ("resolved", is_resolved, rho),
            ("bluffer", 1.0 - is_resolved, 1.0 - unheard),
        )
        for way, weight in ((("informed", "support"), known), (("uninformed",), 1.0 - known))
    }
    for kind, share in (("resolved", q_opposed), ("bluffer", 1.0 - q_opposed)):
        belief["opposed: answer", (kind, "threaten", "informed", "oppose")] = share
    of_bluffer = (1.0 - rho * oppose) * (q * c["prize"] - (1.0 - q) * c["audience_cost"])
    of_bluffer = of_bluffer - rho * oppose * c["audience_cost"]
    of_resolved = q * c["prize"] - (1.0 - q) * c["execution_cost_resolved"]
    many = np.full(len(q), name not in ("pooling", "semi-separating"))
    return Kind(
        name,
        exists,
        probabilities={
            "concede": concede,
            "threat": resolved + bluffer,
            "opposed": opposed,
            "execute": execute,
            "back_down": back_down,
            "quiet": 1.0 - resolved - bluffer,
        },
        values={
            CHALLENGER: resolved * of_resolved + bluffer * of_bluffer,
            TARGET: (
                c["bluff_call_gain"] * back_down
                - c["concession_cost"] * concede
                - c["damage"] * execute
            ),
            OPPOSITION: opposed * c["opposed_bluff_gain"] - called * c["supported_bluff_cost"],
        },
        strategy=strategy,
        belief=belief,
        quantities={
            "concession_probability": q,
            "bluff_probability": p_w,
            "value_resolved": p_r * of_resolved,
            "value_bluffer": p_w * of_bluffer,
        },
        removed_by={removed_by: where} if removed_by and where is not None else {},
        continuum=many,
        note=_NOTES.get(name, _NOTES["silent"] if silent else ""),
    )


_NOTES = {
    "separating": "What the target would answer to an opposed threat, which nobody makes, is free "
    "as long as the bluffer and the opposition are deterred.",
    "rupture": "What the opposition would say of a bluff, which nobody makes, may be free.",
    "no threat": "What the target would believe and do after a threat, which nobody makes, is "
    "free as long as nobody wants to make one.",
    "silent": "What the target would answer to opposition, which nobody voices, is free as long "
    "as the opposition is deterred.",
}

THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="informed-opposition",
    title="Informed opposition: an inside critic who can give a bluff away",
    citations=(
        Citation(
            "Schultz, K. A. (1998). Domestic opposition and signaling in international crises. "
            "American Political Science Review 92, 829-844.",
            takes="an opposition whose support or dissent tells the target what a threat is worth",
            doi="10.2307/2586306",
        ),
        Citation(
            "Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly "
            "Journal of Economics 102, 179-221.",
            takes="the intuitive criterion and D1",
            doi="10.2307/1885060",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "Somebody inside may know whether a threat is meant, and gains by saying so when it is "
        "not. That makes bluffing risky, and a threat which nobody contradicts more credible. The "
        "better the critic is informed, the rarer are bluffs, and the rarer is a threat carried "
        "out; above some point nobody bluffs any more."
    ),
    paragraphs=(11, 20),
    players=(CHALLENGER, TARGET, OPPOSITION),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The opposition supports threats that are meant and opposes bluffs. If it is likely enough "
        "to know, only the resolved threaten, and the target gives in. If not, bluffers threaten "
        "as well, always or sometimes, and are now and then given away."
    ),
    selection_rule=RULE,
    finds=(
        "how much a critic must know to end bluffing",
        "how information inside changes the chance that a threat is carried out",
    ),
    does_not_find=(
        "anything where A1 to A5 fail: there it gives no answer",
        "an opposition with an interest in the prize itself",
        "how the critic comes to know, or a choice of whom to tell",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "separating": "only the resolved threaten, and the target gives in",
        "pooling": "both types threaten, and the target gives in unless the threat is opposed",
        "semi-separating": "bluffers sometimes threaten, and the target sometimes gives in to a "
        "supported threat",
        "rupture": "a resolved challenger threatens although the target resists, and executes",
        "no threat": "nobody threatens",
        "silent pooling": "both types threaten, the opposition never opposes, and the target "
        "gives in",
        "silent semi-separating": "bluffers sometimes threaten, the opposition never opposes, and "
        "the target sometimes gives in",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "opposed": "a threat is made and opposed",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no threat is made",
        "belief_needed": "belief in resolve above which the target gives in",
        "insight_that_ends_bluffs": "chance of an informed opposition above which nobody bluffs",
        "resolve_needed": "chance of resolve above which supported threats always work; undefined "
        "if none does",
        "concession_probability": "chance that the target gives in to a supported threat",
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
    decisive=("p_informed", "p_resolved"),
    unique="the only one that survives the intuitive criterion and D1",
    features=("inside critic", "threat", "doubt about resolve", "cost of backing down"),
    against=("harm under way",),
)
