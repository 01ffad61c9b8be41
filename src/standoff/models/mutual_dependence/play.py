"""The closed form: which punishment keeps both sides from cheating, and what mistakes cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Bools, Floats
from standoff.models.kinds import Columns, Kind, Kinds, near
from standoff.models.mutual_dependence.parameters import PARAMETERS

CHALLENGER, TARGET = "Challenger", "Target"
SIDES = {CHALLENGER: "challenger", TARGET: "target"}
#: Kinds of equilibrium; of two that are equally good the first is selected.
NO_PUNISHMENT, LIMITED, REPAIRED, FOR_EVER, NONE = (
    "needs no punishment", "limited punishment", "until repaired", "for ever", "no cooperation",
)  # fmt: skip


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
