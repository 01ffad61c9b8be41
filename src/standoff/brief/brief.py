"""A case introduced to the game that it is taken to be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from standoff.brief.check import check_case_document, is_game
from standoff.brief.estimate_file import Estimates
from standoff.case.correlation import Pair
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption, Case, Correlation
from standoff.errors import InvalidDocument, StandoffError
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.base import Model
from standoff.models.registry import get
from standoff.text.diagnostic import Diagnostic, has_errors, render
from standoff.text.document import Document, read_document


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """A case with its model or game, and what it assumes about every parameter.

    Parameters
    ----------
    case : Case
    model : Model or None
    game : Game or None
        The game file beside the case, where the case names no model.
    parameters : tuple of Parameter
        Of the model or game.
    given : tuple of str
        Moves known to have been made.
    assumptions : dict of str to Assumption
        By the parameter's own name, also where the case writes its symbol. Parameters without one
        keep their default in every draw.
    distributions : dict of str to Distribution
        What the assumptions say, by parameter.
    correlations : dict of (str, str) to Correlation
        What goes together, by the parameters' own names; all other pairs are independent.
    path : str
        The case file, as it was named.
    sha256 : str
        Of the file's text.
    diagnostics : tuple of Diagnostic
        Warnings and notes; a brief has no errors.
    estimates : dict of str to Estimates
        The fits to data that the case lists, by the id that it gives them.
    """

    case: Case
    model: Model | None
    game: Game | None
    parameters: tuple[Parameter, ...]
    given: tuple[str, ...]
    assumptions: Mapping[str, Assumption]
    distributions: Mapping[str, Distribution]
    correlations: Mapping[Pair, Correlation]
    path: str
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()
    estimates: Mapping[str, Estimates] = field(default_factory=dict[str, Estimates])

    @property
    def about(self) -> str:
        """Name of the model or game."""
        if self.model is not None:
            return self.model.name
        assert self.game is not None, "a brief has a model or a game"
        return self.game.name

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or symbol; `UnknownName` if there is none."""
        if self.model is not None:
            return self.model.parameter(name)
        assert self.game is not None, "a brief has a model or a game"
        return self.game.parameter(name)

    def base(self) -> Draws:
        """Return one draw: the analyst's values, and defaults where the case says nothing."""
        values = {each.name: each.default for each in self.parameters}
        for each in self.parameters:
            if each.name in self.distributions:
                values[each.name] = self.distributions[each.name].point(each.low, each.high)
        return Draws.point(values)


def brief_case(path: Path | str) -> Brief:
    """Read a case and introduce it to its model, or to the game file beside it.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it, or its game file, has errors.
    StandoffError
        If it is a game itself.

    Examples
    --------
    >>> brief = brief_case("cases/cienfuegos/case.yaml")
    >>> brief.about, brief.given
    ('linkage-crisis', ('secret',))
    """
    document = read_document(path)
    if is_game(document):
        raise StandoffError(
            f"{document.path}: this is a game and not a case",
            right=f"a case about it, such as standoff new my-crisis --from {document.path} writes",
        )
    return brief_document(document)


def brief_document(document: Document) -> Brief:
    """Introduce a case that was read already."""
    case, game, estimates, diagnostics = check_case_document(document)
    if case is None or has_errors(diagnostics):
        errors = [each for each in diagnostics if each.severity == "error"]
        raise InvalidDocument(
            diagnostics, path=document.path, rendered=render(errors, document, most=len(errors))
        )
    model = None if case.model is None else get(case.model)
    known = model if model is not None else game
    assert known is not None
    assumptions = {known.parameter(each.parameter).name: each for each in case.assumptions}
    return Brief(
        case=case,
        model=model,
        game=game if model is None else None,
        parameters=known.parameters,
        given=case.given,
        assumptions=assumptions,
        distributions={name: each.distribution for name, each in assumptions.items()},
        correlations={
            (known.parameter(each.between[0]).name, known.parameter(each.between[1]).name): each
            for each in case.correlations
        },
        estimates=estimates,
        path=document.path,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        diagnostics=tuple(diagnostics),
    )
