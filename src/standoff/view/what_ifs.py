"""What if: the chance of the headline and of every ending, game beside game."""

from __future__ import annotations

import math

from standoff.study.counterfactual import Counterfactuals
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Mark,
    Row,
    fitted,
    layers,
    line,
    percent_axis,
    rows,
    words,
)
from standoff.view.key import key
from standoff.view.numerals import percent
from standoff.view.theme import PLAYERS, SHADE, tint

_RIGHT, _HEAD, _BAR, _GAP = 70.0, 18.0, 13.0, 8.0
_AXIS = 40.0
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


def chart(found: Counterfactuals) -> Mark:
    """Draw the rows of `data`: a bar for each game under the name of each chance."""
    shown = data(found)
    entries = fills(found)
    colors = dict(entries)
    across = Across(0, WIDTH / (WIDTH - _RIGHT), percent_axis("Chance", grid=False))
    placed: list[Row] = []
    heads: list[Row] = []
    y = 0.0
    for row in shown:
        if not heads or row["name"] != heads[-1]["name"]:
            y += _GAP if heads else 0.0
            heads.append(
                {
                    "name": row["name"],
                    "text": fitted(row["name"].replace("_", " "), WIDTH),
                    "zero": 0,
                    "y": y + _HEAD / 2,
                    "is_headline": row["is_headline"],
                }
            )
            y += _HEAD
        placed.append(
            {
                "zero": 0,
                "one": 1,
                "p": 0.0 if math.isnan(row["p"]) else row["p"],
                "fill": colors[row["game"]],
                "top": y + 1,
                "middle": y + _BAR / 2,
                "bottom": y + _BAR - 1,
                "text": percent(row["p"]),
            }
        )
        y += _BAR
    n = max(y, 1.0)
    marks: list[Mark] = [
        rows(placed)
        .mark_rect(color=SHADE)
        .encode(x=across("zero"), x2="one:Q", y=line("top", n), y2="bottom:Q")
    ]
    for _, color in entries:
        marks.append(
            rows([row for row in placed if row["fill"] == color])
            .mark_rect(color=color)
            .encode(x=across("zero"), x2="p:Q", y=line("top", n), y2="bottom:Q")
        )
    marks.append(words(placed, across("one"), line("middle", n), dx=8))
    for is_headline in (True, False):
        some = [row for row in heads if row["is_headline"] is is_headline]
        marks.append(words(some, across("zero"), line("y", n), bold=is_headline))
    marks += key(entries, n + _AXIS)
    return layers(*marks, height=n)
