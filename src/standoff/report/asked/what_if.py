"""A table of structural what-ifs, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, number
from standoff.study.counterfactual import Counterfactuals, Row


def page(found: Counterfactuals) -> Page:
    """Put the games side by side, then every equilibrium of each."""
    players = tuple(dict.fromkeys(name for row in found.rows for name, _, _ in row.values))
    body = tuple(
        (
            row.name,
            row.regime or "no answer",
            number(row.headline),
            _signed(row.difference),
            *(_value(row, player) for player in players),
        )
        for row in found.rows
    )
    told: list[str | Columns] = [
        f"What if? The chance of {found.headline}, and what the players expect",
        Columns(("game", "regime", found.headline, "change", *players), body),
    ]
    told += [f"{row.name}: {'; '.join(row.changes)}." for row in found.rows if row.changes]
    told += [f"{row.name}: {row.note}." for row in found.rows if row.note]
    listed = tuple(
        (
            row.name,
            each.name + (" *" if each.is_picked else ""),
            number(each.headline),
            ", ".join(f"{name} {number(p)}" for name, p in each.outcomes),
        )
        for row in found.rows
        for each in row.equilibria
        if len(row.equilibria) > 1
    )
    if listed:
        told += ["", "Where there is more than one equilibrium (* is picked):"]
        told.append(Columns(("game", "equilibrium", found.headline, "chances"), listed))
    told.append("")
    for rule in dict.fromkeys(row.rule for row in found.rows):
        games = " and ".join(row.name for row in found.rows if row.rule == rule)
        told.append(f"Rule for {games}: {rule}.")
    for words in dict.fromkeys(row.completeness for row in found.rows if row.completeness):
        games = " and ".join(row.name for row in found.rows if row.completeness == words)
        told.append(f"Equilibria of {games}: {words}.")
    return told


def _value(row: Row, player: str) -> str:
    for name, value, difference in row.values:
        if name == player:
            return number(value) + (
                f" ({_signed(difference)})" if math.isfinite(difference) else ""
            )
    return ""


def _signed(value: float) -> str:
    if math.isnan(value):
        return ""
    return ("+" if value > 0 else "") + number(value)
