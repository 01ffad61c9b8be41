from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models import Answers, Assessment, Category


def test_a_category_names_its_draws():
    category = Category(("war", "peace"), np.array([1, -1, 0], dtype=np.int16))
    assert [category[i] for i in range(3)] == ["peace", "", "war"]
    assert category.is_("peace").tolist() == [True, False, False]
    with pytest.raises(UnknownName, match="did you mean 'peace'"):
        category.is_("peas")


def test_answers_know_where_they_are_answers():
    status = np.array(list(Status), dtype=np.uint8)
    answers = Answers("rule", status, {}, {}, {}, {})
    assert len(answers) == 6
    assert answers.has_answer.tolist() == [True, True, True, False, False, False]


def test_rows_of_an_assessment_are_rows_of_everything():
    whole = Assessment({("a", "b"): np.arange(3.0)}, {("c", ("d",)): np.arange(3.0)})
    part = whole.rows(np.array([False, True, True]))
    assert part.strategy["a", "b"].tolist() == [1.0, 2.0]
    assert part.belief["c", ("d",)].tolist() == [1.0, 2.0]
