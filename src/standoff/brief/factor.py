"""The independent sources of doubt in a case: what can be drawn anew while all else stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standoff.brief.beliefs import beliefs_of
from standoff.brief.brief import Brief
from standoff.case.correlation import groups
from standoff.errors import GameError, UnknownName


@dataclass(frozen=True, slots=True)
class Factor:
    """One source of doubt, independent of all others.

    Parameters
    ----------
    name : str
        A parameter; correlated parameters, joined by " + "; a conflict on which parameters depend
        ("conflict cause-of-release"); or what a group was called.
    members : tuple of str
        Parameters and conflicts in it.
    streams : tuple of str
        What `draw_swapped` calls them.
    """

    name: str
    members: tuple[str, ...]
    streams: tuple[str, ...]


def factors(
    brief: Brief, together: Mapping[str, Sequence[str]] | None = None
) -> tuple[Factor, ...]:
    """Return the independent sources of doubt, in the order of the model, conflicts last.

    Parameters
    ----------
    brief : Brief
    together : dict of str to sequence of str, optional
        Names of groups to parameters and conflicts that are to count as one. Correlated parameters
        always count as one: they cannot be drawn anew one at a time.

    Raises
    ------
    UnknownName
        If a group names what does not vary in this case.
    GameError
        If two groups overlap, or a group names something twice, or takes one correlated parameter
        and leaves another.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> [each.name for each in factors(brief_case("cases/cienfuegos/case.yaml"))][:2]
    ['case_value', 'kept_if_honored']
    """
    single = _single(brief)
    left = {each.name: each for each in single}
    by_member = {member: each for each in single for member in each.members}
    found: dict[str, Factor] = {}
    for name, wanted in (together or {}).items():
        members: dict[str, None] = {}
        for each in wanted:
            own = each if each in by_member else _own_name(brief, each)
            if own not in by_member:
                raise UnknownName.among("source of doubt", each, tuple(by_member))
            if own in members:
                raise GameError(
                    f"{each} is twice in the group '{name}'", right="name every member once"
                )
            members[own] = None
        taken: dict[str, Factor] = {}
        for each in members:
            factor = by_member[each]
            apart = [other for other in factor.members if other not in members]
            if apart:
                raise GameError(
                    f"{each} and {', '.join(apart)} are correlated, and the group '{name}' has"
                    f" only {each}",
                    right="put all of them into the group, or none",
                )
            if factor.name not in left and factor.name not in taken:
                raise GameError(
                    f"{each} is in two groups", right="put every parameter into one group at most"
                )
            taken[factor.name] = left.pop(factor.name, factor)
        found[name] = Factor(
            name,
            tuple(m for each in taken.values() for m in each.members),
            tuple(s for each in taken.values() for s in each.streams),
        )
    return (*found.values(), *left.values())


def _single(brief: Brief) -> tuple[Factor, ...]:
    beliefs = beliefs_of(brief)
    order = [each.name for each in brief.parameters]
    correlated = groups(tuple(beliefs.ranks), order)
    leader = {name: group for group in correlated for name in group}
    found: list[Factor] = []
    for name in order:
        group = leader.get(name, (name,))
        if group[0] != name or not any(_varies(brief, each) for each in group):
            continue
        streams = tuple(f"parameter {each}" for each in group)
        found.append(Factor(" + ".join(group), group, streams))
    for conflict in brief.case.conflicts:
        if conflict.id in beliefs.weights:
            name = f"conflict {conflict.id}"
            found.append(Factor(name, (name,), (name,)))
    return tuple(found)


def _varies(brief: Brief, name: str) -> bool:
    own, assumption = brief.distributions.get(name), brief.assumptions.get(name)
    ranges = [] if own is None else [own]
    ranges += [] if assumption is None else [each.distribution for each in assumption.if_true]
    return any(each.kind != "fixed" for each in ranges)


def _own_name(brief: Brief, name: str) -> str:
    """Return a parameter's own name where its symbol was given; else what was given."""
    for each in brief.parameters:
        if each.symbol and each.symbol == name:
            return each.name
    return name
