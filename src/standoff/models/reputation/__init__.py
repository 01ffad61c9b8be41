r"""A row of challengers in doubt about the target: small doubts deter, and are tested late.

A target (T) meets challengers one after the other. It is probably weak (W, likes giving in better
than a fight), but it may be strong (S, likes standing firm). Then even a weak target has a reason
to stand firm: whoever gives in is known to be weak for ever.

**Timing**

1. Chance makes T *strong* with probability $p$, else *weak*. Only T knows which.
2. The next of $N$ challengers *stays out* or makes a demand (*challenge*).
3. T gives in (*concede*) or does not (*stand firm*). Everybody sees it.
4. Back to 2 with the next challenger, until all $N$ have had their turn.

**Symbols**

========  =================  ==========================================================
Symbol    Name               Meaning
========  =================  ==========================================================
$N$       n_challengers      number of challengers
$a$       deterrence_gain    T's gain from a challenger who stays out
$b$       challenge_gain     a challenger's gain when T gives in
$\delta$  discount           worth today of one unit at the next turn
$p$       p_strong           chance that T is strong
========  =================  ==========================================================

**Payoffs** (challenger; weak T; strong T) of each turn, in units of what standing firm costs: stays
out $(0; a; a)$; T gives in $(b; 0; -1)$; T stands firm $(b-1; -1; 0)$. T's payoffs are discounted
and added up.

**Closed form** (the sequential equilibrium with plausible beliefs). With $n$ challengers left, this
one included, and belief $p$ that T is strong:

- the challenger comes iff $p<b^n$; at $p=b^n$ it stays out with chance $1/(\delta a)$;
- a strong T stands firm;
- a weak T gives in if $n=1$, stands firm if $p\ge b^{n-1}$, and else stands firm with chance
  $p(1-b^{n-1})/((1-p)b^{n-1})$;
- after firmness the belief is $\max(b^{n-1},p)$, after a concession $0$; otherwise it stays.

So there are two regimes. **Deterrence**, iff $p>b^N$: with $k$ the smallest $n$ for which $b^n<p$,
the first $m=N-k+1$ challengers stay out. **Test**, iff $p<b^N$: the first one comes, and T stands
firm with chance $p/b^{N-1}$ (never if $N=1$ and it is weak). A weak T expects
$a(1-\delta^m)/(1-\delta)$, or $am$ if $\delta=1$. A strong T expects the same and
$\delta^{m+1} S_{N-m-1}$, with $S_0=0$ and
$S_n=1/\delta+\delta S_{n-2}/a+(1-1/(\delta a))\delta S_{n-1}$ (where $S_{-1}=0$).

Since $b^N$ is tiny for large $N$, tiny doubts suffice to deter the first challengers. With
$\delta a<1$ a reputation is not worth a fight.

**What it finds.** How much doubt about a target keeps demands away, for how long, and when firmness
begins to be tested.

**What it does not find.** Anything where A1 to A3 fail: there it gives no answer. Challengers who
meet more than once, or a row of crises without a known end. Equilibria with other beliefs: firmness
never makes anybody think that T is weak.

References
----------
Kreps and Wilson (1982), Milgrom and Roberts (1982); the discounting is ours. `MODEL.citations` says
what is taken from each.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model
from standoff.models.kinds import Theory
from standoff.models.reputation.automaton import witness
from standoff.models.reputation.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.reputation.play import CHALLENGERS, TARGET, solve
from standoff.models.reputation.tree import build

RULE = "plausible beliefs: firmness is never taken for weakness"
THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="reputation",
    title="Reputation: a row of challengers in doubt about the target",
    citations=(
        Citation(
            "Kreps, D. M. and Wilson, R. (1982). Reputation and imperfect information. Journal of "
            "Economic Theory 27, 253-279.",
            takes="the game, its sequential equilibrium and plausible beliefs",
            doi="10.1016/0022-0531(82)90030-8",
        ),
        Citation(
            "Milgrom, P. and Roberts, J. (1982). Predation, reputation, and entry deterrence. "
            "Journal of Economic Theory 27, 280-312.",
            takes="that small doubts suffice to deter many",
            doi="10.1016/0022-0531(82)90031-X",
        ),
        Citation(
            "Alt, J. E., Calvert, R. L. and Humes, B. D. (1988). Reputation and hegemonic "
            "stability: a game-theoretic analysis. American Political Science Review 82, 445-466.",
            takes="states in the place of firms",
            doi="10.2307/1957395",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Whoever gives in once is known to be soft, and everybody comes. So a soft target stands "
        "firm early, to be taken for a hard one, and the others stay away although they know the "
        "trick: finding out would cost them too much. Near the end there is less left to protect, "
        "challengers come, and the pretence is given up sooner or later."
    ),
    paragraphs=(33, 34),
    players=(CHALLENGERS, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "While many challengers are left, even a small doubt about the target keeps them out. When "
        "the doubt no longer suffices for the number left, one comes; a weak target then stands "
        "firm just often enough to keep the next one guessing, until it gives in and all others "
        "come."
    ),
    selection_rule=RULE,
    finds=(
        "how much doubt about the target keeps the first challengers away",
        "how many are deterred, and how many come in all",
        "how often a target stands firm only to be taken for a harder one",
    ),
    does_not_find=(
        "anything where A1, A2 or A3 fails: there it gives no answer",
        "challengers who come back, or a row of crises without a known end",
        "equilibria in which firmness is taken for weakness",
    ),
    meanings={
        "regime": "what the first challenger does",
        "deterrence": "the first challengers stay out",
        "test": "the first challenger comes",
        "challenge": "the first challenger comes",
        "stand_firm": "the first challenger comes and the target stands firm",
        "concede": "the first challenger comes and the target gives in",
        "n_deterred": "number of challengers who stay out before anybody comes",
        "belief_needed": "chance of a strong target above which the first challenger stays out",
        "firm_if_challenged": "chance that the target stands firm if the first challenger comes",
        "firm_if_weak": "chance that a weak target stands firm if the first challenger comes",
        "belief_after_firmness": "chance that the target is strong once it has stood firm",
        "n_challenges": "number of challengers expected to come",
        "value_strong": "what a strong target expects",
        "value_weak": "what a weak target expects",
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="challenge",
    decisive=("p_strong", "n_challengers"),
    tree="stages",
    witness=witness,
    unique="the only sequential equilibrium with plausible beliefs, except where the belief is "
    "exactly a power of $b$",
    features=("later challengers", "doubt about resolve", "honesty over time"),
    optional=("honesty over time",),
)
