"""What could be expected when: beliefs and forecast after each dated move of a crisis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.brief.draw import Sampling
from standoff.errors import UnknownName
from standoff.result import Columns, Pictured, by_column, counted, short
from standoff.study.evaluate import Progress, silent
from standoff.study.known_then import Knowledge, KnownThen
from standoff.study.noisy_play import Noise, played_game
from standoff.study.numbers import Numbers
from standoff.study.observations import ANALYST, observations
from standoff.study.subject import Subject, subject_of
from standoff.study.tree_paths import Paths
from standoff.study.updating import Learn, PlayChances, TimelineStep, update

Floats = NDArray[np.float64]

N_DRAWS = 10_000


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Pictured):
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
    sampling : {"random", "sobol"}
        Standard errors are those of independent draws, which evenly spread ones mostly undercut.
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
    sampling: Sampling = "random"

    drawing: ClassVar[str] = "standoff.view.forecast:chart"

    @property
    def sentence(self) -> str:
        """The chance of the headline at the beginning and at the end."""
        moves = counted(len(self.steps) - 1, "move")
        forecasts = [step.headline for step in self.steps if step.headline is not None]
        if not forecasts:
            return f"What {self.observer} could expect along {moves}"
        first, last = short(forecasts[0].mean), short(forecasts[-1].mean)
        return f"{self.headline}, to {self.observer}: {first} at first, {last} after {moves}"

    def table(self) -> Columns:
        """Return one row per step and number."""
        listed: list[tuple[str | float | int, ...]] = []
        for i, step in enumerate(self.steps):
            some = [("outcome", each) for each in step.outcomes]
            some += [("headline", step.headline)] if step.headline is not None else []
            some += [
                (f"belief: {belief.title}", each)
                for belief in step.beliefs
                for each in belief.branches
            ]
            where = (i, step.day, step.event, step.move)
            listed.append((*where, "seen", "p_move", step.p_move, *(math.nan,) * 3))
            listed.append((*where, "seen", "n_effective", step.n_effective, *(math.nan,) * 3))
            for series, each in some:
                low, _, high = each.interval
                listed.append(
                    (*where, series, each.name, each.mean, low, high, each.standard_error)
                )
        return by_column(
            (
                *("step", "day", "event", "move", "series", "name"),
                *("mean", "low", "high", "standard_error"),
            ),
            listed,
        )

    def numbers(self) -> Numbers:
        """Give the forecast after every move, to be compared with another rule's."""
        return {
            f"{self.headline} after {step.event}"
            if step.event
            else f"{self.headline}, at first": float("nan")
            if step.headline is None
            else step.headline.mean
            for step in self.steps
        }


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
    sampling: Sampling = "random",
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
    sampling : {"random", "sobol"}
        See `standoff.brief.draw_parameters`.

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
    n = min(asked.effort.n_draws, N_DRAWS) if n_draws is None else n_draws
    known = KnownThen(brief, n, seed, knowledge, sampling)
    chances = PlayChances(asked, paths, brief.given, noise)
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
        step, before = update(
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
        sampling,
    )
