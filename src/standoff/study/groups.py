"""Groups of things by name, as somebody writes them: army=prize,trial_cost."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.errors import StandoffError


def groups_of(written: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read groups, each as a name, an equals sign, and what belongs to it between commas.

    Raises
    ------
    StandoffError
        If one is written otherwise or names something twice, or two have one name.

    Examples
    --------
    >>> groups_of(["army=prize,trial_cost", "moves=given moves"])
    {'army': ('prize', 'trial_cost'), 'moves': ('given moves',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for each in written:
        name, equals, rest = each.partition("=")
        members = tuple(part.strip() for part in rest.split(",") if part.strip())
        if not (equals and name.strip() and members):
            raise StandoffError(
                "a group is a name and what belongs to it",
                found=repr(each),
                right="army=prize,trial_cost",
            )
        twice = [one for one in dict.fromkeys(members) if members.count(one) > 1]
        if twice:
            raise StandoffError(
                f"{twice[0]} is twice in the group {name.strip()!r}", right="name every member once"
            )
        if name.strip() in found:
            raise StandoffError(f"two groups are called {name.strip()!r}")
        found[name.strip()] = members
    return found
