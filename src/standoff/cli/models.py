"""`standoff models`: the published games that a case can be read as."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from standoff.cli._options import Format, Settings, Switch, Words

models = App(suppress_keyboard_interrupt=False)


@models.default
def listed(name: str | None = None, /) -> None:
    """List the models, describe one, or suggest some for a case.

    Parameters
    ----------
    name
        The model to describe, as with `standoff models show`.
    """
    from standoff.cli._screen import show as put
    from standoff.models import get, names
    from standoff.report.model_card import card, table

    put(card(get(name)) if name else table([get(each) for each in names()]))


@models.command
def show(name: str, /, *, set_: Settings = ()) -> None:
    """Describe a model: its mechanism, equilibrium, assumptions, parameters and papers.

    Parameters
    ----------
    name
        The model, such as audience-costs.
    set_
        Values of parameters, --set prize=.3 damage=1: show its answers there instead.
    """
    from standoff.cli._screen import show as put
    from standoff.cli._subject import of_model
    from standoff.models import get
    from standoff.report.model_answers import answers_at
    from standoff.report.model_card import card

    model = get(name)
    put(answers_at(model, of_model(model).point(set_)) if set_ else card(model))


@models.command
def suggest(
    case: Path,
    /,
    *,
    answers: Words = (),
    all_: Annotated[Switch, Parameter(name="--all")] = False,
    format: Format = "text",
) -> None:
    """Say of every model why it fits a case or not, and what else would be worth knowing.

    Parameters
    ----------
    case
        A case file.
    answers
        What you know and the file does not say, --answers carried-out=no will-come-again=yes: it
        counts before what is read from the file. The questions are listed with the answer.
    all_
        Explain all models in full, not only the best five, with every sign and question.
    format
        text to read; json for other programs, with everything in full.
    """
    from standoff.cli._suggest import suggest_for

    suggest_for(case, answers, everything=all_, format=format)
