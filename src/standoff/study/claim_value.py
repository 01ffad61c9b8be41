"""What each claim and each source of a case is worth: how far the answer moves without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.brief.claim_change import Change, ClaimChange
from standoff.brief.draw import Sampling
from standoff.brief.joint_change import JointChange
from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.result import Columns, Pictured, by_column, counted, short
from standoff.study.asked import Asked
from standoff.study.claim_groups import GroupBy, claim_groups
from standoff.study.coalitions import Coalitions, Effect, by_name, effect, measures
from standoff.study.evaluate import Summary, pieces, summarize
from standoff.study.numbers import Numbers
from standoff.study.shapley import Shared
from standoff.study.share_out import FAST_CHUNK, N_ORDERS, share_out
from standoff.study.subject import Subject

Floats = NDArray[np.float64]
Method = Literal["every coalition", "random orders"]

#: Draws of several coalitions that are put together.
_MOST_ROWS = 100_000
#: Draws asked per coalition when the user names no number.
N_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What a group of claims is worth: shifts of the headline when the group is changed.

    Parameters
    ----------
    name : str
    claims : tuple of str
    parameters : tuple of str
        What rests on one of the claims.
    alone : Effect
        With all other claims as they are.
    shared : Effect
        Its Shapley value: averaged over all orders in which the groups could be changed. The values
        of all groups add up to the effect of changing all.
    last : Effect
        With all other groups changed already.
    shares : tuple of (str, Effect)
        Alone: shifts of the share of each kind of answer, such as "regime: no threat".
    base : tuple of (str, str)
        Alone: the kind of answer at the analyst's values, by category.
    base_headline : float
        The headline there; nan without an answer.
    note : str
        Why nothing moves, where no number rests on the group.
    """

    name: str
    claims: tuple[str, ...]
    parameters: tuple[str, ...]
    alone: Effect
    shared: Effect
    last: Effect
    shares: tuple[tuple[str, Effect], ...]
    base: tuple[tuple[str, str], ...] = ()
    base_headline: float = float("nan")
    note: str = ""


@dataclass(frozen=True, slots=True)
class Interaction:
    """What two groups do together beyond what each does alone.

    Parameters
    ----------
    one, other : str
    beyond : Effect
        Of changing both, minus those of changing each, with everything else as it is. Below zero
        between two groups that move the headline up: they say much the same.
    index : Effect or None
        The Shapley interaction index: the same averaged over what happens to the other groups. None
        when only some orders were looked at.
    """

    one: str
    other: str
    beyond: Effect
    index: Effect | None


@dataclass(frozen=True, slots=True, repr=False)
class ClaimValues(Pictured):
    """What the groups of claims of a case are worth.

    Parameters
    ----------
    change : {"deny", "downgrade", "drop"}
        What is done to the claims.
    by : str
        What they are grouped by; "chosen" for groups of the caller's own.
    before, base_before : float
        The headline as it is, averaged over the draws with an answer, and at the analyst's values.
    together : Effect
        Of changing all groups.
    groups : tuple of GroupValue
        Largest Shapley value first.
    interactions : tuple of Interaction
        Largest first; only groups that a number rests on.
    method : {"every coalition", "random orders"}
    n_coalitions, n_orders, n_draws, n_answered : int
    sampling : {"random", "sobol"}
        How the draws of the case were drawn. Standard errors are those of independent draws, which
        evenly spread ones mostly undercut.
    headline, rule : str
        What the chance is of, and which of several equilibria is played.
    """

    change: Change
    by: str
    before: float
    base_before: float
    together: Effect
    groups: tuple[GroupValue, ...]
    interactions: tuple[Interaction, ...]
    method: Method
    n_coalitions: int
    n_orders: int
    n_draws: int
    n_answered: int
    sampling: Sampling = "random"
    headline: str = ""
    rule: str = ""

    drawing: ClassVar[str] = "standoff.view.claim_value:chart"

    @property
    def sentence(self) -> str:
        """What is done to the claims, and where the headline goes if it is done to all."""
        after = short(self.before + self.together.shift)
        groups = counted(len(self.groups), "group")
        return (
            f"{self.headline or 'The headline'} is {short(self.before)} as it is, and {after} with "
            f"all {groups} of claims changed ({self.change})"
        )

    def table(self) -> Columns:
        """Return one row per group."""
        return by_column(
            (
                *("group", "n_claims", "shared", "shared_error", "alone", "alone_error"),
                *("last", "last_error", "note"),
            ),
            (
                (
                    *(each.name, len(each.claims), each.shared.shift, each.shared.standard_error),
                    *(each.alone.shift, each.alone.standard_error, each.last.shift),
                    *(each.last.standard_error, each.note),
                )
                for each in self.groups
            ),
        )

    def numbers(self) -> Numbers:
        """Give what every group is worth, to be compared with another rule's."""
        found: dict[str, float | str] = {"headline": self.before, "together": self.together.shift}
        return found | {f"worth of {each.name}": each.shared.shift for each in self.groups}

    def group(self, name: str) -> GroupValue:
        """Return the group of a name; `UnknownName` if there is none."""
        for each in self.groups:
            if each.name == name:
                return each
        raise UnknownName.among("group of claims", name, [each.name for each in self.groups])


