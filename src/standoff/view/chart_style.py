"""What every chart has in common: fonts, lines, paper, and marks that need no legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from standoff.view.lettering import clean, cut
from standoff.view.theme import FAINT, FONT, INK, MUTED, PAPER, TEXT_SIZE

#: Pixels; the measure of a page of text.
WIDTH = 640

Row = dict[str, Any]
Mark = alt.Chart | alt.LayerChart
Align = Literal["left", "center", "right"]

_TOO_LIGHT = "#c8c8c8"
#: Numbers at axes, as `standoff.view.lettering.amount` writes them: without a zero before the stop.
AMOUNTS = r"replace(format(datum.value, '.3~f'), /^([-\u2212]?)0\./, '$1.')"


def layers(*marks: Mark, height: float, width: float = WIDTH) -> alt.LayerChart:
    """Lay marks over each other on plain paper."""
    return (
        alt.LayerChart(layer=list(marks))
        .properties(width=width, height=height, padding=4, background=PAPER)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFont=FONT,
            titleFont=FONT,
            labelFontSize=TEXT_SIZE,
            titleFontSize=TEXT_SIZE,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            domainColor=FAINT,
            tickColor=FAINT,
            gridColor=_TOO_LIGHT,
            labelLimit=0,
            titleLimit=0,
        )
        .configure_text(font=FONT, fontSize=TEXT_SIZE, color=INK)
    )


def rows(values: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """Begin a mark from plain rows."""
    return alt.Chart(alt.Data(values=[dict(value) for value in values]))


@dataclass(frozen=True, slots=True)
class Across:
    """Places along the width by a number: one scale and one axis for all marks of a chart.

    Parameters
    ----------
    low, high : float
        Numbers at the left and the right edge.
    axis : altair.Axis, optional
        Without it none is drawn.
    """

    low: float
    high: float
    axis: alt.Axis | None = None

    def __call__(self, field: str) -> alt.X:
        """Place by the field of a row."""
        scale = alt.Scale(domain=[self.low, self.high], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=self.axis)


def line(field: str, n_lines: float) -> alt.Y:
    """Place in lines from the top, by a number from 0 to `n_lines`; the lines have no axis."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[n_lines, 0], nice=False), axis=None)


def words(
    values: Sequence[Mapping[str, Any]],
    x: alt.X | alt.XValue,
    y: alt.Y,
    *,
    align: Align = "left",
    color: str = INK,
    bold: bool = False,
    dx: float = 0,
    dy: float = 0,
    halo: bool = False,
) -> alt.LayerChart:
    """Write the field `text` of every row; with a halo, legible across lines and fills."""

    def write(**paint: Any) -> alt.Chart:
        mark = rows(values).mark_text(
            align=align,
            baseline="middle",
            dx=dx,
            dy=dy,
            fontWeight="bold" if bold else "normal",
            limit=0,
            **paint,
        )
        return mark.encode(x=x, y=y, text="text:N")

    under = write(color=PAPER, stroke=PAPER, strokeWidth=4, strokeJoin="round")
    return alt.LayerChart(layer=[under, write(color=color)] if halo else [write(color=color)])


def fitted(text: str, room: float = WIDTH, *, bold: bool = False) -> str:
    """Cut a text of strangers to the room that there is."""
    return cut(clean(text), TEXT_SIZE, room, bold=bold)


def percent_axis(title: str, *, top: bool = False, grid: bool = True) -> alt.Axis:
    """Return an axis for chances from 0 to 1, in percent."""
    return alt.Axis(
        title=title,
        orient="top" if top else "bottom",
        values=[0, 0.25, 0.5, 0.75, 1],
        labelExpr="round(datum.value * 100) + ' %'",
        grid=grid,
        domain=False,
        tickSize=0,
        labelPadding=6,
        labelColor=MUTED,
        titleColor=MUTED,
    )
