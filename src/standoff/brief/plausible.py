"""Everything plausible in a model or game, as if a case assumed it."""

from __future__ import annotations

from dataclasses import replace

from standoff.brief.brief import Brief
from standoff.brief.claim_change import widest
from standoff.case.distribution import Distribution
from standoff.case.schema import Case
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.base import Model


def plausible(known: Model | Game) -> Brief:
    """Return a model or game without a case: every parameter anywhere in its plausible range.

    Parameters are uniform over the widest range that the model or game names and independent of
    each other; those without such a range keep their default in every draw. Nothing was reported,
    so there are no claims and no events.

    Examples
    --------
    >>> from standoff.models import get
    >>> brief = plausible(get("linkage-crisis"))
    >>> str(brief.distributions["prize"]), brief.base()["prize"].tolist()
    ('uniform(0.3, 1.2)', [0.6])
    """
    ranges = {each.name: _range(each) for each in known.parameters if each.wide}
    return Brief(
        case=Case(standoff=1, id="plausible", title=f"Everything plausible in {known.name}"),
        model=known if isinstance(known, Model) else None,
        game=None if isinstance(known, Model) else known,
        parameters=tuple(known.parameters),
        given=(),
        assumptions={},
        distributions={name: each for name, each in ranges.items() if each is not None},
        correlations={},
        path="",
        sha256="",
    )


def _range(parameter: Parameter) -> Distribution | None:
    found = widest(parameter)
    if found is None or found.excludes(parameter.default):
        return found
    return replace(found, value=parameter.default)
