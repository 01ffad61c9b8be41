"""Confidence and likelihood in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, Span

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_CONFIDENCE = re.compile(r"\b(confidence|confident|confidently)\b", re.IGNORECASE)
_LIKELIHOOD = re.compile(
    r"\b((un|im)?probabl[ey]|probability|(un)?likely|likelihood|almost certain(ly)?"
    r"|nearly certain(ly)?|even (chance|odds)|no chance|remote chance)\b",
    re.IGNORECASE,
)


class ConfidenceWithLikelihood(AbstractRule):
    """One sentence speaks of confidence and of likelihood.

    What it does
    ------------
    Looks in every `because:` for sentences that hold a word of confidence ("high confidence",
    "confident") and one of likelihood ("likely", "probably").

    Why it matters
    --------------
    Likelihood is about the world, confidence about the evidence. In one sentence the reader takes
    the one for the other, which is why ICD 203 forbids it.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, because: We have high confidence that they are likely to yield.}

    Fix
    ---
    Make it two sentences::

        assumptions:
          - {parameter: prize, because: They are likely to yield. Our confidence in this is high.}
    """

    code = "SC032"
    name = "confidence-with-likelihood"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for label, text, span in _reasons(file):
            for sentence in _SENTENCE_END.split(text):
                sure, likely = _CONFIDENCE.search(sentence), _LIKELIHOOD.search(sentence)
                if sure and likely:
                    yield self.at(
                        span,
                        f"{label} says '{sure[0]}' and '{likely[0]}' in one sentence",
                        suggestion="say how likely it is in one sentence and how sure you are of"
                        " that in another",
                    )


def _reasons(file: CaseFile) -> Iterator[tuple[str, str, Span]]:
    for assumption in file.case.assumptions:
        label = f"the assumption about '{assumption.parameter}'"
        yield label, assumption.because, file.span(assumption, "because")
        for without in assumption.without:
            yield label, without.because, file.span(without, "because")
    for question in file.case.questions:
        yield f"question '{question.id}'", question.because, file.span(question, "because")
