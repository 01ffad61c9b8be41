"""Margins name every change: between two points with different answers some margin has turned."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.game.draws import Draws
from standoff.models import Model, get, names
from standoff.study.labels import Labels
from standoff.study.model_subject import ModelSubject

WITH_MARGINS = [get(name) for name in names() if get(name).margins is not None]


@pytest.mark.parametrize(
    ("model", "moves"),
    [(model, moves) for model in WITH_MARGINS for moves in dict.fromkeys([(), model.given[:1]])],
    ids=lambda each: each.name if isinstance(each, Model) else ",".join(each) or "start",
)
def test_no_answer_changes_without_a_margin(model: Model, moves: tuple[str, ...]) -> None:
    assert model.margins is not None
    rng = np.random.default_rng(4)
    n = 20_000
    wide = [each.wide or (each.default, each.default) for each in model.parameters]
    spread = [(low - 0.3 * (high - low), high + 0.3 * (high - low)) for low, high in wide]
    table = np.column_stack([rng.uniform(low, high, n) for low, high in spread])
    # At the bounds of parameters themselves answers end without a margin.
    low = np.array([each.low + 1e-6 for each in model.parameters])
    high = np.array([each.high - 1e-6 for each in model.parameters])
    table = np.clip(table, low, high)
    # One parameter moves, from a little to all the way.
    other = table.copy()
    which = rng.integers(len(model.parameters), size=n)
    step = rng.uniform(size=n) ** 3
    rows = np.arange(n)
    goal = rng.uniform(*np.array(spread)[which].T)
    other[rows, which] += step * (goal - table[rows, which])
    other = np.clip(other, low, high)
    labels = Labels(ModelSubject(model), moves)
    columns = [each.name for each in model.parameters]
    one, two = Draws(tuple(columns), table), Draws(tuple(columns), other)
    differs = labels.of(one) != labels.of(two)
    turned = np.zeros(n, dtype=np.bool_)
    before, after = model.margins(one, moves), model.margins(two, moves)
    for name, column in before.items():
        known = np.isfinite(column) & np.isfinite(after[name])
        turned |= known & (np.sign(column) != np.sign(after[name]))
    assert differs.sum() > 500
    assert not (differs & ~turned).any()
