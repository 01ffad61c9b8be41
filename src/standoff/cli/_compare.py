"""How versions side by side are put out: a page, a picture, or JSON."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._files import save
from standoff.cli._screen import show, write
from standoff.cli._streams import OutputProblem
from standoff.report.as_json import finding_as_json
from standoff.report.asked.page import render
from standoff.report.asked.rules import short
from standoff.report.side_by_side import side_by_side
from standoff.study.comparison import Comparison
from standoff.study.rule_dependence import RuleDependence
from standoff.text.file import write_text


def put(found: Comparison, rules: RuleDependence, format: str, output: Path | None) -> None:
    """Show a comparison, or write it to a file; a file's name decides its format."""
    kind = "" if output is None else output.suffix.lower()
    if format == "text" and kind not in (".svg", ".json"):
        _read(found, rules)
        return
    try:
        if kind == ".svg":
            text = _svg(found, rules)
        else:
            text = finding_as_json(found, {"under_every_rule": rules})
        if output is None:
            write(text)
        else:
            whole = text if text.endswith("\n") else text + "\n"
            save(output, lambda path: write_text(path, whole))
    except OutputProblem:
        raise
    except Exception:
        # The comparison is there, whatever becomes of its picture.
        _read(found, rules)
        raise


def _read(found: Comparison, rules: RuleDependence) -> None:
    show(side_by_side(found), *render(["", *short(rules)]))


def _svg(found: Comparison, rules: RuleDependence) -> str:
    from standoff.view.caption import captioned
    from standoff.view.numerals import percent
    from standoff.view.svg import to_svg
    from standoff.view.versions import chart

    title = f"Side by side: {found.headline_meaning or found.headline}"
    means = "; ".join(f"{each.name} {percent(each.headline.mean)}" for each in found.versions)
    drawn = to_svg(
        chart(found), title=title, description=f"On average: {means}.", id_prefix="versions"
    )
    depends = next((each for each in short(rules) if isinstance(each, str)), "")
    return captioned(drawn, title, [f"Rule: {found.rule}.", depends]) + "\n"
