"""Questions that a person can answer about a case, and the words that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from standoff.errors import StandoffError, UnknownName
from standoff.models.features import QUESTIONS, Feature

Answers = Mapping[Feature, bool]


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A question about a case.

    Parameters
    ----------
    id : str
        What it is called on the command line.
    text : str
        The question, as a sentence.
    words : dict of str to dict
        Each possible answer, with the features that it says the case has or has not.
    """

    id: str
    text: str
    words: Mapping[str, Answers]

    @property
    def features(self) -> tuple[Feature, ...]:
        """What the answers are about."""
        return tuple(dict.fromkeys(f for told in self.words.values() for f in told))


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer to a question about a case."""

    question: CaseQuestion
    word: str

    @property
    def features(self) -> Answers:
        """Which features the case then has or has not."""
        return self.question.words[self.word]


#: Shorter than the name of the feature, and what people ask first.
_IDS: Mapping[Feature, str] = {
    "harm under way": "carried-out",
    "later challengers": "will-come-again",
}
_WHO = CaseQuestion(
    "who-decides",
    "Who decides whether to give in: the target alone, somebody who must ratify it (a court, a "
    "parliament, an army), or a third party outside both sides?",
    {
        "target": {"ratification": False, "third party decides": False},
        "ratifier": {"ratification": True, "third party decides": False},
        "third-party": {"third party decides": True},
    },
)


@cache
def questions() -> tuple[CaseQuestion, ...]:
    """Return all questions, first those that a file most often leaves open."""
    who = set(_WHO.features)
    single = [_yes_or_no(feature) for feature in QUESTIONS if feature not in who]
    first, *others = sorted(single, key=lambda question: question.id not in _IDS.values())
    return (first, _WHO, *others)


def _yes_or_no(feature: Feature) -> CaseQuestion:
    id = _IDS.get(feature, feature.replace(" ", "-"))
    return CaseQuestion(id, QUESTIONS[feature], {"yes": {feature: True}, "no": {feature: False}})


def read_answers(words: Iterable[str]) -> tuple[GivenAnswer, ...]:
    """Read answers written `QUESTION=WORD`.

    Raises
    ------
    UnknownName
        If there is no such question, or it cannot be answered by this word.
    StandoffError
        If an answer is not written so, or a question is answered twice.

    Examples
    --------
    >>> [(given.question.id, given.word) for given in read_answers(["carried-out=no"])]
    [('carried-out', 'no')]
    """
    known = {question.id: question for question in questions()}
    given: dict[str, GivenAnswer] = {}
    for written in words:
        id, equals, word = (part.strip() for part in written.partition("="))
        if not equals:
            raise StandoffError(
                f"{written!r} is not an answer", right="QUESTION=WORD, such as carried-out=no"
            )
        if id not in known:
            raise UnknownName.among("question", id, known)
        if word not in known[id].words:
            raise UnknownName.among(f"answer to {id!r}", word, known[id].words)
        if id in given:
            raise StandoffError(f"question {id!r} is answered twice", right="one answer to each")
        given[id] = GivenAnswer(known[id], word)
    return tuple(given.values())
