"""How an answer is put out: text to read, JSON or a table for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from standoff.cli._screen import show, write
from standoff.report.as_json import finding_as_json
from standoff.report.asked.page import Page, Rows
from standoff.report.asked.page import render as rendered
from standoff.text.file import write_text
from standoff.text.table import as_csv


def put(
    finding: Any,
    page: Callable[[Any], Page],
    rows: Callable[[Any], Rows],
    *,
    format: str,
    output: Path | None,
) -> None:
    """Show a finding, or write it to a file; a file's name decides its format.

    Parameters
    ----------
    finding : frozen dataclass
    page, rows : function
        From the finding to what is read, and to the columns of its table.
    format : {"text", "json", "csv"}
    output : Path or None
    """
    if output is not None:
        format = {".json": "json", ".csv": "csv"}.get(output.suffix, format)
    if format == "text" and output is None:
        show(*rendered(page(finding)))
        return
    text = finding_as_json(finding) if format == "json" else _csv(rows(finding))
    if output is None:
        write(text)
    else:
        write_text(output, text if text.endswith("\n") else text + "\n")


def _csv(rows: Rows) -> str:
    head, *body = rows
    return as_csv({str(name): np.array([row[i] for row in body]) for i, name in enumerate(head)})
