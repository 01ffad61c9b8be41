"""`standoff ask CASE how-much`: for which values of a parameter something holds."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from cyclopts import Parameter

from standoff.cli._options import AnyFormat, Between, HowDrawn, NDraws, Output, Settings, WhichDraws


def how_much(
    case: str,
    parameter: str,
    /,
    *,
    for_: Annotated[str, Parameter(name="--for")],
    between: Between = None,
    set_: Settings = (),
    rule: str = "model",
    draws: NDraws = None,
    sampling: HowDrawn = "random",
    seed: WhichDraws = 0,
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Find the values of a parameter for which something holds, such as "drop >= .5".

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    parameter
        Its name or symbol.
    for_
        What is to hold: --for "drop >= .5", or --for "regime is private pooling".
    between
        The values that are searched: --between 0 1.
    set_
        Values of other parameters: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    draws
        How many draws of the other parameters are asked, at most 2,000; if left out, as many as
        answer within seconds. Without a case none, unless a number is named.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli.ask._asking import asking
    from standoff.cli.ask._by_rule import by_rule
    from standoff.cli.ask._output import put
    from standoff.report.asked.how_much import page
    from standoff.study.condition import parse_condition
    from standoff.study.inverse import MOST_DRAWS
    from standoff.study.inverse import how_much as ask_how_much
    from standoff.view.how_much import chart

    asked = asking(case, set_=set_, rule=rule)
    condition = parse_condition(for_, asked.subject, asked.subject.answer(asked.base, asked.given))
    searched = asked.searched(parameter, between)
    question = partial(
        ask_how_much, base=asked.base, parameter=parameter, condition=condition,
        searched=searched, sampling=sampling, given=asked.given,
    )  # fmt: skip
    # Unless a number is named, few draws where each is solved by itself: the page says how many.
    most = 20 if asked.subject.effort.solves_each else MOST_DRAWS
    found = question(asked.subject, draws=asked.draws(draws, seed, most=most, sampling=sampling))
    points = asked.points(**{parameter: searched})
    rules = by_rule(question, asked.subject, points, asked.given, same=1e-6)
    picture = partial(chart, parameters=asked.subject.parameters)
    put(found, page, format=format, output=output, picture=picture, rules=rules)
