"""The values that the fields of a case file can take, with messages for those they cannot."""

from __future__ import annotations

from typing import Annotated, Any, LiteralString

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from standoff.case.date import CaseDate
from standoff.case.grade import words
from standoff.case.range_text import RangeError, read_range
from standoff.text.diagnostic import listed, shown

_LARGEST = 1e100
_WORDS = tuple(name for each in words() for name in (each.label, each.alternative))


def _date(written: Any) -> CaseDate:
    if isinstance(written, CaseDate):
        return written
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise _refusal("bad_date", f"{shown(written)} is not a date", "")
    try:
        return CaseDate.parse(written)
    except ValueError as error:
        found = shown(getattr(written, "written", written))
        raise _refusal("bad_date", f"{found} is not a date: {error}", "") from None


def _range(written: str) -> str:
    try:
        read_range(written)
    except RangeError as error:
        raise _refusal("bad_range", error.what, error.right) from None
    return written.strip()


def _word(written: str) -> str:
    if written not in _WORDS:
        right = listed(_WORDS, written)
        raise _refusal("bad_word", f"ICD 203 has no word {shown(written)}", right)
    return written


def _setting(written: Any) -> float | str:
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise _refusal("bad_setting", f"{shown(written)} is not a number or an expression", "")
    if isinstance(written, str):
        return written
    if not abs(written) <= _LARGEST:
        raise _refusal("bad_setting", f"{shown(written)} is not a finite number", "")
    return float(written)


def _refusal(kind: LiteralString, why: str, right: str) -> PydanticCustomError:
    # The texts go through the context, because braces in a template would be filled in.
    return PydanticCustomError(kind, "{why}", {"why": why, "right": right})


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64, strict=True),
]
#: A reference to an id or to a name of a model; whether it exists is for the rules to say.
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strict=True)]
Prose = Annotated[str, StringConstraints(min_length=1, strict=True)]
Remark = Annotated[str, StringConstraints(strict=True)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False, ge=-_LARGEST, le=_LARGEST)]
RankNumber = Annotated[float, Strict(), Field(allow_inf_nan=False, ge=-1, le=1)]
Flag = Annotated[bool, Strict()]
Paragraphs = tuple[Annotated[int, Strict(), Field(ge=1, le=100_000)], ...]
Names = tuple[Name, ...]

RangeText = Annotated[str, Strict(), AfterValidator(_range)]
WordText = Annotated[str, Strict(), AfterValidator(_word), WithJsonSchema({"enum": [*_WORDS]})]
Setting = Annotated[
    float | str,
    PlainValidator(_setting),
    WithJsonSchema({"type": ["number", "string"]}),
]
DateField = Annotated[
    CaseDate,
    PlainValidator(_date),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|unknown)$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ]
        }
    ),
]
