"""What ties parameters to each other: correlations, and conflicts on which they depend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standoff.brief.estimated import implied_because
from standoff.case.overall_rank import overall_rank
from standoff.case.schema import Assumption, Case, Conflict, Correlation, Estimate
from standoff.game.parameter import Parameter
from standoff.report.plain import amount, in_unit, percent


@dataclass(frozen=True, slots=True)
class Together:
    """A correlation as one of its two parameters sees it.

    Parameters
    ----------
    pair : tuple of str
        Both parameters by their own names, as the case orders them.
    other : str
        The other one.
    rank : float
    listed : Correlation
    overall : float or None
        The rank over all positions of the conflicts on which they depend, where that is another.
    """

    pair: tuple[str, str]
    other: str
    rank: float
    listed: Correlation
    overall: float | None = None

    @property
    def words(self) -> str:
        """What the rank says, in a few words."""
        words = f"rank correlation {amount(self.rank)}, likely to be " + (
            "high together" if self.rank > 0 else "high where the other is low"
        )
        if self.overall is None or round(self.overall, 2) == round(self.rank, 2):
            return words
        overall = amount(round(self.overall, 2))
        return f"{words}, within each position of a conflict; {overall} over all of them"


@dataclass(frozen=True, slots=True)
class Place:
    """What a parameter is where one position of a conflict is the true one.

    Parameters
    ----------
    position : str
        The position's id, or else what it says.
    chance : float
        How likely it is to be the true one.
    text : str
        Value and range; empty where the parameter's own range holds.
    because : str
    """

    position: str
    chance: float
    text: str
    because: str

    @property
    def words(self) -> str:
        """The place as a sentence without its reasons."""
        return f"If {self.position} is true ({percent(self.chance)}): " + (
            self.text or "its own range"
        )


@dataclass(frozen=True, slots=True)
class Ties:
    """What one parameter is tied to.

    Parameters
    ----------
    together : tuple of Together
    conflict : Conflict or None
        The one on which it depends.
    places : tuple of Place
        One for each position of that conflict.
    """

    together: tuple[Together, ...] = ()
    conflict: Conflict | None = None
    places: tuple[Place, ...] = ()


def ties(case: Case, parameters: Sequence[Parameter]) -> Mapping[str, Ties]:
    """Return what each parameter is tied to, by its own name; those without ties are left out."""
    own = own_names(parameters)
    bounds = {each.name: (each.low, each.high) for each in parameters}
    together: dict[str, list[Together]] = {}
    for each in case.correlations:
        a, b = (own.get(name, name) for name in each.between)
        overall = overall_rank(case, each, own, bounds)
        for other, name in ((b, a), (a, b)):
            together.setdefault(name, []).append(Together((a, b), other, each.rank, each, overall))
    units = {each.name: each.unit for each in parameters}
    depends = {
        own.get(each.parameter, each.parameter): each
        for each in case.assumptions
        if each.depends_on is not None
    }
    return {
        name: Ties(
            tuple(together.get(name, ())),
            conflict_of(case, depends[name]) if name in depends else None,
            _places(case, depends[name], units.get(name, "")) if name in depends else (),
        )
        for name in {**together, **depends}
    }


def own_names(parameters: Sequence[Parameter]) -> Mapping[str, str]:
    """Return the own name of every parameter by its name and by its symbol."""
    return {each.symbol: each.name for each in parameters if each.symbol} | {
        each.name: each.name for each in parameters
    }


def implied_by(case: Case, correlation: Correlation) -> Estimate | None:
    """Return the fit that implies a correlation; None where the case lists it itself."""
    for fit in case.estimates:
        if not correlation.claims and correlation.because == implied_because(fit.id):
            return fit
    return None


def chances(conflict: Conflict) -> tuple[float, ...] | None:
    """Return how likely each position is to be the true one; None where they have no weights."""
    weights = [each.weight for each in conflict.positions]
    known = [each for each in weights if each is not None]
    if len(known) < len(weights):
        return None
    return tuple(each / sum(known) for each in known)


def dependent(case: Case, conflict: Conflict) -> tuple[Assumption, ...]:
    """Return the assumptions that depend on a conflict."""
    return tuple(each for each in case.assumptions if each.depends_on == conflict.id)


def conflict_of(case: Case, assumption: Assumption) -> Conflict | None:
    """Return the conflict on which an assumption depends, if the case lists it."""
    return next((each for each in case.conflicts if each.id == assumption.depends_on), None)


def _places(case: Case, assumption: Assumption, unit: str) -> tuple[Place, ...]:
    conflict = conflict_of(case, assumption)
    known = None if conflict is None else chances(conflict)
    if conflict is None or known is None:
        return ()
    there = {each.position: each for each in assumption.if_true}
    found: list[Place] = []
    for position, chance in zip(conflict.positions, known, strict=True):
        own = there.get(position.id or "")
        text = "" if own is None else f"{in_unit(own.center, unit)}, range {own.range}"
        because = "" if own is None else own.because
        found.append(Place(position.id or position.says, chance, text, because))
    return tuple(found)
