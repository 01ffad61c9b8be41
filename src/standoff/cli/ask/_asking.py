"""What a question is put to: the subject, the analyst's values, the draws, the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from standoff.brief import Brief, brief_case, draw_parameters, plausible
from standoff.brief.draw import Sampling
from standoff.cli import _subject
from standoff.cli._progress import Progress
from standoff.errors import GameError
from standoff.game import Draws, Game
from standoff.models import Model
from standoff.models.answers import Floats
from standoff.study.asked import Asked, ask
from standoff.study.break_even import searched_around
from standoff.study.drawn import Drawn, drawn_for
from standoff.study.evaluate import answer_all
from standoff.study.interval import admissible
from standoff.study.model_subject import ModelSubject
from standoff.study.parameters import written_span
from standoff.study.rules import under
from standoff.study.subject import Subject, subject_of
from standoff.study.target import Target, parse_target

Interval = tuple[float, float]
#: So much is shown beyond each end of a range, in widths of it.
_BESIDE = 0.25
#: Points at which other equilibria are looked for: where each is a search of its own, and not.
_FEW_POINTS, _MANY_POINTS = 16, 400


@dataclass(frozen=True, slots=True)
class Asking:
    """A subject with what is known about its parameters."""

    subject: Subject
    base: Draws
    given: tuple[str, ...]
    brief: Brief | None
    known: Model | Game

    def on_tree(self) -> tuple[Game, Draws]:
        """Return the game as a tree, after the moves known to have been made, and its values."""
        from standoff.game.forced import force

        game = force(self.subject.build(), self.given)
        # A tree that only stands for a model may have fewer parameters.
        kept = {each.name: float(self.base[each.name][0]) for each in game.parameters}
        return game, Draws.point(kept)

    def draws(
        self,
        n_draws: int | None,
        seed: int,
        most: int = 20_000,
        sampling: Sampling = "random",
    ) -> Draws | None:
        """Draw the parameters; None of a model or game without a case, unless a number is named."""
        if self.brief is None and n_draws is None:
            return None
        brief = self.known_ranges()
        wanted = n_draws or min(self.subject.effort.n_draws, most)
        return draw_parameters(brief, wanted, seed, sampling=sampling)

    def known_ranges(self) -> Brief:
        """Return the case, or everything plausible in a model or game."""
        return self.brief or plausible(self.known)

    def points(self, /, **within: Interval) -> Draws:
        """Return the analyst's values, and points spread evenly over ranges of some parameters."""
        if not within:
            return self.base
        n = (_FEW_POINTS if self.subject.effort.solves_each else _MANY_POINTS) ** (1 / len(within))
        ends = [np.linspace(low, high, max(int(n), 2)) for low, high in within.values()]
        grid = [axis.ravel() for axis in np.meshgrid(*ends)]
        values = np.repeat(self.base.values, 1 + len(grid[0]), axis=0)
        for name, column in zip(within, grid, strict=True):
            place = self.base.names.index(self.subject.parameter(name).name)
            values[1:, place] = column
        return Draws(self.base.names, values)

    def shown(self, name: str, within: Interval | None) -> Interval:
        """Return the values of a parameter that a map shows."""
        parameter = self.subject.parameter(name)
        if within is not None:
            return admissible(parameter, within)
        if self.brief is not None and parameter.name in self.brief.distributions:
            low, high = written_span(self.brief, parameter)
        else:
            low, high = parameter.wide or self.searched(name, None)
        width = _BESIDE * (high - low)
        return max(parameter.low, low - width), min(parameter.high, high + width)

    def searched(self, name: str, within: Interval | None) -> Interval:
        """Return the values of a parameter that are searched."""
        parameter = self.subject.parameter(name)
        if within is not None:
            return admissible(parameter, within)
        known = float(self.base[parameter.name][0])
        around = () if self.brief is None else written_span(self.brief, parameter)
        return searched_around(parameter, (known, *around))


def asking(
    name: str, *, set_: Sequence[str] = (), rule: str = "model", given: Sequence[str] = ()
) -> Asking:
    """Return what a name or file is about, ready to be asked.

    Raises
    ------
    UnknownName
        If it is neither a file nor a model, or there is no such rule.
    FileProblem, InvalidDocument
        If it is a file and cannot be used.
    """
    asked = _subject.subject(name)
    base = asked.point(set_)
    brief = brief_case(Path(name)) if _is_case(Path(name)) else None
    if brief is not None:
        subject = subject_of(brief)
    elif asked.model is not None:
        subject = ModelSubject(asked.model)
    else:
        from standoff.study.game_subject import GameSubject

        subject = GameSubject.of(asked.build(()), base, tuple(given))
    known = tuple(given) or (() if brief is None else brief.given)
    return Asking(
        under(subject, rule),
        base.complete(subject.parameters),
        known,
        brief,
        asked.model or asked.build(()),
    )


def a_case(name: str, *, rule: str = "model") -> tuple[Brief, Subject]:
    """Return a case and what it is about, for questions about what was reported.

    Raises
    ------
    GameError
        If it is a model or a game, about which nothing was reported.
    """
    brief, subject = ranges(name, rule=rule)
    if note_on(brief):
        raise GameError(
            f"{name} has no claims and no events", right="a case file, such as case.yaml"
        )
    return brief, subject


def ranges(name: str, *, rule: str = "model") -> tuple[Brief, Subject]:
    """Return a case with its assumptions, or everything plausible in a model or game."""
    path = Path(name)
    if _is_case(path):
        brief = brief_case(path)
    else:
        asked = _subject.subject(name)
        brief = plausible(asked.model or asked.build(()))
    return brief, under(subject_of(brief), rule)


def note_on(brief: Brief) -> str:
    """Say what the ranges are where no case assumes them; empty for a case."""
    if brief.path:
        return ""
    return f"No case: every parameter anywhere in its plausible range ({brief.about})."


def drawn(
    name: str,
    target: str | None,
    n_draws: int | None,
    seed: int,
    sampling: Sampling,
    *,
    rule: str = "model",
    is_event: bool = False,
) -> tuple[Asked, Target, Drawn]:
    """Draw parameters and answer every draw, for questions about one number.

    Parameters
    ----------
    name : str
    target : str or None
        See `standoff.study.target.parse_target`. Where the question is about an event, None is that
        the headline is at least one half.
    n_draws : int or None
        At most 10,000 if it is None.

    Raises
    ------
    UnknownName
        If the target names nothing that the answers have, or there is no such rule.
    """
    brief, subject = ranges(name, rule=rule)
    # What is wrong with the target is told before all draws are answered.
    if is_event and target in (None, "headline"):
        wanted = Target.at_least(subject.headline, 0.5)
    else:
        wanted = parse_target(target, subject, subject.answer(brief.base(), brief.given))
    n = n_draws or min(subject.effort.n_draws, 10_000)
    with Progress() as progress:
        asked = ask(
            brief,
            subject=subject,
            n_draws=n,
            seed=seed,
            sampling=sampling,
            progress=progress.step,
        )
    return asked, *drawn_for(asked, wanted)


def drawn_again(asked: Asked, target: Target, subject: Subject, n: int) -> tuple[Draws, Floats]:
    """Return the first draws, and the number that is asked for as another subject answers it."""
    draws = asked.draws.rows(slice(0, n))
    answers = answer_all(subject, draws, asked.given, chunk=subject.effort.chunk)
    return draws, target.of(answers)


def _is_case(path: Path) -> bool:
    from standoff.brief.check import is_game
    from standoff.text.document import read_document

    return path.suffix in (".yaml", ".yml") and path.exists() and not is_game(read_document(path))
