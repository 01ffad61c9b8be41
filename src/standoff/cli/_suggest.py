"""What `standoff models suggest` does: reads a case, and shows what models fit it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from standoff.cli._screen import show, write
from standoff.report.suggestions_json import suggestions_as_json
from standoff.report.suggestions_page import page
from standoff.study.case_questions import read_answers
from standoff.study.suggestions import suggest
from standoff.text.document import read_document


def suggest_for(case: Path, answers: Sequence[str], *, everything: bool, format: str) -> None:
    """Show suggestions as a page or as JSON."""
    suggestions = suggest(read_document(case), read_answers(answers))
    if format == "json":
        write(suggestions_as_json(suggestions))
    else:
        show(page(suggestions, everything=everything))
