"""What the code of a problem means, from the docstring of its check."""

from __future__ import annotations

import inspect
import re

from rich.console import RenderableType
from rich.text import Text

from standoff.brief.estimated import UnusableEstimates
from standoff.brief.game_file import UnusableGame
from standoff.brief.possible_moves import ImpossibleMoves
from standoff.brief.question_structure import ImpossibleStructure
from standoff.case import explain as case_codes
from standoff.errors import UnknownName
from standoff.game.exchange.problems import KINDS as EXCHANGE_KINDS
from standoff.game.problems import KINDS
from standoff.text.diagnostic import Kind, nearest
from standoff.text.table_problems import BrokenTable

_CODE = re.compile(r"S[A-Z]\d+", re.IGNORECASE)
#: A numpydoc heading, or a paragraph's first words in emphasis.
_HEADING = re.compile(r"(?P<title>.+)\n-{3,}(?:\n|$)|\*(?P<words>[^*]+\.)\* ?")
_COLONS = re.compile(":{2,}$")
_QUOTED = re.compile("``?([^`]+)``?")


def is_code(name: str) -> bool:
    """Say whether `name` looks like a code, or is the name of a problem."""
    return bool(_CODE.fullmatch(name)) or any(name.lower() == each.name for each in _kinds())


def code_page(name: str) -> RenderableType:
    """Explain the code or name of a problem.

    Raises
    ------
    UnknownName
        If there is no such problem.
    """
    for kind in _kinds():
        if name.upper() == kind.code or name.lower() == kind.name:
            head = f"{kind.code} {kind.name} ({kind.severity})"
            return _styled(f"{head}\n\n{inspect.getdoc(kind) or ''}".rstrip())
    codes = sorted(each.code for each in _kinds())
    near = nearest(name, codes)
    hint = f"did you mean {near}? " if near else ""
    raise UnknownName(
        f"unknown code {name!r}",
        right=f"{hint}Codes of case files begin with SC, those of game files with SG",
    )


def _kinds() -> tuple[type[Kind], ...]:
    return (
        *case_codes.kinds(),
        UnusableGame,
        ImpossibleStructure,
        ImpossibleMoves,
        UnusableEstimates,
        *KINDS.values(),
        *EXCHANGE_KINDS.values(),
        BrokenTable,
    )


def _styled(source: str) -> Text:
    """Turn the markup of a docstring into styles, and its lines into paragraphs."""
    head, _, body = source.partition("\n")
    text = Text(head, style="bold").append("\n")
    for block in body.strip().split("\n\n"):
        heading = _HEADING.match(block)
        words = block[heading.end() :] if heading else block
        if not words.startswith(" "):
            words = _QUOTED.sub(r"\1", words.strip()).replace("\n", " ")
            # Colons in a row announce code, and may end a key before that: one is enough.
            words = _COLONS.sub(":", words) if words != "::" else ""
        text.append("\n" if heading or words else "")
        if heading:
            text.append(heading["title"] or f"{heading['words']} ", style="bold")
            text.append("\n" if heading["title"] else "", style="not bold")
        text.append(f"{words}\n" if words else "", style="not bold")
    text.rstrip()
    return text
