"""What a finding says, as numbers and names by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

#: By what they are about, the most important first.
Numbers = Mapping[str, float | str]

#: In front of the name of a kind of answer: without any of that kind its share or area is zero.
SHARE, AREA = "share of ", "area of "


class Finding(Protocol):
    """A finding whose numbers can be compared with those of another of its kind."""

    def numbers(self) -> Numbers:
        """Give what it says, by what it is about."""
        ...
