r"""A threat behind closed doors or before an audience: when secrecy is the better channel.

A challenger (C) may threaten a target (T) in private or in public. In public it pays for backing
down, which makes the threat more credible; but T pays for giving in, which makes it more stubborn.
In private neither pays.

**Timing**

1. Chance makes C *eager* with probability $f_1$, *bound* with $f_2$, else *unwilling*. Only C
   knows which.
2. C stays *quiet*, or threatens in *private* or in *public*.
3. After a threat T gives in (*concede*) or does not (*resist*).
4. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

===============  =========================  =================================================
Symbol           Name                       Meaning
===============  =========================  =================================================
$V$              prize                      C's gain when T gives in
$L$              concession_cost            T's loss when it gives in
$m$              public_humiliation         T's further loss when it gives in publicly
$d$              damage                     T's loss when the threat is carried out
$r$              bluff_call_gain            T's gain when C backs down
$a$              audience_cost              C's cost of backing down in public (in private: 0)
$f_1, f_2$       p_eager, p_bound           chances of the first two types
$e_1, e_2, e_3$  execution_cost_eager, ...  C's cost of carrying the threat out, by type
===============  =========================  =================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$, in public $(V; -L-m)$; executed
$(-e_i; -d)$; backed down $(0; r)$, in public $(-a; r)$.

**Closed form.** A private threat is carried out by the eager only, a public one by the bound as
well; so their credible masses are $F_p=f_1$ and $F_u=f_1+f_2$. T gives in iff it believes in
execution with more than $\pi_p=(L+r)/(d+r)$, in public $\pi_u=(L+m+r)/(d+r)$. The equilibria are

- **private pooling**, iff $F_p>\pi_p$: all threaten in private, T gives in. This is *efficient
  secrecy* if moreover $F_u<\pi_u$, where the public threat would not have worked.
- **public pooling**, iff $F_u>\pi_u$: all threaten in public, T gives in.
- **public semi**, iff $F_u<\pi_u<1$: the eager and the bound threaten in public, the unwilling with
  chance $\sigma=F_u(1-\pi_u)/((1-F_u)\pi_u)$; T gives in with chance $q=a/(a+V)$.
- **public rupture**, iff $\pi_u>1$: the eager threaten in public, T resists, they execute.
- **ignored private threat**, iff $F_p<\pi_p$: the eager threaten in private, and enough others do
  that T resists. D1 removes it when $\pi_u<1$: a public threat would be taken for the eager's.

Where several exist the rule takes the first in this order, which is the best for the eager; where
private and public threats both work C is indifferent and T saves $m$ with the private one. Since
private threats are free, types that expect nothing from them may make them or not: see the notes on
continua.

**What it finds.** Which channel a threat goes through, and when only a private one can work.

**What it does not find.** Leaks: a private threat stays private. Anything where the three types do
not differ as A2 says. That the best equilibrium for C is the one played: the rule assumes it.

References
----------
After Kurizaki (2007); `MODEL.citations` says what is taken from it.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.prune import without
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
TYPES = ("eager", "bound", "unwilling")
CHANNELS = ("private", "public")
RULE = "best for the eager challenger, then for the target"

_UNIT = "units of the damage"

PARAMETERS = (
    Parameter(
        "prize", "What the challenger gains when the target gives in",
        1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
    ),
    Parameter(
        "concession_cost", "What giving in costs the target",
        0.4, low=0.0, symbol="L", unit=_UNIT, wide=(0.2, 1.0),
    ),
    Parameter(
        "public_humiliation", "What it costs the target further to give in publicly",
        0.2, low=0.0, symbol="m", unit=_UNIT, wide=(0.0, 0.7),
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
        "audience_cost", "What backing down from a public threat costs the challenger",
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.25, 0.5),
    ),
    Parameter(
        "p_eager", "Chance that the challenger likes to carry out the threat",
        0.5, low=0.0, high=1.0, symbol="f_1", unit="probability", wide=(0.05, 0.6),
    ),
    Parameter(
        "p_bound", "Chance that the challenger would carry it out rather than back down in public",
        0.05, low=0.0, high=1.0, symbol="f_2", unit="probability", wide=(0.0, 0.35),
    ),
    Parameter(
        "execution_cost_eager", "What carrying out the threat costs the eager; below zero",
        -0.05, symbol="e_1", unit=_UNIT, wide=(-0.25, -0.01),
    ),
    Parameter(
        "execution_cost_bound", "What carrying out the threat costs the bound",
        0.2, symbol="e_2", unit=_UNIT, wide=(0.05, 0.2),
    ),
    Parameter(
        "execution_cost_unwilling", "What carrying out the threat costs the unwilling",
        0.8, symbol="e_3", unit=_UNIT, wide=(0.55, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1", "V > -e_1", "the eager challenger would rather have the prize than carry out its "
        "threat"
    ),
    ModelAssumption(
        "A2", "e_1 < 0 < e_2 < a < e_3", "the eager carry out any threat, the bound only a public "
        "one, the unwilling none"
    ),
    ModelAssumption("A3", "0 < f_1 and f_1 + f_2 < 1", "there may be eager and unwilling ones"),
    ModelAssumption("A4", "L + r > 0", "the target would not give in to a known bluffer"),
)  # fmt: skip

#: Types that would carry out a threat, by channel.
EXECUTE = {"private": ("eager",), "public": ("eager", "bound")}


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has 21 ends; one of the two channels can be taken away."""
    removed = THEORY.check_removed(remove)
    root = chance(
        "type",
        {
            "eager": ("p_eager", _respond("eager")),
            "bound": ("p_bound", _respond("bound")),
            "unwilling": ("1 - p_eager - p_bound", _respond("unwilling")),
        },
    )
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    threats = (Threat(CHALLENGER, channel, "execute", "back down") for channel in CHANNELS)
    return without(builder.threats(*threats).tree(root), removed)


