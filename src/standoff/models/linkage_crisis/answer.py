"""The selected equilibrium of every draw, as answers by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Answers, Bools, Category, Codes, Floats
from standoff.models.linkage_crisis.arrest import (
    Solved,
    arrest_tie,
    arrest_values,
    best_arrest,
    masked,
    probabilities,
    reader,
    solve,
    values,
)
from standoff.models.linkage_crisis.moves import ARRESTS, SETTLEMENTS, Crisis, given_crisis
from standoff.models.linkage_crisis.regimes import REGIME_OF_KIND, REGIMES, Play, edges
from standoff.models.linkage_crisis.terms import Terms

RULE = "largest u_R, ties to the smaller L (coercer-preferred)"


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def answer(draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()) -> Answers:
    """Give the selected equilibrium of every draw.

    Parameters
    ----------
    draws : Draws
        Missing parameters take their defaults.
    given : sequence of str
        `("secret",)` or `("notify",)`: answer for the crisis after that arrest. Without it the
        answer is for the crisis after the arrest that the target chooses; where it chooses none,
        nothing happens and quantities of the crisis are nan.
    remove : collection of str
        Actions taken away: any of forgo, secret, notify, review, private, public, honor,
        scapegoat, exonerate.

    Raises
    ------
    UnknownName
        If `given` or `remove` names no such move.
    GameError
        If a given move is taken away, or nothing would be left to choose.
    """
    crisis = given_crisis(given, remove)
    solved = solve(draws, remove)
    of_arrest = arrest_values(solved.terms, solved.plays)
    arrest = best_arrest(of_arrest)
    status = _status(solved, crisis, of_arrest)
    keep = status <= Status.FOLD_CROSSED
    read = reader(crisis, arrest)

    quantities = _shared_quantities(solved.terms)
    quantities |= {f"value_{name}": column for name, column in of_arrest.items()}
    quantities["p_resolved"] = read(solved.p_resolved, np.nan)
    counts: dict[Crisis, Floats] = {
        w: np.asarray(np.sum(found, axis=0, dtype=np.float64)) for w, found in solved.found.items()
    }
    quantities["n_equilibria"] = read(counts, np.nan)
    for name, column_of in _QUANTITIES_OF_PLAY.items():
        quantities[name] = read({w: column_of(p) for w, p in solved.plays.items()}, np.nan)

    regimes: dict[Crisis, Floats] = {
        w: REGIME_OF_KIND[p.kind].astype(np.float64) for w, p in solved.plays.items()
    }
    regime = read(regimes, float(len(REGIMES))).astype(np.int16)
    return Answers(
        rule=RULE,
        status=status,
        categories={
            "regime": _category(REGIMES if crisis else (*REGIMES, "no arrest"), regime, keep),
            "arrest": _category(ARRESTS, arrest, keep),
            "settlement": _category(SETTLEMENTS, solved.terms.settlement, keep),
        },
        probabilities=masked(probabilities(solved.plays, read), keep),
        quantities=masked(quantities, keep),
        values=masked(values(solved.plays, read), keep),
        broken=solved.terms.broken,
    )


def _status(
    solved: Solved, crisis: Crisis | None, of_arrest: dict[str, Floats]
) -> NDArray[np.uint8]:
    """A tie of the arrest is on the edge only when the answer depends on the arrest."""
    edge = np.zeros(len(solved.terms.edge), dtype=np.bool_)
    for which, p_resolved in solved.p_resolved.items():
        if crisis in (None, which):
            edge |= edges(solved.terms, p_resolved)
    if crisis is None:
        edge |= arrest_tie(solved.terms, of_arrest)
    status = solved.terms.status
    status[edge & (status == Status.SOLVED)] = Status.KNIFE_EDGE
    return status


_QUANTITIES_OF_PLAY: dict[str, Callable[[Play], Floats]] = {
    "belief_needed": lambda p: p.belief_needed,
    "cost_of_conceding": lambda p: p.cost_of_conceding,
    "belief_after_threat": lambda p: p.belief,
    "execute_if_held": lambda p: p.execute_if_held,
    "concession_probability": lambda p: p.concession,
    "bluff_probability": lambda p: p.bluff,
    "value_resolved": lambda p: p.resolved,
    "value_bluffer": lambda p: p.bluffer,
}


def _shared_quantities(terms: Terms) -> dict[str, Floats]:
    found = {
        "net_prize": terms.net_prize,
        **{f"settle_{name}": column for name, column in terms.settle.items()},
    }
    for channel in terms.channels:
        columns = {
            "belief_needed": channel.belief_needed,
            "cost_of_conceding": channel.cost_of_conceding,
            "credible_resolved": channel.resolved_executes.astype(np.float64),
            "credible_bluffer": channel.bluffer_executes.astype(np.float64),
        }
        for name, column in columns.items():
            shown = column if channel.is_open else np.full_like(column, np.nan)
            found[f"{name}_{channel.name}"] = shown
    return found


def _category(names: tuple[str, ...], codes: Codes, keep: Bools) -> Category:
    return Category(names, np.where(keep, codes, np.int16(-1)).astype(np.int16))
