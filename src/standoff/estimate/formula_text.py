"""Formulas: which columns of the data each utility depends on.

One formula per utility, in a mapping, in a list, or in one text with bars between them, as R writes
it: `"esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"`. `0` is a utility that is
zero, `1` a constant. Words become one column per level but the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from standoff.errors import EstimationError, UnknownName

_MAX_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Formulas:
    """What was asked for: the response's columns, and a formula for each block.

    Parameters
    ----------
    response : tuple of str
        Left of the tilde; empty where formulas have none.
    blocks : dict of block to str
    """

    response: tuple[str, ...]
    blocks: Mapping[str, str]


def check_formulas(formulas: object) -> None:
    """Refuse what is neither a text, nor a sequence or mapping of texts."""
    parts: list[object] = []
    if isinstance(formulas, str):
        parts = [formulas]
    elif isinstance(formulas, Mapping):
        parts = list(cast(Mapping[str, object], formulas).values())
    elif isinstance(formulas, Sequence):
        parts = list(cast(Sequence[object], formulas))
    if not parts or not all(isinstance(part, str) for part in parts):
        raise EstimationError(
            "the formulas are no text",
            found=repr(formulas)[:200],
            right="one text with | between the utilities, or a sequence or mapping of texts",
        )


def read_response(formulas: str | Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
    """The columns left of the first tilde that has some."""
    texts = [formulas] if isinstance(formulas, str) else list(formulas)
    if isinstance(formulas, Mapping):
        texts = list(formulas.values())
    return next((left for left, _ in map(_sides, texts) if left), ())


def read_formulas(
    formulas: str | Sequence[str] | Mapping[str, str],
    blocks: Sequence[str],
    labels: Mapping[str, str] | None = None,
) -> Formulas:
    """Sort out one formula per block.

    Parameters
    ----------
    formulas : str, sequence of str, or mapping of block to str
        A text has bars between the blocks; in a mapping, blocks that are missing are zero.
    blocks : sequence of str
        The blocks in order, such as u11, u13, u14, u24.
    labels : dict of block to str, optional
        Other names by which a mapping may call them, such as "u1(war)".

    Raises
    ------
    EstimationError, UnknownName
        If their number or names do not fit the blocks.
    """
    response: tuple[str, ...] = ()
    if isinstance(formulas, Mapping):
        known = {label: block for block, label in (labels or {}).items()}
        known |= {block: block for block in blocks}
        found = dict.fromkeys(blocks, "0")
        for name, text in formulas.items():
            if name not in known:
                raise UnknownName.among("utility", name, known)
            left, right = _sides(str(text))
            response = left or response
            found[known[name]] = right
        return Formulas(response, found)
    parts = [formulas] if isinstance(formulas, str) else list(formulas)
    if parts:
        response, parts[0] = _sides(parts[0])
        parts[1:] = [_sides(part)[1] for part in parts[1:]]
    if isinstance(formulas, str):
        parts = _split(parts[0], "|")
    if len(parts) != len(blocks):
        raise EstimationError(
            f"the formulas are for {len(parts)} utilities, and the game has {len(blocks)}",
            found=" | ".join(part.strip() for part in parts),
            right="one each, with 0 for a utility that is zero, for " + ", ".join(blocks),
        )
    return Formulas(response, dict(zip(blocks, (part.strip() for part in parts), strict=True)))


def _sides(text: str) -> tuple[tuple[str, ...], str]:
    if len(text) > _MAX_TEXT:
        raise EstimationError("a formula is too long", found=f"{len(text)} characters")
    left, *right = _split(text, "~")
    if not right:
        return (), text
    names = tuple(_unquoted(name.strip()) for name in _split(left, "+") if name.strip())
    return names, "~".join(right)


def _split(text: str, at: str) -> list[str]:
    """Split where the character stands outside of brackets and of quoted names."""
    parts, depth, is_quoted = [""], 0, False
    for character in text:
        is_quoted ^= character == "`"
        if not is_quoted:
            depth += (character in "([") - (character in ")]")
        if character == at and depth == 0 and not is_quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _unquoted(name: str) -> str:
    is_quoted = len(name) > 1 and name[0] == name[-1] == "`"
    return name[1:-1].replace("``", "`") if is_quoted else name
