"""One move becomes known: what is believed, and forecast, after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.errors import GameError, UnknownName, one_of
from standoff.game.draws import Draws
from standoff.study.evaluate import pieces
from standoff.study.noisy_play import Noise, p_ends
from standoff.study.observations import Observation
from standoff.study.subject import Subject
from standoff.study.tree_paths import Paths
from standoff.study.weighted import Forecast, effective, forecast

Floats = NDArray[np.float64]

#: What is learned from a move.
Learn = Literal["types and numbers", "types"]

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class TypeBelief:
    """What is believed about one thing that some player does not see.

    Parameters
    ----------
    title : str
        What chance decided, such as "type".
    branches : tuple of Forecast
        Chance of each possibility.
    """

    title: str
    branches: tuple[Forecast, ...]


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """What was to be expected once a move had become known.

    Parameters
    ----------
    day : str
        As 2020-11-17; empty where no time is known, and for the beginning.
    event, move : str
        Empty at the beginning.
    was_made : bool
        Whether the event says that the move was made, or that it was not.
    published : bool
        Whether the observer learned it from a source.
    p_move : float
        How likely it was held to be just before; 1 at the beginning.
    share_impossible : float
        Share of the draws, counted as before the move, in which nobody would make it who does not
        err; nan for quantal play, which always errs.
    n_effective : float
        How many equal draws those that made everything seen likely are worth.
    headline : Forecast or None
        None where the headline is neither a move nor an outcome of the tree.
    outcomes : tuple of Forecast
    beliefs : tuple of TypeBelief
    rests_on : tuple of str
        Parameters whose assumptions cite a claim that reports the event: the report is used there
        too, so that learning about numbers from the move uses it twice.
    dropped : tuple of str
        Claims not yet published, where only what was known then may be used.
    """

    day: str
    event: str
    move: str
    was_made: bool
    published: bool
    p_move: float
    share_impossible: float
    n_effective: float
    headline: Forecast | None
    outcomes: tuple[Forecast, ...]
    beliefs: tuple[TypeBelief, ...]
    rests_on: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def outcome(self, name: str) -> Forecast:
        """Return the forecast of an outcome; `UnknownName` if there is none."""
        for each in self.outcomes:
            if each.name == name:
                return each
        raise UnknownName.among("outcome", name, [each.name for each in self.outcomes])


class PlayChances:
    """Chances of plays per draw, and what they are summed to."""

    def __init__(self, subject: Subject, paths: Paths, given: Sequence[str], noise: Noise) -> None:
        self.subject, self.paths, self.given, self.noise = subject, paths, tuple(given), noise
        self.outcomes = paths.game.outcomes
        name = subject.headline
        self.headline = (
            paths.with_outcome(name)
            if name in self.outcomes
            else paths.with_branch(name)
            if name in paths.branches
            else None
        )

    def of(self, draws: Draws, noise: Noise | None = None) -> Floats:
        """Return the chance of every play, shape (n_draws, n_ends)."""
        found = [
            p_ends(self.subject, self.paths.game, draws.rows(cut), self.given, noise or self.noise)
            for cut in pieces(len(draws), _CHUNK)
        ]
        return np.concatenate(found)

    def without_errors(self, draws: Draws, noisy: Floats) -> Floats | None:
        """Return the chances when nobody errs; None where that is not defined."""
        if self.noise.play == "quantal":
            return None
        return noisy if self.noise.size == 0.0 else self.of(draws, Noise("equilibrium", 0.0))


def update(
    brief: Brief,
    chances: PlayChances,
    seen: Sequence[Observation],
    p: Floats,
    without_errors: Floats | None,
    base: Floats,
    learn: Learn,
    before: Floats | None,
    dropped: tuple[str, ...],
) -> tuple[TimelineStep, Floats]:
    """Work out one step; also return the chance of what was seen, per draw."""
    one_of("way to learn", learn, Learn)
    here = chances.paths.having(seen)
    known = np.isfinite(p[:, 0])
    if not known.any():
        raise GameError("no draw has an answer, so that there is nothing to forecast from")
    p_seen = np.where(known, p[:, here].sum(axis=1), 0.0)
    if before is None:
        before = np.where(known, p[:, chances.paths.having(seen[:-1])].sum(axis=1), 0.0)
    last = seen[-1] if seen else None
    if not (p_seen > 0.0).any():
        raise GameError(
            f"nobody makes the move {last.move if last else ''!r} in any draw",
            where=f"event '{last.event}'" if last else "",
            right="let players err a little: a noise above 0",
        )
    # Without learning about numbers draws in which the moves could be made count alike.
    weights = p_seen if learn == "types and numbers" else (p_seen > 0.0).astype(np.float64)
    old = before if learn == "types and numbers" else (before > 0.0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        step_up = np.where(before > 0.0, p_seen / before, 0.0)

    def told(name: str, plays: NDArray[np.bool_]) -> Forecast:
        with np.errstate(invalid="ignore", divide="ignore"):
            at_draws = p[:, here & plays].sum(axis=1) / p_seen
            at_base = float(base[0, here & plays].sum() / base[0, here].sum())
        return forecast(name, at_draws, weights, at_base)

    paths, headline = chances.paths, chances.headline
    beliefs = tuple(
        TypeBelief(
            hidden.title,
            tuple(told(branch, paths.drawn(hidden, branch)) for branch in hidden.branches),
        )
        for hidden in paths.hidden()
    )
    step = TimelineStep(
        day=last.day.isoformat() if last and last.day else "",
        event=last.event if last else "",
        move=last.move if last else "",
        was_made=last.was_made if last else True,
        published=last.published if last else False,
        p_move=float(old @ step_up / old.sum()),
        share_impossible=_impossible(paths, seen, without_errors, old),
        n_effective=effective(weights),
        headline=None if headline is None else told(chances.subject.headline, headline),
        outcomes=tuple(told(name, paths.with_outcome(name)) for name in chances.outcomes),
        beliefs=beliefs,
        rests_on=_rests_on(brief, last.event) if last and last.move not in brief.given else (),
        dropped=dropped,
    )
    return step, p_seen


def _impossible(
    paths: Paths, seen: Sequence[Observation], p: Floats | None, weights: Floats
) -> float:
    """Return the share of draws in which the last move follows from nobody's plan."""
    if p is None:
        return float("nan")
    if not seen:
        return 0.0
    never = np.nan_to_num(p[:, paths.having(seen)].sum(axis=1)) <= 0.0
    return float(weights @ never / weights.sum())


def _rests_on(brief: Brief, event: str) -> tuple[str, ...]:
    claims = {each for e in brief.case.events if e.id == event for each in e.claims}
    return tuple(name for name, a in brief.assumptions.items() if claims.intersection(a.claims))
