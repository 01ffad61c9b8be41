r"""A scapegoat: punishing somebody else, before an audience that may find out.

A government must answer for a scandal. A clean one punishes the culprit. A captured one may punish
nobody, a substitute, or the culprit after all, which costs it dearly. The audience sees that
somebody was punished, and not always whom it should have been.

**Timing**

1. Chance makes the government *clean* with probability $s$, else *captured*. Only it knows which.
2. A clean government punishes the culprit. A captured one punishes *nobody*, a *scapegoat*, or the
   *culprit*.
3. A scapegoat is exposed as one with chance $\omega$.
4. When somebody was punished and nothing exposed, the audience is content (*accept*) or is not
   (*reject*).

**Symbols**

========  ==================  ===============================================================
Symbol    Name                Meaning
========  ==================  ===============================================================
$s$       p_clean             chance that the government is clean
$\tau$    doubt_threshold     belief in the true culprit above which the audience is content
$\omega$  p_exposure          chance that a scapegoat is exposed
$B$       acceptance_gain     what a content audience is worth to the government
$k$       scapegoat_cost      cost of punishing a scapegoat
$P$       exposure_penalty    what exposure costs on top
$K$       culprit_cost        what punishing the true culprit costs a captured government
========  ==================  ===============================================================

**Payoffs** (government; audience). Nobody punished $(0; 0)$. Scapegoat: exposed $(-k-P; 0)$,
accepted $(B-k; -\tau)$, rejected $(-k; 0)$. Culprit: accepted $(B-K; 1-\tau)$, rejected
$(-K; 0)$, where a clean government bears no $K$.

**Closed form.** A captured government is worth $C(\alpha)=\alpha B-K$ with the culprit and
$S(\alpha)=(1-\omega)\alpha B-k-\omega P$ with a scapegoat when the audience is content with chance
$\alpha$. Let $z=s/(s+(1-s)(1-\omega))$, the belief in a true culprit when all captured governments
use scapegoats. A content audience makes

- **nobody punished**, iff $S(1)<0$ and $C(1)<0$;
- **culprit punished**, iff $C(1)>\max(0, S(1))$;
- **scapegoat accepted**, always, iff $S(1)>\max(0, C(1))$ and $z>\tau$.

Without the culprit $S(1)>0$ says $\omega<\omega^*=(B-k)/(B+P)$. If $S(1)>0$ and $z<\tau$ the
audience can also be in doubt, and its belief is $\tau$:

- **scapegoat doubted**, iff moreover $C(\alpha)<0$ at $\alpha=(k+\omega P)/((1-\omega)B)$: a
  scapegoat with chance $\sigma=s(1-\tau)/(\tau(1-s)(1-\omega))$, else nobody.
- **scapegoat or culprit**, iff moreover $C(1)>S(1)$: a scapegoat with chance
  $\sigma=(1-\tau)/((1-s)(1-\tau\omega))$, else the culprit, with
  $\alpha=(K-k-\omega P)/(\omega B)$.

So the equilibrium is unique unless $C(1)>S(1)>0>C(\alpha)$ and $z<\tau$; then there are three.
Trust makes honesty pay and doubt makes it useless. With $\omega=0$ the doubted scapegoat has
$\sigma=s(1-\tau)/(\tau(1-s))$; as $s\to 0$, $\sigma\to 0$ while $\alpha$ stays.

**What it finds.** Whether a promised punishment falls on somebody else, and how often that is
believed.

**What it does not find.** Who the scapegoat is and whether he would talk. Governments that are
neither clean nor captured. A clean government that prefers to be silent.

References
----------
After Dewan and Myatt (2007); `MODEL.citations` says what is taken from it.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.prune import without
from standoff.game.tree import Game
from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

GOVERNMENT, AUDIENCE = "Government", "Audience"
RULE = "the audience is content where it can be, which is best for both"
REMOVABLE = ("scapegoat", "culprit")

_UNIT = "units of a content audience"

PARAMETERS = (
    Parameter(
        "p_clean", "Chance that the government is clean and punishes the culprit",
        0.3, low=0.0, high=1.0, symbol="s", unit="probability", wide=(0.05, 0.7),
    ),
    Parameter(
        "doubt_threshold", "Belief in the true culprit above which the audience is content",
        0.6, low=0.0, high=1.0, symbol="tau", unit="share", wide=(0.2, 0.9),
    ),
    Parameter(
        "p_exposure", "Chance that a scapegoat is exposed as one",
        0.25, low=0.0, high=1.0, symbol="omega", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "acceptance_gain", "What a content audience is worth to the government; the unit",
        1.0, low=0.0, symbol="B", unit=_UNIT, wide=(1.0, 1.0),
    ),
    Parameter(
        "scapegoat_cost", "What punishing a scapegoat costs the government",
        0.1, low=0.0, symbol="k", unit=_UNIT, wide=(0.02, 0.3),
    ),
    Parameter(
        "exposure_penalty", "What the exposure of a scapegoat costs the government on top",
        0.4, low=0.0, symbol="P", unit=_UNIT, wide=(0.0, 1.0),
    ),
    Parameter(
        "culprit_cost", "What punishing the true culprit costs a captured government",
        1.5, low=0.0, symbol="K", unit=_UNIT, wide=(0.2, 2.0),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "B > 0", "the government gains by a content audience"),
    ModelAssumption("A2", "0 < s < 1", "the government may be clean and may be captured"),
    ModelAssumption("A3", "0 < tau < 1", "the audience can be convinced, but not by anything"),
)

#: Branches that lead to the audience.
_TRUE_CLEAN = ("clean",)
_TRUE_CAPTURED = ("captured", "culprit")
_FALSE = ("captured", "scapegoat", "unexposed")


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has eight ends; a captured government's choices can be removed."""
    removed = THEORY.check_removed(remove)
    scapegoat = chance(
        "exposure",
        {
            "exposed": (
                "p_exposure",
                end("scapegoat exposed", "-scapegoat_cost - exposure_penalty", 0),
            ),
            "unexposed": ("1 - p_exposure", _judge("scapegoat", "scapegoat_cost")),
        },
    )
    captured = move(
        GOVERNMENT,
        {
            "nobody": end("nobody punished", 0, 0),
            "scapegoat": scapegoat,
            "culprit": _judge("culprit", "culprit_cost"),
        },
        knows="captured: punish",
    )
    root = chance(
        "kind",
        {"clean": ("p_clean", _judge("culprit", "0")), "captured": ("1 - p_clean", captured)},
    )
    builder = GameBuilder(MODEL.name).players(GOVERNMENT, AUDIENCE).parameters(*PARAMETERS)
    return without(builder.tree(root), removed)


