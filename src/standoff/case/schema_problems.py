"""What pydantic finds wrong with the shape of a case, as diagnostics with lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from standoff.case.shape_problems import BadDate, BadRange, MissingKey, UnknownKey, WrongValue
from standoff.text.diagnostic import Diagnostic, Kind, listed, shown
from standoff.text.document import Document, Path

MAX_PROBLEMS = 500

_KINDS: dict[str, type[Kind]] = {
    "extra_forbidden": UnknownKey,
    "missing": MissingKey,
    "no_range": MissingKey,
    "bad_range": BadRange,
    "bad_date": BadDate,
}

_REMEDIES: dict[type[Kind], str] = {
    BadRange: "correct the range",
    BadDate: "write no more than is known: a day, a month, a year, or unknown",
}

#: pydantic's name of a problem: what the value is not, and what would be right.
_NOT_A: dict[str, tuple[str, str]] = {
    "string_type": ("a text", "A text; a number or a word like true needs quotation marks."),
    "tuple_type": ("a list", "A list, in brackets or with one '- ' per line."),
    "dict_type": ("a block of keys", "Keys with values, such as 'prize: 1'."),
    "model_type": ("a block of keys", "Keys with values, such as 'id: c1'."),
    "model_attributes_type": ("a block of keys", "Keys with values, such as 'id: c1'."),
    "float_type": ("a number", "A number, such as .35, without quotation marks."),
    "int_type": ("a whole number", "A whole number, without quotation marks."),
    "bool_type": ("true or false", "true or false, without quotation marks."),
    "finite_number": ("a finite number", "A finite number, such as .35."),
    "string_too_short": ("a text", "At least one character."),
}


def problems(
    error: ValidationError, document: Document, model: type[BaseModel]
) -> list[Diagnostic]:
    """Translate what pydantic found into diagnostics with places and near matches.

    Parameters
    ----------
    error
        What pydantic raised for `document.data`.
    document
        Where the values stand.
    model
        What the data was meant to be.
    """
    details = [each for each in error.errors(include_url=False) if not _follows(each)]
    return [_problem(each, document, model) for each in details[:MAX_PROBLEMS]]


def _follows(detail: ErrorDetails) -> bool:
    """Say whether a list is too short only because its items are wrong."""
    context: Mapping[str, Any] = detail.get("ctx", {})
    value: Any = detail["input"]
    return (
        detail["type"] == "too_short"
        and isinstance(value, list)
        and len(value) >= context["min_length"]  # pyright: ignore[reportUnknownArgumentType]
    )


def _problem(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Diagnostic:
    path: Path = detail["loc"]
    if detail["type"] == "no_range":
        path = (*path, "range")
    kind = _KINDS.get(detail["type"], WrongValue)
    key = _key(path)
    if kind is UnknownKey:
        known = _keys(model, path[:-1])
        return kind.at(
            document.key_span(*path),
            f"{_owner(document, path[:-1])} has no key {key}",
            right=listed(known, str(path[-1])),
            suggestion="correct the key or delete it",
        )
    if kind is MissingKey:
        return kind.at(
            document.span(*path[:-1]),
            f"{_owner(document, path[:-1])} lacks the key {key}",
            suggestion=f"add '{path[-1]}:'",
        )
    span = document.span(*path)
    if "why" in detail.get("ctx", {}) or kind is not WrongValue:
        context = detail.get("ctx", {})
        return kind.at(
            span,
            str(context.get("why", detail["msg"])),
            right=_sentence(str(context.get("right", ""))),
            suggestion=_REMEDIES.get(kind, "correct the value"),
        )
    message, right = _wrong(detail, key)
    return kind.at(span, message, right=right, suggestion=_remedy(detail))


def _wrong(detail: ErrorDetails, key: str) -> tuple[str, str]:
    value: Any = detail["input"]
    found = _found(value)
    context: Mapping[str, Any] = detail.get("ctx", {})
    sort = detail["type"]
    if sort == "literal_error":
        known = [each.strip().strip("'") for each in _alternatives(str(context["expected"]))]
        return f"{key} cannot be {found}", listed(known, str(value))
    if sort in _NOT_A:
        what, right = _NOT_A[sort]
        return f"{key} is {found}, not {what}", right
    if sort == "string_pattern_mismatch":
        if str(detail["loc"][-1]) == "id":
            return (
                f"the id {found} holds a sign that ids do without",
                "Letters, digits, '-', '_' and '.', beginning with a letter or digit.",
            )
        return f"{key} cannot be {found}", f"A text of the form {context['pattern']}"
    if sort == "string_too_long":
        return f"{key} is longer than {context['max_length']} characters", ""
    if sort == "too_short":
        return f"{key} has {context['actual_length']} items", f"At least {context['min_length']}."
    for sign, words in (("ge", "at least"), ("le", "at most")):
        if sign in context:
            return f"{key} is {found}", f"A number of {words} {context[sign]:g}."
    return f"{key}: {detail['msg']}", ""


def _key(path: Path) -> str:
    """Name a value for a sentence, such as "'who'" or "item 2 of 'who'"."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return shown(last)
    return f"item {last + 1} of {shown(str(path[-2]))}" if len(path) > 1 else f"item {last + 1}"


def _alternatives(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _remedy(detail: ErrorDetails) -> str:
    value: Any = detail["input"]
    if detail["type"] == "tuple_type" and isinstance(value, str | int | float):
        return f"write [{value}]" if len(str(value)) < 40 else "put it in brackets"
    if detail["type"] == "string_type" and isinstance(value, int | float):
        return f'write "{value}"' if len(str(value)) < 40 else "put it in quotation marks"
    return "correct the value"


def _found(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a block of keys"
    return "a list" if isinstance(value, list) else shown(value)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}." if text else ""


def _owner(document: Document, path: Path) -> str:
    """Name an item for a sentence, such as "claim 'c1'"."""
    if not path:
        return "the case"
    data: Any = document.data
    for step in path:
        data = data[step]
    section = next(str(each) for each in reversed(path) if isinstance(each, str))
    singular = section[:-1] if section.endswith("s") else section
    for key in ("id", "parameter", "claim"):
        if isinstance(data, dict) and isinstance(data.get(key), str):
            return f"{singular} {shown(data[key])}"
    position = path[-1]
    return f"{singular} {position + 1}" if isinstance(position, int) else f"'{section}'"


def _keys(model: type[BaseModel], path: Path) -> Iterator[str]:
    """Return the keys that the item at `path` can have."""
    for step in path:
        if isinstance(step, str):
            model = _inner(model.model_fields[step].annotation) or model
    yield from model.model_fields


def _inner(annotation: Any) -> type[BaseModel] | None:
    """Return the element type inside `tuple[Claim, ...]` or `EventCode | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner(part)
        if found:
            return found
    return None
