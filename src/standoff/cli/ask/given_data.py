"""`standoff ask CASE given-data`: what each parameter accounts for, from draws that exist."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

from standoff.cli._options import AnyFormat, HowDrawn, NDraws, Output, Target, WhichDraws

# As in `study.given_data`, not loaded for help.
Method = Literal["binned", "rank"]


def given_data(
    case: str,
    /,
    *,
    target: Target = None,
    method: Method = "binned",
    rule: str = "model",
    draws: NDraws = None,
    sampling: HowDrawn = "random",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Say what share of the variance goes with each parameter, from plain draws.

    Cheaper than `sobol`, and of correlated parameters each has a share of its own; but what acts
    only together with others is not seen.

    Parameters
    ----------
    case
        A case file; or a game file or the name of a model, for everything that is plausible in it.
    target
        A chance, quantity or value; a condition, such as "drop >= .5"; or answered: whether there
        is an answer. Without it the headline.
    method
        Averages in classes of the parameter, or neighbors by its rank.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    draws
        How many draws of the parameters; 10,000 at most if left out.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli.ask._asking import drawn, drawn_again, note_on
    from standoff.cli.ask._by_rule import by_rule_over
    from standoff.cli.ask._output import put
    from standoff.report.asked.given_data import page
    from standoff.study.given_data import given_data as shares_of
    from standoff.study.parameters import parameters_used
    from standoff.view.shares import given_chart

    asked, about, of = drawn(case, target, draws, seed, sampling, rule=rule)
    question = partial(shares_of, asked.brief, method=method)
    found = question(asked.draws, about.of(asked.answers))
    rules = by_rule_over(
        lambda each, n: question(*drawn_again(asked, about, each, n)), asked.brief, asked.subject,
        len(asked.draws), seed,
    )  # fmt: skip
    picture = partial(given_chart, about=parameters_used(asked.brief))
    put(
        replace(found, drawn=of), page, format=format, output=output, picture=picture,
        note=note_on(asked.brief), rules=rules,
    )  # fmt: skip
