"""What if: the chance of the headline and of every ending, game beside game."""

from __future__ import annotations

import math

from standoff.study.counterfactual import Counterfactuals
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, Title, beside, rows, track
from standoff.view.chart import Chart, draw
from standoff.view.key import key
from standoff.view.marks import Row
from standoff.view.numerals import percent
from standoff.view.theme import PLAYERS, tint

#: Pixels from the last bar to the key.
_AXIS = 40
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
    strips: list[Strip | Title] = []
    name = None
    for row in data(found):
        if row["name"] != name:
            name = row["name"]
            strips.append(Title(name.replace("_", " "), bold=row["is_headline"]))
        p = 0.0 if math.isnan(row["p"]) else row["p"]
        strips.append(Strip("", [*track(p, colors[row["game"]]), beside(percent(row["p"]), 1)]))
    axis = percent_axis("Chance", right=70, grid=False)
    marks, height = rows(strips, axis.at)
    return draw([*marks, *key(entries, height + _AXIS)], height=height, across=axis)