def _respond(kind: str) -> Sketch:
    threats = {channel: _answer(kind, channel) for channel in CHANNELS}
    return move(CHALLENGER, {"quiet": end("quiet", 0, 0), **threats}, knows=f"{kind}: respond")


def _answer(kind: str, channel: str) -> Sketch:
    public = channel == "public"
    act = move(
        CHALLENGER,
        {
            "execute": end("executed", f"-execution_cost_{kind}", "-damage"),
            "back down": end("backed down", "-audience_cost" if public else 0, "bluff_call_gain"),
        },
        knows=f"{kind} {channel}: act",
    )
    loss = "-concession_cost - public_humiliation" if public else "-concession_cost"
    concede = end(f"{channel} concession", "prize", loss)
    return move(TARGET, {"concede": concede, "resist": act}, knows=f"{channel}: answer")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, best first."""
    stake = c["damage"] + c["bluff_call_gain"]
    pi_p = (c["concession_cost"] + c["bluff_call_gain"]) / stake
    pi_u = pi_p + c["public_humiliation"] / stake
    f_p = c["p_eager"]
    f_u = f_p + c["p_bound"]
    q = c["audience_cost"] / (c["audience_cost"] + c["prize"])
    sigma = f_u * (1.0 - pi_u) / ((1.0 - f_u) * pi_u)
    zero, one = np.zeros_like(pi_p), np.ones_like(pi_p)
    private = np.full(len(q), "private" not in removed)
    public = np.full(len(q), "public" not in removed)
    works = private & (f_p >= pi_p)
    # The share of the others who join the eager in private so that T resists: all, or nobody.
    join = np.where(pi_p > 1.0, zero, one)
    all_threaten, eager_only = (one, one, one), (one, zero, zero)
    semi = public & (f_u < pi_u) & (pi_u < 1.0)
    in_public = public & (f_u >= pi_u) & (pi_u < 1.0)
    ignored = private & (f_p < pi_p)
    kinds = (
        _kind(c, "private pooling", removed, works, all_threaten, one),
        _kind(c, "public pooling", removed, in_public, all_threaten, one),
        _kind(c, "public semi", removed, semi, (one, one, sigma), q),
        _kind(c, "public rupture", removed, public & (pi_u >= 1.0), eager_only, zero),
        _kind(c, "ignored private threat", removed, ignored, (one, join, join), zero,
              d1=public & (pi_u < 1.0)),
    )  # fmt: skip
    e_1, e_2, e_3 = (c[f"execution_cost_{kind}"] for kind in TYPES)
    a = c["audience_cost"]
    return Kinds(
        kinds,
        quantities={
            "belief_needed_private": pi_p,
            "belief_needed_public": pi_u,
            "credible_private": f_p,
            "credible_public": f_u,
            "efficient_secrecy": ((f_p > pi_p) & (f_u < pi_u)).astype(np.float64),
        },
        broken={
            "A1": c["prize"] <= -e_1,
            "A2": ~((e_1 < 0.0) & (e_2 > 0.0) & (e_2 < a) & (a < e_3)),
            "A3": ~((f_p > 0.0) & (f_u < 1.0)),
            "A4": pi_p <= 0.0,
        },
        # Without humiliation nobody cares which of two channels that work is used.
        edge=(private & near(f_p, pi_p))
        | (public & (near(f_u, pi_u) | near(pi_u, 1.0)))
        | (works & in_public & near(pi_u, pi_p)),
        infeasible=(f_u > 1.0) | (stake <= 0.0),
    )


def _kind(
    c: Columns,
    name: str,
    removed: frozenset[str],
    exists: Bools,
    threaten: tuple[Floats, Floats, Floats],
    q: Floats,
    d1: Bools | None = None,
) -> Kind:
    """Write out one kind: each type threatens with its chance, T gives in with chance q."""
    used = "public" if name.startswith("public") else "private"
    zero, one = np.zeros_like(q), np.ones_like(q)
    prior = (c["p_eager"], c["p_bound"], 1.0 - c["p_eager"] - c["p_bound"])
    mass = [f * p for f, p in zip(prior, threaten, strict=True)]
    threat = mass[0] + mass[1] + mass[2]
    execute = (1.0 - q) * sum(
        (m for kind, m in zip(TYPES, mass, strict=True) if kind in EXECUTE[used]), zero
    )
    back_down = (1.0 - q) * threat - execute
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    of_type: dict[str, Floats] = {}
    for kind, p, m in zip(TYPES, threaten, mass, strict=True):
        strategy[f"{kind}: respond", "quiet"] = 1.0 - p
        for channel in CHANNELS:
            if channel in removed:
                continue
            executes = kind in EXECUTE[channel]
            here = f"{kind} {channel}: act"
            strategy[f"{kind}: respond", channel] = p if channel == used else zero
            strategy[here, "execute"] = one if executes else zero
            strategy[here, "back down"] = zero if executes else one
            # An unexpected threat is taken for that of the unwilling.
            surprise = one if kind == "unwilling" else zero
            belief[f"{channel}: answer", (kind, channel)] = (
                m / threat if channel == used else surprise
            )
        backs_down = -c["audience_cost"] if used == "public" else zero
        last = -c[f"execution_cost_{kind}"] if kind in EXECUTE[used] else backs_down
        of_type[f"value_{kind}"] = p * (q * c["prize"] + (1.0 - q) * last)
    for channel in CHANNELS:
        if channel not in removed:
            strategy[f"{channel}: answer", "concede"] = q if channel == used else zero
            strategy[f"{channel}: answer", "resist"] = 1.0 - q if channel == used else one
    concede = threat * q
    loss = c["concession_cost"] + (c["public_humiliation"] if used == "public" else 0.0)
    is_public = used == "public"
    return Kind(
        name,
        exists,
        probabilities={
            "concede": concede,
            "threat": threat,
            "private_threat": zero if is_public else threat,
            "public_threat": threat if is_public else zero,
            "private_concession": zero if is_public else concede,
            "public_concession": concede if is_public else zero,
            "execute": execute,
            "back_down": back_down,
            "quiet": 1.0 - threat,
        },
        values={
            CHALLENGER: sum((f * v for f, v in zip(prior, of_type.values(), strict=True)), zero),
            TARGET: c["bluff_call_gain"] * back_down - loss * concede - c["damage"] * execute,
        },
        strategy=strategy,
        belief=belief,
        quantities={
            "concession_probability": q,
            "bluff_probability": threaten[2],
            **of_type,
        },
        removed_by={"D1": np.zeros_like(exists) if d1 is None else d1},
        continuum=np.full(len(q), not removed or name == "ignored private threat"),
        note=_NOTES[name],
    )


_NOTES = {
    "private pooling": "The target may answer an unexpected public threat with any chance at "
    "which nobody prefers it; where public threats work too, C may use either channel.",
    "public pooling": "The target may answer an unexpected private threat with any chance at "
    "which nobody prefers it; where private threats work too, C may use either channel.",
    "public semi": "The unwilling who do not threaten in public may do so in private, in vain.",
    "public rupture": "The unwilling and the bound may threaten in private, in vain, and the "
    "eager may use the private channel as far as the target goes on resisting there.",
    "ignored private threat": "As many of the bound and the unwilling may join as leave the "
    "target unimpressed, and it may answer an unexpected public threat in several ways.",
}

THEORY = Theory(solve, PARAMETERS, RULE, removable=CHANNELS, keep_one=CHANNELS)

MODEL = Model(
    name="private-or-public-threat",
    title="Private or public: the channel of a threat",
    citations=(
        Citation(
            "Kurizaki, S. (2007). Efficient secrecy: public versus private threats in crisis "
            "diplomacy. American Political Science Review 101, 543-558.",
            takes="two channels: a private threat binds less and humiliates less",
            doi="10.1017/S0003055407070396",
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
        "A public threat ties the hands of whoever makes it, and so is believed more. But it also "
        "makes giving in humiliating. A threat behind closed doors is believed less and easier to "
        "give in to. Where the humiliation weighs more than the doubt, secrecy is the efficient "
        "channel, and a public threat would have failed."
    ),
    paragraphs=(5, 9),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If enough challengers like to carry out their threat, all threaten in private and the "
        "target gives in. If not, they go public: the target gives in for sure, or only "
        "sometimes. If the humiliation makes even a sure public threat bearable, only the eager "
        "threaten, and carry it out."
    ),
    selection_rule=RULE,
    finds=(
        "the channel: the eager challengers against the belief needed in private",
        "whether secrecy is efficient: a private threat works where a public one would not",
    ),
    does_not_find=(
        "anything where A1 to A4 fail: there it gives no answer",
        "leaks: a private threat stays private",
        "that the equilibrium which is best for the challenger is the one played: the rule "
        "assumes it",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "private pooling": "every challenger threatens in private, and the target gives in",
        "public pooling": "every challenger threatens in public, and the target gives in",
        "public semi": "the unwilling sometimes threaten in public, and the target sometimes "
        "gives in",
        "public rupture": "the eager threaten in public and carry it out",
        "ignored private threat": "private threats are made and ignored; the eager carry them out",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "private_threat": "a private threat is made",
        "public_threat": "a public threat is made",
        "private_concession": "the target gives in to a private threat",
        "public_concession": "the target gives in to a public threat",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no threat is made",
        "belief_needed_private": "belief in execution above which the target gives in privately",
        "belief_needed_public": "belief in execution above which the target gives in publicly",
        "credible_private": "chance of a challenger who would carry out a private threat",
        "credible_public": "chance of a challenger who would carry out a public threat",
        "efficient_secrecy": "1 if a private threat works where a public one would not for sure",
        "concession_probability": "chance that the target gives in after a threat",
        "bluff_probability": "chance that an unwilling challenger threatens",
        "value_eager": "what an eager challenger expects",
        "value_bound": "what a bound challenger expects",
        "value_unwilling": "what an unwilling challenger expects",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=CHANNELS,
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("p_eager", "public_humiliation"),
    features=(
        "threat",
        "private threat",
        "public threat",
        "doubt about resolve",
        "cost of backing down",
    ),
    optional=("public threat",),
    against=("harm under way",),
)
