r"""Trusting the only partner there is: what one betrayal costs, and what can be learned from trust.

A target (T) can rely on a partner (C) again and again, or leave it. The partner may be good, and
never disappoint, or bad, and do so at times. Only trust shows which. So trust can be worth trying
even where it is not expected to pay today.

**Timing**

1. Chance makes C *good* with chance $\mu$, else *bad*. T does not see which.
2. In every period T trusts C (*trust*) or not (*stay away*).
3. A good C *honors* trust; a bad C honors it with chance $p_B$ each time, else *betrays* it. T sees
   it. Without trust nothing is seen.

**Symbols**

========  ==============  ===================================================================
Symbol    Name            Meaning
========  ==============  ===================================================================
$y$       honored_gain    what trust that is honored is worth to T
$z$       betrayed_loss   what T loses when its trust is betrayed
$p_B$     p_honor_if_bad  chance that a bad C honors trust
$\mu$     p_good          chance that C is good
$\delta$  discount        worth today of one unit in the next period
========  ==============  ===================================================================

**Payoffs** (T) of each period: honored $y$; betrayed $-z$; no trust $0$. They are discounted and
added up.

**Closed form.** Let $b=p_By-(1-p_B)z$ be what trusting a bad C brings per period. If $b\ge 0$ trust
pays **whatever happens**. Otherwise a betrayal shows that C is bad and ends trust for ever; until
then every honored trust makes T surer, so that who trusts once trusts until betrayed. That is worth

$$W(\mu)=\mu\frac{y}{1-\delta}+(1-\mu)\frac{b}{1-\delta p_B},$$

and T trusts iff $W(\mu)>0$, that is iff $\mu>\mu^*=-B/(A-B)$ with $A=y/(1-\delta)$ and
$B=b/(1-\delta p_B)$. For today alone trust would pay iff $\mu>\mu_0=-b/(y-b)$, and $\mu^*\le\mu_0$.
So there are, apart from trust whatever happens,

- **trust that pays at once**, iff $\mu>\mu_0$;
- **trust to find out**, iff $\mu^*<\mu<\mu_0$: T expects a loss today for what it will know;
- **no trust**, iff $\mu<\mu^*$: and nothing is ever learned.

Between these T trusts iff $\delta>(\mu y+(1-\mu)b)/(\mu p_By+(1-\mu)b)$. At $\delta=0$ both limits
are the same; as $\delta\to 1$, $\mu^*\to 0$: who needs the partner for long enough gives it a try.

**What it finds.** How much doubt about an only partner still leaves room for cooperation, and what
is paid for finding out.

**What it does not find.** A partner with plans: its chances are given (see *earning-trust*). Good
partners who fail at times; other sources of knowledge; a partner who changes.

References
----------
Bradt, Johnson and Karlin (1956) and Gittins (1979); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

TARGET = "Target"
RULE = "the best policy of the only player"
WHATEVER, AT_ONCE, TO_FIND_OUT, NO_TRUST = (
    "trust whatever happens", "trust that pays at once", "trust to find out", "no trust",
)  # fmt: skip

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "honored_gain", "What trust that is honored is worth to the target",
        0.3, low=0.0, symbol="y", unit=_UNIT, wide=(0.1, 0.8),
    ),
    Parameter(
        "betrayed_loss", "What the target loses when its trust is betrayed",
        1.0, low=0.0, symbol="z", unit=_UNIT, wide=(0.3, 2.0),
    ),
    Parameter(
        "p_honor_if_bad", "Chance that a bad partner honors trust all the same",
        0.6, low=0.0, high=1.0, symbol="p_B", unit="probability", wide=(0.1, 0.9),
    ),
    Parameter(
        "p_good", "Chance that the partner is one who never betrays trust",
        0.3, low=0.0, high=1.0, symbol="mu", unit="probability", wide=(0.01, 0.7),
    ),
    Parameter(
        "discount", "What one unit in the next period is worth today",
        0.9, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.3, 0.98),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "delta < 1", "what comes later counts less than what comes today"),
    ModelAssumption(
        "A2", "y > 0, z > 0", "trust pays if it is honored, and costs something if it is betrayed"
    ),
)

TYPES = ("good", "bad")
#: What a period brings to the target.
TURNS = {"away": "0", "honored": "honored_gain", "betrayed": "-betrayed_loss"}


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few periods; no action can be taken away."""
    THEORY.check_removed(remove)
    chances = {"good": "p_good", "bad": "1 - p_good"}
    builder = GameBuilder(MODEL.name).players(TARGET).parameters(*PARAMETERS)
    return builder.tree(
        chance("partner", {kind: (chances[kind], _stage(kind, (), n_stages)) for kind in TYPES})
    )


