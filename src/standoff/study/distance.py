"""The distance between two versions of a case, taken apart into what they assume differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.study.coalitions import Coalitions, Effect, effect, measures
from standoff.study.differences import (
    OTHER_DIFFERENCES,
    Difference,
    are_comparable,
    differences,
    reworded,
)
from standoff.study.evaluate import Progress, Summary, silent, summarize
from standoff.study.shapley import Shared
from standoff.study.share_out import FAST_CHUNK, N_ORDERS, share_out
from standoff.study.version import Version

#: Draws, from the first, that every mixture of two versions is asked for.
N_COMPARED = 4_000
#: Every difference by itself.
ALONE: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DifferenceValue:
    """How far a difference, or a group of them, moves the headline toward the other version.

    Parameters
    ----------
    name : str
        Of the group; without one, of its only difference.
    differences : tuple of Difference
        What is switched together.
    alone : Effect
        Switched in the first version, everything else as it is there.
    shared : Effect
        Its Shapley value; those of all differences add up to the whole distance.
    last : Effect
        Switched when everything else is as in the other version already.
    """

    name: str
    differences: tuple[Difference, ...]
    alone: Effect
    shared: Effect
    last: Effect


@dataclass(frozen=True, slots=True)
class PairFinding:
    """What lies between the first version and another.

    Parameters
    ----------
    one, other : str
    distance : Effect or None
        Of the headline, each averaged over its own draws with an answer. None where the versions
        have other parameters.
    in_both : Effect or None
        The same over draws with an answer in both; what differs from `distance` comes from draws
        that only one of the two can answer. None without any.
    differences : tuple of DifferenceValue
        Largest Shapley value first.
    reworded : tuple of str
        Parameters with the same numbers that rest on other claims or reasons.
    n_same : int
        Parameters with the same numbers.
    n_draws, n_coalitions, n_orders : int
    note : str
        Why the distance is not taken apart, where it cannot be.
    """

    one: str
    other: str
    distance: Effect | None
    in_both: Effect | None
    differences: tuple[DifferenceValue, ...]
    reworded: tuple[str, ...]
    n_same: int
    n_draws: int
    n_coalitions: int
    n_orders: int
    note: str = ""


def check_groups(versions: Sequence[Version], groups: Mapping[str, Sequence[str]]) -> None:
    """Make sure that groups name what can differ, each thing once.

    Raises
    ------
    UnknownName
        If a group names something that no version can have differently.
    GameError
        If something is in two groups.
    """
    known = {each.name: None for v in versions for each in v.subject.parameters}
    known |= dict.fromkeys(OTHER_DIFFERENCES)
    named = [name for group in groups.values() for name in group]
    for name in named:
        if name not in known:
            raise UnknownName.among("thing that can differ", name, tuple(known))
        if named.count(name) > 1:
            raise GameError(f"{name} is in two groups", right="put it into one of them")


def _parts(
    listed: Sequence[Difference], groups: Mapping[str, Sequence[str]]
) -> list[tuple[str, tuple[Difference, ...]]]:
    """Put differences into their groups, in the order in which they come first."""
    of = {name: group for group, names in groups.items() for name in names}
    found: dict[str, list[Difference]] = {}
    for each in listed:
        found.setdefault(of.get(each.name, each.name), []).append(each)
    return [(name, tuple(some)) for name, some in found.items()]


def take_apart(
    one: Version,
    other: Version,
    *,
    groups: Mapping[str, Sequence[str]] = ALONE,
    n_compared: int = N_COMPARED,
    n_orders: int = N_ORDERS,
    seed: int = 0,
    progress: Progress = silent,
) -> PairFinding:
    """Take the distance of the headline between two versions apart into their differences.

    Every mixture of the two is asked, with some differences as in the one and the others as in the
    other; `compare` describes the parameters.
    """
    note = are_comparable(one, other)
    if note:
        return PairFinding(one.name, other.name, None, None, (), (), 0, 0, 0, 0, note)
    listed = differences(one, other)
    parts = _parts(listed, groups)
    effort = one.subject.effort
    n = min(len(one.draws), n_compared, effort.n_compared)
    draws, new = one.draws.rows(slice(0, n)), other.draws.rows(slice(0, n))

    def ask(some: tuple[int, ...]) -> Summary:
        switched = [each for i in some for each in parts[i][1]]
        kinds = {each.kind for each in switched}
        columns = {each.name: new[each.name] for each in switched if each.kind == "parameter"}
        return summarize(
            (other if "game" in kinds else one).subject,
            draws.replace(**columns) if columns else draws,
            (other if "given" in kinds else one).given,
            (other if "removed" in kinds else one).remove,
            chunk=effort.chunk,
        )

    ends = ask(()), ask(tuple(range(len(parts))))
    worth = Coalitions(ask, len(parts), measures(*ends))
    shared = share_out(
        worth,
        n_draws=n,
        is_fast=effort.chunk >= FAST_CHUNK,
        n_orders=n_orders,
        seed=seed,
        step=lambda done, total: progress(f"{one.name} to {other.name}", done, total),
    )
    values = [_value(i, name, some, worth, shared) for i, (name, some) in enumerate(parts)]
    whole = worth(2 ** len(parts) - 1)[:, 0] - worth(0)[:, 0]
    return PairFinding(
        one.name,
        other.name,
        effect(whole),
        _in_both(*ends),
        tuple(sorted(values, key=lambda each: -abs(np.nan_to_num(each.shared.shift)))),
        reworded(one, other),
        len(one.subject.parameters) - sum(each.kind == "parameter" for each in listed),
        n,
        shared.n_coalitions,
        shared.n_orders,
    )


def _in_both(one: Summary, other: Summary) -> Effect | None:
    moved = other.headline - one.headline
    known = np.isfinite(moved)
    return effect(moved[known]) if known.any() else None


def _value(
    part: int, name: str, some: tuple[Difference, ...], worth: Coalitions, shared: Shared
) -> DifferenceValue:
    column: NDArray[np.float64] = shared.values[part][:, 0]
    return DifferenceValue(
        name,
        some,
        effect(worth.alone(part)[:, 0]),
        effect(column, float(shared.order_variance[part, 0])),
        effect(worth.last(part)[:, 0]),
    )
