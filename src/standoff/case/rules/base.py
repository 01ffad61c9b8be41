"""What every rule is: a kind of problem that knows how to find itself in a case."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from standoff.case.case_file import CaseFile
from standoff.text.diagnostic import Diagnostic, Kind


class AbstractRule(Kind, ABC):
    """A check of whole cases.

    A rule is one class in one file of this folder, with `code`, `name` and `severity`. Its
    docstring is its page: *What it does*, *Why it matters*, *Example*, *Fix*. The example holds
    only the keys that matter; the tests put it into a small valid case, where it must be found,
    and a fix that is written as YAML must not. `unknown_source.py` is the one to copy.
    """

    #: Whether the rule judges what is absent, and so waits until no item is misshapen.
    needs_whole_case: ClassVar[bool] = False

    @abstractmethod
    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
