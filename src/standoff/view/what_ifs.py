"""What if: the chance of the headline and of every ending, game beside game."""

from __future__ import annotations

import math

from standoff.study.counterfactual import Counterfactuals
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.key import key
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, fitted
from standoff.view.numerals import percent
from standoff.view.theme import PLAYERS, SHADE, tint

_HEAD, _BAR, _GAP, _AXIS = 18.0, 13.0, 8.0, 40.0
#: Where 100 % is; the numbers stand right of it.
_FULL = WIDTH - 70
#: What is rarer in every game is not drawn.
_LEAST = 0.005


def data(found: Counterfactuals) -> list[Row]:
    """Return one row per chance and game, the headline first.

    A row has `name`, `is_headline`, `game` and `p` (nan without an answer). Events that a game does
    not know have no row, and so have chances that are under half a percent in every game.
    """
    chances = {
        row.name: {found.headline: row.headline} | dict(row.probabilities) for row in found.rows
    }
    names = dict.fromkeys(name for each in chances.values() for name in each)
    return [
        {
            "name": name,
            "is_headline": name == found.headline,
            "game": game,
            "p": each[name],
        }
        for name in names
        if name == found.headline or any(each.get(name, 0.0) >= _LEAST for each in chances.values())
        for game, each in chances.items()
        if name in each
    ]


def fills(found: Counterfactuals) -> list[tuple[str, str]]:
    """Return the games with their colors, dark and light in turn."""
    return [
        (row.name, tint(PLAYERS[i % len(PLAYERS)].color, 1.0 if i % 2 else 0.45))
        for i, row in enumerate(found.rows)
    ]


def chart(found: Counterfactuals) -> Chart:
    """Draw the rows of `data`: a bar for each game under the name of each chance."""
    entries = fills(found)
    colors = dict(entries)
    marks: list[Mark] = []
    y, name = 0.0, None
    for row in data(found):
        if row["name"] != name:
            y += 0.0 if name is None else _GAP
            name = row["name"]
            text = fitted(name.replace("_", " "))
            marks.append(Words(text, 0, y + _HEAD / 2, bold=row["is_headline"]))
            y += _HEAD
        p = 0.0 if math.isnan(row["p"]) else row["p"]
        marks += [
            Bar(0, _FULL, y + 1, y + _BAR - 1, SHADE),
            Bar(0, _FULL * p, y + 1, y + _BAR - 1, colors[row["game"]]),
            Words(percent(row["p"]), _FULL + 8, y + _BAR / 2),
        ]
        y += _BAR
    height = max(y, 1.0)
    axis = percent_axis("Chance", 0, WIDTH / _FULL, grid=False)
    return draw([*marks, *key(entries, height + _AXIS)], height=height, across=axis)
