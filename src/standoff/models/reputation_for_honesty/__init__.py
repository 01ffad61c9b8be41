r"""Threats that are believed because a caught bluff would not be forgotten.

A challenger (C) meets a new target (T) in every period. At times it is resolved, so that it would
carry out a threat; at other times it could only bluff. Nobody can tell, but everybody remembers who
threatened and then did nothing. Words are believed as long as they were never empty.

**Timing**, in every period

1. Chance makes C *resolved* with chance $\phi$, else *unresolved*. Only C knows which.
2. C *stays quiet* or *threatens*.
3. After a threat, T gives in (*concede*) or not (*resist*). With chance $\theta$ it is tough, and
   resists whatever it believes.
4. If T resists, C carries the threat out (*execute*) or does nothing (*back down*). All see it.

Whoever backs down loses its good name. With chance $\rho$ per period that is forgotten.

**Symbols**

========  ===============  ==================================================================
Symbol    Name             Meaning
========  ===============  ==================================================================
$\delta$  discount         worth today of one unit in the next period
$V$       prize            what a concession is worth to C
$w$       resolved_gain    what carrying out the threat is worth to a resolved C
$e$       unresolved_cost  what carrying it out costs an unresolved C
$L$       concession_cost  what giving in costs T
$d$       damage           what T loses when the threat is carried out
$\phi$    p_resolved       chance that C is resolved
$\theta$  p_tough          chance that T never gives in
$\rho$    p_forgiven       chance per period that a caught bluff is forgotten
========  ===============  ==================================================================

**Payoffs** (C; T) of each period: quiet $(0; 0)$; conceded $(V; -L)$; executed $(w; -d)$ if C is
resolved, $(-e; -d)$ if not; backed down $(0; 0)$. C's are averaged with weights $\delta^s$.

**Closed form.** Threats under a bad name are ignored, which is a best answer iff
$\phi\le\pi^*=L/d$. Let $x=\delta/(1-\delta(1-\rho))$ be the discounted number of periods that a
bad name lasts, $f=x\phi(V-w)$, and $A=\phi(1-\theta)(V-w)+(1-\phi)((1-\theta)V-\theta e)$. If
$\phi<\pi^*<1$ there are these equilibria, each iff its conditions hold:

- **honest**, iff $\theta f\ge V$ and $\theta e\ge(1-\theta)V$: only a resolved C threatens, and it
  is believed. With $\rho=0$ the first condition is $\delta\ge V/(V+\theta\phi(V-w))$.
- **bluffs carried out**, iff $xA\ge e$ and $\theta e\le(1-\theta)V$: C always threatens, and an
  unresolved one pays for its name; every threat is true.
- **partly honest**, iff $V\le f\le V/\theta$ and $f\le V+e$: an unresolved C bluffs with chance
  $\phi(1-\pi^*)/((1-\phi)\pi^*)$ and then backs down; a threat works with chance $Q=1-V/f$.
- **bluffs partly carried out**, iff $xA\ge e$, $\theta e\le(1-\theta)V$ and $f\le V+e$: C always
  threatens; an unresolved one carries it out with chance $(\pi^*-\phi)/(1-\phi)$, and a threat
  works with chance $e(1/x+1-\phi)/(\phi(V-w)+(1-\phi)(V+e))$.
- **threats ignored**, always.

On average C gets $\phi w$ and what its name adds: $\phi(1-\theta)(V-w)$, $A$, $\phi(V-w)Q$, $e/x$
and $0$. If $\phi>\pi^*$, **every threat works**: T gives in unless it is tough, since threats are
true often enough even if C always threatens; a name is worth nothing. If $\pi^*>1$, **threats are
ignored**, since giving in costs more than the harm.

A bluff must be remembered for $K$ periods, the smallest whole number with
$(1-\delta^K)\ge V(1-\delta)/(\delta\theta\phi(V-w))$, for C to be honest. As $\theta\to 0$ bluffs
are never caught and no memory is long enough; as $w\to V$ a name is worth nothing.

**What it finds.** When words alone are believed; how long a bluff must be remembered for that; how
often an empty threat is made, carried out or called.

**What it does not find.** Targets who also look ahead; memories of anything but caught bluffs;
other ways to behave under a bad name. Equilibria in which play changes for no reason.

References
----------
After Sartori (2002) and Guisinger and Smith (2002); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model
from standoff.models.kinds import Theory
from standoff.models.reputation_for_honesty.automaton import witness
from standoff.models.reputation_for_honesty.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.reputation_for_honesty.play import (
    CARRIED,
    CHALLENGER,
    HONEST,
    IGNORED,
    PARTLY_CARRIED,
    PARTLY_HONEST,
    TARGET,
    WORKS,
    margins,
    solve,
)
from standoff.models.reputation_for_honesty.tree import build

RULE = "the best equilibrium for the challenger"
THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="reputation-for-honesty",
    title="Reputation for honesty: believed because a bluff would be remembered",
    citations=(
        Citation(
            "Sartori, A. E. (2002). The might of the pen: a reputational theory of communication "
            "in international disputes. International Organization 56, 121-149.",
            takes="words that are believed because a caught bluff costs the belief in later ones",
            doi="10.1162/002081802753485151",
        ),
        Citation(
            "Guisinger, A. and Smith, A. (2002). Honest threats: the interaction of reputation and "
            "political institutions in international crises. Journal of Conflict Resolution 46, "
            "175-200.",
            takes="threats that are ignored for a time after a bluff",
            doi="10.1177/0022002702046002001",
        ),
    ),
    fidelity="reduced",
    mechanism=(
        "A threat costs nothing to make, so why believe it? Because it will not be the last one. "
        "Whoever is caught with an empty threat is not believed the next time, when the threat may "
        "be meant. If the next times matter enough, and if bluffs are called often enough, only "
        "true threats are made. Where they matter less some threats are empty, and just enough of "
        "them are called."
    ),
    paragraphs=(6, 33, 34),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "A patient challenger threatens only when it is resolved, and is believed. A less patient "
        "one bluffs at times; targets give in just often enough to make it try, and resist often "
        "enough to catch it. An impatient one is not believed. If carrying out a bluff is cheap, a "
        "patient challenger carries it out to save its name. Where threats are true often enough "
        "anyway, all of them work and a name does not matter."
    ),
    selection_rule=RULE,
    finds=(
        "how patient a challenger must be for its words to be believed",
        "how long a caught bluff must be remembered for threats to be honest",
        "how often a threat is empty, how often it works and how often it is called",
    ),
    does_not_find=(
        "anything where A1, A2, A3 or A4 fails: there it gives no answer",
        "targets who look ahead to later crises themselves",
        "equilibria in which more than caught bluffs is remembered, or in which a challenger with "
        "a bad name is believed at times",
    ),
    meanings={
        "regime": "kind of equilibrium",
        HONEST: "only a resolved challenger threatens, and it is believed",
        CARRIED: "the challenger always threatens, and carries out even what it does not mean",
        PARTLY_HONEST: "some threats are empty, and some targets resist to find out",
        PARTLY_CARRIED: "the challenger always threatens, and carries out some empty threats",
        WORKS: "the challenger always threatens, and whoever is not tough gives in",
        IGNORED: "threats move nobody",
        "threaten": "the challenger, in good standing, makes a threat in a period",
        "concede": "the challenger, in good standing, makes a threat and the target gives in",
        "execute": "the challenger, in good standing, makes a threat and carries it out",
        "back_down": "the challenger, in good standing, makes a threat and backs down",
        "threat_is_true": "a threat in good standing would be carried out against resistance",
        "belief_needed": "chance of execution from which on a target gives in",
        "patience_for_honesty": "discount from which on honest threats can last; undefined where "
        "they cannot",
        "periods_needed": "periods for which a caught bluff must be remembered for honest threats "
        "to last; undefined where no number is enough",
        "forgiveness_allowed": "largest chance per period of forgetting a bluff at which honest "
        "threats can last; undefined where they cannot",
        "bluff_if_unresolved": "chance that an unresolved challenger in good standing threatens",
        "carry_out_if_unresolved": "chance that it carries out the threat if it meets resistance",
        "worth_of_the_name": "what a good name adds to the challenger's average payoff",
        "share_of_good_name": "share of periods in good standing, weighted by the discount",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("discount", "p_tough"),
    tree="stages",
    witness=witness,
    unique="among equilibria in which only caught bluffs are remembered: unique where every threat "
    "works or giving in costs more than the harm; elsewhere threats may also be ignored",
    margins=margins,
    features=("honesty over time", "threat", "doubt about resolve"),
    against=("harm under way",),
)
