r"""Crisis signaling with private payoffs on both sides: several equilibria, all of them listed.

A challenger (A) may disturb the status quo; a target (B) gives in or resists; after resistance A
fights or backs down. Each side's own payoffs carry a shock that the other side does not see. What
B makes of a challenge depends on which challengers it expects, and the other way round, so that
the same payoffs may go with more than one pattern of play.

**Timing**

1. Chance draws the shocks: A learns $\varepsilon_A$ and $\varepsilon_a$, B learns $\varepsilon_B$,
   all independent standard normal.
2. A leaves things as they are (*status quo*) or makes a challenge (*challenge*).
3. B gives in (*concede*) or does not (*resist*).
4. After resistance A fights (*fight*) or *backs down*.

**Symbols**

========  ===========================  ====================================================
Symbol    Name                         Meaning
========  ===========================  ====================================================
$S_A$     status_quo_challenger        A's payoff from the status quo (B's is 0)
$V_A$     concession_challenger        A's payoff when B gives in
$C_B$     concession_target            B's payoff when it gives in
$W_A$     fight_challenger             A's mean payoff from a fight
$W_B$     fight_target                 B's mean payoff from a fight
$a$       back_down_challenger         A's mean payoff from backing down (minus audience cost)
$V_B$     back_down_target             B's payoff when A backs down
========  ===========================  ====================================================

**Payoffs** (A; B): status quo $(S_A; 0)$; concession $(V_A; C_B)$; fight
$(W_A+\varepsilon_A; W_B+\varepsilon_B)$; backed down $(a+\varepsilon_a; V_B)$. The unit is the
standard deviation of a shock.

**Closed form.** With the chance $p_R$ that B resists, A challenges iff its better last payoff is
above $c=(S_A-(1-p_R)V_A)/p_R$, so

- $p_C=1-\Phi(c-W_A)\Phi(c-a)$, the chance of a challenge;
- $p_F=\Phi_2\left((W_A-a)/\sqrt2,\,W_A-c;\,1/\sqrt2\right)/p_C$, that of a fight if resisted;
- $p_R=\Phi\left((p_FW_B+(1-p_F)V_B-C_B)/p_F\right)$, that of resistance.

An equilibrium is a fixed point $p_R=\psi(p_R)$. Their number is odd, except where two of them
merge; there is exactly one if $a\le W_A$, since $\psi$ then falls. Status quo $1-p_C$, concession
$p_C(1-p_R)$, fight $p_Cp_Rp_F$, backing down $p_Cp_R(1-p_F)$. All tails are computed in logarithms.

**What it finds.** Every equilibrium, and with it whether payoffs alone say what happens.

**What it does not find.** Which of several equilibria is played: the rule takes the best one for
the challenger. Anything where A1 or A2 fails. Shocks that are correlated or not normal.

References
----------
Lewis and Schultz (2003); the equations as in Crisman-Cox and Gibilisco (2021). `MODEL.citations`
says what is taken from each.
"""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model
from standoff.models.crisis_signaling.fixed_points import fixed_points
from standoff.models.crisis_signaling.grid_play import nearest
from standoff.models.crisis_signaling.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.crisis_signaling.respond import CHALLENGER, TARGET, outcomes
from standoff.models.crisis_signaling.tree import NAME, build
from standoff.models.crisis_signaling.witness import witness
from standoff.models.kinds import Columns, Kind, Kinds, Theory

