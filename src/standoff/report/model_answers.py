"""What a model answers at one point, in a terminal: every name with its number and its meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.errors import OutsideAssumptions
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Floats
from standoff.models.base import Model
from standoff.report.plain import amount, percent


def answers_at(model: Model, point: Draws) -> RenderableType:
    """Show the equilibria of one draw, and everything that the selected one says.

    Raises
    ------
    OutsideAssumptions
        If the model gives no answer there.
    """
    answers = model.answer(point)
    status = Status(int(answers.status[0]))
    if not status.has_answer:
        raise OutsideAssumptions(
            model.outside(answers) or f"{model.name}: {status.message}",
            right="other values",
            more=f"standoff models show {model.name}",
        )
    listed = sorted(
        (each for each in model.equilibria(point) if each.exists[0]),
        key=lambda e: not e.selected[0],
    )
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("name", "value", "meaning"):
        rows.add_column(heading, justify="right" if heading == "value" else "left")
    for name, category in answers.categories.items():
        value = category[0]
        rows.add_row(name, value, model.meanings.get(value, model.meanings[name]))
    for name, column in answers.probabilities.items():
        rows.add_row(name, percent(float(column[0])), model.meanings[name])
    for name, number in _known(answers.quantities).items():
        rows.add_row(name, amount(number), model.meanings[name])
    for player, number in _known(answers.values).items():
        rows.add_row(player, amount(number), "what this player expects")
    told: list[RenderableType] = [Text(f"Answers at: {_where(model, point)}", style="bold"), rows]
    if len(listed) > 1:
        others = ", ".join(each.name for each in listed[1:])
        told.append(Text(f"Picked by the rule: {model.selection_rule}. Also possible: {others}."))
    if status is not Status.SOLVED:
        told.append(Text(status.message))
    return Group(*told)


def _known(columns: Mapping[str, Floats]) -> dict[str, float]:
    return {name: float(c[0]) for name, c in columns.items() if np.isfinite(c[0])}


def _where(model: Model, point: Draws) -> str:
    changed = [
        f"{each.name} {amount(float(point[each.name][0]))}"
        for each in model.parameters
        if point[each.name][0] != each.default
    ]
    return ", ".join(changed) or "the default values"
