"""Every equilibrium by name, written out for the whole tree: strategies and beliefs.

Where a threat is not expected the target believes that a bluffer makes it. Then it holds, unless
even a bluffer would carry out the threat and conceding costs less. Trembles in which bluffers err
much more often than resolved challengers make this belief consistent, so that each assessment is
a sequential equilibrium of the whole tree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product

import numpy as np

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Assessment, Bools, Codes, Equilibrium, Floats
from standoff.models.linkage_crisis.arrest import (
    Solved,
    arrest_values,
    best_arrest,
    masked,
    probabilities,
    reader,
    solve,
    values,
)
from standoff.models.linkage_crisis.moves import (
    ARREST_OF,
    ARRESTS,
    SETTLEMENTS,
    Crisis,
    check_removed,
    given_crisis,
)
from standoff.models.linkage_crisis.regimes import (
    CONTINUUM_NOTES,
    KINDS,
    Play,
    continuum,
    play,
    removed_by_d1,
)
from standoff.models.linkage_crisis.terms import Terms
from standoff.models.linkage_crisis.tree import HISTORY, TYPES

#: Per crisis and kind of equilibrium: what happens, and how it is played.
Listed = dict[Crisis, dict[int, tuple[Play, Assessment]]]


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def equilibria(
    draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
) -> tuple[Equilibrium, ...]:
    """List every kind of equilibrium that exists in some draw, written out for the whole tree.

    With `given` these are the equilibria of the crisis after that arrest, and the other crisis is
    played as selected. Without it they are all pairs of one equilibrium per crisis, with the
    arrest that is best for the target under the pair.

    Parameters
    ----------
    draws, given, remove
        As in `answer`.
    """
    crisis = given_crisis(given, remove)
    solved = solve(draws, remove)
    terms = solved.terms
    has_answer = terms.status <= Status.FOLD_CROSSED
    listed: Listed = {}
    as_selected: dict[Crisis, Assessment] = {}
    for which, p_resolved in solved.p_resolved.items():
        if crisis not in (None, which):
            as_selected[which] = _crisis_later(terms, which, solved.plays[which], has_answer)
            continue
        listed[which] = {}
        for code, found in enumerate(solved.found[which]):
            if (found & has_answer).any():
                here = play(terms, p_resolved, np.full(len(draws), code, np.int16))
                written = _crisis_later(terms, which, here, found & has_answer)
                listed[which][code] = (here, written)
    each = (
        _equilibrium(solved, crisis, dict(zip(listed, codes, strict=True)), listed, as_selected)
        for codes in product(*listed.values())
    )
    return tuple(equilibrium for equilibrium in each if equilibrium.exists.any())


def equilibrium_names(given: Sequence[str] = (), remove: Collection[str] = ()) -> tuple[str, ...]:
    """Name every equilibrium that `equilibria` may list, whatever the draws."""
    crisis = given_crisis(given, remove)
    removed = check_removed(remove)
    looked_at: list[Crisis] = [
        which
        for which, move in ARREST_OF.items()
        if move not in removed and crisis in (None, which)
    ]
    return tuple(
        _words(dict(zip(looked_at, codes, strict=True)), crisis)[0]
        for codes in product(range(len(KINDS)), repeat=len(looked_at))
    )


def _equilibrium(
    solved: Solved,
    crisis: Crisis | None,
    codes: Mapping[Crisis, int],
    listed: Listed,
    as_selected: Mapping[Crisis, Assessment],
) -> Equilibrium:
    terms = solved.terms
    plays, written = dict(solved.plays), dict(as_selected)
    found = terms.status <= Status.FOLD_CROSSED
    chosen, d1, many = found.copy(), np.zeros_like(found), np.zeros_like(found)
    for which, code in codes.items():
        plays[which], written[which] = listed[which][code]
        found &= solved.found[which][code]
        chosen &= solved.plays[which].kind == code
        d1 |= removed_by_d1(terms, code)
        many |= continuum(terms, code)
    arrest = best_arrest(arrest_values(terms, plays))
    read = reader(crisis, arrest)
    name, note = _words(codes, crisis)
    return Equilibrium(
        name=name,
        exists=found,
        selected=chosen & found,
        assessment=Assessment.later(lambda: _whole_game(terms, arrest, written, found)),
        probabilities=masked(probabilities(plays, read), found),
        values=masked(values(plays, read), found),
        removed_by={"D1": d1 & found},
        continuum=many & found,
        continuum_note=note,
    )


def _words(codes: Mapping[Crisis, int], crisis: Crisis | None) -> tuple[str, str]:
    if crisis is not None:
        return KINDS[codes[crisis]], CONTINUUM_NOTES[codes[crisis] // 2]
    notes = {which: CONTINUUM_NOTES[code // 2] for which, code in codes.items()}
    return (
        "; ".join(f"{which}: {KINDS[code]}" for which, code in codes.items()),
        " ".join(f"{which}: {note}" for which, note in notes.items() if note),
    )


def _whole_game(
    terms: Terms, arrest: Codes, crises: Mapping[Crisis, Assessment], found: Bools
) -> Assessment:
    """Join the arrest and the crises, whose columns are shared between equilibria."""
    strategy = {
        ("arrest", action): np.where(found, (arrest == code).astype(np.float64), np.nan)
        for code, action in enumerate(ARRESTS)
        if action not in terms.removed
    }
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    for in_crisis in crises.values():
        strategy |= in_crisis.strategy
        belief |= in_crisis.belief
    return Assessment(strategy, belief)


def _crisis_later(terms: Terms, crisis: Crisis, each: Play, found: Bools) -> Assessment:
    return Assessment.later(lambda: _crisis(terms, crisis, each, found))


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def _crisis(terms: Terms, crisis: Crisis, each: Play, found: Bools) -> Assessment:
    """Write out how one crisis is played, at all its information sets."""
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    threatens = each.kind < len(KINDS) - 1
    p_threat = {"resolved": np.where(threatens, 1.0, 0.0), "bluffer": each.bluff}
    for kind in TYPES:
        label = f"{crisis} {kind}: respond"
        strategy[label, "quiet"] = np.where(terms.reviews, 0.0, 1.0 - p_threat[kind])
        if "review" not in terms.removed:
            strategy[label, "review"] = np.where(terms.reviews, 1.0 - p_threat[kind], 0.0)
    for i, channel in enumerate(terms.channels):
        if not channel.is_open:
            continue
        used = threatens & (each.kind % 2 == i)
        label = f"{crisis} {channel.name}: answer"
        drop = np.where(used, each.concession, np.where(channel.is_forced, 1.0, 0.0))
        strategy[label, "drop"], strategy[label, "hold"] = drop, 1.0 - drop
        is_resolved = np.where(used, each.belief, 0.0)
        for kind, share in zip(TYPES, (is_resolved, 1.0 - is_resolved), strict=True):
            respond, here = f"{crisis} {kind}: respond", f"{crisis} {kind} {channel.name}"
            strategy[respond, channel.name] = np.where(used, p_threat[kind], 0.0)
            belief[label, (*HISTORY[crisis], kind, channel.name)] = share
            executes = channel.resolved_executes if kind == "resolved" else channel.bluffer_executes
            strategy[f"{here}: act", "execute"] = executes.astype(np.float64)
            strategy[f"{here}: act", "back down"] = (~executes).astype(np.float64)
            for code, how in enumerate(SETTLEMENTS):
                if how not in terms.removed:
                    best = (terms.settlement == code).astype(np.float64)
                    strategy[f"{here}: settle", how] = best
    return Assessment(
        {key: np.where(found, column, np.nan) for key, column in strategy.items()},
        {key: np.where(found, column, np.nan) for key, column in belief.items()},
    )
