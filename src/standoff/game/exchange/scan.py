"""Cut the text of a Gambit file into names, numbers and braces, each with its place."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, NoReturn

from standoff.game.exchange.number import is_number, value_of
from standoff.game.exchange.problems import BadNumber, BrokenText, UnexpectedWord
from standoff.game.exchange.source import Source
from standoff.text.diagnostic import Diagnostic, Kind, Span, shown

# Possessive, so that a name of megabytes is passed over once.
_TOKEN = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*+")|(?P<mark>[{},])|(?P<word>[^\s{},"]++)|(?P<open>")', re.DOTALL
)
_SPACE = re.compile(r"\s*+")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r'\\(["\\])')

_MAX_WHOLE = 15


class Token(NamedTuple):
    """A piece of the text; names without quotation marks and escapes."""

    kind: Literal["name", "mark", "word", "end"]
    text: str
    start: int
    stop: int

    def __str__(self) -> str:
        if self.kind == "end":
            return "the end of the file"
        return f"the name {shown(self.text)}" if self.kind == "name" else shown(self.text)


class Refusal(Exception):
    """Reading cannot go on; carries the reason. Never leaves this package."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Scanner:
    """Reads a text from left to right, one token ahead.

    Parameters
    ----------
    source : Source
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        found = _UNREADABLE.search(source.text)
        if found:
            span = source.span(found.start(), found.end())
            message = f"the text holds the control character U+{ord(found.group()):04X}"
            raise Refusal(BrokenText.at(span, message, suggestion="is this a text file?"))
        self.token = self._token(0)

    def _token(self, position: int) -> Token:
        text = self.source.text
        start = _SPACE.match(text, position).end()  # type: ignore[union-attr]  # matches always
        match = _TOKEN.match(text, start)
        if match is None:
            return Token("end", "", len(text), len(text))
        if match.lastgroup == "open":
            span = self.source.span(start, start + 1)
            raise Refusal(BrokenText.at(span, "this quotation mark is never closed"))
        if match.lastgroup == "name":
            name = _ESCAPE.sub(r"\1", match.group()[1:-1])
            return Token("name", name, start, match.end())
        kind = "mark" if match.lastgroup == "mark" else "word"
        return Token(kind, match.group(), start, match.end())

    def span(self, token: Token) -> Span:
        """Return where a token stands."""
        return self.source.span(token.start, token.stop)

    def next(self) -> Token:
        """Return the token and go on behind it."""
        token = self.token
        if token.kind != "end":
            self.token = self._token(token.stop)
        return token

    def refuse(self, kind: type[Kind], message: str, *, right: str = "") -> NoReturn:
        """Stop at the token."""
        raise Refusal(kind.at(self.span(self.token), message, right=right))

    def expected(self, what: str) -> NoReturn:
        """Stop, because `what` does not stand here."""
        self.refuse(UnexpectedWord, f"expected {what}, found {self.token}")

    def at(self, mark: str) -> bool:
        """Say whether a brace or comma stands here."""
        return self.token.kind == "mark" and self.token.text == mark

    def at_name(self) -> bool:
        """Say whether a name in quotation marks stands here."""
        return self.token.kind == "name"

    def mark(self, mark: str, what: str) -> Token:
        """Pass a brace."""
        if not self.at(mark):
            self.expected(f"{shown(mark)} {what}")
        return self.next()

    def pass_comma(self) -> None:
        """Pass a comma if there is one: between items they may be left out."""
        if self.at(","):
            self.next()

    def name(self, what: str) -> str:
        """Read a name in quotation marks."""
        if not self.at_name():
            self.expected(f"{what} in quotation marks")
        return self.next().text

    def names(self, what: str) -> tuple[str, ...]:
        """Read names in braces."""
        self.mark("{", f"before the names of {what}")
        names: list[str] = []
        while not self.at("}"):
            names.append(self.name(f"the name of one of {what}"))
            self.pass_comma()
        self.next()
        return tuple(names)

    def at_number(self) -> bool:
        """Say whether a number stands here."""
        return self.token.kind == "word" and is_number(self.token.text)

    def number(self, what: str) -> str:
        """Read a number and return it as it is written."""
        if not self.at_number():
            self.expected(f"{what}, a number such as 2, -.5 or 3/10")
        _, reason = value_of(self.token.text)
        if reason:
            self.refuse(BadNumber, f"{what} {shown(self.token.text)} {reason}")
        return self.next().text

    def whole(self, what: str) -> int:
        """Read a whole number: the number of a player, a set, an outcome."""
        if not re.fullmatch(r"[+-]?[0-9]+", self.token.text) or self.token.kind != "word":
            self.expected(f"{what}, a whole number")
        if len(self.token.text) > _MAX_WHOLE:
            self.refuse(BadNumber, f"{what} has more than {_MAX_WHOLE} digits")
        return int(self.next().text)
