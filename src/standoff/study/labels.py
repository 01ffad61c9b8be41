"""Answers as single numbers, so that many points can be compared for a change of the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.study.condition import Condition
from standoff.study.evaluate import pieces
from standoff.study.subject import Subject

NO_ANSWER = "no answer"

Codes = NDArray[np.int64]

#: Bits of a number in all, of a condition, and of a category: at least and at most. Categories
#: share what conditions leave.
_BITS, _BITS_HELD, _LEAST, _MOST = 63, 2, 12, 20


class Labels:
    """Numbers every combination of names in categories, and of conditions that hold or not.

    Parameters
    ----------
    subject : Subject
    given, remove
        As in `Subject.answer`.
    categories : sequence of str, optional
        Only these count; by default all.
    conditions : sequence of Condition
        Each counts as one more category, with the names "yes" and "no".
    chunk : int
        Draws asked at once.
    """

    def __init__(
        self,
        subject: Subject,
        given: Sequence[str] = (),
        remove: Collection[str] = (),
        *,
        categories: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
        chunk: int | None = None,
    ) -> None:
        self.subject = subject
        self.given = tuple(given)
        self.remove = tuple(remove)
        # The same condition twice is one.
        self.conditions = tuple(dict.fromkeys(conditions))
        self.chunk = chunk or subject.effort.chunk
        self.n_asked = 0
        self._only = None if categories is None else tuple(categories)
        # By condition, and not by its words, which an outcome could have as its name.
        self._names: dict[str | Condition, dict[str, int]] = {}
        self._n_named = 0

    def of(self, draws: Draws) -> Codes:
        """Number the answer of every draw; 0 stands for no answer."""
        found = [self.codes(self.answer(draws.rows(cut))) for cut in pieces(len(draws), self.chunk)]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def answer(self, draws: Draws) -> Answers:
        """Ask the subject."""
        self.n_asked += len(draws)
        return self.subject.answer(draws, self.given, self.remove)

    def codes(self, answers: Answers) -> Codes:
        """Number answers that were given already."""
        total = np.zeros(len(answers), dtype=np.int64)
        named = {
            name: each
            for name, each in answers.categories.items()
            if self._only is None or name in self._only
        }
        self._n_named = len(named)
        if _LEAST * len(named) + _BITS_HELD * len(self.conditions) > _BITS:
            raise GameError(
                f"{len(self.conditions)} conditions beside {len(named)} categories are too many",
                right="fewer of them at a time",
            )
        columns = [self._numbered(name, each.names, each.codes) for name, each in named.items()]
        for condition in self.conditions:
            held = np.where(answers.has_answer, condition.holds(answers).astype(np.int64), -1)
            columns.append(self._numbered(condition, ("no", "yes"), held))
        for category, column in zip(self._names, columns, strict=True):
            total = total * self._room(category) + column
        return np.where(answers.has_answer, total, 0)

    def names(self, code: int) -> Mapping[str, str]:
        """Turn a number back into the name in each category."""
        return {str(category): name for category, name in self._named(code)}

    def words(self, code: int) -> str:
        """Turn a number into one text."""
        if code == 0:
            return NO_ANSWER
        named = self._named(code)
        plain = [name for category, name in named if isinstance(category, str)]
        told = [
            str(category) if name == "yes" else f"not {category}"
            for category, name in named
            if not isinstance(category, str)
        ]
        return ", ".join([*plain, *told])

    def _named(self, code: int) -> list[tuple[str | Condition, str]]:
        found: list[tuple[str | Condition, str]] = []
        for category, names in reversed(self._names.items()):
            code, position = divmod(int(code), self._room(category))
            found.append((category, tuple(names)[position - 1] if position else NO_ANSWER))
        return found[::-1]

    def _room(self, category: str | Condition) -> int:
        """Return how many numbers there are for a category, 0 among them."""
        if not isinstance(category, str):
            return 2**_BITS_HELD
        return 2 ** min((_BITS - _BITS_HELD * len(self.conditions)) // self._n_named, _MOST)

    def _numbered(
        self, category: str | Condition, names: Sequence[str], codes: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """Number names in the order in which they were first heard of; 0 for none."""
        known = self._names.setdefault(category, {})
        for name in names:
            known.setdefault(name, len(known) + 1)
        most = self._room(category) - 1
        if len(known) > most:
            raise GameError(
                f"{len(known):,} names of {str(category)!r} are more than the {most:,} that "
                "answers can be compared by",
                right="fewer outcomes: ends that are alike may share one name",
            )
        positions = np.array([0, *(known[name] for name in names)], dtype=np.int64)
        return positions[codes.astype(np.int64) + 1]
