"""Phrases in a sentence of a case: whole words, and nothing claimed of what is denied."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A negation counts for its own clause.
_CLAUSE_ENDS = re.compile(
    r"[.;:!?,()]|\b(?:but|although|though|while|whereas|because|yet|and so)\b", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(?:not|no|none|never|nobody|nothing|neither|nor|without|hardly|scarcely|cannot"
    r"|den(?:y|ies|ied|ying)|doubts?|doubted|rejects?|rejected|rules? out|ruled out"
    r"|far from|instead of|rather than)\b|n['’]t\b",
    re.IGNORECASE,
)
#: Words by which somebody wants a thing not to be: it is on their mind.
_AVERSION = re.compile(
    r"\b(?:avoid\w*|prevent\w*|refus\w+ to|lest|fear(?:s|ed|ing)?|afraid|so that no"
    r"|must (?:not|never)|can(?: ?not| never)|dare not|(?:do|does|did) not (?:want|wish)"
    r"|want(?:s|ed)? no|(?:so as|in order|decid\w+|wish\w*|prefer\w*) not to)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|may|might|should|will|shall|if|unless|whether)\b", re.IGNORECASE
)
#: After a phrase only its verb can negate it: "a precedent is not set".
_NEGATED_AFTER = re.compile(
    r"\s+(?:is|are|was|were|be|has|have|had|will|would|do|does|did|can|could|may|might|must|should)"
    r"(?:n['’]t| (?:not|never|no longer|hardly))\b|\s+cannot\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What to look for in a sentence.

    Parameters
    ----------
    says : Pattern
        Phrases that say so.
    denies : Pattern, optional
        Phrases that say that it is not so.
    concern : bool
        Whether wanting to avoid it counts as saying so.
    actual : bool
        Whether what would or might be does not count.
    """

    says: re.Pattern[str]
    denies: re.Pattern[str] | None = None
    concern: bool = False
    actual: bool = False


def phrases(*says: str, denies: str = "", concern: bool = False, actual: bool = False) -> Phrases:
    """Make phrases of regular expressions that match whole words only."""
    return Phrases(_whole(*says), _whole(denies) if denies else None, concern, actual)


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)


def said(text: str, wanted: Phrases) -> str:
    """Return the first phrase by which a text says so; empty if none does or it is negated.

    Examples
    --------
    >>> lesson = phrases("precedents?", denies="no precedent", concern=True)
    >>> said("Giving in would set a precedent.", lesson)
    'precedent'
    >>> said("It would not set a precedent, he says.", lesson)
    ''
    >>> said("It refuses to set a precedent.", lesson)
    'precedent'
    """
    for match in wanted.says.finditer(text):
        before = _CLAUSE_ENDS.split(text[: match.start()])[-1]
        if wanted.actual and _SUPPOSED.search(before):
            continue
        if wanted.concern:
            before = _AVERSION.sub(" ", before)
        if not _NEGATION.search(before + match[0]) and not _NEGATED_AFTER.match(text, match.end()):
            return match[0]
    return ""


def denied(text: str, wanted: Phrases) -> str:
    """Return the first phrase by which a text says that it is not so.

    Examples
    --------
    >>> lesson = phrases("precedents?", denies="no precedent", concern=True)
    >>> denied("This case is no precedent.", lesson)
    'no precedent'
    >>> denied("They act so that no precedent is set.", lesson)
    ''
    """
    if wanted.denies is None:
        return ""
    for match in wanted.denies.finditer(text):
        before = _CLAUSE_ENDS.split(text[: match.start()])[-1]
        if not _AVERSION.search(before + match[0]) and not _NEGATION.search(before):
            return match[0]
    return ""
