"""Tables of one fit or of several side by side, as journals print them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance import Kind
from standoff.estimate.numerals import number
from standoff.estimate.reported import Coefficient, Reported, report
from standoff.estimate.result import Fit
from standoff.result import Columns, Result, by_column
from standoff.text.file import write_text

Layout = Literal["utilities", "fits"]
Format = Literal["text", "html", "latex", "csv"]

#: By the ending of a file's name.
FORMATS: Mapping[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".tex": "latex",
    ".csv": "csv",
}
_STARS = ((0.01, 3), (0.05, 2), (0.1, 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """One estimate as it is printed: the number, how many stars, and what stands below it."""

    number: str = ""
    n_stars: int = 0
    below: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; the heading may be empty."""

    title: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Table(Result):
    """A table, ready to be written in any format.

    Parameters
    ----------
    caption : str
    groups : tuple of pairs of str and int
        The fits, and over how many columns each extends.
    heads : tuple of str
        What stands over the columns below the fits; empty where a fit is one column.
    sections : tuple of Section
    facts : tuple of pairs of str and tuple of str
        What is said once per fit: observations, log-likelihood and so on.
    notes : tuple of str
    reported : tuple of Reported
        The same in full precision.
    """

    caption: str
    groups: tuple[tuple[str, int], ...]
    heads: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    reported: tuple[Reported, ...]

    @property
    def sentence(self) -> str:
        """What is compared."""
        fits = ", ".join(name for name, _ in self.groups)
        return f"{self.caption}: {fits}" if self.caption else fits

    def table(self) -> Columns:
        """Return one row per fit and parameter, in full precision."""
        numbers = ("block", "regressor", "estimate", "std_error", "low", "high", "p_value")
        return by_column(
            ("fit", *numbers),
            (
                (fit.label, *(getattr(each, name) for name in numbers))
                for fit in self.reported
                for each in fit.coefficients
            ),
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_text(self) -> str:
        """Plain text, in columns."""
        from standoff.estimate.table_text import as_text

        return as_text(self)

    def to_html(self) -> str:
        """One `<table>` element, without styles."""
        from standoff.estimate.table_html import as_html

        return as_html(self)

    def to_latex(self) -> str:
        """A `table` environment that needs the package booktabs."""
        from standoff.estimate.table_latex import as_latex

        return as_latex(self)

    def to_csv(self) -> str:
        """Estimates, errors, intervals and p values in full precision, for other programs."""
        from standoff.estimate.table_csv import as_csv

        return as_csv(self)

    def save(self, path: Path | str) -> None:
        """Write the table; the ending .txt, .html, .tex or .csv says how.

        Raises
        ------
        UnknownName, FileProblem
            If the ending is another, or the file cannot be written.
        """
        format = table_format(path)
        texts = {
            "text": self.to_text,
            "html": self.to_html,
            "latex": self.to_latex,
            "csv": self.to_csv,
        }
        write_text(Path(path), texts[format]())


class TableOptions(TypedDict, total=False):
    """Options of `table`."""

    labels: Sequence[str]
    names: Mapping[str, str]
    layout: Layout
    digits: int
    stars: bool
    intervals: bool
    level: float
    kind: Kind
    caption: str


def table(
    *fits: Fit,
    labels: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    layout: Layout | None = None,
    digits: int = 3,
    stars: bool = True,
    intervals: bool = False,
    level: float = 0.95,
    kind: Kind | None = None,
    caption: str = "",
) -> Table:
    """Put fits side by side.

    Parameters
    ----------
    *fits : Fit
    labels : sequence of str, optional
        What the fits are called; else by model and number.
    names : mapping of str to str, optional
        Other names for regressors, utilities or whole parameters.
    layout : "utilities" or "fits", optional
        A column per utility and a row per regressor, as for one fit; or a column per fit and a
        heading per utility, as for several.
    digits : int
        Decimals of estimates.
    stars : bool
        Mark p below .1, .05 and .01 with one, two and three stars.
    intervals : bool
        Intervals in brackets in place of standard errors in parentheses; then without stars.
    level : float
        Of the intervals.
    kind : str, optional
        Standard errors other than those of the fits.
    caption : str

    Returns
    -------
    Table
        `to_text()`, `to_html()`, `to_latex()`, `to_csv()`, `save(path)`.

    Raises
    ------
    EstimationError, UnknownName
        If there is no fit, or the labels are not one per fit.
    """
    if not fits:
        raise EstimationError("a table needs a fit")
    if labels and len(labels) != len(fits):
        raise EstimationError(
            "the labels do not go with the fits",
            found=f"{len(labels)} labels, {len(fits)} fits",
            right="one label per fit",
        )
    if layout not in (None, "utilities", "fits"):
        raise UnknownName.among("layout", layout, ("utilities", "fits"))
    called = list(labels) or (
        [fits[0].model]
        if len(fits) == 1
        else [f"({i}) {fit.model}" for i, fit in enumerate(fits, 1)]
    )
    reported = tuple(
        report(fit, label, level=level, kind=kind) for fit, label in zip(fits, called, strict=True)
    )
    printed = _Printed(names or {}, digits, stars and not intervals, intervals)
    chosen = layout or ("utilities" if len(fits) == 1 else "fits")
    if chosen == "utilities":
        groups, heads, sections = _by_utility(reported, printed)
    else:
        groups, heads, sections = _by_fit(reported, printed)
    return Table(
        caption,
        groups,
        heads,
        sections,
        _facts(reported),
        _notes(reported, printed),
        reported,
    )


def table_format(path: Path | str) -> Format:
    """Return the format that the ending of a file's name asks for.

    Raises
    ------
    UnknownName
        If it is none of .txt, .html, .tex and .csv.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise UnknownName.among("format of a table", ending or str(path), FORMATS)
    return FORMATS[ending]


@dataclass(frozen=True, slots=True)
class _Printed:
    """How estimates are printed."""

    names: Mapping[str, str]
    digits: int
    stars: bool
    intervals: bool

    def name(self, name: str) -> str:
        return self.names.get(name, name)

    def regressor(self, each: Coefficient) -> str:
        return self.names.get(each.name, self.name(each.regressor or each.block))

    def cell(self, each: Coefficient) -> Cell:
        number = self.number(each.estimate)
        if each.is_fixed:
            return Cell(number, 0, "(held)")
        if math.isnan(each.std_error):
            return Cell(number, 0, "(none)")
        if self.intervals and math.isnan(each.low):
            return Cell(number, 0, "[none]")
        if self.intervals:
            return Cell(number, 0, f"[{self.number(each.low)}, {self.number(each.high)}]")
        n_stars = next((n for limit, n in _STARS if each.p_value < limit), 0)
        return Cell(number, n_stars if self.stars else 0, f"({self.number(each.std_error)})")

    def number(self, value: float) -> str:
        return number(value, self.digits, smallest=10.0**-self.digits)


_Parts = tuple[tuple[tuple[str, int], ...], tuple[str, ...], tuple[Section, ...]]


def _by_utility(reported: Sequence[Reported], printed: _Printed) -> _Parts:
    """A column per utility of each fit; numbers that belong to no utility are rows of their own."""
    columns = [
        (i, block)
        for i, each in enumerate(reported)
        for block in dict.fromkeys(c.block for c in each.coefficients if c.regressor)
    ]
    first = {i: next(k for k, (j, _) in enumerate(columns) if j == i) for i, _ in columns}
    found: dict[str, list[Cell]] = {}
    for i, each in enumerate(reported):
        for coefficient in each.coefficients:
            label = printed.regressor(coefficient)
            cells = found.setdefault(label, [Cell()] * len(columns))
            place = columns.index((i, coefficient.block)) if coefficient.regressor else first[i]
            cells[place] = printed.cell(coefficient)
    # Numbers that belong to no utility come last.
    alone = {
        printed.regressor(c) for each in reported for c in each.coefficients if not c.regressor
    }
    order = sorted(found, key=lambda label: label in alone)
    rows = tuple((label, tuple(found[label])) for label in order)
    groups = tuple(
        (_title(each), sum(j == i for j, _ in columns)) for i, each in enumerate(reported)
    )
    return groups, tuple(printed.name(block) for _, block in columns), (Section("", rows),)


def _by_fit(reported: Sequence[Reported], printed: _Printed) -> _Parts:
    """A column per fit, and a heading per utility."""
    sections: dict[str, dict[str, list[Cell]]] = {}
    for i, each in enumerate(reported):
        for coefficient in each.coefficients:
            title = printed.name(coefficient.block) if coefficient.regressor else ""
            rows = sections.setdefault(title, {})
            cells = rows.setdefault(printed.regressor(coefficient), [Cell()] * len(reported))
            cells[i] = printed.cell(coefficient)
    ordered = sorted(sections, key=lambda title: title == "")
    return (
        tuple((_title(each), 1) for each in reported),
        (),
        tuple(
            Section(title, tuple((label, tuple(c)) for label, c in sections[title].items()))
            for title in ordered
        ),
    )


def _title(each: Reported) -> str:
    return each.label if each.is_converged else f"{each.label} (NOT CONVERGED)"


def _facts(reported: Sequence[Reported]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    def share(p: float) -> str:
        return "" if math.isnan(p) else f"{p:.3f}"

    rows = [("Observations", tuple(f"{each.n:,.12g}" for each in reported))]
    if any(each.n_seen != each.n and not math.isnan(each.n_seen) for each in reported):
        seen = tuple("" if math.isnan(e.n_seen) else f"{e.n_seen:,.6g}" for e in reported)
        rows.append(("Outcomes counted", seen))
    rows += [
        ("Log-likelihood", tuple(f"{each.log_likelihood:.3f}" for each in reported)),
        ("AIC", tuple(f"{each.aic:.2f}" for each in reported)),
        ("BIC", tuple(f"{each.bic:.2f}" for each in reported)),
    ]
    if not all(math.isnan(each.p_right) for each in reported):
        rows += [
            ("Predicted correctly", tuple(share(each.p_right) for each in reported)),
            ("Reduction in error", tuple(share(each.error_reduction) for each in reported)),
        ]
    return tuple(rows)


def _notes(reported: Sequence[Reported], printed: _Printed) -> tuple[str, ...]:
    several = len(reported) > 1
    about = [
        f"{each.label}: {each.described}." if several else f"{each.described}." for each in reported
    ]
    level = f"{100 * reported[0].level:g} % intervals in brackets, from standard errors"
    head = level if printed.intervals else "Standard errors in parentheses,"
    kinds = list(dict.fromkeys(each.errors for each in reported))
    if len(kinds) == 1:
        notes = [*about, f"{head} {kinds[0]}."]
    else:
        notes = [*about, f"{head} " + "; ".join(f"{e.label}: {e.errors}" for e in reported) + "."]
    if printed.stars:
        notes.append("* p < .1, ** p < .05, *** p < .01, two-sided.")
    if any(c.is_fixed for each in reported for c in each.coefficients):
        notes.append("(held): not estimated but held at this value.")
    if not all(math.isnan(each.p_right) for each in reported):
        notes.append(
            "Reduction in error: which part of the mistakes of always betting on the commonest "
            "outcome the model avoids, if it bets on the likeliest one."
        )
    notes += [f"{each.label}: {each.remark}." for each in reported if each.remark]
    for each in reported:
        name = f"{each.label}: " if several else ""
        if each.weights:
            notes.append(f"{name}{each.weights[0].upper()}{each.weights[1:]}.")
        if not each.is_converged:
            notes.append(f"{each.label} did not converge, and its numbers are no estimates.")
        notes += [f"! {name}{problem}." for problem in each.problems]
    return tuple(notes)
