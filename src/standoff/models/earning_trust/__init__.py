r"""Earning trust: one who means to betray it in the end honors it as long as that pays.

A target (T) meets the same challenger (C) for a known number of rounds and each time trusts it or
not. C is probably ordinary, and would rather betray trust than honor it, but it may be honest. Then
even an ordinary C has a reason to honor trust: whoever betrays it once is not trusted again.

**Timing**

1. Chance makes C *honest* with chance $p$, else *ordinary*. Only C knows which.
2. The target of the round, one of $N$, trusts C (*trust*) or not (*stay away*).
3. If it is trusted, C honors trust (*honor*) or not (*betray*). Everybody sees it.
4. Back to 2 with the next round, until all $N$ are over.

**Symbols**

========  ==============  ==================================================================
Symbol    Name            Meaning
========  ==============  ==================================================================
$N$       n_rounds        number of rounds
$y$       honored_gain    what trust that is honored is worth to the target
$z$       betrayed_loss   what the target loses when its trust is betrayed
$R$       honoring_share  what honoring is worth to C, if betraying brings 1
$\delta$  discount        worth to C today of one unit in the next round
$p$       p_honest        chance that C is honest
========  ==============  ==================================================================

**Payoffs** (target; ordinary C; honest C) of each round: no trust $(0; 0; 0)$; honored
$(y; R; R)$; betrayed $(-z; 1; -1)$. C's payoffs are discounted and added up, those of the targets
added up.

**Closed form** (the sequential equilibrium with plausible beliefs). Let $b=z/(y+z)$. With $n$
rounds left, this one included, and belief $p$ that C is honest:

- the target trusts iff $p>b^n$; at $p=b^n$ it trusts with chance $(1-R)/\delta$;
- an honest C honors trust;
- an ordinary C betrays it if $n=1$, honors it if $p\ge b^{n-1}$, and else honors it with chance
  $p(1-b^{n-1})/((1-p)b^{n-1})$;
- after honored trust the belief is $\max(b^{n-1},p)$, after betrayal $0$; otherwise it stays.

Let $k$ be the smallest $n$ for which $b^n<p$. So there are three regimes:

- **trust kept at first**, iff $p>b^{N-1}$ and $N>1$: in the first $N-k$ rounds trust is given and
  honored for sure;
- **trust tested at once**, iff $b^N<p<b^{N-1}$: trust is given and honored with chance
  $p/b^{N-1}$, and later given and honored at times until the first failure;
- **no trust**, iff $p<b^N$: ever.

With $m=N-k$, an ordinary C expects $R(1-\delta^m)/(1-\delta)+\delta^m$, or $Rm+1$ if $\delta=1$;
an honest one the same sum and $\delta^m(1-(1-R)^k)$; the targets together $ym+(y+z)(p/b^{k-1}-b)$.

Since $b^N$ is tiny for large $N$, tiny doubts that C might be honest suffice for trust to begin.
With $\delta<1-R$ no later trust makes up for a betrayal forgone.

**What it finds.** How many rounds it takes for trust to begin, how long it is honored by one who
will betray it, and how often it is betrayed.

**What it does not find.** Anything where A1 to A4 fail: there it gives no answer. A relationship
without a known end (see *mutual-dependence*), or a target that looks ahead. Equilibria with other
beliefs: honored trust never makes anybody more suspicious.

References
----------
Camerer and Weigelt (1988), after Kreps and Wilson (1982); the discounting is ours.
`MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model
from standoff.models.earning_trust.automaton import witness
from standoff.models.earning_trust.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.earning_trust.play import (
    CHALLENGER,
    KEPT,
    NO_TRUST,
    TARGET,
    TESTED,
    margins,
    solve,
)
from standoff.models.earning_trust.tree import build
from standoff.models.kinds import Theory

RULE = "plausible beliefs: honored trust is never taken for a trick"
THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="earning-trust",
    title="Earning trust: honored while that pays, betrayed near the end",
    citations=(
        Citation(
            "Camerer, C. and Weigelt, K. (1988). Experimental tests of a sequential equilibrium "
            "reputation model. Econometrica 56, 1-36.",
            takes="the game and its sequential equilibrium",
            doi="10.2307/1911840",
        ),
        Citation(
            "Kreps, D. M. and Wilson, R. (1982). Reputation and imperfect information. Journal of "
            "Economic Theory 27, 253-279.",
            takes="the mirror image, in which firmness takes the place of honesty, and plausible "
            "beliefs",
            doi="10.1016/0022-0531(82)90030-8",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Somebody who would like to betray trust once is not trusted again afterwards. So it "
        "honors trust, to be taken for honest, and the other side goes along although it knows "
        "this: with many rounds to come it is safe for now. Near the end there is less left to "
        "protect; trust is then given less surely, honored less surely, and over at the first "
        "betrayal."
    ),
    paragraphs=(29, 32, 33),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "With many rounds to come, even a small chance that the challenger is honest lets trust "
        "begin, and it is honored by honest and ordinary challengers alike. When the chance no "
        "longer suffices for the rounds left, an ordinary challenger honors trust just often "
        "enough to keep the target guessing, until it betrays it and is trusted no more. If the "
        "chance is too small for all rounds together trust never begins."
    ),
    selection_rule=RULE,
    finds=(
        "how likely honesty must be for trust to begin, given the number of rounds",
        "for how many rounds trust is honored for sure, and how often it is given in all",
        "how often trust is honored only to be betrayed later",
    ),
    does_not_find=(
        "anything where A1, A2, A3 or A4 fails: there it gives no answer",
        "a relationship without a known end, or targets who look ahead",
        "equilibria in which honored trust makes a target more suspicious",
    ),
    meanings={
        "regime": "what becomes of trust",
        KEPT: "trust is given and honored for sure in the first rounds",
        TESTED: "trust is given, and an ordinary challenger may betray it at once",
        NO_TRUST: "trust is never given",
        "trust": "the target trusts the challenger in the first round",
        "honored": "the target trusts in the first round, and trust is honored",
        "betrayed": "the target trusts in the first round, and trust is betrayed",
        "n_kept": "number of rounds in which trust is given and honored for sure",
        "belief_needed": "chance of honesty above which trust begins",
        "belief_needed_each": "the same, if there were only one round",
        "honor_if_ordinary": "chance that an ordinary challenger honors trust in the first round",
        "honored_if_trusted": "chance that trust in the first round is honored",
        "belief_after_honor": "chance of honesty once trust has been honored in the first round",
        "trust_if_in_doubt": "chance of trust in later rounds, once it is no longer sure",
        "n_trusted": "number of rounds in which trust is expected to be given",
        "n_honored": "number of rounds in which trust is expected to be given and honored",
        "value_honest": "what an honest challenger expects",
        "value_ordinary": "what an ordinary challenger expects",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="honored",
    decisive=("p_honest", "n_rounds"),
    tree="stages",
    witness=witness,
    unique="the only sequential equilibrium with plausible beliefs, except where the chance of "
    "honesty is exactly a power of the chance needed for one round",
    margins=margins,
    features=("promise afterwards", "honesty over time", "ongoing cooperation"),
)
