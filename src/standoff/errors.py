"""Everything that standoff raises on purpose.

A mistake in what somebody gave us is one of these; any other exception is a mistake of ours::

    StandoffError
    ├── FileProblem          a file cannot be read or written at all
    ├── InvalidDocument      a file was read, and what it says is not valid (carries diagnostics)
    ├── ExpressionError      a payoff expression cannot be parsed or evaluated (carries a column)
    ├── GameError            a game, its parameters or its draws contradict themselves
    ├── EstimationError      data, formulas and a statistical model do not go together
    ├── OutsideAssumptions   a model is asked about a situation that it does not describe
    ├── NotConverged         a method stopped before it found an answer
    └── UnknownName          a name is not among the known ones (suggests the nearest)

A message answers, in this order and one line each: what is wrong, where, what was found, what would
be right, how to learn more. The caller passes the facts; the classes write the sentences.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol, get_args

_MOST_LISTED = 12


class StandoffError(Exception):
    """A problem in what was given to standoff; its text is complete without a traceback.

    Parameters
    ----------
    what
        What is wrong, as one sentence.
    where
        The place: a file with line and column, a node, a parameter.
    found
        What stands there.
    right
        What would be right instead.
    more
        How to learn more: a command, a page.
    """

    def __init__(
        self, what: str, *, where: str = "", found: str = "", right: str = "", more: str = ""
    ) -> None:
        self.what = what
        self.where = where
        self.found = found
        self.right = right
        self.more = more
        facts = (("", where), ("Found: ", found), ("Fix: ", right), ("More: ", more))
        super().__init__("\n".join([what, *(f"  {label}{text}" for label, text in facts if text)]))

    def __reduce__(self) -> tuple[object, ...]:
        # Exception's own reduction calls the class with the finished message as its only argument.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(
    kind: type[StandoffError], args: tuple[object, ...], state: dict[str, object]
) -> StandoffError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


def one_of(kind: str, word: object, words: object) -> None:
    """Make sure that a word is one of those that a type lists; nothing is read as another.

    Parameters
    ----------
    kind : str
        What the word says, such as "change".
    word : object
    words : Literal type

    Raises
    ------
    UnknownName
        If it is not.

    Examples
    --------
    >>> from typing import Literal
    >>> one_of("change", "denied", Literal["deny", "drop"])
    Traceback (most recent call last):
    standoff.errors.UnknownName: unknown change 'denied'
      Fix: did you mean 'deny'? Known: deny, drop
    """
    if (type(word), word) not in _listed(words):
        raise UnknownName.among(kind, word, (str(each) for _, each in _listed(words)))


@cache
def _listed(words: object) -> tuple[tuple[type, object], ...]:
    return tuple((type(each), each) for each in get_args(words))


class FileProblem(StandoffError):
    """A file cannot be read or written at all."""

    @classmethod
    def missing(cls, path: Path | str) -> FileProblem:
        """Nothing is at `path`; names the nearest neighbor if one looks alike."""
        path = Path(path)
        folder = path.parent
        if not folder.is_dir():
            return cls(f"{path}: no such file", right=f"there is no folder {folder} either")
        names = sorted(entry.name for entry in folder.iterdir())
        near = difflib.get_close_matches(path.name, names, n=1)
        return cls(
            f"{path}: no such file", right=f"did you mean {folder / near[0]}?" if near else ""
        )

    @classmethod
    def directory(cls, path: Path | str, expected: str = "case.yaml") -> FileProblem:
        """A folder is at `path`, not a file."""
        inside = Path(path) / expected
        right = f"did you mean {inside}?" if inside.is_file() else "give the file itself"
        return cls(f"{path}: is a folder, not a file", right=right)

    @classmethod
    def unreadable(cls, path: Path | str, reason: str) -> FileProblem:
        """The system refuses to read `path`."""
        return cls(f"{path}: cannot be read", found=reason)

    @classmethod
    def unwritable(cls, path: Path | str, reason: str) -> FileProblem:
        """The system refuses to write `path`."""
        return cls(f"{path}: cannot be written", found=reason)

    @classmethod
    def too_big(cls, path: Path | str, n_bytes: int, max_bytes: int) -> FileProblem:
        """The file at `path` is larger than is read."""
        return cls(
            f"{path}: too big to be read",
            found=f"{n_bytes:,} bytes",
            right=f"at most {max_bytes:,} bytes",
        )

    @classmethod
    def not_utf8(cls, path: Path | str, line: int, byte: int) -> FileProblem:
        """The file at `path` is not UTF-8 text; `byte` is the first that is not."""
        return cls(
            f"{path}: is not UTF-8 text",
            where=f"{path}:{line}",
            found=f"byte 0x{byte:02x}",
            right="save the file as UTF-8",
        )


class DiagnosticFacts(Protocol):
    """What `InvalidDocument` needs to know about a diagnostic (see `standoff.text.diagnostic`)."""

    @property
    def code(self) -> str:
        """Its code, such as SC014."""
        ...

    @property
    def name(self) -> str:
        """Its rule, such as unknown-source."""
        ...

    @property
    def severity(self) -> str:
        """One of error, warning and note."""
        ...

    @property
    def message(self) -> str:
        """What is wrong, as one sentence."""
        ...


class InvalidDocument(StandoffError):
    """A file was read, and what it says is not valid.

    Parameters
    ----------
    diagnostics
        Everything found, warnings and notes included.
    path
        The file, if there is one.
    rendered
        The diagnostics as text with the lines they speak of; without it the message lists one
        line per error.
    """

    def __init__(
        self,
        diagnostics: Sequence[DiagnosticFacts],
        *,
        path: Path | str = "",
        rendered: str = "",
    ) -> None:
        self.diagnostics = tuple(diagnostics)
        self.path = str(path)
        errors = [found for found in self.diagnostics if found.severity == "error"]
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        listed = "\n".join(f"  {each.code} {each.name}: {each.message}" for each in errors)
        head = f"{self.path}: {count}" if path else count
        super().__init__(f"{head}\n{rendered.rstrip() or listed}")


class ExpressionError(StandoffError):
    """A payoff expression cannot be parsed or evaluated.

    Parameters
    ----------
    what
        What is wrong, as one sentence.
    text
        The whole expression.
    column
        Where in `text` the problem is, counted from 1.
    right
        What would be right instead.
    """

    def __init__(self, what: str, *, text: str = "", column: int = 1, right: str = "") -> None:
        self.text = text
        self.column = column
        caret = f"{text}\n  {' ' * (column - 1)}^" if text else ""
        super().__init__(what, where=caret, right=right)


class GameError(StandoffError):
    """A game, its parameters or its draws contradict themselves."""


class EstimationError(StandoffError):
    """Data, formulas and a statistical model do not go together."""


class OutsideAssumptions(StandoffError):
    """A model is asked about a situation that it does not describe."""

    @classmethod
    def of(cls, model: str, assumption: str, found: str, *, right: str = "") -> OutsideAssumptions:
        """`model` rests on `assumption`, and `found` breaks it."""
        return cls(
            f"{model}: this model does not fit, because it assumes that {assumption}",
            found=found,
            right=right,
            more=f"standoff models {model}",
        )


class NotConverged(StandoffError):
    """A method stopped before it found an answer."""

    @classmethod
    def after(
        cls, method: str, n_unsolved: int, n_draws: int, *, worst: str = "", right: str = ""
    ) -> NotConverged:
        """`method` left `n_unsolved` of `n_draws` draws without an answer."""
        share = 100 * n_unsolved / n_draws
        return cls(
            f"{method} left {n_unsolved:,} of {n_draws:,} draws unsolved ({share:.2g} %)",
            where=f"worst: {worst}" if worst else "",
            right=right,
        )


class UnknownName(StandoffError):
    """A name is not among the known ones."""

    @classmethod
    def among(cls, kind: str, name: object, known: Iterable[str]) -> UnknownName:
        """No `kind` is called `name`, lists the `known` ones and suggests the nearest.

        Examples
        --------
        >>> print(UnknownName.among("parameter", "price", ["prize", "damage"]))
        unknown parameter 'price'
          Fix: did you mean 'prize'? Known: damage, prize
        """
        names = sorted(set(known))
        if not names:
            return cls(f"unknown {kind} {name!r}", right=f"no {kind} is known here")
        # Case is not a difference of names to a reader, but it is to difflib.
        lowered = {each.lower(): each for each in reversed(names)}
        near = difflib.get_close_matches(str(name).lower()[:200], list(lowered), n=1)
        hint = f"did you mean {lowered[near[0]]!r}? " if near else ""
        rest = len(names) - _MOST_LISTED
        listed = ", ".join(names[:_MOST_LISTED]) + (f" ({rest} more)" if rest > 0 else "")
        return cls(f"unknown {kind} {name!r}", right=f"{hint}Known: {listed}")
