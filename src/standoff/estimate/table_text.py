"""A table of estimates as plain text."""

from __future__ import annotations

from textwrap import wrap

from standoff.estimate.tables import Table

_GAP = 2
#: Letters of a line of notes under a narrow table.
_NOTE = 60


def as_text(table: Table) -> str:
    """Write a table in columns, with the decimal points of a column below each other."""
    n_stars = max(
        (cell.n_stars for part in table.sections for _, cells in part.rows for cell in cells),
        default=0,
    )
    lines: list[tuple[str, list[str]]] = []
    for part in table.sections:
        if part.title:
            lines.append((part.title, []))
        indent = "  " if part.title else ""
        for label, cells in part.rows:
            lines.append(
                (
                    indent + label,
                    [
                        (c.number + ("*" * c.n_stars).ljust(n_stars)) if c.number else ""
                        for c in cells
                    ],
                )
            )
            # The closing bracket stands under the first star.
            tail = " " * max(n_stars - 1, 0)
            lines.append(("", [(c.below + tail) if c.below else "" for c in cells]))
    n_columns = sum(n for _, n in table.groups)
    widths = [
        max(
            [len(cells[j]) for _, cells in lines if cells]
            + ([len(table.heads[j])] if table.heads else [])
        )
        for j in range(n_columns)
    ]
    facts = table.facts
    _widen(widths, table, [name for name, _ in table.groups])
    for _, values in facts:
        _widen(widths, table, list(values))
    left = max([len(label) for label, _ in lines] + [len(name) for name, _ in facts])
    spans = _spans(widths, table)
    total = left + sum(widths) + _GAP * n_columns
    text = [table.caption, ""] if table.caption else []
    text.append("=" * total)
    text.append(_line("", [name for name, _ in table.groups], spans, left, center=True))
    if table.heads:
        text.append(_line("", list(table.heads), widths, left))
    text.append("-" * total)
    text += [_line(label, cells, widths, left) for label, cells in lines]
    text.append("-" * total)
    text += [_line(name, list(values), spans, left) for name, values in facts]
    text.append("=" * total)
    for note in table.notes:
        text += wrap(note, max(total, _NOTE))
    return "\n".join(line.rstrip() for line in text) + "\n"


def _spans(widths: list[int], table: Table) -> list[int]:
    found: list[int] = []
    first = 0
    for _, n in table.groups:
        found.append(sum(widths[first : first + n]) + _GAP * (n - 1))
        first += n
    return found


def _widen(widths: list[int], table: Table, texts: list[str]) -> None:
    """Make the last column of a fit wide enough for what spans all of its columns."""
    last = -1
    for text, span, (_, n) in zip(texts, _spans(widths, table), table.groups, strict=True):
        last += n
        widths[last] += max(0, len(text) - span)


def _line(
    label: str, cells: list[str], widths: list[int], left: int, *, center: bool = False
) -> str:
    gap = " " * _GAP
    placed = [
        cell.center(width) if center else cell.rjust(width)
        for cell, width in zip(cells, widths, strict=False)
    ]
    return label.ljust(left) + "".join(gap + cell for cell in placed)
