"""`standoff explain`: what a code means, or what a number rests on."""

from __future__ import annotations


def explain(what: str, name: str | None = None, /) -> None:
    """Explain the code of a problem, or follow something in a case back to its sources.

    - `standoff explain SC014` says what that problem is and how to repair it.
    - `standoff explain case.yaml drop` follows the finding to the parameters that move it, the
      assumptions about them, the claims those rest on, and their sources, each with its line.

    Parameters
    ----------
    what
        A code such as SC014, or a case file.
    name
        In a case: a finding, a parameter or its symbol, or the id of a claim, source, actor, event,
        conflict or question. Without it, the names that the case has are listed.
    """
    from standoff.cli._screen import show
    from standoff.report.codes import code_page, is_code

    if not name and is_code(what):
        show(code_page(what))
        return
    from standoff.cli._trail import follow, listed
    from standoff.report.trace_page import page

    show(page(follow(what, name)) if name else listed(what))
