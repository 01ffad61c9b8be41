"""Numbers as readers see them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from standoff.view.lettering import amount

if TYPE_CHECKING:
    from standoff.study.findings import Findings, Interval, ParameterFinding

#: Narrow and unbreakable, between a number and its percent sign.
_THIN = "\u202f"
_PROBABILITIES = frozenset({"probability", "share"})


def percent(p: float) -> str:
    """Return a chance or share in whole percent; never 0 or 100 unless it is exactly that.

    Examples
    --------
    >>> [percent(p).replace(chr(0x202F), " ") for p in (0.519, 0.001, 0.999, 1.0)]
    ['52 %', 'under 1 %', 'over 99 %', '100 %']
    """
    if math.isnan(p):
        return "no answer"
    if 0 < p <= 0.005:
        return f"under 1{_THIN}%"
    if 0.995 <= p < 1 - 1e-12:
        return f"over 99{_THIN}%"
    return f"{p * 100:.0f}{_THIN}%"


def percent_span(interval: Interval) -> str:
    """Return the outer two points of an interval of chances."""
    low, _, high = interval
    return f"{percent(low)} to {percent(high)}"


def points(shift: float) -> str:
    """Return a difference of two chances in percentage points, with its sign.

    Examples
    --------
    >>> points(0.124), points(-0.3), points(0.001)
    ('+12', '−30', '0')
    """
    if math.isnan(shift):
        return "no answer"
    whole = round(shift * 100)
    return "0" if whole == 0 else f"+{whole}" if whole > 0 else f"−{-whole}"


def in_unit(value: float, unit: str) -> str:
    """Return a value of a parameter: chances and shares in percent, the rest as an amount."""
    return percent(value) if unit in _PROBABILITIES else amount(value)


def rough(value: float, unit: str = "") -> str:
    """Return a value in two digits, for what is known no better.

    Examples
    --------
    >>> rough(0.8012), rough(0.3895)
    ('.8', '.39')
    """
    if unit in _PROBABILITIES or not math.isfinite(value) or value == 0:
        return in_unit(value, unit)
    digits = 1 - math.floor(math.log10(abs(value)))
    return amount(round(value, digits)) if abs(value) >= 5e-4 else "0"


def parameter(findings: Findings, name: str) -> ParameterFinding:
    """Return what was used for a parameter; `KeyError` when it is unknown."""
    for each in findings.parameters:
        if each.name == name:
            return each
    raise KeyError(name)


class Described(Protocol):
    """A parameter, as a game has it or as an analysis used it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def meaning(self) -> str:
        """What it is, in words."""
        ...

    @property
    def unit(self) -> str:
        """What it is counted in."""
        ...


class Parametrized(Protocol):
    """What knows its parameters."""

    @property
    def parameters(self) -> tuple[ParameterFinding, ...]:
        """The parameters as they were used."""
        ...


def unit_of(findings: Parametrized, name: str) -> str:
    """Return the unit of a parameter; empty when it is unknown."""
    return next((each.unit for each in findings.parameters if each.name == name), "")


def meaning_of(findings: Parametrized, name: str) -> str:
    """Return what a parameter means, or its name in words."""
    meaning = next((each.meaning for each in findings.parameters if each.name == name), "")
    return meaning or name.replace("_", " ")
