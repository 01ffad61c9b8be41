"""A short page: sentences and tables, the same for every question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from standoff.report.plain import amount, line
from standoff.study.sampling_error import Estimated

#: A heading and then rows, all of one length.
Rows = Sequence[Sequence[str | float | int]]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table on a page; numbers stand to the right."""

    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]


#: Sentences, the first of them as a heading, and tables.
Page = Sequence[str | Columns]


def render(page: Page) -> tuple[RenderableType, ...]:
    """Return what a terminal shows."""
    told: list[RenderableType] = []
    for i, part in enumerate(page):
        if isinstance(part, Columns):
            told.append(_table(part))
        else:
            told.append(Text(line(part), style="bold" if i == 0 else ""))
    return tuple(told)


def _table(part: Columns) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for i, name in enumerate(part.head):
        numeric = all(_is_number(row[i]) for row in part.body)
        made.add_column(line(name), justify="right" if numeric else "left", overflow="fold")
    for row in part.body:
        made.add_row(*(line(each) for each in row))
    return made


def _is_number(text: str) -> bool:
    return not text or text[0] in "+-.0123456789–" or text == "under 1 %"


def exact(value: float) -> str:
    """Write a number in as many digits as are known of it, at most twelve.

    Examples
    --------
    >>> exact(0.4014705882352941), exact(0.1)
    ('0.401470588235', '0.1')
    """
    return "–" if math.isnan(value) else f"{value + 0.0:.12g}"


def number(value: float) -> str:
    """Write a number for reading."""
    return "–" if math.isnan(value) else amount(value)


def n_drawn(n: int, sampling: str) -> str:
    """Count draws, and say so where they are not independent.

    Examples
    --------
    >>> n_drawn(4000, "random"), n_drawn(512, "sobol")
    ('4,000 draws', '512 evenly spread draws')
    """
    draws = "draw" if n == 1 else "draws"
    return f"{n:,} {draws}" if sampling == "random" else f"{n:,} evenly spread {draws}"


def evenly(sampling: str, told: str = "Errors") -> list[str]:
    """Say what errors and ranges mean where draws are evenly spread; nothing where at random."""
    if sampling == "random":
        return []
    return [f"{told} are those of independent draws; evenly spread ones mostly have smaller ones."]


def chance(found: Estimated) -> str:
    """Write an estimated share with its range, both in percent."""
    if found.n == 0:
        return "–"
    return f"{100 * found.value:.3g} % ({100 * found.low:.3g} to {100 * found.high:.3g})"


def estimated(found: Estimated) -> str:
    """Write an estimated number with its range."""
    if found.n == 0:
        return "–"
    return f"{found.value:.4g} ({found.low:.4g} to {found.high:.4g})"
