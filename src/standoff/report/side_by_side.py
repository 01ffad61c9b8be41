"""Versions of a case side by side, on one page of the terminal."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.report.asked.page import evenly, n_drawn
from standoff.report.plain import (
    amount,
    line,
    percent,
    percent_span,
    plus_or_minus,
    points,
    spaced,
)
from standoff.report.words import count
from standoff.study.coalitions import Effect
from standoff.study.comparison import Comparison, VersionFinding
from standoff.study.differences import Difference
from standoff.study.distance import DifferenceValue, PairFinding

_MOST_SHARES = 4
_MOST_FLIPS = 3


def side_by_side(comparison: Comparison, n_most: int = 8) -> RenderableType:
    """Show a comparison: what each version says, and what makes the difference.

    Parameters
    ----------
    comparison
        What was compared.
    n_most
        How many differences are listed per pair.
    """
    errors = [each.share_error for each in comparison.versions]
    error = math.nan if any(map(math.isnan, errors)) else max(errors)
    parts: list[RenderableType] = [
        Text(line(comparison.headline_meaning or comparison.headline), style="bold"),
        _answers(comparison),
        Text(),
        Text.assemble(
            ("How it is played", "bold"),
            (f"  (share of the plausible sets of numbers{_at_most(error)})", "dim"),
        ),
        _kinds(comparison),
    ]
    flips = _flips(comparison)
    if flips.row_count:
        parts += [
            Text(),
            Text.assemble(("What would flip it", "bold"), ("  (one number at a time)", "dim")),
            flips,
        ]
    for pair in comparison.pairs:
        parts += [Text(), *_pair(pair, n_most, comparison.sampling)]
    notes = [f"{line(each.name)}: {each.note}" for each in comparison.versions if each.note]
    parts += [Text(each, style="dim") for each in notes]
    parts += [Text(each, style="dim") for each in evenly(comparison.sampling)]
    return Group(*parts)


def _grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in justify:
        table.add_column(justify="right" if each == "right" else "left", overflow="fold")
    return table


def _answers(comparison: Comparison) -> Table:
    table = _grid("left", "right", "left", "left")
    table.add_row("", "on average", "nine in ten", "at the analyst's values", style="dim")
    for each in comparison.versions:
        table.add_row(
            line(each.name, 30),
            f"{percent(each.headline.mean)}{plus_or_minus(each.standard_error)}",
            percent_span(each.headline.interval),
            _at_base(each),
        )
    return table


def _at_base(version: VersionFinding) -> str:
    kind = version.base[0][1] if version.base else ""
    if not kind:
        return "no answer"
    return f"{percent(version.headline.base)}, {line(kind)}"


def _kinds(comparison: Comparison) -> Table:
    table = _grid("left", "left")
    for each in comparison.versions:
        if not each.shares:
            continue
        _, shares = each.shares[0]
        largest = sorted(shares, key=lambda share: -share.share)[:_MOST_SHARES]
        told = [f"{line(s.name)} {percent(s.share)}" for s in largest if s.share > 0.0]
        table.add_row(line(each.name, 30), ", ".join(told))
    return table


def _flips(comparison: Comparison) -> Table:
    table = _grid("left", "left")
    for each in comparison.versions:
        told: list[tuple[float, str]] = []
        for found in each.break_evens:
            near = min(
                (flip.value for flip in found.crossings if flip.in_range),
                key=lambda value, at=found.value: abs(value - at),
            )
            # How far away, in widths of what is plausible.
            far = abs(near - found.value) / ((found.high - found.low) or 1.0)
            text = f"{line(found.parameter)} {amount(found.value)} → {amount(near)}"
            told.append((far, text))
        nearest = [text for _, text in sorted(told)][:_MOST_FLIPS]
        more = len(told) - len(nearest)
        if told:
            table.add_row(
                line(each.name, 30), ", ".join(nearest) + (f", and {more} more" if more else "")
            )
    return table


def _pair(pair: PairFinding, n_most: int, sampling: str) -> list[RenderableType]:
    head = f"From {line(pair.one, 40)} to {line(pair.other, 40)}"
    if pair.distance is None:
        return [Text(head, style="bold"), Text(line(pair.note))]
    if not pair.differences:
        return [Text(head, style="bold"), Text("no number, move or rule differs")]
    size = f"  ({_shift(pair.distance)}; {count(len(pair.differences), 'difference')})"
    table = _grid("right", "right", "right", "left")
    table.add_row("its share", "alone", "last", "", style="dim")
    for each in pair.differences[:n_most]:
        table.add_row(
            _shift(each.shared), points(each.alone.shift), points(each.last.shift), _words(each)
        )
    parts: list[RenderableType] = [Text.assemble((head, "bold"), (size, "dim")), table]
    left = pair.differences[n_most:]
    if left:
        rest = sum(each.shared.shift for each in left)
        parts.append(Text(f"and {count(len(left), 'more difference')}: {points(rest)} together"))
    method = (
        f"{count(pair.n_orders, 'random order')} of switching"
        if pair.n_orders
        else f"all {pair.n_coalitions:,} mixtures of the two"
    )
    small = f"{method}, {n_drawn(pair.n_draws, sampling)} each" + (
        "; ± is the 90 % range of the average over draws." if pair.n_draws > 1 else "."
    )
    parts.append(Text(spaced(small), style="dim"))
    if pair.in_both is not None and abs(pair.in_both.shift - pair.distance.shift) >= 0.005:
        told = f"Over draws that have an answer in both, {_shift(pair.in_both)}."
        parts.append(Text(told, style="dim"))
    if pair.reworded:
        names = ", ".join(map(line, pair.reworded))
        parts.append(Text(f"Same numbers, other claims or reasons: {names}.", style="dim"))
    return parts


def _words(value: DifferenceValue) -> str:
    told = "; ".join(_one(each) for each in value.differences)
    return told if len(value.differences) == 1 else f"{line(value.name)} ({told})"


def _one(each: Difference) -> str:
    text = f"{line(each.name)}: {line(each.before)} → {line(each.after)}"
    gone, new = _claims(each)
    if gone or new:
        text += f" ({', '.join([f'without {c}' for c in gone] + [f'with {c}' for c in new])})"
    return text


def _claims(difference: Difference) -> tuple[list[str], list[str]]:
    before, after = difference.claims_before, difference.claims_after
    return (
        [line(each) for each in before if each not in after],
        [line(each) for each in after if each not in before],
    )


def _shift(effect: Effect) -> str:
    return f"{points(effect.shift)}{plus_or_minus(effect.standard_error)}"


def _at_most(error: float) -> str:
    told = plus_or_minus(error)
    return f",{told} at most" if told else ""
