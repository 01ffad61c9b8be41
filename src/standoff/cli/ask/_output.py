"""How an answer is put out: text to read, JSON or a table for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from standoff.cli._files import save
from standoff.cli._screen import show, write
from standoff.cli._streams import OutputProblem
from standoff.cli.ask._by_rule import ByRule
from standoff.errors import GameError
from standoff.report.as_json import finding_as_json
from standoff.report.asked.page import Page
from standoff.report.asked.page import render as rendered
from standoff.report.asked.rules import short
from standoff.text.file import write_text
from standoff.text.table import as_csv


def put(
    finding: Any,
    page: Callable[[Any], Page],
    *,
    format: str,
    output: Path | None,
    picture: Callable[[Any], Any] | None = None,
    note: str = "",
    rules: ByRule | None = None,
    title: str = "",
) -> None:
    """Show a finding, or write it to a file; a file's name decides its format.

    Parameters
    ----------
    finding : Result
    page : function
        From the finding to what is read.
    format : {"text", "json", "csv"}
    output : Path or None
    picture : function, optional
        From the finding to its chart.
    note : str
        A sentence below the page.
    rules : function, optional
        How the answer is found under every rule of selection, for the page and for JSON.
    title : str
        Above the picture, where that is not the first sentence of the page.
    """
    kind = "" if output is None else output.suffix.lower()
    format = {".svg": "svg", ".json": "json", ".csv": "csv"}.get(kind, format)
    if format == "text":
        below: Page = ()
        try:
            below = () if rules is None else short(rules())
        finally:
            # The answer is there, whatever becomes of what is said below it.
            _read(page(finding), note, below)
        return
    try:
        if format == "svg":
            text = _svg(finding, page(finding), picture, title, note)
        elif format == "json":
            beside = {} if rules is None else {"under_every_rule": rules()}
            text = finding_as_json(finding, beside)
        else:
            text = as_csv({name: np.array(each) for name, each in finding.table().items()})
        if output is None:
            write(text)
        else:
            whole = text if text.endswith("\n") else text + "\n"
            save(output, lambda path: write_text(path, whole))
    except OutputProblem:
        raise
    except Exception:
        _read(page(finding), note)
        raise


def _read(page: Page, note: str, below: Page = ()) -> None:
    show(*rendered([*page, *([note] if note else []), *(["", *below] if below else [])]))


def _svg(
    finding: Any, page: Page, picture: Callable[[Any], Any] | None, title: str, note: str
) -> str:
    if picture is None:
        raise GameError("this answer has no picture", right="--output FILE.json or FILE.csv")
    from standoff.view.caption import captioned
    from standoff.view.svg import to_svg

    said = [each for each in page if isinstance(each, str) and each]
    rule = rule_of(finding)
    drawn = to_svg(
        picture(finding),
        title=title or said[0],
        description=" ".join(said if title else said[1:]),
        id_prefix="answer",
    )
    notes = [f"Rule: {rule}." if rule else "", note]
    return captioned(drawn, title or said[0], notes) + "\n"


def rule_of(finding: Any) -> str:
    """Return which of several equilibria a finding is about; empty where it is about all rules."""
    games: dict[str, list[str]] = {}
    for row in getattr(finding, "rows", ()):
        games.setdefault(row.rule, []).append(row.name)
    if len(games) > 1:
        return "; ".join(f"for {' and '.join(names)}, {rule}" for rule, names in games.items())
    told = [
        *games,
        *(getattr(each, "rule", "") for each in (finding, getattr(finding, "drawn", None))),
    ]
    return next((str(each) for each in told if each), "")
