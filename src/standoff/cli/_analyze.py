"""What becomes of findings: files, the page, and a place to keep them where one of these fails."""

from __future__ import annotations

from pathlib import Path

from standoff.brief import Brief
from standoff.cli._files import elsewhere, in_turn, save
from standoff.cli._screen import show, tell
from standoff.cli._streams import OutputProblem
from standoff.report.as_json import as_json
from standoff.report.page import render
from standoff.report.terminal import page
from standoff.study import Findings
from standoff.text.file import write_text


def put(findings: Findings, brief: Brief, report: Path | None, json: Path | None) -> None:
    """Write the files that were asked for, and show the page, whichever of these fails.

    Raises
    ------
    Exception
        What failed, after everything else is done and the findings are kept.
    """
    written: set[Path | None] = set()

    def findings_file() -> None:
        if json is not None:
            save(json, lambda path: write_text(path, as_json(findings)))
            written.add(json)

    def report_file() -> None:
        if report is not None:
            text = render(findings, brief)
            save(report, lambda path: write_text(path, text))
            written.add(report)

    def shown() -> None:
        meanings = brief.model.meanings if brief.model else {}
        told = str(report) if report in written else ""
        show(page(findings, brief.case, meanings=meanings, report=told))

    try:
        in_turn(findings_file, report_file, shown)
    except (BrokenPipeError, OutputProblem):
        # The page is kept with the message, or nobody wants it.
        raise
    except Exception:
        kept = None if json in written else _kept(findings)
        if kept is not None:
            tell(f"The findings are kept in {kept}")
        raise


def _kept(findings: Findings) -> Path | None:
    return elsewhere("findings.json", lambda path: write_text(path, as_json(findings)))