def claim_values(
    asked: Asked,
    by: GroupBy | Mapping[str, Sequence[str]] = "source",
    change: Change = "drop",
    *,
    n_draws: int | None = None,
    n_orders: int = N_ORDERS,
) -> ClaimValues:
    """Change groups of claims, alone and together, and share the joint effect among them.

    Parameters
    ----------
    asked : Asked
        A case with its answers.
    by : {"claim", "source", "speaker", "status", "kind", "grade"} or mapping
        How claims are grouped, or groups by name: ``{"anonymous": anonymous(case)}``.
    change : {"deny", "downgrade", "drop"}
    n_draws : int, optional
        The first draws of the case that every coalition is asked for: 4,000, or as many as a
        slow subject can answer.
    n_orders : int
        How many orders are looked at where there are too many coalitions to ask for all.

    Returns
    -------
    ClaimValues
        With up to 12 groups (fewer where answers are slow) Shapley values are exact given the
        draws; beyond that they come from random orders, whose error is part of the standard
        errors.

    Raises
    ------
    UnknownName
        If there is no such change, grouping or claim.
    GameError
        If there are no groups, or no draw has an answer.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> from standoff.study.asked import ask
    >>> asked = ask(brief_case("cases/cienfuegos/case.yaml"), n_draws=500)
    >>> values = claim_values(asked, "source", n_draws=500)
    >>> values.groups[0].name, values.n_coalitions
    ('vice', 256)
    """
    if change not in get_args(Change):
        raise UnknownName.among("change of a claim", change, get_args(Change))
    case = asked.brief.case
    named = by if isinstance(by, Mapping) else claim_groups(case, by)
    groups = {name: tuple(dict.fromkeys(claims)) for name, claims in named.items()}
    if not groups:
        raise GameError(
            "there are no claims to weigh", right="a case with claims, or groups with claims"
        )
    n = _n_draws(asked, n_draws)
    joint = JointChange(asked.brief, n, asked.seed, asked.sampling)
    changes = {name: _changes(asked, claims, change) for name, claims in groups.items()}
    # Groups without a number to rest on them can move nothing, in any coalition.
    moving = [name for name, each in changes.items() if joint.resting(each)]
    draws = asked.draws.rows(slice(0, n))

    def changed(parts: tuple[int, ...]) -> Draws:
        some = dict.fromkeys(each for i in parts for each in changes[moving[i]])
        columns = joint.columns(some)
        return draws.replace(**columns) if columns else draws

    def answers(parts: tuple[int, ...]) -> Summary:
        return summarize(asked.subject, changed(parts), asked.given, chunk=asked.chunk)

    def several(some: Sequence[tuple[int, ...]]) -> list[Summary]:
        told: list[Summary] = []
        for cut in pieces(len(some), max(_MOST_ROWS // n, 1)):
            rows = [changed(parts).values for parts in some[cut]]
            joined = Draws(draws.names, np.concatenate(rows))
            found = summarize(asked.subject, joined, asked.given, chunk=asked.chunk)
            told += [found.rows(slice(i * n, (i + 1) * n)) for i in range(len(rows))]
        return told

    before = answers(())
    if before.n_answered == 0:
        raise GameError("no draw of the case has an answer, so that no claim can move one")
    # Under another rule, kinds of answer are heard of only when a change brings them about.
    names = measures(before, *(answers((i,)) for i in range(len(moving))))
    worth = Coalitions(answers, len(moving), names, several)
    shared = share_out(
        worth,
        n_draws=n,
        is_fast=asked.subject.effort.chunk >= FAST_CHUNK,
        n_orders=n_orders,
        seed=asked.seed,
        step=lambda done, total: asked.progress("claims together", done, total),
    )
    found = [
        _value(asked, joint, i, name, groups[name], changes[name], worth, shared, names)
        for i, name in enumerate(moving)
    ]
    still = [name for name in groups if name not in moving]
    found += [_still(name, groups[name], joint) for name in still]
    everyone = worth(2 ** len(moving) - 1)[:, 0] - worth(0)[:, 0]
    return ClaimValues(
        change=change,
        by=by if isinstance(by, str) else "chosen",
        before=before.mean,
        base_before=_at(asked, asked.base)[1],
        together=effect(everyone),
        groups=tuple(sorted(found, key=lambda each: -abs(np.nan_to_num(each.shared.shift)))),
        interactions=_interactions(moving, worth, shared),
        method="random orders" if shared.n_orders else "every coalition",
        n_coalitions=shared.n_coalitions,
        n_orders=shared.n_orders,
        n_draws=n,
        n_answered=before.n_answered,
        sampling=asked.sampling,
        headline=asked.subject.headline,
        rule=asked.answers.rule,
    )


def _n_draws(asked: Asked, wanted: int | None) -> int:
    if wanted is not None and not 1 <= wanted <= len(asked.draws):
        raise GameError(
            f"{wanted:,} draws cannot be compared",
            right=f"from 1 to the {len(asked.draws):,} asked",
        )
    return wanted or min(asked.n_compared, N_DRAWS)


def default_draws(subject: Subject) -> int:
    """Return how many draws every coalition is asked for when nobody names a number."""
    return min(subject.effort.n_draws, subject.effort.n_compared, N_DRAWS)


def _changes(asked: Asked, claims: Sequence[str], change: Change) -> tuple[ClaimChange, ...]:
    """Leave out changes that say nothing: no step below the grade, or nothing said if false."""
    grades = {claim: asked.brief.case.claim(claim).grade for claim in claims}
    return tuple(
        ClaimChange(claim, change)
        for claim, grade in grades.items()
        if (change != "downgrade" or grade.downgrade_share > 0.0)
        and (change != "deny" or asked.brief.case.says_if_false(claim))
    )


def _value(
    asked: Asked,
    joint: JointChange,
    part: int,
    name: str,
    claims: tuple[str, ...],
    changes: Sequence[ClaimChange],
    worth: Coalitions,
    shared: Shared,
    names: Sequence[str],
) -> GroupValue:
    alone = worth.alone(part)
    kinds, base = _at(asked, joint.base(changes))
    return GroupValue(
        name,
        claims,
        joint.resting(changes),
        effect(alone[:, 0]),
        effect(shared.values[part][:, 0], float(shared.order_variance[part, 0])),
        effect(worth.last(part)[:, 0]),
        tuple(by_name(names, alone).items()),
        kinds,
        base,
    )


def _at(asked: Asked, point: Draws) -> tuple[tuple[tuple[str, str], ...], float]:
    """Answer one point: its kinds of answer, and the headline."""
    answers = asked.subject.answer(point, asked.given)
    kinds = tuple((name, each[0]) for name, each in answers.categories.items())
    return kinds, float(answers.probabilities[asked.subject.headline][0])


def _still(name: str, claims: tuple[str, ...], joint: JointChange) -> GroupValue:
    none = Effect(0.0, 0.0)
    # A group that would move something if it were dropped was not changed at all.
    rests = joint.resting(ClaimChange(claim, "drop") for claim in claims)
    note = "its grade has no step below" if rests else "no number rests on it"
    return GroupValue(name, claims, (), none, none, none, (), note=note)


def _interactions(
    moving: Sequence[str], worth: Coalitions, shared: Shared
) -> tuple[Interaction, ...]:
    found: list[Interaction] = []
    for i, one in enumerate(moving):
        for j in range(i + 1, len(moving)):
            index = None if shared.interactions is None else effect(shared.interactions[i, j][:, 0])
            found.append(Interaction(one, moving[j], effect(worth.beyond(i, j)[:, 0]), index))
    return tuple(sorted(found, key=lambda each: -abs(np.nan_to_num(each.beyond.shift))))
