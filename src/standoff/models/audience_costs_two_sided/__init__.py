r"""Audience costs with doubt on both sides: neither knows how much the other one could bear.

The game of `audience-costs`, with a continuum of types on either side. What carrying out the threat
costs the challenger (C) is private to C, and what it would cost the target (T) is private to T.

**Timing**

1. Chance draws C's cost of execution $e$ and T's damage $d$, both uniform and independent. Each
   side learns its own.
2. C stays *quiet* or makes a threat (*threaten*).
3. T gives in (*concede*) or does not (*resist*).
4. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

==============  ===========================  ================================================
Symbol          Name                         Meaning
==============  ===========================  ================================================
$V$             prize                        C's gain when T gives in
$L$             concession_cost              T's loss when it gives in
$r$             bluff_call_gain              T's gain when C backs down
$a$             audience_cost                C's cost of backing down
$e_lo, e_hi$    execution_cost_low, ..high   bounds of C's cost of carrying the threat out
$d_lo, d_hi$    damage_low, damage_high      bounds of T's loss when it is carried out
==============  ===========================  ================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$; executed $(-e; -d)$; backed down
$(-a; r)$.

**Closed form.** If T believes in execution with $\pi$ it gives in iff its damage is above
$d^*(\pi)=(L+(1-\pi)r)/\pi$, so with chance $q(\pi)=\Pr(d>d^*(\pi))$. A bluffer breaks even at
$q_0=a/(a+V)$, and a share $F(a)=\Pr(e<a)$ of challengers would execute. The equilibria are

- **pooling**, iff $q(F(a))>q_0$: everybody threatens.
- **semi-separating**, iff $q(F(a))<q_0<q(1)$: those with $e<a$ threaten and some bluffers do, so
  many that $\pi=(L+r)/(D+r)$ with $D=d_{hi}-(d_{hi}-d_{lo})q_0$. $\Pr(threat)=F(a)/\pi$ and
  $\Pr(execute)=F(a)(1-q_0)$.
- **no bluff**, iff $q(1)<q_0$ and $e_{lo}<q(1)V/(1-q(1))$: those with $e$ below that threaten, and
  would execute.
- **no threat**, iff $e_{lo}>0$, or nothing else exists. D1 removes it if
  $e_{lo}<q(1)V/(1-q(1))$, since the most resolved gain first from a surprising threat.

The first three exclude each other, because $q$ rises with $\pi$.

**What it finds.** How often threats are made, work, and are carried out when both sides have
something to hide.

**What it does not find.** Anything where no challenger, or every one, would execute (A2). Types
that are not uniform or that hang together. Which of the bluffers threaten.

References
----------
After Fearon (1994), in the form of `audience-costs`; `MODEL.citations` says what is taken from it.
"""

from __future__ import annotations

from standoff.models.audience_costs_two_sided.equilibria import solve
from standoff.models.audience_costs_two_sided.parameters import (
    ASSUMPTIONS,
    CHALLENGER,
    NAME,
    PARAMETERS,
    TARGET,
)
from standoff.models.audience_costs_two_sided.tree import build
from standoff.models.audience_costs_two_sided.witness import witness
from standoff.models.base import Citation, Model
from standoff.models.kinds import Theory

RULE = "survives D1: a surprising threat is taken for that of the most resolved"

THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name=NAME,
    title="Audience costs with doubt on both sides",
    citations=(
        Citation(
            "Fearon, J. D. (1994). Domestic political audiences and the escalation of "
            "international disputes. American Political Science Review 88, 577-592.",
            takes="the cost of backing down before an audience, and private costs on both sides",
            doi="10.2307/2944796",
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
        "Each side knows what a rupture would cost it and can only guess what it would cost the "
        "other. Whoever threatens reckons with targets that would rather suffer than give in; "
        "whoever is threatened reckons with bluffs. How many bluff is set by how many they would "
        "have to frighten."
    ),
    paragraphs=(6, 8, 11),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If so many targets give in that even a bluff pays, everybody threatens. If not, those who "
        "would execute threaten and some bluffers do; and if giving in is too costly for most "
        "targets, only those threaten whom execution costs little."
    ),
    selection_rule=RULE,
    finds=(
        "how many challengers threaten, and how many targets give in",
        "how often threats are carried out when neither side knows the other",
    ),
    does_not_find=(
        "anything where A1 to A3 fail: there it gives no answer",
        "which of the bluffers threaten: they are indifferent",
        "types that are not uniform, or that hang together",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "pooling": "every challenger threatens",
        "semi-separating": "those who would execute threaten, and some bluffers do",
        "no bluff": "only those threaten whom execution costs little enough",
        "no threat": "nobody threatens",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "execute": "the threat is carried out",
        "back_down": "the challenger backs down",
        "quiet": "no threat is made",
        "p_credible": "chance that the challenger would rather execute than back down",
        "concession_needed": "chance of a concession at which a bluffer breaks even",
        "belief_after_threat": "chance of execution in which the target believes after a threat; "
        "undefined where none is made",
        "concession_probability": "chance that the target gives in after a threat",
        "execution_cut": "cost up to which those who threaten would execute; undefined where "
        "nobody threatens",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("audience_cost", "concession_cost"),
    tree="grid",
    witness=witness,
    unique="the only kind that survives D1; among bluffers it does not matter who threatens",
    features=("doubt on both sides", "threat", "public threat", "cost of backing down"),
    against=("harm under way",),
)
