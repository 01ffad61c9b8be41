"""`standoff ask CASE boxes`: under which circumstances something happens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from standoff.cli._options import (
    AnyFormat,
    Count,
    HowDrawn,
    NDraws,
    Output,
    Target,
    WhichDraws,
    Words,
)


def boxes(
    case: str,
    /,
    *,
    target: Target = None,
    only: Words = (),
    most: Count = 3,
    density: float | None = None,
    rule: str = "model",
    draws: NDraws = None,
    sampling: HowDrawn = "random",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Find circumstances in which something mostly happens, as bounds on few parameters.

    Parameters
    ----------
    case
        A case file; or a game file or the name of a model, for everything that is plausible in it.
    target
        What is to happen: --target "drop >= .5", "regime is private pooling", or answered. Without
        it: that the headline is at least .5.
    only
        Parameters that may be bounded; without it all that vary.
    most
        At most so many boxes.
    density
        Aim at boxes in which it happens at least so often: --density .95. Draws that were held out
        tell how far that went.
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
    from standoff.report.asked.boxes import page
    from standoff.study.boxes import find_boxes
    from standoff.study.parameters import parameters_used
    from standoff.view.boxes import chart

    asked, about, of = drawn(case, target, draws, seed, sampling, rule=rule, is_event=True)
    question = partial(
        find_boxes, event=about.name,
        parameters=[asked.subject.parameter(each).name for each in only] or None,
        n_boxes=most, least_density=density, seed=seed, n_most=len(asked.draws),
    )  # fmt: skip
    found = question(asked.draws, about.of(asked.answers))
    rules = by_rule_over(
        lambda each, n: question(*drawn_again(asked, about, each, n)), asked.brief, asked.subject,
        len(asked.draws), seed,
    )  # fmt: skip
    picture = partial(chart, about=parameters_used(asked.brief))
    put(
        replace(found, drawn=of), page, format=format, output=output, picture=picture,
        note=note_on(asked.brief), rules=rules,
    )  # fmt: skip
