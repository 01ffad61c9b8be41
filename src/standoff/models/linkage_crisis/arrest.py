"""Both crises solved, and the arrest that is best for the target in view of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Bools, Codes, Floats
from standoff.models.linkage_crisis.guards import KNIFE_EDGE_TOLERANCE
from standoff.models.linkage_crisis.moves import ARREST_OF, ARRESTS, Crisis
from standoff.models.linkage_crisis.parameters import PARAMETERS
from standoff.models.linkage_crisis.regimes import Play, exists, play, select
from standoff.models.linkage_crisis.terms import Terms, terms_of
from standoff.models.linkage_crisis.tree import CHALLENGER, TARGET

Plays = Mapping[Crisis, Play]

#: Reads one number per draw from the crisis that an answer is about; the second argument is the
#: number for draws without an arrest.
Reader = Callable[[Mapping[Crisis, Floats], float], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Both crises, as far as they can come about.

    Parameters
    ----------
    terms : Terms
    p_resolved : dict of crisis to float array
    found : dict of crisis to list of bool array
        Where each kind of equilibrium exists.
    plays : dict of crisis to Play
        The selected equilibrium.
    """

    terms: Terms
    p_resolved: Mapping[Crisis, Floats]
    found: Mapping[Crisis, list[Bools]]
    plays: Plays


def solve(draws: Draws, remove: Collection[str]) -> Solved:
    """Solve every crisis that can come about."""
    terms = terms_of(draws.complete(PARAMETERS), remove)
    p_resolved: dict[Crisis, Floats] = {
        which: terms.column[f"p_resolved_{which}"]
        for which, move in ARREST_OF.items()
        if move not in terms.removed
    }
    found: dict[Crisis, list[Bools]] = {w: exists(terms, p) for w, p in p_resolved.items()}
    plays: dict[Crisis, Play] = {
        which: play(terms, p, select(terms, p, found[which])) for which, p in p_resolved.items()
    }
    return Solved(terms, p_resolved, found, plays)


def arrest_values(terms: Terms, plays: Plays) -> dict[str, Floats]:
    """What the target expects from each arrest; nan for those taken away."""
    none = np.full(len(terms.edge), np.nan)
    stays = 1.0 - terms.column["p_leak"]
    return {
        "forgo": none if "forgo" in terms.removed else np.zeros_like(none),
        "secret": plays["secret"].target if "secret" in plays else none,
        "notify": stays * plays["notified"].target if "notified" in plays else none,
    }


def best_arrest(values: Mapping[str, Floats]) -> Codes:
    """Position in `ARRESTS` of the best one; at a tie the one that does less."""
    return np.argmax(_ranked(values), axis=0).astype(np.int16)


def arrest_tie(terms: Terms, values: Mapping[str, Floats]) -> Bools:
    """Mark the draws in which two arrests are equally good for the target."""
    c = terms.column
    scale = c["damage"] + c["case_value"] + np.abs(c["arrest_message"])
    second, first = np.sort(_ranked(values), axis=0)[-2:]
    return first - second <= KNIFE_EDGE_TOLERANCE * scale


def _ranked(values: Mapping[str, Floats]) -> Floats:
    return np.stack([np.where(np.isnan(v), -np.inf, v) for v in values.values()])


def reader(crisis: Crisis | None, arrest: Codes) -> Reader:
    """Give the function that reads from the given crisis, or from the one after the arrest."""

    def read(of: Mapping[Crisis, Floats], without_arrest: float) -> Floats:
        if crisis is not None:
            return of[crisis]
        chosen = np.full(len(arrest), without_arrest)
        for which, column in of.items():
            chosen = np.where(arrest == ARRESTS.index(ARREST_OF[which]), column, chosen)
        return chosen

    return read


def probabilities(plays: Plays, read: Reader) -> dict[str, Floats]:
    """Chances of what happens in the crisis read from; zero without an arrest."""
    names = next(iter(plays.values())).probabilities
    return {n: read({w: p.probabilities[n] for w, p in plays.items()}, 0.0) for n in names}


def values(plays: Plays, read: Reader) -> dict[str, Floats]:
    """What the players expect in the crisis read from; zero without an arrest."""
    return {
        CHALLENGER: read({w: p.challenger for w, p in plays.items()}, 0.0),
        TARGET: read({w: p.target for w, p in plays.items()}, 0.0),
    }


def masked(columns: Mapping[str, Floats], keep: Bools) -> dict[str, Floats]:
    """Put nan wherever a draw is not to be kept."""
    return {name: np.where(keep, column, np.nan) for name, column in columns.items()}
