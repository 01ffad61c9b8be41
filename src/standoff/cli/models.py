"""`standoff models`: the published games that a case can be read as."""

from __future__ import annotations


def models(name: str | None = None, /) -> None:
    """List the models, or describe one.

    Parameters
    ----------
    name
        The model to describe: its mechanism, parameters, assumptions and papers.
    """
    from standoff.cli._screen import show
    from standoff.models import get, names
    from standoff.report.model_card import card, table

    if name:
        show(card(get(name)))
    else:
        show(table([get(each) for each in names()]))