RULE = "best for the challenger"
KINDS = ("only equilibrium", "least resistance", "middle", "most resistance")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every equilibrium: one, or three in the order of resistance."""
    outside = {
        "A1": ~(c["concession_challenger"] > c["status_quo_challenger"]),
        "A2": ~(c["back_down_target"] > c["concession_target"]),
    }
    bad = outside["A1"] | outside["A2"]
    for column in c.values():
        bad |= ~np.isfinite(column)
    # Searched with other numbers where there is nothing to find.
    usual = {parameter.name: parameter.default for parameter in PARAMETERS}
    safe = {name: np.where(bad, usual[name], column) for name, column in c.items()}
    roots, touches = fixed_points(safe)
    n_roots = (~np.isnan(roots)).sum(axis=1)
    three = n_roots > 1
    columns = (roots[:, 0], roots[:, 0], roots[:, 1], roots[:, 2])
    exists = (~three, three, n_roots > 1, n_roots > 2)
    return Kinds(
        [
            _kind(safe, name, here & (n_roots > 0), root)
            for name, here, root in zip(KINDS, exists, columns, strict=True)
        ],
        quantities={
            "may_have_several": (safe["back_down_challenger"] > safe["fight_challenger"]).astype(
                np.float64
            )
        },
        broken=outside,
        edge=touches,
        not_found=~touches & (n_roots != 1) & (n_roots != 3),
    )


def _kind(c: Columns, name: str, exists: Bools, root: Floats) -> Kind:
    resist = np.where(exists, root, 0.5)
    probabilities, values, play = outcomes(c, resist)
    prize, quo = c["concession_challenger"], c["status_quo_challenger"]
    threshold = np.where(resist > 0.0, prize - (prize - quo) / resist, np.nan)
    return Kind(
        name,
        exists,
        probabilities=probabilities,
        values=values,
        quantities={
            "resistance_probability": resist,
            "fight_probability": play.fight,
            "threshold": threshold,
            "slope": play.slope,
        },
        merit=values[CHALLENGER],
        write=lambda: nearest(c, resist),
    )


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="Crisis signaling: private payoffs on both sides",
    citations=(
        Citation(
            "Lewis, J. B. and Schultz, K. A. (2003). Revealing preferences: empirical estimation "
            "of a crisis bargaining game with incomplete information. Political Analysis 11, "
            "345-367.",
            takes="the game and its normal shocks",
        ),
        Citation(
            "Crisman-Cox, C. and Gibilisco, M. (2021). Estimating signaling games in "
            "international relations: problems and solutions. Political Science Research and "
            "Methods 9.",
            takes="the equations in the form used here, and that there may be several equilibria",
            doi="10.1017/psrm.2019.58",
        ),
        Citation(
            "Owen, D. B. (1956). Tables for computing bivariate normal probabilities. Annals of "
            "Mathematical Statistics 27, 1075-1090.",
            takes="the bivariate normal distribution by an integral of one variable",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Neither side knows the other's payoffs. A challenge tells the target something about the "
        "challenger, and how much depends on who would make one. If the target is expected to "
        "give in, many challenge and a challenge tells little; if it is expected to resist, only "
        "the determined do. Both may be in equilibrium at the same payoffs."
    ),
    paragraphs=(8, 11, 14),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The challenger challenges if its better last payoff is above a threshold, the target "
        "resists if its own payoff from a fight is high enough, and the chance of resistance that "
        "the challenger reckons with is the one that comes about."
    ),
    selection_rule=RULE,
    finds=(
        "every equilibrium: one, or three if the challenger would on average rather back down "
        "than fight",
        "how likely a challenge, a concession, a fight and backing down are in each",
    ),
    does_not_find=(
        "which of several equilibria is played: the rule takes the best one for the challenger",
        "anything where A1 or A2 fails: there it gives no answer",
        "shocks that are correlated or not normal",
    ),
    meanings={
        "regime": "which equilibrium, in the order of resistance",
        "only equilibrium": "there is no other",
        "least resistance": "the one of three in which the target resists least",
        "middle": "the middle one of three, from which play would drift away",
        "most resistance": "the one of three in which the target resists most",
        "concede": "a challenge is made and the target gives in",
        "challenge": "a challenge is made",
        "fight": "it comes to a fight",
        "back_down": "the challenger backs down",
        "status_quo": "no challenge is made",
        "resistance_probability": "chance that the target resists a challenge",
        "fight_probability": "chance that a challenger who meets resistance fights",
        "threshold": "last payoff above which the challenger challenges",
        "slope": "how much more resistance there is per resistance expected; below 1 if play "
        "would come back to this equilibrium",
        "may_have_several": "1 if the payoffs do not rule out several equilibria",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("fight_target", "back_down_challenger"),
    tree="grid",
    witness=witness,
    unique=(
        "exactly one equilibrium if a <= W_A; otherwise one or three, apart from payoffs at "
        "which two merge"
    ),
    features=(
        "doubt on both sides",
        "many observed crises",
        "doubt about resolve",
        "threat",
        "cost of backing down",
    ),
    optional=("many observed crises",),
    against=("harm under way",),
)
