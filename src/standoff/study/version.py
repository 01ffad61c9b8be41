"""One version of a case, ready to be laid beside another: the case, or the case with a what-if."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase

from standoff.brief.brief import Brief, brief_case
from standoff.brief.draw import Sampling, draw_parameters
from standoff.errors import UnknownName
from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.study.evaluate import Progress, answer_all, silent
from standoff.study.game_subject import GameSubject
from standoff.study.questions import with_settings
from standoff.study.rules import RuleSubject, under
from standoff.study.subject import Subject, subject_of


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A case as it is, or with the changes of one of its what-ifs.

    Parameters
    ----------
    name : str
        What to call it.
    brief : Brief
    subject : Subject
    question : str
        Id of the what-if; empty for the case as it is.
    given, remove : tuple of str
        Moves known to have been made, and moves taken away.
    base : Draws
        The analyst's values, one row.
    draws : Draws
        By the same streams of random numbers in all versions.
    sampling : {"random", "sobol"}
    """

    name: str
    brief: Brief
    subject: Subject
    question: str
    given: tuple[str, ...]
    remove: tuple[str, ...]
    base: Draws
    draws: Draws
    sampling: Sampling = "random"

    def about(self, headline: str) -> Version:
        """Return the same version with its answers about another headline, where it knows it."""
        own = self.subject.inner if isinstance(self.subject, RuleSubject) else self.subject
        if isinstance(own, GameSubject) and headline in own.game.outcomes:
            own = replace(own, headline=headline)
            chosen = self.subject.chosen if isinstance(self.subject, RuleSubject) else "model"
            return replace(self, subject=under(own, chosen))
        return self

    def answer(self, progress: Progress = silent) -> Answers:
        """Answer every draw."""
        return answer_all(
            self.subject,
            self.draws,
            self.given,
            self.remove,
            chunk=self.subject.effort.chunk,
            progress=progress,
            stage=self.name,
        )


def version(
    name: str,
    brief: Brief,
    question: str = "",
    *,
    n_draws: int,
    seed: int = 0,
    rule: str = "model",
    sampling: Sampling = "random",
) -> Version:
    """Return a case, or one of its what-ifs, with its draws.

    Raises
    ------
    UnknownName
        If the case has no such what-if, or there is no such rule of selection.
    GameError
        If a setting cannot be worked out.
    """
    subject = under(subject_of(brief), rule)
    base, draws = brief.base(), draw_parameters(brief, n_draws, seed, sampling=sampling)
    if not question:
        return Version(name, brief, subject, "", brief.given, (), base, draws, sampling)
    listed = {each.id: each for each in brief.case.questions}
    if question not in listed:
        raise UnknownName.among("what-if of the case", question, tuple(listed))
    asked = listed[question]
    return Version(
        name,
        brief,
        subject,
        question,
        brief.given if asked.given is None else asked.given,
        asked.remove,
        with_settings(subject, asked, base),
        with_settings(subject, asked, draws),
        sampling,
    )


def versions_of(
    paths: Sequence[Path | str],
    what_ifs: Sequence[str] = (),
    *,
    n_draws: int | None = None,
    seed: int = 0,
    rule: str = "model",
    sampling: Sampling = "random",
) -> tuple[Version, ...]:
    """Read cases, and add what-ifs of the first one.

    Each is called after the id of its case or what-if; where two would have one name, after its
    file, with as much of the path as tells them apart, and a letter where it is one file.

    Parameters
    ----------
    paths : sequence of path
    what_ifs : sequence of str
        Ids of questions of the first case.
    n_draws : int, optional
        By default as many as the slowest of them can answer in a short time.
    seed : int
    rule : str
        Which equilibrium is played where there are several (`standoff.study.rules.RULES`).
    sampling : {"random", "sobol"}
        See `standoff.brief.draw_parameters`; the same in all.

    Raises
    ------
    FileProblem, InvalidDocument
        If a case cannot be read or has errors.
    UnknownName
        If the first case has no such what-if.
    """
    briefs = [brief_case(path) for path in paths]
    n = n_draws or min(subject_of(each).effort.n_draws for each in briefs)
    named = _names([each.case.id for each in briefs], list(map(Path, paths)), what_ifs)
    found = [
        version(name, brief, n_draws=n, seed=seed, rule=rule, sampling=sampling)
        for name, brief in zip(named, briefs, strict=True)
    ]
    found += [
        version(each, briefs[0], each, n_draws=n, seed=seed, rule=rule, sampling=sampling)
        for each in what_ifs
    ]
    return tuple(found)


def _names(ids: Sequence[str], paths: Sequence[Path], what_ifs: Sequence[str]) -> list[str]:
    """Name cases by their ids, or by their files where one id is not enough."""
    taken = Counter([*ids, *what_ifs])
    alike = [path for id, path in zip(ids, paths, strict=True) if taken[id] > 1]
    named = [
        _ending(path, alike) if taken[id] > 1 else id for id, path in zip(ids, paths, strict=True)
    ]
    taken = Counter([*named, *what_ifs])
    seen: Counter[str] = Counter()
    for i, name in enumerate(named):
        if taken[name] > 1:
            named[i] = f"{name} ({ascii_uppercase[seen[name] % 26]})"
            seen[name] += 1
    return named


def _ending(path: Path, alike: Sequence[Path]) -> str:
    """Return as much of the end of a path as no other path ends with."""
    others = [each.parts for each in alike if each != path]
    for n in range(1, len(path.parts) + 1):
        end = path.parts[-n:]
        if all(each[-n:] != end for each in others):
            return str(Path(*end))
    return str(path)
