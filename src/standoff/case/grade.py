"""Grades and words: the Admiralty system for claims, the ICD 203 words for probabilities."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from standoff.errors import UnknownName, one_of

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]

#: The shares of claims of a credibility that are taken to be true; a convention, see the docs.
_BY_CREDIBILITY: dict[int, float] = {1: 0.95, 2: 0.8, 3: 0.6, 4: 0.3, 5: 0.05}
#: What stands in for it where credibility cannot be judged.
_BY_RELIABILITY: dict[str, float] = {"A": 0.95, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2}

_LOWER_RELIABILITY: dict[Reliability, Reliability] = {"A": "B", "B": "C", "C": "D", "D": "E"}
_LOWER_CREDIBILITY: dict[Credibility, Credibility] = {1: 2, 2: 3, 3: 4, 4: 5}


@dataclass(frozen=True, slots=True)
class Grade:
    """An Admiralty grade: the reliability of a source and the credibility of what it says.

    The two are judged apart. F and 6 mean that they cannot be judged, which is neither the middle
    nor the end of the scale.

    Examples
    --------
    >>> grade = Grade("B", 2)
    >>> str(grade), grade.weight, str(grade.downgraded())
    ('B2', 0.8, 'C3')
    >>> grade.words
    'usually reliable, probably true'
    """

    reliability: Reliability
    credibility: Credibility

    def __post_init__(self) -> None:
        one_of("reliability", self.reliability, Reliability)
        one_of("credibility", self.credibility, Credibility)

    @property
    def weight(self) -> float | None:
        """The share of such claims taken to be true; None for F6, which has no weight.

        By credibility; where that cannot be judged, the reliability stands in.
        """
        if self.credibility == 6:
            return _BY_RELIABILITY.get(self.reliability)
        return _BY_CREDIBILITY[self.credibility]

    def downgraded(self) -> Grade:
        """Return the grade with both judgements one step down.

        E, 5, F and 6 stay: nothing is below the first two, and there is no step from "cannot be
        judged".
        """
        return Grade(
            _LOWER_RELIABILITY.get(self.reliability, self.reliability),
            _LOWER_CREDIBILITY.get(self.credibility, self.credibility),
        )

    @property
    def downgrade_share(self) -> float:
        """The share of its weight that a claim loses when it is downgraded."""
        old, new = self.weight, self.downgraded().weight
        return 0.0 if old is None or new is None else 1 - new / old

    @property
    def words(self) -> str:
        """The two judgements in words."""
        return f"{reliability_words()[self.reliability]}, {credibility_words()[self.credibility]}"

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ICD 203 with the probabilities that it stands for.

    Parameters
    ----------
    label, alternative
        The word in the first and in the second row of the directive; the rows are not to be mixed.
    low, high
        The band, both ends included.
    """

    label: str
    alternative: str
    low: float
    high: float

    def covers(self, p: float) -> bool:
        """Say whether the word may be used for the probability `p`."""
        return self.low - 1e-9 <= p <= self.high + 1e-9

    @property
    def band(self) -> str:
        """The band as text."""
        return f"{self.low * 100:.0f}-{self.high * 100:.0f} %"


def words() -> tuple[Word, ...]:
    """Return the seven words of ICD 203 in ascending order."""
    return tuple(
        Word(row["label"], row["alt_label"], int(row["low_pct"]) / 100, int(row["high_pct"]) / 100)
        for row in _scale("icd203")
    )


def word(label: str) -> Word:
    """Return the word called `label`, in either row.

    Raises
    ------
    UnknownName
        If ICD 203 has no such word.
    """
    for each in words():
        if label in (each.label, each.alternative):
            return each
    raise UnknownName.among(
        "word", label, [name for each in words() for name in (each.label, each.alternative)]
    )


def word_for(p: float) -> Word:
    """Return the word for a probability; at a border between two bands the lower one.

    Examples
    --------
    >>> word_for(0.35).label
    'unlikely'

    Raises
    ------
    ValueError
        Below 1 % and above 99 %, for which there is no word.
    """
    for each in words():
        if each.covers(p):
            return each
    raise ValueError(f"ICD 203 has words for 1 to 99 %, not for {p:.2%}")


def reliability_words() -> dict[str, str]:
    """Return the meaning of the letters."""
    return {row["code"]: row["label"] for row in _scale("admiralty_source")}


def credibility_words() -> dict[int, str]:
    """Return the meaning of the digits."""
    return {int(row["code"]): row["label"] for row in _scale("admiralty_info")}


@cache
def _scale(name: str) -> tuple[dict[str, str], ...]:
    text = resources.files("standoff.case").joinpath("data/wording_scales.csv").read_text("utf-8")
    return tuple(row for row in csv.DictReader(text.splitlines()) if row["scale"] == name)
