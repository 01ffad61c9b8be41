"""A model in a terminal: what it says, what it needs to know, and whose idea it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.game.parameter import Parameter
from standoff.models.base import FIDELITY_MEANING, Model
from standoff.models.features import QUESTIONS
from standoff.report.plain import amount


def table(models: Sequence[Model]) -> RenderableType:
    """List models by name."""
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("model", "title"):
        rows.add_column(heading)
    for model in models:
        rows.add_row(model.name, model.title)
    hints = "Describe one: standoff models NAME. Suggest some: standoff models suggest CASE"
    return Group(rows, Text(), Text(hints))


def card(model: Model) -> RenderableType:
    """Describe one model."""
    given = ", ".join(model.given) or "none"
    return Group(
        Text(model.title, style="bold"),
        Text(f"{model.name} ({model.fidelity}: {FIDELITY_MEANING[model.fidelity]})"),
        *_part("Mechanism", [model.mechanism]),
        *_part("Equilibrium", [model.equilibrium, *_which(model)]),
        *_part("It is about", [QUESTIONS[feature] for feature in model.features]),
        *_part("It has no room for", [QUESTIONS[feature] for feature in model.against]),
        *_part("It finds", [f"- {each}" for each in model.finds]),
        *_part("It does not find", [f"- {each}" for each in model.does_not_find]),
        *_part(
            "It assumes that", [f"{a.name}: {a.text}  [{a.formula}]" for a in model.assumptions]
        ),
        *_part(
            "Moves",
            [f"can be given: {given}", f"can be removed: {', '.join(model.removable) or 'none'}"],
        ),
        Text("\nParameters", style="bold"),
        Padding(_parameters(model.parameters), (0, 0, 0, 2)),
        *_part("Papers", [f"- {each.text} ({each.takes})" for each in model.citations]),
    )


def _which(model: Model) -> list[str]:
    unique = [f"Unique: {model.unique}."] if model.unique else []
    return [f"Selected: {model.selection_rule}.", *unique]


def _part(title: str, lines: Iterable[str]) -> list[RenderableType]:
    told = [Padding(Text(each), (0, 0, 0, 2)) for each in lines]
    return [Text(f"\n{title}", style="bold"), *told] if told else []


def _parameters(parameters: Iterable[Parameter]) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    rows.add_column("name (symbol)", no_wrap=True)
    rows.add_column("default", no_wrap=True, justify="right")
    rows.add_column("bounds", no_wrap=True)
    rows.add_column("meaning")
    for each in parameters:
        symbol = f" ({each.symbol})" if each.symbol else ""
        rows.add_row(each.name + symbol, amount(each.default), _bounds(each), each.meaning)
    return rows


def _bounds(parameter: Parameter) -> str:
    if math.isfinite(parameter.low) and math.isfinite(parameter.high):
        return f"{amount(parameter.low)} to {amount(parameter.high)}"
    if math.isfinite(parameter.low):
        return f"≥ {amount(parameter.low)}"
    return f"≤ {amount(parameter.high)}" if math.isfinite(parameter.high) else "any"
