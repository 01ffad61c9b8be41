"""The kinds of answer that a model gives over its two deciding parameters, without a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from standoff.game.parameter import Parameter
from standoff.models.base import Model
from standoff.study.boundary import BoundaryMap, Care, boundary_map
from standoff.study.condition import parse_condition
from standoff.study.map_axes import CATEGORY
from standoff.study.model_subject import ModelSubject

#: As closely as a picture shows.
_CARE = Care(128, 1e-4, 1e-9, 1e-5, 1_000, 200_000)
#: Chances of the headline at which a map of one regime is divided.
_LEVELS = (0.25, 0.5, 0.75)


def model_map(model: Model) -> BoundaryMap:
    """Map the regime over the widest plausible ranges of the two parameters that decide.

    Everything else is at the model's defaults. Where there is one regime only, the map shows the
    chance of the headline instead, in quarters.
    """
    subject, base = ModelSubject(model), model.draws()
    x, y = (model.parameter(name) for name in model.decisive[:2])

    def mapped(by: tuple[str, ...], levels: tuple[float, ...] = ()) -> BoundaryMap:
        answer = subject.answer(base)
        texts = [f"{subject.headline} >= {level}" for level in levels]
        conditions = [parse_condition(text, subject, answer) for text in texts]
        return boundary_map(
            subject,
            base,
            x.name,
            y.name,
            _range(x),
            _range(y),
            categories=by,
            conditions=conditions,
            care=_CARE,
        )

    found = mapped((CATEGORY,))
    if len({region.name for region in found.regions}) > 1:
        return found
    return _renamed(mapped((), _LEVELS), lambda name: _quarter(subject.headline, name))


def _range(parameter: Parameter) -> tuple[float, float]:
    low, high = parameter.wide or (parameter.default, parameter.default)
    return min(low, parameter.default), max(high, parameter.default)


def _quarter(headline: str, name: str) -> str:
    """Turn the conditions that hold into one span, such as "concede 25 to 50 %"."""
    parts = name.split(", ")
    if len(parts) != len(_LEVELS):
        return name
    n_held = sum(not part.startswith("not ") for part in parts)
    ends = (0.0, *_LEVELS, 1.0)
    low, high = (round(100 * end) for end in ends[n_held : n_held + 2])
    return f"{headline} {low} to {high} %"


def _renamed(found: BoundaryMap, new: Callable[[str], str]) -> BoundaryMap:
    return replace(
        found,
        regions=tuple(replace(each, name=new(each.name)) for each in found.regions),
        boundaries=tuple(
            replace(each, left=new(each.left), right=new(each.right)) for each in found.boundaries
        ),
        corners=tuple(replace(each, names=tuple(map(new, each.names))) for each in found.corners),
        here=new(found.here),
    )
