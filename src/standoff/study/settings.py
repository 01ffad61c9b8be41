"""What a question sets, worked out per draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.case.schema import Question
from standoff.game.draws import Draws
from standoff.study.subject import Subject
from standoff.text.expression import parse


def with_settings(subject: Subject, question: Question, draws: Draws) -> Draws:
    """Return draws with what a question sets, worked out per draw from the draws as they are."""
    columns = draws.columns()
    # A case may write symbols, also inside expressions.
    named = columns | {
        each.symbol: columns[each.name] for each in subject.parameters if each.symbol
    }
    changed: dict[str, NDArray[np.float64]] = {}
    for name, setting in question.set.items():
        value = parse(setting).evaluate(named)
        changed[subject.parameter(name).name] = np.broadcast_to(value, len(draws))
    return draws.replace(**changed) if changed else draws
