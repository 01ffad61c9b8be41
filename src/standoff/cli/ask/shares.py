"""`standoff ask CASE shares`: how often each kind of answer comes about, and how sure that is."""

from __future__ import annotations

from standoff.cli._options import AnyFormat, NDraws, Output, Sampling, WhichDraws


def shares(
    case: str,
    /,
    *,
    rule: str = "model",
    draws: NDraws = None,
    sampling: Sampling = "random",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Count how often each kind of answer comes about, and how far off the counts may be.

    Parameters
    ----------
    case
        A case file; or a game file or the name of a model, for everything that is plausible in it.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    draws
        How many draws of the parameters.
    sampling
        Drawn at random, or evenly spread (scrambled sixteen times, with a sixteenth of the draws
        each: at best 16, 32, 64 ... times 16).
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli._progress import Progress
    from standoff.cli.ask._asking import note_on, ranges
    from standoff.cli.ask._by_rule import by_rule_over
    from standoff.cli.ask._output import put
    from standoff.report.asked.shares import page
    from standoff.study.shares import answer_shares
    from standoff.view.shares import chart

    brief, subject = ranges(case, rule=rule)
    with Progress() as progress:
        found = answer_shares(
            brief, subject=subject, n_draws=draws, seed=seed, sampling=sampling,
            progress=progress.step,
        )  # fmt: skip
    rules = by_rule_over(
        lambda each, n: answer_shares(brief, subject=each, n_draws=n, seed=seed), brief, subject,
        found.n_draws, seed,
    )  # fmt: skip
    note = note_on(brief)
    put(found, page, format=format, output=output, picture=chart, note=note, rules=rules)
