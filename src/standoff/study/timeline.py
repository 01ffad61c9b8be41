"""What could be expected when: beliefs and forecast after each dated move of a crisis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.study.ask import Progress, pieces, silent
from standoff.study.known_then import Knowledge, KnownThen
from standoff.study.noisy_play import Noise, p_ends, played_game
from standoff.study.observations import ANALYST, Observation, observations
from standoff.study.subject import Subject, subject_of
from standoff.study.tree_paths import Paths
from standoff.study.weighted import Forecast, effective, forecast

Floats = NDArray[np.float64]

#: What is learned from a move.
Learn = Literal["types and numbers", "types"]

N_DRAWS = 10_000
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


@dataclass(frozen=True, slots=True)
class Timeline:
    """Beliefs and forecasts of one observer along a crisis.

    Parameters
    ----------
    observer : str
    noise : Noise
    learn, knowledge : str
        As asked.
    given : tuple of str
        Moves that the case takes as made; nothing is learned from them.
    headline, rule : str
    steps : tuple of TimelineStep
        The first is the beginning.
    n_draws, n_answered : int
        Draws; and those with an answer at the beginning.
    """

    observer: str
    noise: Noise
    learn: Learn
    knowledge: Knowledge
    given: tuple[str, ...]
    headline: str
    rule: str
    steps: tuple[TimelineStep, ...]
    n_draws: int
    n_answered: int


def timeline(
    brief: Brief,
    *,
    observer: str = ANALYST,
    noise: Noise | None = None,
    learn: Learn = "types and numbers",
    knowledge: Knowledge = "case",
    subject: Subject | None = None,
    n_draws: int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Timeline:
    """Update beliefs by Bayes' rule at every dated move, and forecast after each.

    Parameters
    ----------
    brief : Brief
        Its events name moves of the game (`plays:`); see `observations` for which of them count.
    observer : str
        "analyst", "public" or the id of a side.
    noise : Noise, optional
        How players err; by default in the selected equilibrium, one time in a hundred.
    learn : {"types and numbers", "types"}
        Whether draws in which what was seen was likely count more (importance weights), or whether
        only types are learned about within each draw, and draws count alike.
    knowledge : {"case", "then"}
        Whether assumptions rest on all claims of the case, or at each step only on claims whose
        sources were published by then; the others are dropped.
    subject : Subject, optional
        Another one than the brief's own, such as with another rule of selection.
    n_draws : int, optional
        10,000, or as many as a slow subject answers.
    seed : int

    Returns
    -------
    Timeline

    Raises
    ------
    GameError
        If there is no tree, no draw has an answer, or a move is seen that nobody makes in any draw
        while nobody errs.

    Notes
    -----
    In a draw with parameters ``t`` the chance of a play is the product of its branches, and what
    is seen is a set of plays S. Types: ``P(type | S, t)``; draws: weight ``P(S | t)``. With both,
    the average over draws is Bayes' rule in the joint model of draws and plays, so that under that
    model today's forecast is the average of tomorrow's (a martingale). That an event does not
    happen on a day teaches nothing: the tree has an order and no clock.

    Off the path of play the posterior is that of trembles that are alike for every type and move,
    which may differ from the beliefs that hold the equilibrium together there.
    """
    noise = noise or Noise()
    if learn not in get_args(Learn):
        raise UnknownName.among("way to learn", learn, get_args(Learn))
    asked = subject or subject_of(brief)
    game = played_game(asked, brief.given)
    paths = Paths(game)
    seen = observations(brief.case, paths, observer)
    n = n_draws or min(asked.effort.n_draws, N_DRAWS)
    known = KnownThen(brief, n, seed, knowledge)
    chances = _Chances(asked, paths, brief.given, noise)
    base = chances.of(brief.base())
    steps: list[TimelineStep] = []
    p_draws, without_errors = np.empty((0, 0)), None
    answered = n
    before: Floats | None = None
    dropped: tuple[str, ...] | None = None
    for i in range(len(seen) + 1):
        progress("timeline", i, len(seen) + 1)
        now = known.dropped(seen[i - 1].day if i else known.start)
        if now != dropped:
            draws = known.draws(now)
            p_draws = chances.of(draws)
            without_errors = chances.without_errors(draws, p_draws)
            dropped, before = now, None
        if i == 0:
            answered = int(np.isfinite(p_draws[:, 0]).sum())
        step, before = _step(
            brief, chances, seen[:i], p_draws, without_errors, base, learn, before, now
        )
        steps.append(step)
    progress("timeline", len(seen) + 1, len(seen) + 1)
    return Timeline(
        observer,
        noise,
        learn,
        knowledge,
        brief.given,
        asked.headline,
        asked.rule,
        tuple(steps),
        n,
        answered,
    )


class _Chances:
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


def _step(
    brief: Brief,
    chances: _Chances,
    seen: Sequence[Observation],
    p: Floats,
    without_errors: Floats | None,
    base: Floats,
    learn: Learn,
    before: Floats | None,
    dropped: tuple[str, ...],
) -> tuple[TimelineStep, Floats]:
    """Work out one step; also return the chance of what was seen, per draw."""
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
