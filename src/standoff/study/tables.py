"""Every equilibrium of the same draws is listed once, however many rules pick from the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain

from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.study.listed import Listed, listed
from standoff.study.subject import Subject

#: Bytes of tables that are kept; the one not asked for longest goes first.
MOST = 128 * 2**20

_Key = tuple[bytes, tuple[str, ...], frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What a subject knows of some draws, before a rule picks.

    Parameters
    ----------
    answers : Answers
        By the subject's own rule.
    listed : Listed
        Every equilibrium.
    """

    answers: Answers
    listed: Listed

    @property
    def nbytes(self) -> int:
        """Bytes of its numbers."""
        own, all_of = self.answers, self.listed
        columns = chain(
            own.numbers.values(),
            own.broken.values(),
            (own.status, all_of.exists, all_of.selected),
            (each.codes for each in own.categories.values()),
            all_of.all_probabilities.values(),
            all_of.all_values.values(),
        )
        return sum(column.nbytes for column in columns)


@dataclass(slots=True, eq=False)
class Tables:
    """The tables of one subject, made when they are first asked for and kept while there is room.

    Parameters
    ----------
    subject : Subject
        Under its own rule.
    most : int
        Bytes that are kept.
    """

    subject: Subject
    most: int = MOST
    _kept: OrderedDict[_Key, Table] = field(default_factory=OrderedDict[_Key, Table])
    _nbytes: int = 0

    def of(self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()) -> Table:
        """Return the table of some draws."""
        digest = blake2b("\0".join(draws.names).encode(), digest_size=16)
        digest.update(draws.values.tobytes())
        key = (digest.digest(), tuple(given), frozenset(remove))
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        made = Table(
            self.subject.answer(draws, given, remove), listed(self.subject, draws, given, remove)
        )
        self._kept[key] = made
        self._nbytes += made.nbytes
        while self._nbytes > self.most:
            _, gone = self._kept.popitem(last=False)
            self._nbytes -= gone.nbytes
        return made
