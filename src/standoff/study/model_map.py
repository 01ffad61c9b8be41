"""The kinds of answer that a model gives over its two deciding parameters, without a case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.game.parameter import Parameter
from standoff.models.base import Model
from standoff.study.findings import ParameterFinding, RegimeMap
from standoff.study.regime_map import CATEGORY

#: Values along each side.
N_VALUES = 101


@dataclass(frozen=True, slots=True)
class ModelMap:
    """A map, and the words at its axes."""

    regime_map: RegimeMap | None
    parameters: tuple[ParameterFinding, ...]


def model_map(model: Model, *, n_values: int = N_VALUES) -> ModelMap:
    """Map the regime over the widest plausible ranges of the two parameters that decide.

    Everything else is at the model's defaults.
    """
    x, y = (model.parameter(name) for name in model.decisive[:2])
    x_values, y_values = _values(x, n_values), _values(y, n_values)
    answers = model.answer(
        model.draws({x.name: np.tile(x_values, n_values), y.name: np.repeat(y_values, n_values)})
    )
    regime = answers.categories[CATEGORY]
    found = RegimeMap(
        x=x.name,
        y=y.name,
        x_values=tuple(x_values.tolist()),
        y_values=tuple(y_values.tolist()),
        codes=tuple(tuple(row) for row in regime.codes.reshape(n_values, n_values).tolist()),
        names=regime.names,
        point=(x.default, y.default),
        x_interval=(x.default, x.default, x.default),
        y_interval=(y.default, y.default, y.default),
        sample=(),
    )
    return ModelMap(found, tuple(_finding(each) for each in model.parameters))


def _values(parameter: Parameter, n_values: int) -> np.ndarray:
    low, high = parameter.wide or (parameter.default, parameter.default)
    return np.linspace(min(low, parameter.default), max(high, parameter.default), n_values)


def _finding(parameter: Parameter) -> ParameterFinding:
    at = parameter.default
    return ParameterFinding(
        name=parameter.name,
        symbol=parameter.symbol,
        meaning=parameter.meaning,
        unit=parameter.unit,
        value=at,
        range_text="",
        interval=(at, at, at),
        claims=(),
        because="",
        line=0,
        origin="model default",
    )
