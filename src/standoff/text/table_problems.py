"""What can be wrong with a table as a text, before anybody asks what its columns mean."""

from __future__ import annotations

import csv
import io

from standoff.text.characters import unreadable
from standoff.text.diagnostic import Diagnostic, Kind, Span, shown


class BrokenTable(Kind):
    """A table (.csv) has rows that do not fit its header, or characters that no text may hold.

    *What it does.* Reads the file as a line of names and rows of cells, and compares their
    numbers. What the cells must hold depends on what the table is for: draws of a game are numbers,
    data to be fitted may be words. `standoff solve GAME --draws FILE` and `standoff fit` say that.

    *Fix.* Give every row as many cells as there are names, every column another name, and put a
    cell that holds a comma in quotation marks.
    """

    code, name = "ST001", "broken-table"


def check_table(text: str) -> list[Diagnostic]:
    """List what is wrong with the text of a table, by line."""
    hidden = unreadable(text)
    if hidden:
        lines = text.split("\n")
        number = next(n for n, line in enumerate(lines, 1) if unreadable(line))
        column = next(n for n, each in enumerate(lines[number - 1], 1) if unreadable(each))
        return [BrokenTable.at(Span(number, column), f"the table holds the character {hidden}")]
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    header: list[str] = []
    broken: list[tuple[int, int]] = []
    n_rows = 0
    try:
        for row in reader:
            if row and not header:
                header = [name.strip() for name in row]
                twice = sorted({name for name in header if header.count(name) > 1})
                if twice:
                    message = f"two columns have the name {shown(twice[0])}"
                    return [BrokenTable.at(Span(reader.line_num, 1), message)]
            elif row:
                n_rows += 1
                if len(row) != len(header):
                    broken.append((reader.line_num, len(row)))
    except csv.Error as error:
        return [BrokenTable.at(Span(max(reader.line_num, 1), 1), f"not a table: {error}")]
    if broken:
        line, n_cells = broken[0]
        message = f"{n_cells} cells, where the header has {len(header)} names"
        more = f"; so are {len(broken) - 1:,} more rows" if len(broken) > 1 else ""
        return [BrokenTable.at(Span(line, 1), message + more)]
    if not n_rows:
        right = "A line of names, then one line per row."
        return [BrokenTable.at(Span(1, 1), "the table has no rows", right=right)]
    return []


def separator(text: str) -> str:
    r"""Return what separates the cells of a table, by its first line: a comma, unless it has none.

    Examples
    --------
    >>> separator("a,b\n1,2"), separator("a;b\n0,5;2")
    (',', ';')
    """
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return next((mark for mark in (",", ";", "\t") if mark in first), ",")
