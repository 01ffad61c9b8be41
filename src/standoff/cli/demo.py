"""`standoff demo`: the founding case, which comes with the program."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._options import NDraws, Seed

#: Where the report goes unless somebody says so.
_REPORT = Path("report.html")


def demo(*, report: Path | None = None, draws: NDraws = None, seed: Seed = 0) -> None:
    """Analyze the founding case, the Cienfuegos affair of 2020, and write its report.

    It needs no file: the case comes with the program. Start your own with `standoff new my-crisis`.

    Parameters
    ----------
    report
        Write the report to this file, also over one that is there. Without it, to `report.html` in
        this folder, unless there is one.
    draws
        How many times the parameters are drawn from their ranges.
    seed
        The same seed gives the same numbers.
    """
    from standoff.cli._files import worked_case
    from standoff.cli._screen import show
    from standoff.cli.analyze import analyze
    from standoff.errors import FileProblem
    from standoff.report.plain import line

    if report is None and _REPORT.exists():
        raise FileProblem.unwritable(
            _REPORT, "it is there already; to replace it: standoff demo --report report.html"
        )
    case = worked_case("cienfuegos")
    analyze(case, report=report or _REPORT, draws=draws, seed=seed)
    show(f"The case file: {line(str(case))}", wrap=False)
