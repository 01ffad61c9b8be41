"""Dates as precise as they are known: a day, a month, a year, or unknown."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

DatePrecision = Literal["day", "month", "year", "unknown"]

_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class CaseDate:
    """A date with the precision that it was written with.

    Parameters
    ----------
    year, month, day
        What is known; None for the rest.

    Examples
    --------
    >>> when = CaseDate.parse("2020-11")
    >>> when.precision, when.first, when.last
    ('month', datetime.date(2020, 11, 1), datetime.date(2020, 11, 30))
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None:
            if self.month is not None or self.day is not None:
                raise ValueError("a date needs a year")
        elif not 1 <= self.year <= 9999:
            raise ValueError("the year must be from 0001 to 9999")
        elif self.month is None:
            if self.day is not None:
                raise ValueError("a date with a day needs a month")
        elif not 1 <= self.month <= 12:
            raise ValueError(f"there is no month {self.month}")
        elif self.day is not None:
            n_days = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= n_days:
                raise ValueError(f"{self.year:04}-{self.month:02} has {n_days} days")

    @classmethod
    def parse(cls, written: str | int) -> CaseDate:
        """Read ``2020-11-18``, ``2020-11``, ``2020`` or ``unknown``.

        A year has four digits as it is written: 62 may be 1962, and year 62 is ``0062``.

        Raises
        ------
        ValueError
            If it is none of these, or a day that does not exist.
        """
        # A number of a file knows how it was written where that is not how it prints.
        text = str(getattr(written, "written", written)).strip()
        if text == "unknown":
            return cls()
        match = _PATTERN.fullmatch(text)
        if not match:
            raise ValueError("it is written 2020-11-18, 2020-11, 2020 or unknown")
        year, month, day = (None if part is None else int(part) for part in match.groups())
        return cls(year, month, day)

    @property
    def precision(self) -> DatePrecision:
        """How much is known."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "unknown" if self.year is None else "year"

    @property
    def first(self) -> date | None:
        """The earliest day that it can be; None when unknown."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date | None:
        """The latest day that it can be; None when unknown."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_before(self, other: CaseDate) -> bool:
        """Say whether this date surely lies before the other."""
        return self.last is not None and other.first is not None and self.last < other.first

    def __str__(self) -> str:
        if self.year is None:
            return "unknown"
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)
