"""What every result can do: say what it holds in a sentence, become a table, and be drawn.

A type of results declares a `sentence` and its `table`, and where there is a picture of it the
name of the function that draws it. How all results look in a terminal, in a notebook and as a data
frame is written here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import StandoffError
from standoff.text.diagnostic import printable
from standoff.text.file import write_text
from standoff.text.names import apart

if TYPE_CHECKING:
    import pandas as pd

#: Named columns, all of one length.
Columns = Mapping[str, Sequence[Any] | NDArray[Any]]

#: What a notebook shows of a table, and the longest line and cell.
_MOST_ROWS, _MOST_COLUMNS, _LONGEST, _LONGEST_CELL = 10, 12, 300, 60
_NUMBERS = count(1)


class Result:
    """A result that shows itself in one line, and as a table.

    A subclass that is a dataclass says ``repr=False``, or it would print its arrays.
    """

    __slots__ = ()

    @property
    def sentence(self) -> str:
        """What it holds, in a sentence."""
        raise NotImplementedError

    def table(self) -> Columns:
        """Return what it lists as named columns, one entry per item."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return `table()` as a pandas data frame, one row per item.

        Raises
        ------
        StandoffError
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError:
            raise StandoffError(
                "a data frame needs pandas, which is not installed",
                right='pip install "standoff[frames]"; or use table(), which needs nothing else',
            ) from None
        return pd.DataFrame(dict(self.table()))

    def __repr__(self) -> str:
        return _cut(f"{type(self).__name__}: {self.sentence}", _LONGEST)

    def _repr_html_(self) -> str:
        columns, n_rows = self._beginning(_MOST_ROWS)
        head = list(columns)[:_MOST_COLUMNS]
        body = zip(*(list(columns[name][:_MOST_ROWS]) for name in head), strict=True)
        n_columns = len(columns)
        more = [counted(n_rows, "row")] if n_rows > _MOST_ROWS else []
        more += [f"{n_columns} columns"] if n_columns > _MOST_COLUMNS else []
        return "".join(
            [
                '<table class="standoff">',
                f"<caption>{_text(self.sentence, _LONGEST)}</caption>",
                "<thead><tr>",
                *(f'<th scope="col">{_text(name)}</th>' for name in head),
                "</tr></thead><tbody>",
                *(f"<tr>{''.join(map(_cell, row))}</tr>" for row in body),
                "</tbody>",
                f'<tfoot><tr><td colspan="{len(head)}">The beginning of {" and ".join(more)}; '
                "all: to_frame()</td></tr></tfoot>"
                if more
                else "",
                "</table>",
            ]
        )

    def _beginning(self, n: int) -> tuple[Columns, int]:
        """Return a table with at least the first n rows, and how many rows there are in all."""
        columns = self.table()
        return columns, len(next(iter(columns.values()), ()))


class Pictured(Result):
    """A result that there is a picture of."""

    __slots__ = ()

    #: "module:function" of what draws it. A name, since pictures stand above all results.
    drawing: ClassVar[str] = ""

    def plot(self, **options: Any) -> Picture:
        """Draw it.

        Parameters
        ----------
        **options
            Those of the function that draws it, which `drawing` names.
        """
        return self._picture(self, **options)

    def _picture(self, what: object, **options: Any) -> Picture:
        drawn = _function(self.drawing)(what, **options)
        title = one_line(self.sentence)
        if isinstance(drawn, str):
            return Picture(title, drawn)
        svg = _function("standoff.view.svg:to_svg")(
            drawn, title=title, description=title, id_prefix=f"picture{next(_NUMBERS)}"
        )
        return Picture(title, _function("standoff.view.caption:captioned")(svg, title))


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture, which a notebook shows.

    Parameters
    ----------
    title : str
    svg : str
        One `<svg>` element without scripts, or anything from outside.
    """

    title: str
    svg: str

    def save(self, path: Path | str) -> None:
        """Write the picture to an `.svg` file.

        Raises
        ------
        StandoffError, FileProblem
            If the name ends otherwise, or the file cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".svg":
            raise StandoffError(
                "pictures are written as SVG", found=path.name, right=f"{path.stem}.svg"
            )
        write_text(path, self.svg + "\n")

    def __repr__(self) -> str:
        return _cut(f"Picture: {self.title}", _LONGEST)

    def _repr_svg_(self) -> str:
        return self.svg


def by_column(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Columns:
    """Return rows as named columns; a name that is there already gets another one.

    Examples
    --------
    >>> by_column(("name", "mean"), [("drop", 0.5), ("war", 0.1)])
    {'name': ['drop', 'war'], 'mean': [0.5, 0.1]}
    """
    listed = list(rows)
    names = apart((name, "column") for name in head)
    return {name: [row[i] for row in listed] for i, name in enumerate(names)}


def short(value: float) -> str:
    """Write a number for reading, in four digits.

    Examples
    --------
    >>> short(0.123456), short(3.0), short(float("nan"))
    ('0.1235', '3', '–')
    """
    return "–" if value != value else f"{value:.4g}"


def counted(n: int, what: str) -> str:
    """Count things.

    Examples
    --------
    >>> counted(1, "draw"), counted(12_000, "draw")
    ('1 draw', '12,000 draws')
    """
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def one_line(text: str) -> str:
    """Write text from anybody on one line, with nothing that steers a terminal."""
    return printable(" ".join(text.split()))


def _cut(text: str, most: int) -> str:
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _text(text: str, most: int = _LONGEST_CELL) -> str:
    return escape(_cut(text, most))


def _cell(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return f'<td style="text-align: right">{short(float(value))}</td>'
    return f"<td>{_text(str(value))}</td>"


def _function(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