def _stage(kind: str, history: tuple[str, ...], n_stages: int) -> Sketch:
    if len(history) == n_stages:
        paid = [
            f"discount**{i} * ({TURNS[turn]})" if i else f"({TURNS[turn]})"
            for i, turn in enumerate(history)
        ]
        return end(f"{kind}: {', '.join(history)}", " + ".join(paid))
    honored = _stage(kind, (*history, "honored"), n_stages)
    trusted = honored
    if kind == "bad":
        betrayed = _stage(kind, (*history, "betrayed"), n_stages)
        shares = {
            "honored": ("p_honor_if_bad", honored),
            "betrayed": ("1 - p_honor_if_bad", betrayed),
        }
        trusted = chance("answer", shares)
    after = f" after {', '.join(history)}" if history else ""
    return move(
        TARGET,
        {"stay away": _stage(kind, (*history, "away"), n_stages), "trust": trusted},
        knows=f"period {len(history) + 1}{after}",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What trust brings, and the chances of a good partner from which on it pays.

    `won` and `lost` are the two parts of what trusting a bad partner brings per period, and `until`
    is the worth of trust until the first betrayal.
    """

    won: Floats
    lost: Floats
    first: Floats
    until: Floats
    needed: Floats
    needed_now: Floats

    @property
    def harmless(self) -> Bools:
        """Where even a bad partner is worth its betrayals."""
        return near(self.won, self.lost) | (self.won > self.lost)


def terms(c: Columns) -> Terms:
    """Return the terms of the closed form, per draw."""
    gain, mu, delta, honors = (
        c[name] for name in ("honored_gain", "p_good", "discount", "p_honor_if_bad")
    )
    won, lost = honors * gain, (1.0 - honors) * c["betrayed_loss"]
    bad = won - lost
    good_worth, bad_worth = gain / (1.0 - delta), bad / (1.0 - delta * honors)
    return Terms(
        won=won,
        lost=lost,
        first=mu * gain + (1.0 - mu) * bad,
        until=mu * good_worth + (1.0 - mu) * bad_worth,
        needed=-bad_worth / (good_worth - bad_worth),
        needed_now=-bad / (gain - bad),
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the best policy: whether to trust, and why."""
    t = terms(c)
    mu, delta, honors = c["p_good"], c["discount"], c["p_honor_if_bad"]
    harmless, zero = t.harmless, np.zeros_like(mu)
    trusts = ~harmless & ((mu >= t.needed) | near(mu, t.needed))
    pays = (mu >= t.needed_now) | near(mu, t.needed_now)
    stays_away = ~harmless & ((mu <= t.needed) | near(mu, t.needed))
    # Both parts of the fraction are negative where trust does not pay at once, so it is below one.
    later = np.where(t.first < 0.0, mu * t.won + (1.0 - mu) * (t.won - t.lost), 1.0)
    patience = np.where(t.first >= 0.0, 0.0, t.first / later)
    ends = np.where(honors < 1.0, 1.0 - mu, 0.0)
    kinds = [
        _kind(c, WHATEVER, harmless, t.first / (1.0 - delta), zero),
        _kind(c, AT_ONCE, trusts & pays, t.until, ends),
        _kind(c, TO_FIND_OUT, trusts & ~pays, t.until, ends),
        Kind(
            NO_TRUST,
            stays_away,
            probabilities=dict.fromkeys(("trust", "honored", "betrayed", "trust_lasts"), zero),
            values={TARGET: zero},
        ),
    ]
    tied = near(mu, t.needed) | near(mu, t.needed_now)
    return Kinds(
        kinds,
        quantities={
            "belief_needed": np.where(harmless, 0.0, t.needed),
            "belief_needed_now": np.where(harmless, 0.0, t.needed_now),
            "patience_needed": np.where(mu > 0.0, patience, np.where(harmless, 0.0, np.nan)),
            "first_period": t.first,
            "belief_after_honor": mu / (mu + (1.0 - mu) * honors),
        },
        broken={
            "A1": delta >= 1.0,
            "A2": (c["honored_gain"] <= 0.0) | (c["betrayed_loss"] <= 0.0),
        },
        edge=near(t.won, t.lost) | (~harmless & tied),
    )


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def margins(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> dict[str, Floats]:
    """Give what decides about trust; no move can be given or taken away."""
    t = terms(draws.complete(PARAMETERS).columns())
    return {"a bad partner pays": t.won - t.lost, "first period": t.first, "trust": t.until}


def _kind(c: Columns, name: str, exists: Bools, worth: Floats, ends: Floats) -> Kind:
    betrayed = (1.0 - c["p_good"]) * (1.0 - c["p_honor_if_bad"])
    one = np.ones_like(worth)
    return Kind(
        name,
        exists,
        probabilities={
            "trust": one,
            "honored": 1.0 - betrayed,
            "betrayed": betrayed,
            "trust_lasts": 1.0 - ends,
        },
        values={TARGET: worth},
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Iterate on values along the beliefs that follow honored trust, with every choice open."""
    c = draws.complete(PARAMETERS).columns()
    gain, loss, honors = c["honored_gain"], c["betrayed_loss"], c["p_honor_if_bad"]
    delta = np.where(answers.has_answer, c["discount"], 0.0)
    n_periods = 2 + int(np.ceil(np.log(1e-16) / np.log(np.clip(delta, 1e-9, 0.9999).max())))
    # Odds against a good partner after each honored trust: they keep their digits near zero.
    odds = [(1.0 - c["p_good"]) / c["p_good"]]
    for _ in range(n_periods):
        odds.append(odds[-1] * honors)
        # From here on the partner is surely good, or known to be bad.
        if np.all((odds[-1] < 1e-20) | ~np.isfinite(odds[-1])):
            break
    of_bad = honors * gain - (1.0 - honors) * loss
    known = np.maximum(0.0, of_bad / (1.0 - delta))
    value = np.where(np.isfinite(odds[-1]), gain / (1.0 - delta), known)
    trust = np.zeros_like(gain)
    for against in reversed(odds):
        belief = np.where(np.isfinite(against), 1.0 / (1.0 + against), 0.0)
        honored = belief + (1.0 - belief) * honors
        now = honored * gain - (1.0 - honored) * loss
        trust = now + delta * (honored * value + (1.0 - honored) * known)
        # Whoever stays away learns nothing, and is in the same place again.
        value = np.maximum(trust, 0.0)
    given = answers.probabilities
    trusts = (trust > 0.0).astype(np.float64)
    good = c["p_good"]
    honored = good + (1.0 - good) * honors
    lasts = np.where((of_bad >= 0.0) | (honors >= 1.0), 1.0, good)
    return {
        # At an exact tie both choices are as good.
        "trust": np.where(np.abs(trust) < 1e-9, 0.0, given["trust"] - trusts) + 0.0 * value,
        "trust is all or nothing": given["trust"] - np.rint(given["trust"]),
        "honored": given["honored"] - given["trust"] * honored,
        "betrayed": given["betrayed"] - given["trust"] * (1.0 - honored),
        "trust_lasts": given["trust_lasts"] - given["trust"] * lasts,
        "value": answers.values[TARGET] - value,
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="learning-to-trust",
    title="Learning to trust: the only partner there is, and doubt about it",
    citations=(
        Citation(
            "Bradt, R. N., Johnson, S. M. and Karlin, S. (1956). On sequential designs for "
            "maximizing the sum of n observations. Annals of Mathematical Statistics 27, "
            "1060-1074.",
            takes="one choice with a known worth, one to be tried, and when to stop trying",
            doi="10.1214/aoms/1177728073",
        ),
        Citation(
            "Gittins, J. C. (1979). Bandit processes and dynamic allocation indices. Journal of "
            "the Royal Statistical Society B 41, 148-177.",
            takes="the discounted form, and what trying is worth beyond today",
            doi="10.1111/j.2517-6161.1979.tb01068.x",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Whether a partner deserves trust shows only if it is trusted. A betrayal settles the "
        "question and ends it; every time that trust is honored makes it safer. Whoever has no "
        "other partner and expects to need this one for long takes the risk although it does not "
        "expect to gain today. Whoever does not begin never learns that it was wrong."
    ),
    paragraphs=(29, 32, 33),
    players=(TARGET,),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "The target trusts if a good partner is likely enough, and goes on until it is betrayed. "
        "The longer it looks ahead the less likely that must be; below the limit it never trusts. "
        "If even a bad partner is worth its betrayals it always trusts."
    ),
    selection_rule=RULE,
    finds=(
        "how likely a good partner must be for trust, for today alone and for the long run",
        "how patient the target must be for a try, and what a try is expected to cost at first",
        "how often trust is betrayed, and whether it lasts",
    ),
    does_not_find=(
        "anything that the partner plans: its chances are given",
        "good partners who fail at times, partners who change, or other ways to learn about them",
        "anything where A1 or A2 fails: there it gives no answer",
    ),
    meanings={
        "regime": "the best policy",
        WHATEVER: "the target trusts, and goes on after a betrayal: even a bad partner pays",
        AT_ONCE: "the target trusts until the first betrayal, and expects to gain from the start",
        TO_FIND_OUT: "the target trusts until the first betrayal, although it expects a loss first",
        NO_TRUST: "the target never trusts, and never learns",
        "trust": "the target trusts the partner in the first period",
        "honored": "the target trusts in the first period, and the partner honors it",
        "betrayed": "the target trusts in the first period, and is betrayed",
        "trust_lasts": "the target trusts for ever",
        "belief_needed": "chance of a good partner from which on the target trusts",
        "belief_needed_now": "the same, if only today counted",
        "patience_needed": "discount from which on the target trusts; undefined if the partner is "
        "known to be bad and that does not pay",
        "first_period": "what trust is expected to bring in the first period",
        "belief_after_honor": "chance of a good partner once it has honored trust",
        "n_equilibria": "number of best policies",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="trust",
    decisive=("p_good", "discount"),
    tree="stages",
    witness=witness,
    unique="the best policy, except where trust and staying away are equally good",
    margins=margins,
    features=("ongoing cooperation", "promise afterwards"),
)
