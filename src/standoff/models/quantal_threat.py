r"""A threat among players who err: every move has a chance, and mistakes are less likely if costly.

The threat game of one challenger (C) and one target (T) in which everybody knows everything, but
nobody always picks the best move. Every action then has a positive chance, so that an observed
course of events has a likelihood.

**Timing**

1. C stays *quiet* or makes a threat (*threaten*).
2. T gives in (*concede*) or does not (*resist*).
3. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

=========  =================  =============================================================
Symbol     Name               Meaning
=========  =================  =============================================================
$V$        prize              C's gain when T gives in
$L$        concession_cost    T's loss when it gives in
$d$        damage             T's loss when the threat is carried out
$r$        bluff_call_gain    T's gain when C backs down
$a$        audience_cost      C's cost of backing down
$e$        execution_cost     C's cost of carrying the threat out
$\lambda$  precision          how much less likely a more costly mistake is; 0 is random play
=========  =================  =============================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$; executed $(-e; -d)$; backed down
$(-a; r)$.

**Closed form** (agent logit equilibrium, which is unique here). At every move the two actions have
odds $e^{\lambda x}$ when the first is worth $x$ more, counting in later mistakes. With
$S(x)=1/(1+e^{-x})$, from the last move backwards:

- $p_{exec}=S(\lambda(a-e))$,
- $u_{res}=-p_{exec}d+(1-p_{exec})r$ and $p_{con}=S(\lambda(-L-u_{res}))$,
- $u_{thr}=p_{con}V+(1-p_{con})(-p_{exec}e-(1-p_{exec})a)$ and $p_{thr}=S(\lambda u_{thr})$.

At $\lambda=0$ every move has the chance 1/2; as $\lambda\to\infty$ play tends to the subgame
perfect equilibrium, which is that of `threat-menu` with one instrument.

**What it finds.** How likely each course of events is, given payoffs and how precisely people
choose.

**What it does not find.** How precise people are: $\lambda$ has to be assumed or estimated. Private
information: everybody knows everything here. Errors that are not independent.

References
----------
Signorino (1999) and McKelvey and Palfrey (1998); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Answers, Floats
from standoff.models.base import Citation, Model
from standoff.models.kinds import Columns, Kind, Kinds, Theory

CHALLENGER, TARGET = "Challenger", "Target"
RULE = "the only agent logit equilibrium"

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
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.0, 0.8),
    ),
    Parameter(
        "execution_cost", "What carrying out the threat costs the challenger; negative if it "
        "likes to", 0.1, symbol="e", unit=_UNIT, wide=(-0.1, 0.9),
    ),
    Parameter(
        "precision",
        "How much less likely a mistake is the more it costs; 0 is random play",
        2.0, low=0.0, symbol="lam", unit="one over units of the damage", wide=(0.5, 10.0),
    ),
)  # fmt: skip


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has four ends; no action can be taken away."""
    THEORY.check_removed(remove)
    act = move(
        CHALLENGER,
        {
            "execute": end("executed", "-execution_cost", "-damage"),
            "back down": end("backed down", "-audience_cost", "bluff_call_gain"),
        },
        knows="act",
    )
    answer = move(
        TARGET,
        {"concede": end("concession", "prize", "-concession_cost"), "resist": act},
        knows="answer",
    )
    root = move(CHALLENGER, {"quiet": end("quiet", 0, 0), "threaten": answer}, knows="respond")
    threat = Threat(CHALLENGER, "threaten", "execute", "back down")
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    return builder.threats(threat).tree(root)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium, from the last move backwards."""
    v, loss, d, r = c["prize"], c["concession_cost"], c["damage"], c["bluff_call_gain"]
    a, e, precision = c["audience_cost"], c["execution_cost"], c["precision"]
    execute = _choice(precision * (a - e))
    back_down = _choice(precision * (e - a))
    resisted = -execute * d + back_down * r
    concede, resist = (_choice(precision * sign * (loss + resisted)) for sign in (-1.0, 1.0))
    threatened = concede * v + resist * (-execute * e - back_down * a)
    threaten, quiet = (_choice(precision * sign * threatened) for sign in (1.0, -1.0))
    kind = Kind(
        "agent logit equilibrium",
        np.ones(len(v), dtype=np.bool_),
        probabilities={
            "concede": threaten * concede,
            "threat": threaten,
            "execute": threaten * resist * execute,
            "back_down": threaten * resist * back_down,
            "quiet": quiet,
        },
        values={
            CHALLENGER: threaten * threatened,
            TARGET: threaten * (resist * resisted - concede * loss),
        },
        quantities={
            "concession_probability": concede,
            "execution_probability": execute,
            "worth_of_threat": threatened,
            "worth_of_resistance": resisted,
        },
        strategy={
            ("respond", "quiet"): quiet,
            ("respond", "threaten"): threaten,
            ("answer", "concede"): concede,
            ("answer", "resist"): resist,
            ("act", "execute"): execute,
            ("act", "back down"): back_down,
        },
    )
    return Kinds((kind,), quantities={}, broken={}, edge=np.zeros(len(v), dtype=np.bool_))


def _choice(x: Floats) -> Floats:
    """Chance of an action that is worth x more, in units of the error; keeps small chances."""
    small = np.exp(-np.abs(x))
    return np.where(x < 0.0, small, 1.0) / (1.0 + small)


def witness(draws: Draws, answers: Answers) -> dict[str, Floats]:
    """Draw the errors themselves: sum over those with which each action is the better one."""
    c = draws.complete(PARAMETERS).columns()
    scale = c["precision"]
    # An error of the extreme value distribution per action; beyond these limits they weigh nothing.
    error = np.arange(-5.0, 45.0, 0.02)
    density = 0.02 * np.exp(-error - np.exp(-error))

    def better(x: Floats) -> Floats:
        return np.exp(-np.exp(-(error + (scale * x)[:, None]))) @ density

    execute = better(c["audience_cost"] - c["execution_cost"])
    last = -execute * c["execution_cost"] - (1.0 - execute) * c["audience_cost"]
    resisted = (1.0 - execute) * c["bluff_call_gain"] - execute * c["damage"]
    concede = better(-c["concession_cost"] - resisted)
    threat = better(concede * c["prize"] + (1.0 - concede) * last)
    found = answers.probabilities
    of_target = (1.0 - concede) * resisted - concede * c["concession_cost"]
    of_challenger = concede * c["prize"] + (1.0 - concede) * last
    return {
        "threat": threat - found["threat"],
        "concession": threat * concede - found["concede"],
        "execution": threat * (1.0 - concede) * execute - found["execute"],
        "backing down": threat * (1.0 - concede) * (1.0 - execute) - found["back_down"],
        "value of the challenger": threat * of_challenger - answers.values[CHALLENGER],
        "value of the target": threat * of_target - answers.values[TARGET],
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="quantal-threat",
    title="A threat among players who err",
    citations=(
        Citation(
            "Signorino, C. S. (1999). Strategic interaction and the statistical analysis of "
            "international conflict. American Political Science Review 93, 279-297.",
            takes="a crisis game whose chances of every outcome are a likelihood",
            doi="10.2307/2585396",
        ),
        Citation(
            "McKelvey, R. D. and Palfrey, T. R. (1998). Quantal response equilibria for extensive "
            "form games. Experimental Economics 1, 9-41.",
            takes="the agent logit equilibrium",
            doi="10.1023/A:1009905800005",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Nobody is sure to pick the best move, and everybody knows it. A target may resist a "
        "threat that would be carried out, a challenger may fail to make a threat that would have "
        "worked. Costly mistakes are rarer than cheap ones. So every course of events has some "
        "chance, and what was observed says something about the payoffs."
    ),
    paragraphs=(5, 6, 14, 23),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=(),
    equilibrium=(
        "Each player chooses each action with a chance that rises with what it is worth, given "
        "the same of everybody later on."
    ),
    selection_rule=RULE,
    finds=(
        "how likely each course of events is",
        "how fast behavior approaches the best one as people choose more precisely",
    ),
    does_not_find=(
        "how precise people are: that has to be assumed or estimated",
        "what private information does: everybody knows everything here",
        "errors that hang together",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "agent logit equilibrium": "every player errs independently at every move",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no threat is made",
        "concession_probability": "chance that the target gives in after a threat",
        "execution_probability": "chance that a threat that is resisted is carried out",
        "worth_of_threat": "what a threat is worth to the challenger, later mistakes counted in",
        "worth_of_resistance": "what resistance is worth to the target, later mistakes counted in",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("precision", "concession_cost"),
    tree="errors",
    witness=witness,
    unique="the only agent logit equilibrium, since everybody knows everything",
    features=("many observed crises", "threat", "cost of backing down"),
    against=("harm under way",),
)