def _judge(whom: str, cost: str) -> Sketch:
    pleased = "1 - doubt_threshold" if whom == "culprit" else "-doubt_threshold"
    return move(
        AUDIENCE,
        {
            "accept": end(f"{whom} accepted", f"acceptance_gain - {cost}", pleased),
            "reject": end(f"{whom} rejected", f"-{cost}", 0),
        },
        knows="judge",
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, those with a content audience first."""
    s, tau, omega, gain = c["p_clean"], c["doubt_threshold"], c["p_exposure"], c["acceptance_gain"]
    expected_cost = c["scapegoat_cost"] + omega * c["exposure_penalty"]
    # An action that was taken away is worth less than any other.
    worst = np.full_like(s, -1e300)
    trick = worst if "scapegoat" in removed else (1.0 - omega) * gain - expected_cost
    honest = worst if "culprit" in removed else gain - c["culprit_cost"]
    always = s / (s + (1.0 - s) * (1.0 - omega))
    zero, one = np.zeros_like(s), np.ones_like(s)
    sigma = s * (1.0 - tau) / (tau * (1.0 - s) * (1.0 - omega))
    sigma_or = (1.0 - tau) / ((1.0 - s) * (1.0 - tau * omega))
    alpha = expected_cost / ((1.0 - omega) * gain)
    alpha_or = (c["culprit_cost"] - expected_cost) / (omega * gain)
    punishes = honest > np.maximum(0.0, trick)
    substitutes = (trick > 0.0) & ~punishes
    doubts = (trick > 0.0) & (always < tau)
    pointless = honest < gain * (1.0 - alpha)  # The culprit is worth less than nobody in doubt.
    # Compared before they are subtracted: the difference of equal numbers may be off zero.
    no_gain = near((1.0 - omega) * gain, expected_cost) & (trick > -1e300)
    is_tied = no_gain | near(trick, honest) | (doubts & near(honest, gain * (1.0 - alpha)))
    return Kinds(
        kinds=(
            _kind(c, removed, "nobody punished", ~substitutes & ~punishes, zero, zero, one),
            _kind(c, removed, "culprit punished", punishes, zero, one, one),
            _kind(c, removed, "scapegoat accepted", substitutes & ~doubts, one, zero, one),
            _kind(c, removed, "scapegoat doubted", doubts & pointless, sigma, zero, alpha),
            _kind(
                c, removed, "scapegoat or culprit", doubts & punishes & pointless,
                sigma_or, 1.0 - sigma_or, alpha_or,
            ),
        ),
        quantities={
            "exposure_that_deters": (gain - c["scapegoat_cost"]) / (gain + c["exposure_penalty"]),
            "belief_if_always": always,
        },
        broken={
            "A1": gain <= 0.0,
            "A2": (s <= 0.0) | (s >= 1.0),
            "A3": (tau <= 0.0) | (tau >= 1.0),
        },
        edge=is_tied
        | (near(honest, 0.0) & (trick <= 0.0))
        | ((trick > 0.0) & near(always, tau))
        | (doubts & near(alpha, 0.0)),
    )  # fmt: skip


def _kind(
    c: Columns,
    removed: frozenset[str],
    name: str,
    exists: Bools,
    sigma: Floats,
    culprit: Floats,
    alpha: Floats,
) -> Kind:
    """Write out one kind: a captured government's two chances, and that of a content audience."""
    s, omega, tau = c["p_clean"], c["p_exposure"], c["doubt_threshold"]
    captured = 1.0 - s
    true = s + captured * culprit
    false = captured * sigma
    unexposed = false * (1.0 - omega)
    belief = true / (true + unexposed)
    of_captured = (
        sigma * ((1.0 - omega) * alpha * c["acceptance_gain"] - c["scapegoat_cost"])
        - sigma * omega * c["exposure_penalty"]
        + culprit * (alpha * c["acceptance_gain"] - c["culprit_cost"])
    )
    choices = {"nobody": 1.0 - sigma - culprit, "scapegoat": sigma, "culprit": culprit}
    beliefs = {
        _TRUE_CLEAN: s / (true + unexposed),
        _TRUE_CAPTURED: captured * culprit / (true + unexposed),
        _FALSE: 1.0 - belief,
    }
    return Kind(
        name,
        exists,
        probabilities={
            "scapegoat": false,
            "culprit_accepted": true * alpha,
            "culprit_rejected": true * (1.0 - alpha),
            "scapegoat_accepted": unexposed * alpha,
            "scapegoat_rejected": unexposed * (1.0 - alpha),
            "exposed": false * omega,
            "nobody": captured * choices["nobody"],
        },
        values={
            GOVERNMENT: s * alpha * c["acceptance_gain"] + captured * of_captured,
            AUDIENCE: alpha * (true * (1.0 - tau) - unexposed * tau),
        },
        strategy={
            **{("captured: punish", whom): p for whom, p in choices.items() if whom not in removed},
            ("judge", "accept"): alpha,
            ("judge", "reject"): 1.0 - alpha,
        },
        belief={
            ("judge", history): p
            for history, p in beliefs.items()
            if not removed.intersection(history)
        },
        quantities={
            "scapegoat_probability": sigma,
            "acceptance_probability": alpha,
            "belief_after_punishment": belief,
            "value_captured": of_captured,
        },
    )


THEORY = Theory(solve, PARAMETERS, RULE, removable=REMOVABLE)

MODEL = Model(
    name="scapegoat",
    title="Scapegoat: punishing somebody else before a doubtful audience",
    citations=(
        Citation(
            "Dewan, T. and Myatt, D. P. (2007). Scandal, protection, and recovery in the cabinet. "
            "American Political Science Review 101, 63-77.",
            takes="a leader who protects or drops a minister, and what an audience makes of it",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "Whoever has promised to punish somebody powerful may punish somebody powerless instead. "
        "The trick is worth its cost only if it is unlikely to be exposed and likely to be "
        "believed; and it is believed only as far as some governments would have punished the "
        "true culprit. So scapegoats are rarer where honesty is rarer."
    ),
    paragraphs=(28,),
    players=(GOVERNMENT, AUDIENCE),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If exposure is likely, nobody is punished by a captured government, or the culprit if he "
        "is cheap. Otherwise a captured government uses a scapegoat: always if the audience "
        "trusts governments enough, and else only sometimes, so that the audience stays in doubt. "
        "Where the culprit is worth punishing before a content audience only, trust and doubt are "
        "both equilibria."
    ),
    selection_rule=RULE,
    finds=(
        "whether a substitute is punished, and how likely exposure must be to prevent it",
        "how often the audience is content with what it sees",
    ),
    does_not_find=(
        "anything where governments are all clean or all captured: there it gives no answer",
        "who the scapegoat is, or whether he would talk",
        "a clean government that would rather stay silent",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "nobody punished": "a captured government punishes nobody",
        "culprit punished": "even a captured government punishes the culprit",
        "scapegoat accepted": "a captured government always uses a scapegoat, and is believed",
        "scapegoat doubted": "a scapegoat is used sometimes, else nobody is punished; a "
        "punishment is believed sometimes",
        "scapegoat or culprit": "a captured government punishes sometimes a scapegoat and "
        "sometimes the culprit; a punishment is believed sometimes",
        "scapegoat": "a substitute is punished",
        "culprit_accepted": "the culprit is punished and the audience is content",
        "culprit_rejected": "the culprit is punished and the audience is not content",
        "scapegoat_accepted": "a substitute is punished and the audience is content",
        "scapegoat_rejected": "a substitute is punished and the audience is not content",
        "exposed": "a substitute is punished and exposed as one",
        "nobody": "nobody is punished",
        "exposure_that_deters": "chance of exposure above which no scapegoat pays, were the "
        "culprit out of reach",
        "belief_if_always": "belief in the true culprit if captured governments always used "
        "scapegoats",
        "scapegoat_probability": "chance that a captured government uses a scapegoat",
        "acceptance_probability": "chance that the audience is content with a punishment",
        "belief_after_punishment": "belief in the true culprit after a punishment",
        "value_captured": "what a captured government expects",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=REMOVABLE,
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="scapegoat",
    decisive=("p_exposure", "p_clean"),
    unique=(
        "unique unless the culprit is worth punishing before a content audience and not before one "
        "in doubt"
    ),
    features=("culprit at home", "promise afterwards"),
)
