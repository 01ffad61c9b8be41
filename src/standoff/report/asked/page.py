"""A short page: sentences and tables, the same for every question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from standoff.report.plain import amount, line
from standoff.study.sampling_error import Estimated

#: Blanks between columns.
_GAP = 2


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
            told.append(Fitted(part))
        else:
            told.append(Text(line(part), style="bold" if i == 0 else ""))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table that breaks lines at blanks; with too many columns, several tables one by one."""

    part: Columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw as many columns side by side as the words in them leave room for."""
        for i, columns in enumerate(side_by_side(self.part, options.max_width)):
            if i:
                yield ""
            yield _table(self.part, columns, options.max_width)


def side_by_side(part: Columns, width: int) -> list[list[int]]:
    """Return the columns of each table; all begin with the first column, which names the rows.

    Examples
    --------
    >>> side_by_side(Columns(("rule", "war", "peace"), (("no threat", ".1", ".25"),)), 12)
    [[0, 1], [0, 2]]
    """
    least = [_longest_word(part, i, width) + _GAP for i in range(len(part.head))]
    found = [[0]]
    for i in range(1, len(part.head)):
        if len(found[-1]) > 1 and sum(least[k] for k in found[-1]) + least[i] > width:
            found.append([0])
        found[-1].append(i)
    return found


def _table(part: Columns, columns: Sequence[int], width: int) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for i, wide in zip(columns, widths(part, columns, width), strict=True):
        made.add_column(
            line(part.head[i]),
            justify="right" if all(_is_number(row[i]) for row in part.body) else "left",
            overflow="fold",
            width=wide,
        )
    for row in part.body:
        made.add_row(*(line(row[i]) for i in columns))
    return made


def widths(part: Columns, columns: Sequence[int], width: int) -> list[int]:
    """Return how wide columns are drawn: as they are, or narrowed, but not within words."""
    wanted = [
        max(cell_len(line(cell)) for cell in (part.head[i], *(row[i] for row in part.body)))
        for i in columns
    ]
    least = [_longest_word(part, i, width) for i in columns]
    found = list(wanted)
    over = sum(found) + _GAP * len(columns) - width
    while over > 0 and any(found[i] > least[i] for i in range(len(found))):
        # Short columns stay whole: the widest gives way.
        widest = max((i for i in range(len(found)) if found[i] > least[i]), key=found.__getitem__)
        found[widest] -= 1
        over -= 1
    return found


def _longest_word(part: Columns, i: int, width: int) -> int:
    """Return how wide the longest word of a column is; a word beyond half of the page is broken."""
    cells = (part.head[i], *(row[i] for row in part.body))
    longest = max((cell_len(word) for cell in cells for word in line(cell).split(" ")), default=0)
    return max(min(longest, width // 2 - _GAP), 1)


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
