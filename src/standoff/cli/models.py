"""`standoff models`: the published games that a case can be read as."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from standoff.cli._options import Settings

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
def suggest(case: Path, /) -> None:
    """Suggest models for a case, with the lines of its file that speak for them.

    Parameters
    ----------
    case
        A case file.
    """
    from standoff.cli._screen import show as put
    from standoff.report.suggestions_page import page
    from standoff.study.suggest import suggest as suggest_models
    from standoff.text.document import read_document

    put(page(suggest_models(read_document(case))))
