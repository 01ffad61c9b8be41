r"""Two sides that need each other: how patience, mistakes and forgiveness keep cooperation alive.

Two sides cooperate period after period. Cheating brings more at once and is mostly noticed. What is
noticed is answered by a time without cooperation, and sometimes an alarm is false.

**Timing**, in every period

1. Each side chooses, without seeing the other's choice, to *cooperate* or to *cheat*.
2. An alarm is heard by both: with chance $\eta$ if both cooperated (a mistake), with chance $\zeta$
   if one of them cheated.
3. After an alarm both cheat: for $K$ periods, or until they make up, with chance $\rho$ at the end
   of each period, or for ever. Then they cooperate again.

**Symbols** ($i$ is $C$ for the challenger or $T$ for the target)

========  ==========================  =========================================================
Symbol    Name                        Meaning
========  ==========================  =========================================================
$\delta$  discount_factor             weight of the next period
$c_i$     challenger_flow, ...        what side $i$ gets per period while both cooperate
$t_i$     challenger_temptation, ...  what it gets in a period in which it alone cheats
$p_i$     challenger_punishment, ...  what it gets per period while both cheat
$\eta$    p_false_alarm               chance of an alarm though both cooperated
$\zeta$   p_detection                 chance of an alarm after one side cheated
$\rho$    p_repair                    chance per period that the sides make up
$K$       n_punished                  number of periods that a limited punishment lasts
========  ==========================  =========================================================

**Payoffs** of side $i$ per period, averaged over periods with weights $\delta^s$: $c_i$, $t_i$ and
$p_i$ as above, and no more than $p_i$ where only the other side cheats.

**Closed form.** Let $g_i=t_i-c_i$ and $l_i=c_i-p_i$, and let $S$ be the discounted number of
periods that a punishment lasts: $S=(1-\delta^K)/(1-\delta)$, $1/(1-\delta(1-\rho))$ or
$1/(1-\delta)$. An alarm costs side $i$ altogether $D_i=l_iS/(1+\delta\eta S)$, so it does not cheat
iff $g_i\le\delta(\zeta-\eta)D_i$, that is iff

$$\delta S\ge r_i=\frac{g_i}{(\zeta-\eta)l_i-\eta g_i}$$

(never, if $g_i>0$ and the denominator is not positive). So there are the equilibria

- **needs no punishment**, iff $g_i\le 0$ for both sides;
- **limited punishment**, **until repaired** and **for ever**, each iff its $\delta S$ is at least
  $r=\max_ir_i$: for $\delta+\dots+\delta^K\ge r$, $\delta\ge r/(1+(1-\rho)r)$, $\delta\ge r/(1+r)$;
- **no cooperation**, always.

Without mistakes the last two are $\delta\ge g/((1-\rho)g+l)$ and $\delta\ge g/(g+l)$. Side $i$ gets
$p_i+l_i/(1+\delta\eta S)$ on average, so where alarms can be false both sides like the shortest
punishment that suffices best. The shortest fixed one has
$\lceil\ln(1-r(1-\delta)/\delta)/\ln\delta\rceil$ periods; the largest admissible chance of making
up is $1/r-(1-\delta)/\delta$.

A side that is tempted can secure $p_i$ by cheating always. So where no alarm is ever false and none
is missed, no punishment whatever keeps the sides from cheating if *for ever* does not.

**What it finds.** How patient two sides that need each other must be, how long a breach may be
punished and how soon forgiven, and what false alarms cost.

**What it does not find.** All equilibria of the repeated game, of which there are very many; these
are the ones in which both sides cooperate until an alarm. Whether the sides, once they are in a
punishment, would not rather agree to end it.

References
----------
Friedman (1971), and Green and Porter (1984) for mistakes; `MODEL.citations` says what is taken from
each.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model
from standoff.models.kinds import Theory
from standoff.models.mutual_dependence.automaton import witness
from standoff.models.mutual_dependence.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.mutual_dependence.play import (
    CHALLENGER,
    FOR_EVER,
    LIMITED,
    NO_PUNISHMENT,
    NONE,
    REPAIRED,
    TARGET,
    margins,
    solve,
)

RULE = "most cooperation: the shortest punishment that suffices"
THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="mutual-dependence",
    title="Mutual dependence: cooperation that lasts, with mistakes and forgiveness",
    citations=(
        Citation(
            "Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of "
            "Economic Studies 38, 1-12.",
            takes="cooperation held up by the threat to end it for ever, and the patience needed",
            doi="10.2307/2296617",
        ),
        Citation(
            "Green, E. J. and Porter, R. H. (1984). Noncooperative collusion under imperfect price "
            "information. Econometrica 52, 87-100.",
            takes="punishments of limited length that follow a signal which may be mistaken; here "
            "with two choices and two signals",
            doi="10.2307/1911462",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Two sides that need each other every day keep from cheating because a breach would be "
        "followed by a time without cooperation. The more there is to lose and the more tomorrow "
        "counts, the shorter that time may be. A breach can also be imagined: then both pay for a "
        "mistake, and a quarrel that can be made up costs less than one that never ends, as long "
        "as it is still long enough to deter."
    ),
    paragraphs=(26, 31),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "Patient sides cooperate under the threat of a short quarrel, less patient ones only under "
        "that of a long one or of a break for ever, and impatient ones do not cooperate. The side "
        "that is tempted more sets the condition. Alarms that are often false or rarely raised can "
        "make cooperation impossible for anybody."
    ),
    selection_rule=RULE,
    finds=(
        "how patient the sides must be under each kind of punishment, and which side decides",
        "the shortest punishment that suffices, and the most forgiveness that may be shown",
        "how much cooperation false alarms leave, soon and in the long run",
    ),
    does_not_find=(
        "anything where A1, A2 or A3 fails: there it gives no answer",
        "the other equilibria of the repeated game, of which there are very many",
        "whether sides in a quarrel would rather agree to end it at once",
        "mistakes that only one side notices",
    ),
    meanings={
        "regime": "how cooperation is held up",
        NO_PUNISHMENT: "cooperation lasts by itself: neither side gains by cheating",
        LIMITED: "cooperation lasts; an alarm is followed by some periods without it",
        REPAIRED: "cooperation lasts; an alarm is followed by a quarrel until the sides make up",
        FOR_EVER: "cooperation lasts until the first alarm, which ends it for ever",
        NONE: "cooperation does not last",
        "cooperate": "the sides cooperate until there is an alarm",
        "cooperate_later": "the sides cooperate in a period in the far future",
        "patience_for_ever": "least discount factor if a breach is punished for ever; undefined "
        "where none is enough, also below",
        "patience_until_repaired": "least discount factor if a breach is punished until repaired",
        "patience_limited": "least discount factor if a breach is punished for a limited time",
        "patience_challenger": "least discount factor for the challenger alone, punished for ever",
        "patience_target": "least discount factor for the target alone, punished for ever",
        "periods_needed": "shortest fixed punishment that suffices; undefined where none does",
        "repair_allowed": "largest chance per period of making up at which nobody cheats; "
        "undefined where there is none",
        "share_of_cooperation": "share of periods with cooperation, weighted by the discount",
        "punishment_length": "discounted number of periods that a punishment lasts",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="cooperate",
    decisive=("discount_factor", "challenger_temptation"),
    witness=witness,
    margins=margins,
    features=("ongoing cooperation",),
)
