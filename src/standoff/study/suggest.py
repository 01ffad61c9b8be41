"""Which models fit a case, by what its file shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from standoff.brief.check import check_case_document
from standoff.case.rules.missing_model import MissingModel
from standoff.case.schema import Case
from standoff.errors import InvalidDocument
from standoff.models import get, names
from standoff.models.base import Model
from standoff.models.features import Feature
from standoff.result import Columns, Result, by_column, counted
from standoff.study.case_features import RULES, Trace, case_features
from standoff.text.diagnostic import has_errors, render
from standoff.text.document import Document


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that fits, and why.

    Parameters
    ----------
    model : Model
    found, missing, untold : tuple of str
        Features of the model that the case shows, does not show, and could not show in any way.
    """

    model: Model
    found: tuple[Feature, ...]
    missing: tuple[Feature, ...]
    untold: tuple[Feature, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Suggestions(Result):
    """What fits a case.

    Parameters
    ----------
    title : str
        Of the case.
    named : str
        The model that the case names; empty if it names none.
    shown : dict of str to tuple of Trace
        Every feature that the case shows, with the elements that show it.
    fitting : tuple of Suggestion
        Best first; empty if none fits.
    """

    title: str
    named: str
    shown: Mapping[Feature, tuple[Trace, ...]]
    fitting: tuple[Suggestion, ...]

    @property
    def sentence(self) -> str:
        """How many models fit, and the three that fit best."""
        models = counted(len(self.fitting), "model")
        best = ", ".join(each.model.name for each in self.fitting[:3])
        return f"{models} for {self.title}" + (f", best first: {best}" if best else "")

    def table(self) -> Columns:
        """Return one row per model that fits, with the features that speak for it."""
        return by_column(
            ("model", "shown", "missing", "not_asked"),
            (
                (
                    each.model.name,
                    *(", ".join(some) for some in (each.found, each.missing, each.untold)),
                )
                for each in self.fitting
            ),
        )


def suggest(document: Document) -> Suggestions:
    """Suggest models for a case.

    Raises
    ------
    InvalidDocument
        If the case has errors.

    Examples
    --------
    >>> from standoff.text.document import read_document
    >>> found = suggest(read_document("cases/cienfuegos/case.yaml"))
    >>> found.fitting[0].model.name
    'linkage-crisis'
    """
    case, _, _, diagnostics = check_case_document(document)
    # That no model is named is what the question is about.
    diagnostics = [each for each in diagnostics if each.code != MissingModel.code]
    if case is None or has_errors(diagnostics):
        errors = [each for each in diagnostics if each.severity == "error"]
        raise InvalidDocument(
            diagnostics, path=document.path, rendered=render(errors, document, most=len(errors))
        )
    return suggest_for(case)


def suggest_for(case: Case, models: Iterable[Model] | None = None) -> Suggestions:
    """Suggest models for a case that was read already, out of all or of some models."""
    shown = case_features(case)
    known = map(get, names()) if models is None else models
    each = [_compare(model, shown) for model in known]
    fitting = sorted((one for one in each if _fits(one)), key=_rank)
    return Suggestions(case.title, case.model or "", shown, tuple(fitting))


def _compare(model: Model, shown: Mapping[Feature, tuple[Trace, ...]]) -> Suggestion:
    return Suggestion(
        model,
        tuple(f for f in model.features if f in shown),
        tuple(f for f in model.features if f not in shown and f in RULES),
        tuple(f for f in model.features if f not in RULES),
    )


def _fits(one: Suggestion) -> bool:
    """A model fits if the case shows what it is about first of all, and most of the rest."""
    if not one.found or one.found[0] != one.model.features[0]:
        return False
    return len(one.found) > len(one.missing) + len(one.untold)


def _rank(one: Suggestion) -> tuple[int, int, str]:
    """Models of which more is shown and less is missing come first."""
    return len(one.missing) - len(one.found), len(one.untold), one.model.name
