"""The kind of answer over two parameters, everything else at the analyst's values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Floats
from standoff.study.ask import pieces
from standoff.study.asked import Asked
from standoff.study.findings import RegimeMap, Swing
from standoff.study.parameters import spread

CATEGORY = "regime"
#: So much is shown beyond each end of the range, in widths of it.
MARGIN = 0.25
N_SAMPLE = 400


def regime_map(asked: Asked, swings: Sequence[Swing]) -> RegimeMap | None:
    """Map the regime over the two parameters that decide the headline.

    These are the ones that the model names, if they move the headline here; else those with the
    largest swings. None when fewer than two parameters move anything.
    """
    axes = map_axes(asked, swings)
    if axes is None or CATEGORY not in asked.base_answer.categories:
        return None
    x, y = axes
    n = asked.subject.effort.n_map
    x_values, y_values = _values(asked, x, n), _values(asked, y, n)
    grid = Draws.from_columns(
        {
            **{name: float(column[0]) for name, column in asked.base.columns().items()},
            x.name: np.tile(x_values, n),
            y.name: np.repeat(y_values, n),
        },
        n * n,
    )
    codes: list[np.ndarray] = []
    cuts = list(pieces(len(grid), asked.chunk))
    for i, cut in enumerate(cuts):
        asked.progress("map", i, len(cuts))
        codes.append(asked.subject.answer(grid.rows(cut), asked.given).categories[CATEGORY].codes)
    asked.progress("map", len(cuts), len(cuts))
    table = np.concatenate(codes).reshape(n, n)
    sample = asked.draws.rows(slice(0, N_SAMPLE))
    return RegimeMap(
        x=x.name,
        y=y.name,
        x_values=tuple(x_values.tolist()),
        y_values=tuple(y_values.tolist()),
        codes=tuple(tuple(row) for row in table.tolist()),
        names=asked.base_answer.categories[CATEGORY].names,
        point=(float(asked.base[x.name][0]), float(asked.base[y.name][0])),
        x_interval=spread(asked.brief, x),
        y_interval=spread(asked.brief, y),
        sample=tuple(zip(sample[x.name].tolist(), sample[y.name].tolist(), strict=True)),
    )


def map_axes(asked: Asked, swings: Sequence[Swing]) -> tuple[Parameter, Parameter] | None:
    """Return the two parameters that a map is about, or None if fewer move anything."""
    moving = [each.parameter for each in swings if np.nan_to_num(each.size) > 0.0]
    named = [name for name in asked.subject.decisive if name in moving]
    names = list(dict.fromkeys([*named, *moving]))[:2]
    if len(names) < 2:
        return None
    first, second = (asked.subject.parameter(name) for name in names)
    return first, second


def mapped_range(asked: Asked, parameter: Parameter) -> tuple[float, float]:
    """Return what a map shows: plausible values, with a margin as far as it is admissible."""
    low, _, high = spread(asked.brief, parameter)
    width = high - low
    return max(parameter.low, low - MARGIN * width), min(parameter.high, high + MARGIN * width)


def _values(asked: Asked, parameter: Parameter, n: int) -> Floats:
    return np.linspace(*mapped_range(asked, parameter), n)
