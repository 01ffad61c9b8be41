"""`standoff analyze`: from a case to findings, on one page of the terminal."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._options import NDraws, Retrace, Sampling, Seed


def analyze(
    case: Path,
    /,
    *,
    report: Path | None = None,
    draws: NDraws = None,
    seed: Seed = 0,
    sampling: Sampling = "random",
    rule: str = "model",
    retrace: Retrace = "sample",
    json: Path | None = None,
) -> None:
    """Analyze a case: is the threat credible, what does that rest on, and what would flip it.

    The answer takes one page. Everything else is in the report.

    Parameters
    ----------
    case
        The case file.
    report
        Write the whole report to this file, one HTML page that needs no network.
    draws
        How many times the parameters are drawn from their ranges. Without it, 100,000 for a model;
        fewer for a game of your own, if each draw has to be solved numerically.
    seed
        The same seed gives the same numbers.
    sampling
        Draw at random, or evenly spread over the ranges (Sobol' points, at best a power of two of
        them): averages are then nearer those of endless draws.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    retrace
        On how many draws the logit branch is followed again by other code, where the answers lie on
        it: a sample of up to 20, or all of them, at some .05 s each or more.
    json
        Write all findings to this file, for other programs.
    """
    from standoff.brief import brief_case
    from standoff.cli._files import distinct, writable
    from standoff.cli._progress import Progress

    distinct(report, json)
    for output in (report, json):
        if output is not None:
            writable(output, given=case)
    with Progress() as progress:
        brief = brief_case(case)
        from standoff.study import analyze as study

        findings = study(
            brief,
            n_draws=draws,
            seed=seed,
            progress=progress.step,
            sampling=sampling,
            rule=rule,
            retrace=retrace,
        )
        if report is not None:
            progress.step("report", 0, 1)
    from standoff.cli._analyze import put

    put(findings, brief, report, json)
    if retrace == "all" and not findings.verification.n_followed_again:
        from standoff.cli._screen import tell

        tell("No answer claims to lie on the logit branch: none was retraced.")
