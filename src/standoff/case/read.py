"""Reading a case file: everything that is wrong with it at once, or a frozen `Case`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from standoff.case.case_file import CaseFile
from standoff.case.facts import ModelFacts
from standoff.case.remainder import Remainder
from standoff.case.rules import all_rules
from standoff.case.schema import Case, Element
from standoff.case.schema_problems import problems
from standoff.case.shape_problems import MissingKey, WrongValue
from standoff.errors import InvalidDocument
from standoff.text.diagnostic import Diagnostic, has_errors, render, sort
from standoff.text.document import Document, Path, read_document

#: The first so many findings of a rule are told; a file with more has one cause.
MAX_PER_RULE = 100

_NO_MODELS: Mapping[str, ModelFacts] = {}
#: As deep as items of a case lie inside each other, and one pass to see that all is well.
MAX_PASSES = 5


def read_case(path: FilePath | str, models: Mapping[str, ModelFacts] = _NO_MODELS) -> Case:
    """Read a case file.

    Parameters
    ----------
    path
        The file.
    models
        What is known about models, by name. Without it nothing is said about parameters and moves.

    Returns
    -------
    Case
        Every element knows its `line`, and the case its `path`.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    InvalidDocument
        If it has errors; the message shows all of them with their lines. Warnings do not stop it.
    """
    document = read_document(path)
    case, diagnostics = check_document(document, models)
    if case is None or has_errors(diagnostics):
        errors = [each for each in diagnostics if each.severity == "error"]
        raise InvalidDocument(
            diagnostics, path=document.path, rendered=render(errors, document, most=len(errors))
        )
    return case


def check_case(
    path: FilePath | str, models: Mapping[str, ModelFacts] = _NO_MODELS
) -> list[Diagnostic]:
    """List everything that is wrong with a case file or wants a look, by line.

    Parameters
    ----------
    path
        The file.
    models
        What is known about models, by name. Without it nothing is said about parameters and moves.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    """
    return check_document(read_document(path), models)[1]


def check_document(
    document: Document, models: Mapping[str, ModelFacts] = _NO_MODELS
) -> tuple[Case | None, list[Diagnostic]]:
    """Check a document that was read already; return the case, if it has the right shape, as well.

    Rules also look at a case with misshapen items: those are left out, and rules that judge what is
    absent wait until the shape is right.
    """
    found = list(document.diagnostics)
    shape = _top(document)
    if shape or (document.data is None and has_errors(found)):
        return None, sort([*found, *shape])
    case, wrong, whole = _validate(document)
    # An item that is unreadable as text is also misshapen; once is enough.
    lines = {each.span.line for each in found}
    found += [each for each in wrong if each.span.line not in lines]
    if case is not None:
        file = CaseFile(case, document, models, whole)
        for rule in all_rules():
            if whole or not rule.needs_whole_case:
                found += islice(rule.check(file), MAX_PER_RULE)
    return (case if whole else None), sort(found)


def _top(document: Document) -> list[Diagnostic]:
    if isinstance(document.data, dict):
        return []
    right = "A case begins with 'standoff: 1', 'id:' and 'title:'."
    if document.data is None:
        if document.diagnostics:
            return []
        return [MissingKey.at(document.span(), "the file is empty", right=right)]
    return [WrongValue.at(document.span(), "the file is not a block of keys", right=right)]


def _validate(document: Document) -> tuple[Case | None, list[Diagnostic], bool]:
    """Return the case without its misshapen items, what is wrong with these, and if it is whole."""
    remainder = Remainder(document.data)
    wrong: list[Diagnostic] = []
    for attempt in range(MAX_PASSES):
        try:
            case = Case.model_validate(remainder.data)
        except ValidationError as error:
            if not attempt:
                wrong = problems(error, document, Case)
            # What a later pass finds follows from what was left out before.
            remainder = remainder.without(error.errors(include_url=False, include_input=False))
        else:
            case.name_file(document.path)
            _place(case, (), (), remainder, document)
            return case, wrong, not attempt
    return None, wrong, False


def _place(
    element: Element, here: Path, at: Path, remainder: Remainder, document: Document
) -> None:
    """Tell an element and everything inside where they were read; `here` is among what was left."""
    element.place(at, document.span(*at).line)
    for key in type(element).model_fields:
        value: Any = getattr(element, key)
        if isinstance(value, Element):
            _place(value, (*here, key), (*at, key), remainder, document)
        elif isinstance(value, tuple):
            for n, inner in enumerate(value):
                if isinstance(inner, Element):
                    position = remainder.position((*here, key), n)
                    _place(inner, (*here, key, n), (*at, key, position), remainder, document)
