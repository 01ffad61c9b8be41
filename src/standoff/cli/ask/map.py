"""`standoff ask CASE map`: the kinds of answer over two parameters."""

from __future__ import annotations

from functools import partial

from standoff.cli._options import AnyFormat, Between, Output, Settings, Words


def map(
    case: str,
    x: str,
    y: str,
    /,
    *,
    across: Between = None,
    up: Between = None,
    by: Words = ("regime",),
    level: Words = (),
    set_: Settings = (),
    rule: str = "model",
    output: Output = None,
    format: AnyFormat = "text",
) -> None:
    """Map the kinds of answer over two parameters, with boundaries traced exactly.

    Parameters
    ----------
    case
        A case file, a game file, or the name of a model.
    x
        The parameter from left to right, by name or symbol.
    y
        The parameter from bottom to top, by name or symbol.
    across
        The values of X that are mapped: --across 0 1.
    up
        The values of Y that are mapped: --up 0 2.
    by
        Categories that count as a kind of answer.
    level
        Conditions whose borders are drawn too: --level "drop >= .5".
    set_
        Values of other parameters: --set prize=.3 damage=1.
    rule
        Which equilibrium is played where there are several; see `standoff ask CASE rules`.
    output
        A file for the answer: .svg for a picture, .json or .csv.
    format
        text to read; json or csv for other programs.
    """
    from standoff.cli.ask._asking import asking
    from standoff.cli.ask._by_rule import by_rule
    from standoff.cli.ask._output import put
    from standoff.report.asked.map import page
    from standoff.study.boundary import boundary_map
    from standoff.study.condition import parse_condition
    from standoff.view.boundaries import chart

    asked = asking(case, set_=set_, rule=rule)
    answers = asked.subject.answer(asked.base, asked.given)
    ends = asked.shown(x, across), asked.shown(y, up)
    question = partial(
        boundary_map, base=asked.base, x=x, y=y, x_range=ends[0], y_range=ends[1],
        given=asked.given,
        categories=by,
        conditions=[parse_condition(each, asked.subject, answers) for each in level],
        draws=asked.draws(4_000, 0),
    )  # fmt: skip
    points = asked.points(**{x: ends[0], y: ends[1]})
    # Under other rules the regime is the only category.
    kinds = partial(question, categories=("regime",))
    rules = by_rule(kinds, asked.subject, points, asked.given, same=1e-4)
    picture = partial(chart, parameters=asked.subject.parameters)
    put(
        question(asked.subject), page, format=format, output=output, picture=picture,
        rules=rules, title=f"The kinds of answer over {x} and {y}",
    )  # fmt: skip
