"""Put one question to a subject for many draws: in pieces, with progress, into one answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Category, Floats
from standoff.study.findings import Share
from standoff.study.subject import Subject

#: Told (stage, pieces done, pieces in all) as the work goes on.
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What comparisons need of an answer: the headline and the categories, per draw.

    Parameters
    ----------
    headline : float array
        nan without an answer.
    categories : dict of str to Category
    """

    headline: Floats
    categories: Mapping[str, Category]

    @property
    def mean(self) -> float:
        """Average of the headline over the draws with an answer; nan without any."""
        return mean(self.headline)

    @property
    def n_answered(self) -> int:
        """Number of draws with an answer."""
        return int(np.isfinite(self.headline).sum())

    def shares(self) -> tuple[tuple[str, tuple[Share, ...]], ...]:
        """Count how often each name of each category comes about."""
        return tuple((name, shares(each)) for name, each in self.categories.items())

    def rows(self, which: slice) -> Summary:
        """Keep some of the draws."""
        return Summary(
            self.headline[which],
            {name: Category(c.names, c.codes[which]) for name, c in self.categories.items()},
        )


def mean(column: Floats) -> float:
    """Average what is a number; nan if nothing is."""
    known = column[np.isfinite(column)]
    return float(known.mean()) if len(known) else float("nan")


def shares(category: Category) -> tuple[Share, ...]:
    """Count how often each name comes about among the draws with an answer."""
    known = category.codes[category.codes >= 0]
    counts = np.bincount(known, minlength=len(category.names))
    total = max(len(known), 1)
    return tuple(
        Share(name, float(n) / total)
        for name, n in zip(category.names, counts.tolist(), strict=True)
    )


def pieces(n_draws: int, chunk: int) -> Iterator[slice]:
    """Cut a number of draws into pieces."""
    for first in range(0, n_draws, chunk):
        yield slice(first, min(first + chunk, n_draws))


def answer_all(
    subject: Subject,
    draws: Draws,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    *,
    chunk: int,
    progress: Progress = silent,
    stage: str = "answers",
) -> Answers:
    """Answer every draw, some at a time."""
    cuts = list(pieces(len(draws), chunk))
    found: Answers | None = None
    for i, cut in enumerate(cuts):
        progress(stage, i, len(cuts))
        part = subject.answer(draws.rows(cut), given, remove)
        # Put into place at once: the pieces beside the whole would be the same memory again.
        found = part if len(cuts) == 1 else _placed(found or _room(part, len(draws)), part, cut)
    progress(stage, len(cuts), len(cuts))
    assert found is not None, "there is at least one draw"
    return found


def summarize(
    subject: Subject,
    draws: Draws,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    *,
    chunk: int,
) -> Summary:
    """Answer every draw and keep only what comparisons need."""
    found = [
        summary_of(subject, subject.answer(draws.rows(cut), given, remove))
        for cut in pieces(len(draws), chunk)
    ]
    return Summary(
        np.concatenate([each.headline for each in found]),
        {
            name: _one_category([each.categories[name] for each in found])
            for name in found[0].categories
        },
    )


def summary_of(subject: Subject, answers: Answers) -> Summary:
    """Keep what comparisons need."""
    return Summary(answers.probabilities[subject.headline], dict(answers.categories))


def _room(part: Answers, n_draws: int) -> Answers:
    """Make room for the answers of all draws, of the kinds that the first of them have."""

    def room(names: Iterable[str]) -> dict[str, Floats]:
        return {name: np.empty(n_draws) for name in names}

    return Answers(
        rule=part.rule,
        status=np.empty(n_draws, part.status.dtype),
        categories={
            name: Category(each.names, np.empty(n_draws, each.codes.dtype))
            for name, each in part.categories.items()
        },
        probabilities=room(part.probabilities),
        quantities=room(part.quantities),
        values=room(part.values),
        broken={name: np.empty(n_draws, np.bool_) for name in part.broken},
    )


def _placed(whole: Answers, part: Answers, cut: slice) -> Answers:
    """Put the answers of a piece into their place; later pieces may know more names."""
    for into, columns in (
        (whole.probabilities, part.probabilities),
        (whole.quantities, part.quantities),
        (whole.values, part.values),
        (whole.broken, part.broken),
    ):
        for name, column in into.items():
            column[cut] = columns[name]
    whole.status[cut] = part.status
    categories: dict[str, Category] = {}
    for name, each in whole.categories.items():
        added = part.categories[name]
        codes = each.codes.astype(np.promote_types(each.codes.dtype, added.codes.dtype), copy=False)
        codes[cut] = added.codes
        categories[name] = Category(max(each.names, added.names, key=len), codes)
    return replace(whole, categories=categories)


def _one_category(parts: Sequence[Category]) -> Category:
    """Join one category of all pieces; later pieces may know more names, never other ones."""
    names = max((each.names for each in parts), key=len)
    return Category(names, np.concatenate([each.codes for each in parts]))
