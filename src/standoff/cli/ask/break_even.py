"""`standoff ask CASE break-even`: where the answer changes along one parameter."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, Between, Output, Settings, Words


def break_even(
    case: str,
    parameter: str,
    /,
    *,
    level: Words = (),
    between: Between = None,
    set_: Settings = (),
    rule: str = "model",
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Find every value of a parameter at which the answer changes, with what holds on either side.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    parameter
        Its name or symbol.
    level
        Conditions whose borders are looked for too: --level "drop >= .5".
    between
        The values that are searched: --between 0 1.
    set_
        Values of other parameters: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    output
        Write the answer to this file: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli.ask._asking import asking
    from standoff.cli.ask._by_rule import by_rule
    from standoff.cli.ask._output import put
    from standoff.report.asked.break_even import page
    from standoff.study.along import along
    from standoff.study.condition import parse_condition
    from standoff.study.interval import cut_off
    from standoff.view.along import chart

    asked = asking(case, set_=set_, rule=rule)
    answers = asked.subject.answer(asked.base, asked.given)
    question = partial(
        along,
        base=asked.base,
        parameter=parameter,
        searched=asked.searched(parameter, between),
        given=asked.given,
        conditions=[parse_condition(each, asked.subject, answers) for each in level],
    )
    points = asked.points(**{parameter: asked.searched(parameter, between)})
    rules = by_rule(question, asked.subject, points, asked.given, same=1e-6)
    picture = partial(chart, parameters=asked.subject.parameters)
    found = question(asked.subject)
    note = cut_off(asked.subject.parameter(parameter), between)
    title = f"Where the answer changes along {found.parameter}"
    put(
        found, page, format=format, output=output, picture=picture, note=note, rules=rules,
        title=title,
    )  # fmt: skip
