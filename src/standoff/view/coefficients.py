"""Estimates with their intervals, utility by utility, of one fit or of several."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import altair as alt

from standoff.view.chart_style import WIDTH, Mark, Row, fitted, layers, rows, words
from standoff.view.lettering import amount, clean, cut, width
from standoff.view.panel import Panel, at, down, round_steps
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS, TEXT_SIZE

_ROW, _HEAD, _AXIS, _TOP = 20.0, 24.0, 46.0, 8.0
#: Between two fits in one row.
_APART = 12.0
_MOST_NAMED = 230.0
#: An interval that reaches further than so many times the third quartile is cut off with an arrow.
_FAR = 4.0
#: As dark hues look alike in grey, every fit has its own shape too.
_SHAPES = ("circle", "diamond", "triangle-down", "cross")
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Estimated(Protocol):
    """One estimate, as `standoff.estimate.reported.Coefficient` has it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def block(self) -> str: ...  # noqa: D102
    @property
    def regressor(self) -> str: ...  # noqa: D102
    @property
    def estimate(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102
    @property
    def is_fixed(self) -> bool: ...  # noqa: D102


class Reports(Protocol):
    """A fit as plain data, as `standoff.estimate.reported.Reported` has it."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def coefficients(self) -> Sequence[Estimated]: ...  # noqa: D102
    @property
    def level(self) -> float: ...  # noqa: D102
    @property
    def is_converged(self) -> bool: ...  # noqa: D102


def data(fits: Sequence[Reports], names: Mapping[str, str] = _NO_NAMES) -> list[Row]:
    """Return one row per fit and estimate, in the order of the utilities.

    A row has `fit` (its position), `label`, `block`, `regressor`, `estimate`, `low` and `high`
    (None without an interval, or where the number was held), and `is_fixed`.

    Parameters
    ----------
    fits : sequence of Reported
    names : mapping of str to str
        Other names for regressors, utilities or whole parameters.
    """
    blocks = dict.fromkeys(each.block for fit in fits for each in fit.coefficients)
    found: list[Row] = []
    for block in blocks:
        for i, fit in enumerate(fits):
            found += [
                {
                    "fit": i,
                    "label": fit.label if fit.is_converged else f"{fit.label} (NOT CONVERGED)",
                    "block": names.get(block, block),
                    "regressor": names.get(
                        each.name, names.get(each.regressor, each.regressor or "value")
                    ),
                    "estimate": each.estimate,
                    "low": None if math.isnan(each.low) else each.low,
                    "high": None if math.isnan(each.high) else each.high,
                    "is_fixed": each.is_fixed,
                }
                for each in fit.coefficients
                if each.block == block
            ]
    return found


def chart(fits: Sequence[Reports], names: Mapping[str, str] = _NO_NAMES) -> alt.LayerChart:
    """Draw the rows of `data`: a dot for each estimate and a bar for its interval.

    Held numbers are open squares. An interval that would squeeze all others is cut off and ends in
    an arrow with its number.
    """
    shown = data(fits, names)
    ends = [row[end] for row in shown for end in ("low", "high") if row[end] is not None]
    span = _span([*ends, *(row["estimate"] for row in shown)])
    lines = _lines(shown)
    left = min(
        max([width(clean(row["text"]), TEXT_SIZE) for row in lines if not row["is_head"]] + [60.0])
        + 14,
        _MOST_NAMED,
    )
    n_fits = max(len(fits), 1)
    step = max(_ROW, _APART * n_fits + 6)
    y = _TOP + (len(fits) > 1) * _HEAD
    start = y
    places: dict[tuple[str, str], float] = {}
    for row in lines:
        size = _HEAD if row["is_head"] else step
        row["py"] = y + size / 2
        if not row["is_head"]:
            places[row["block"], row["regressor"]] = row["py"]
            row["text"] = cut(clean(row["text"]), TEXT_SIZE, left - 8)
        else:
            row["text"] = fitted(row["text"], bold=True)
        y += size
    panel = Panel(left, start, WIDTH - left - 8, y - start, span)
    marks: list[Mark] = [
        *panel.numbers_across(round_steps(*span, 9)),
        *panel.zero(),
        *_titles(lines, left),
    ]
    for i in range(len(fits)):
        shift = (i - (n_fits - 1) / 2) * _APART
        own = [row for row in shown if row["fit"] == i]
        marks += _estimates(own, panel, places, shift, i)
        if n_fits > 1:
            marks += _key(fits, i, left)
    level = fits[0].level if fits else 0.95
    title = f"Estimate, with its {100 * level:g} % interval"
    foot = [{"px": left, "py": panel.bottom + 32, "text": title}]
    marks.append(words(foot, at("px"), down("py"), color=MUTED))
    return layers(*marks, height=panel.bottom + _AXIS)


def _span(values: Sequence[float]) -> tuple[float, float]:
    sizes = sorted(abs(value) for value in values if math.isfinite(value))
    if not sizes:
        return -1.0, 1.0
    most = max(_FAR * sizes[(3 * len(sizes)) // 4], 1e-12)
    inside = [min(max(value, -most), most) for value in values if math.isfinite(value)]
    low, high = min([*inside, 0.0]), max([*inside, 0.0])
    margin = 0.04 * (high - low) or 1.0
    return low - margin, high + margin


def _lines(shown: Sequence[Row]) -> list[Row]:
    """Return headings and names from top to bottom, each once."""
    blocks = dict.fromkeys(row["block"] for row in shown)
    found: list[Row] = []
    for block in blocks:
        found.append({"text": block, "is_head": True, "block": block, "regressor": ""})
        regressors = dict.fromkeys(row["regressor"] for row in shown if row["block"] == block)
        found += [
            {"text": name, "is_head": False, "block": block, "regressor": name}
            for name in regressors
        ]
    return found


def _titles(lines: Sequence[Row], left: float) -> list[Mark]:
    heads = [{**row, "px": 0} for row in lines if row["is_head"]]
    names = [{**row, "px": left - 8} for row in lines if not row["is_head"]]
    return [
        words(heads, at("px"), down("py"), bold=True, halo=True),
        words(names, at("px"), down("py"), align="right"),
    ]


def _estimates(
    own: Sequence[Row],
    panel: Panel,
    places: Mapping[tuple[str, str], float],
    shift: float,
    fit: int,
) -> list[Mark]:
    color = PLAYERS[fit % len(PLAYERS)].color
    low, high = panel.across
    bars: list[Row] = []
    dots: list[Row] = []
    arrows: list[Row] = []
    numbers: list[Row] = []
    for row in own:
        py = places[row["block"], row["regressor"]] + shift
        if low <= row["estimate"] <= high:
            dots.append({"px": panel.x(row["estimate"]), "py": py, "is_fixed": row["is_fixed"]})
        if row["low"] is None or row["high"] is None or row["is_fixed"]:
            continue
        first, last = max(row["low"], low), min(row["high"], high)
        bars.append({"from": panel.x(first), "to": panel.x(last), "py": py})
        for end, is_cut, angle, dx, align in (
            ("low", row["low"] < low, 270, 9, "left"),
            ("high", row["high"] > high, 90, -9, "right"),
        ):
            if is_cut:
                edge = panel.x(low if end == "low" else high)
                arrows.append({"px": edge, "py": py, "angle": angle})
                numbers.append(
                    {"px": edge + dx, "py": py, "text": amount(row[end]), "align": align}
                )
    open_, filled = [d for d in dots if d["is_fixed"]], [d for d in dots if not d["is_fixed"]]
    marks: list[Mark] = [
        rows(bars)
        .mark_rule(color=color, strokeWidth=2)
        .encode(x=at("from"), x2="to:Q", y=down("py")),
        rows(arrows)
        .mark_point(shape="triangle-up", size=60, fill=color, stroke=color, opacity=1)
        .encode(x=at("px"), y=down("py"), angle=alt.Angle("angle:Q", scale=None)),
        rows(filled)
        .mark_point(
            shape=_SHAPES[fit % 4], size=60, fill=color, stroke=PAPER, strokeWidth=1, opacity=1
        )
        .encode(x=at("px"), y=down("py")),
        rows(open_)
        .mark_square(size=50, fill=PAPER, stroke=color, strokeWidth=1.5, opacity=1)
        .encode(x=at("px"), y=down("py")),
    ]
    for align in ("left", "right"):
        some = [row for row in numbers if row["align"] == align]
        marks.append(words(some, at("px"), down("py"), align=align, color=color, halo=True, dy=-10))
    return marks


def _key(fits: Sequence[Reports], i: int, left: float) -> list[Mark]:
    """Name one fit above the picture, after the fits before it."""
    labels = [each.label if each.is_converged else f"{each.label} (NOT CONVERGED)" for each in fits]
    room = (WIDTH - left) / len(fits)
    entry = [
        {
            "px": left + i * room + 6,
            "py": _TOP + _HEAD / 2 - 4,
            "text": cut(clean(labels[i]), TEXT_SIZE, room - 22),
        }
    ]
    color = PLAYERS[i % len(PLAYERS)].color
    return [
        rows(entry)
        .mark_point(shape=_SHAPES[i % 4], size=60, fill=color, stroke=color, opacity=1)
        .encode(x=at("px"), y=down("py")),
        words(entry, at("px"), down("py"), dx=9, color=INK),
    ]
