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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
SIDES = {CHALLENGER: "challenger", TARGET: "target"}
RULE = "most cooperation: the shortest punishment that suffices"
#: Kinds of equilibrium; of two that are equally good the first is selected.
NO_PUNISHMENT, LIMITED, REPAIRED, FOR_EVER, NONE = (
    "needs no punishment", "limited punishment", "until repaired", "for ever", "no cooperation",
)  # fmt: skip
#: More periods than anybody will count.
MOST_PERIODS = 1000

_UNIT = "units of payoff per period"


def _of_side(who: str, letter: str) -> tuple[Parameter, ...]:
    return (
        Parameter(
            f"{who}_flow", f"What the {who} gets per period while both sides cooperate",
            1.0, symbol=f"c_{letter}", unit=_UNIT, wide=(0.8, 1.2),
        ),
        Parameter(
            f"{who}_temptation", f"What the {who} gets in a period in which it alone cheats",
            1.6, symbol=f"t_{letter}", unit=_UNIT, wide=(1.1, 2.5),
        ),
        Parameter(
            f"{who}_punishment", f"What the {who} gets per period while both sides cheat",
            0.2, symbol=f"p_{letter}", unit=_UNIT, wide=(0.0, 0.6),
        ),
    )  # fmt: skip


PARAMETERS = (
    Parameter(
        "discount_factor", "Weight of the next period against this one",
        0.6, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.1, 0.95),
    ),
    *_of_side("challenger", "C"),
    *_of_side("target", "T"),
    Parameter(
        "p_false_alarm", "Chance that cheating is suspected in a period in which nobody cheats",
        0.05, low=0.0, high=1.0, symbol="eta", unit="probability", wide=(0.0, 0.15),
    ),
    Parameter(
        "p_detection", "Chance that cheating by one side is noticed",
        0.8, low=0.0, high=1.0, symbol="zeta", unit="probability", wide=(0.5, 1.0),
    ),
    Parameter(
        "p_repair", "Chance per period that the sides make up after a breach, if they may",
        0.25, low=0.0, high=1.0, symbol="rho", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "n_punished", "Periods that a limited punishment lasts, rounded to a whole number",
        2, low=1, high=MOST_PERIODS, symbol="K", unit="periods", wide=(1, 8),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "0 < delta < 1", "both the present and the future count"),
    ModelAssumption("A2", "c > p", "cooperation is worth something to both sides"),
    ModelAssumption(
        "A3", "eta <= zeta", "an alarm is not more likely when nobody cheats than when somebody did"
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Needed:
    """The weight `r` that a punishment must have so that nobody cheats, with its parts."""

    of_side: Mapping[str, Floats]
    both: Floats


def needed(c: Columns) -> Needed:
    """Return the least `delta * S` at which nobody cheats; inf where no punishment is enough."""
    of_side: dict[str, Floats] = {}
    for player, who in SIDES.items():
        gain, loss = _gain_and_loss(c, who)
        felt = (c["p_detection"] - c["p_false_alarm"]) * loss - c["p_false_alarm"] * gain
        of_side[player] = np.where(
            gain <= 0.0, 0.0, np.where(felt > 0.0, gain / np.where(felt > 0.0, felt, 1.0), np.inf)
        )
    return Needed(of_side, np.maximum(of_side[CHALLENGER], of_side[TARGET]))


def _gain_and_loss(c: Columns, who: str) -> tuple[Floats, Floats]:
    flow = c[f"{who}_flow"]
    return c[f"{who}_temptation"] - flow, flow - c[f"{who}_punishment"]


def patience_for_periods(r: Floats, n_periods: Floats) -> Floats:
    """Solve `delta + ... + delta**K = r` for `delta` by Newton's rule; nan if it is not below one.

    The sum rises from 0 to K and ever faster, so there is one solution for every `r` between them,
    and the rule comes down to it from any start above. It is looked for in `1 - delta`, which keeps
    its digits where `delta` is close to one.
    """
    solvable = (r > 0.0) & (r < n_periods)
    aim = np.where(solvable, r, n_periods / 2.0)
    # The sum is at least `delta`, and at least K times the geometric mean of its terms.
    by_mean = -np.expm1(2.0 / (n_periods + 1.0) * np.log(aim / n_periods))
    short = np.clip(np.maximum(1.0 - aim, by_mean), 0.0, 1.0 - 2.0**-53)
    for _ in range(60):
        summed, slope = _sum_of_powers(short, n_periods), _slope_of_sum(short, n_periods)
        step = (summed - aim) / slope
        short = np.clip(short + step, 0.0, 1.0 - 2.0**-53)
        # So short a step squares the error: what is left is rounding.
        if (np.abs(step) <= 1e-9 * short).all():
            break
    return np.where(solvable, 1.0 - short, np.where(r <= 0.0, 0.0, np.nan))


def _sum_of_powers(short_of_one: Floats, n_periods: Floats) -> Floats:
    """Return `delta + ... + delta**K` for `delta = 1 - short_of_one`."""
    here = short_of_one > 0.0
    summed = -np.expm1(n_periods * np.log1p(-short_of_one)) * (1.0 - short_of_one)
    return np.where(here, summed / np.where(here, short_of_one, 1.0), n_periods)


def _slope_of_sum(short_of_one: Floats, n_periods: Floats) -> Floats:
    """Return `1 + 2 delta + ... + K delta**(K - 1)` for `delta = 1 - short_of_one`."""
    u, k = short_of_one, n_periods
    small = k * u < 1e-3
    powers = np.exp(k * np.log1p(-u))
    exact = (1.0 - powers * (1.0 + k * u)) / np.where(small, 1.0, u) ** 2
    # Near one the terms cancel, and the first two of the series are enough for a direction.
    return np.where(small, k * (k + 1.0) / 2.0 * (1.0 - 2.0 * (k - 1.0) * u / 3.0), exact)


def lengths(c: Columns) -> dict[str, Floats]:
    """Return the discounted number of periods that each kind of punishment lasts."""
    delta, n = c["discount_factor"], np.rint(c["n_punished"])
    return {
        LIMITED: _sum_of_powers(1.0 - delta, n) / delta,
        REPAIRED: 1.0 / (1.0 - delta * (1.0 - c["p_repair"])),
        FOR_EVER: 1.0 / (1.0 - delta),
    }


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every equilibrium, each with the punishment that holds it up."""
    delta, eta, rho = c["discount_factor"], c["p_false_alarm"], c["p_repair"]
    n, lasts, r = np.rint(c["n_punished"]), lengths(c), needed(c)
    tempted, possible = r.both > 0.0, np.isfinite(r.both)
    tied = {name: tempted & possible & near(delta * s, r.both) for name, s in lasts.items()}
    holds = {name: (delta * s >= r.both) | tied[name] for name, s in lasts.items()}
    # Making up that never comes is no kind of its own.
    holds[REPAIRED] &= rho > 0.0
    tied[REPAIRED] &= rho > 0.0
    exists = {NO_PUNISHMENT: ~tempted, **holds}
    periods = {LIMITED: n, REPAIRED: 1.0 / rho, FOR_EVER: np.full_like(rho, np.inf)}
    zero = np.zeros_like(delta)
    both_work = holds[LIMITED] & holds[REPAIRED] & tempted & (eta > 0.0)
    same = near(lasts[LIMITED], lasts[REPAIRED]) & ~((n == 1.0) & (rho == 1.0))
    return Kinds(
        kinds=[
            _kind(c, NO_PUNISHMENT, exists[NO_PUNISHMENT], zero, zero),
            *(_kind(c, name, exists[name], lasts[name], periods[name]) for name in lasts),
            _without(c),
        ],
        quantities=_quantities(c, r),
        broken={
            "A1": (delta <= 0.0) | (delta >= 1.0),
            "A2": np.any([_gain_and_loss(c, who)[1] <= 0.0 for who in SIDES.values()], axis=0),
            "A3": eta > c["p_detection"],
        },
        edge=np.any(list(tied.values()), axis=0) | _no_temptation(c) | (both_work & same),
    )


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def margins(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> dict[str, Floats]:
    """Give what the conditions compare with zero; no move can be given or taken away."""
    c = draws.complete(PARAMETERS).columns()
    seen, feared = c["p_detection"] - c["p_false_alarm"], c["discount_factor"] * c["p_false_alarm"]
    found = {"A3: alarms tell something": seen}
    lasts = lengths(c)
    for player, who in SIDES.items():
        gain, loss = _gain_and_loss(c, who)
        found |= {f"A2: {player}'s stake": loss, f"{player}'s temptation": gain}
        for name, s in lasts.items():
            held = seen * c["discount_factor"] * s * loss
            found[f"{name}: {player} is held"] = held - gain * (1.0 + feared * s)
    found["limited over repaired"] = lasts[REPAIRED] - lasts[LIMITED]
    return found


def _no_temptation(c: Columns) -> Bools:
    """Mark where a side gains exactly nothing by cheating, and that decides."""
    gains = [_gain_and_loss(c, who)[0] for who in SIDES.values()]
    return np.maximum(*gains) == 0.0


def _quantities(c: Columns, r: Needed) -> dict[str, Floats]:
    delta, rho = c["discount_factor"], c["p_repair"]
    n = np.rint(c["n_punished"])
    weight = r.both
    possible = np.isfinite(weight)
    finite = np.where(possible, weight, 1.0)
    for_ever = np.where(possible, finite / (1.0 + finite), np.nan)
    repaired = np.where(possible, finite / (1.0 + (1.0 - rho) * finite), np.nan)
    allowed = np.minimum(1.0, 1.0 / np.where(finite > 0.0, finite, 1.0) - (1.0 - delta) / delta)
    allowed = np.where(finite > 0.0, allowed, 1.0)
    return {
        "patience_for_ever": for_ever,
        "patience_until_repaired": np.where(repaired < 1.0, repaired, np.nan),
        "patience_limited": patience_for_periods(weight, n),
        **{
            f"patience_{who}": np.where(
                np.isfinite(of_side := r.of_side[player]), of_side / (1.0 + of_side), np.nan
            )
            for player, who in SIDES.items()
        },
        "periods_needed": periods_needed(delta, weight),
        "repair_allowed": np.where(possible & (allowed >= 0.0), allowed, np.nan),
    }


def periods_needed(delta: Floats, r: Floats) -> Floats:
    """Return the shortest fixed punishment that suffices; nan if none does."""
    left = 1.0 - r * (1.0 - delta) / delta
    possible = left > 0.0
    exact = np.log(np.where(possible, left, 1.0)) / np.log(delta)
    # A whole number is often met exactly up to rounding, and must not become the next one.
    whole = np.rint(exact)
    counted = np.where(np.abs(exact - whole) <= 1e-9 * np.maximum(whole, 1.0), whole, exact)
    return np.where(possible, np.ceil(counted) + 0.0, np.nan)


def _kind(c: Columns, name: str, exists: Bools, lasts: Floats, periods: Floats) -> Kind:
    eta = c["p_false_alarm"]
    # Cooperation and punishment take turns, 1 / eta and `periods` long.
    broken = np.where((eta > 0.0) & (periods > 0.0), eta * periods, 0.0)
    now = 1.0 / (1.0 + c["discount_factor"] * eta * lasts)
    one = np.ones_like(eta)
    return Kind(
        name,
        exists,
        probabilities={"cooperate": one, "cooperate_later": 1.0 / (1.0 + broken)},
        values={
            player: c[f"{who}_punishment"] + _gain_and_loss(c, who)[1] * now
            for player, who in SIDES.items()
        },
        quantities={"share_of_cooperation": now, "punishment_length": lasts},
        merit=-lasts,
    )


def _without(c: Columns) -> Kind:
    zero = np.zeros_like(c["discount_factor"])
    return Kind(
        NONE,
        np.ones_like(zero, dtype=np.bool_),
        probabilities={"cooperate": zero, "cooperate_later": zero},
        values={player: c[f"{who}_punishment"] + zero for player, who in SIDES.items()},
        quantities={"share_of_cooperation": zero, "punishment_length": np.full_like(zero, np.nan)},
        # Anything is better: a punishment never lasts that long.
        merit=np.full_like(zero, -1e300),
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Run the automata: values from linear equations, every deviation, and where it is later on."""
    c = draws.complete(PARAMETERS).columns()
    names = (
        "cooperate", "cooperate_later", "share_of_cooperation",
        *(f"{player}'s value" for player in SIDES),
    )  # fmt: skip
    errors = {name: np.full(len(draws), np.nan) for name in names}
    for i in np.flatnonzero(answers.has_answer):
        draw = {name: float(column[i]) for name, column in c.items()}
        held = [
            played for kind in chains(draw).values() if (played := play(draw, kind)) is not None
        ]
        best = max(held, key=lambda played: played[CHALLENGER] + played[TARGET])
        errors["cooperate"][i] = answers.probabilities["cooperate"][i] - best["cooperate"]
        errors["cooperate_later"][i] = answers.probabilities["cooperate_later"][i] - best["later"]
        share = answers.quantities["share_of_cooperation"][i]
        errors["share_of_cooperation"][i] = share - best["share"]
        for player in SIDES:
            errors[f"{player}'s value"][i] = answers.values[player][i] - best[player]
    return errors


def chains(draw: Mapping[str, float]) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return each kind's automaton: who cooperates in which state, and two transition matrices.

    State 0 is where play starts. The first matrix holds without an alarm, the second after one.
    """
    n, rho = round(draw["n_punished"]), draw["p_repair"]
    stays, falls = np.eye(1), np.eye(1)
    found = {
        NO_PUNISHMENT: (np.ones(1), stays, falls),
        NONE: (np.zeros(1), stays, falls),
    }
    # States 1 to n: periods of punishment served so far.
    served = np.zeros((n + 1, n + 1))
    served[np.arange(1, n + 1), [*range(2, n + 1), 0]] = 1.0
    found[LIMITED] = _after_alarm(served)
    if rho > 0.0:
        found[REPAIRED] = _after_alarm(np.array([[0.0, 0.0], [rho, 1.0 - rho]]))
    found[FOR_EVER] = _after_alarm(np.array([[0.0, 0.0], [0.0, 1.0]]))
    return found


def _after_alarm(punishment: Floats) -> tuple[Floats, Floats, Floats]:
    calm, alarm = punishment.copy(), punishment.copy()
    calm[0, 0] = alarm[0, 1] = 1.0
    return (np.arange(len(punishment)) == 0).astype(np.float64), calm, alarm


def play(draw: Mapping[str, float], kind: tuple[Floats, Floats, Floats]) -> dict[str, float] | None:
    """Evaluate an automaton; None if a side gains by departing once in some state."""
    cooperates, calm, alarm = kind
    delta, eta, zeta = draw["discount_factor"], draw["p_false_alarm"], draw["p_detection"]
    faithful = cooperates == 1.0
    # During a punishment there is nothing to be alarmed about: its length is fixed beforehand.
    onwards = np.where(faithful[:, None], (1.0 - eta) * calm + eta * alarm, calm)
    cheated = np.where(faithful[:, None], (1.0 - zeta) * calm + zeta * alarm, calm)
    solver = np.eye(len(calm)) - delta * onwards
    found = {"cooperate": float(cooperates[0])}
    for player, who in SIDES.items():
        flow = np.where(faithful, draw[f"{who}_flow"], draw[f"{who}_punishment"])
        value = np.linalg.solve(solver, (1.0 - delta) * flow)
        # Whoever alone goes on cooperating gets at most what both get by cheating.
        once = np.where(faithful, draw[f"{who}_temptation"], draw[f"{who}_punishment"])
        if (((1.0 - delta) * once + delta * cheated @ value) > value + 1e-12).any():
            return None
        found[player] = float(value[0])
    found["share"] = float(np.linalg.solve(solver, (1.0 - delta) * cooperates)[0])
    # A lazy chain has the same long run and no cycles; squaring its matrix gets there quickly.
    run = (np.eye(len(calm)) + onwards) / 2.0
    for _ in range(60):
        run = run @ run
        run /= run.sum(axis=1, keepdims=True)
    found["later"] = float(run[0] @ cooperates)
    return found


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
