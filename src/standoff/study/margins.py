"""The margins that a subject names: numbers that are zero wherever its answer may change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.study.changes import Margins
from standoff.study.model_subject import ModelSubject
from standoff.study.rules import RuleSubject
from standoff.study.subject import Subject


def margins_of(
    subject: Subject, given: Sequence[str] = (), remove: Collection[str] = ()
) -> Margins | None:
    """Return the margins of a model that names them; None for others.

    Under another rule of selection they still say where equilibria begin and end to exist, which
    is where most changes are; where two existing ones trade places, they do not.
    """
    inner = subject.inner if isinstance(subject, RuleSubject) else subject
    if not isinstance(inner, ModelSubject) or inner.model.margins is None:
        return None
    named = inner.model.margins

    def margins(draws: Draws) -> Mapping[str, Floats]:
        return named(draws, given, remove)

    return margins
