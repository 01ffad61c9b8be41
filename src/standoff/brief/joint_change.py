"""What changes to several claims at once do to the assumptions that rest on them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from standoff.brief.beliefs import beliefs_of, column, together, true_positions
from standoff.brief.brief import Brief
from standoff.brief.claim_change import Change, ClaimChange, fall_share, widest
from standoff.brief.draw import Sampling, dimensions, draw_parameters
from standoff.brief.sobol import sobol_uniforms
from standoff.brief.streams import uniforms
from standoff.case.correlation import can_hold, groups, matrix
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption, Correlation
from standoff.errors import GameError
from standoff.game.draws import Draws

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
#: Numbers that are kept, since mixtures of changes ask for the same columns again.
_MOST_KEPT = 4_000_000
#: A claim with what becomes of it.
Fallen = tuple[str, Change]


class JointChange:
    """Draws of a case under changes to any number of claims, with common random numbers.

    Every parameter, conflict and claim has its own stream, so that draws under two sets of changes
    differ only in the parameters that rest on what differs. A single change gives the digits of
    `draw_parameters` with that change.

    Parameters
    ----------
    brief : Brief
    n_draws : int
    seed : int
    sampling : {"random", "sobol"}

    Notes
    -----
    In a draw in which several claims of one assumption have fallen:

    - If no claim of the assumption is left, and none was denied with an entry that says what its
      denial means, nothing supports a value: the widest plausible range. (An assumption with one
      claim and an entry for it keeps the entry.) Entries are written for one claim that falls while
      the others stand, so that they say nothing then.
    - Otherwise the claims that have an entry each move the value by what they move it alone, at the
      rank of the draw: ``q0 + sum(q_c - q0)``. Where the sum lies beyond all values that it is made
      of, it approaches the end of the widest plausible range without reaching it.

    Rank correlations follow the same two rules (with 0 for nothing left), shrunk where the sums
    would contradict each other. A position in a conflict is no longer possible when all of its
    claims have fallen; where no position is left, all stay as likely as they were.

    A case does not say how reasons act together. Adding displacements treats the claims as
    separate reasons; where one only repeats another, their joint effect is overstated.
    """

    def __init__(
        self, brief: Brief, n_draws: int, seed: int = 0, sampling: Sampling = "random"
    ) -> None:
        self.brief = brief
        self.n_draws = n_draws
        self.seed = seed
        self._order = tuple(each.name for each in brief.parameters)
        self.sampling: Sampling = sampling
        self._as_is = draw_parameters(brief, n_draws, seed, sampling=sampling)
        self._before = beliefs_of(brief)
        self._rests = {name: self._rests_on(name) for name in self._order}
        self._columns: OrderedDict[tuple[str, frozenset[Fallen]], Floats] = OrderedDict()
        self._most_columns = max(_MOST_KEPT // n_draws, 8)
        self._shares: dict[ClaimChange, float] = {}
        self._chances: dict[str, Floats] = {}
        self._joined: dict[tuple[float, ...], dict[str, Floats]] = {}

    def rests_on(self, name: str) -> frozenset[str]:
        """Return the claims on which a parameter rests.

        Those of its assumption, of the conflict on which that depends, and of the rank correlations
        that tie it to others.
        """
        return self._rests[name]

    def resting(self, changes: Iterable[ClaimChange]) -> tuple[str, ...]:
        """Return the parameters that rest on a changed claim."""
        claims = {each.claim for each in changes}
        return tuple(name for name in self._order if claims.intersection(self._rests[name]))

    def columns(self, changes: Iterable[ClaimChange]) -> dict[str, Floats]:
        """Return the columns of the parameters that rest on a changed claim.

        Raises
        ------
        UnknownName
            If the case has no such claim.
        GameError
            If one claim is changed in two ways.
        """
        listed = tuple(dict.fromkeys(changes))
        for each in listed:
            self._share(each)
        claims = [each.claim for each in listed]
        twice = sorted({claim for claim in claims if claims.count(claim) > 1})
        if twice:
            raise GameError(
                f"claim {', '.join(twice)} is changed in two ways at once",
                right="deny it, downgrade it or drop it",
            )
        return {
            name: self._column(
                name, frozenset(each for each in listed if each.claim in self._rests[name])
            )
            for name in self.resting(listed)
        }

    def draws(self, changes: Iterable[ClaimChange]) -> Draws:
        """Return every parameter, drawn under the changes."""
        columns = self.columns(changes)
        return self._as_is.replace(**columns) if columns else self._as_is

    def base(self, changes: Iterable[ClaimChange]) -> Draws:
        """Return the analyst's values under the changes, as one draw.

        By the rules above, with values in the place of draws; a conflict and the ranks do not move
        them, and neither does a claim that is graded lower: it still stands.
        """
        fallen = frozenset(_fallen(each) for each in changes if each.change != "downgrade")
        columns = self.brief.base()
        moved = {
            name: self._joint(name, fallen, self._point)
            for name, assumption in self.brief.assumptions.items()
            if {claim for claim, _ in fallen}.intersection(assumption.claims)
        }
        return columns.replace(**moved) if moved else columns

    def _point(self, name: str, belief: Distribution | None) -> Floats:
        parameter = self.brief.parameter(name)
        if belief is None:
            return self.brief.base()[name]
        return np.array([belief.point(parameter.low, parameter.high)])

    def _rests_on(self, name: str) -> frozenset[str]:
        case, assumption = self.brief.case, self.brief.assumptions.get(name)
        found = set(assumption.claims) if assumption else set[str]()
        if name in self._before.disputes:
            conflict = case.conflict(self._before.disputes[name].conflict)
            found.update(claim for each in conflict.positions for claim in each.claims)
        for group in groups(tuple(self._before.ranks), self._order):
            if name in group:
                for pair, each in self.brief.correlations.items():
                    found.update(each.claims if pair[0] in group else ())
        return frozenset(found)

    def _column(self, name: str, changed: frozenset[ClaimChange]) -> Floats:
        """Put together the draws by which of the claims fall in them."""
        shares = {each: self._share(each) for each in sorted(changed, key=_by_claim)}
        sure = frozenset(_fallen(each) for each, share in shares.items() if share == 1.0)
        open_ = [(each, share) for each, share in shares.items() if 0.0 < share < 1.0]
        if not open_:
            return self._kept(name, sure)
        column = np.empty(self.n_draws)
        for falls in product((False, True), repeat=len(open_)):
            here = np.ones(self.n_draws, dtype=np.bool_)
            for (each, share), does in zip(open_, falls, strict=True):
                here &= (self._chance(f"claim {each.claim}") < share) == does
            pairs = zip(open_, falls, strict=True)
            some = frozenset(_fallen(each) for (each, _), does in pairs if does)
            if here.any():
                column[here] = self._kept(name, sure | some)[here]
        return column

    def _share(self, change: ClaimChange) -> float:
        if change not in self._shares:
            self._shares[change] = fall_share(self.brief, change)
        return self._shares[change]

    def _kept(self, name: str, fallen: frozenset[Fallen]) -> Floats:
        key = name, fallen
        if key in self._columns:
            self._columns.move_to_end(key)
            return self._columns[key]
        found = self._columns[key] = self._without(name, fallen)
        if len(self._columns) > self._most_columns:
            self._columns.popitem(last=False)
        return found

    def _chance(self, name: str) -> Floats:
        if name not in self._chances and self.sampling == "sobol":
            names = dimensions(self.brief, self._before, with_claims=True)
            self._chances = sobol_uniforms(self.seed, names, self.n_draws)
        elif name not in self._chances:
            self._chances[name] = uniforms(self.seed, name, self.n_draws)
        return self._chances[name]

    def _without(self, name: str, fallen: frozenset[Fallen]) -> Floats:
        parameter, assumption = self.brief.parameter(name), self.brief.assumptions.get(name)
        if assumption is None or not fallen:
            return self._as_is[name]
        bounds = parameter.low, parameter.high
        chances = self._together(fallen).get(name, self._chance(f"parameter {name}"))

        def values(name: str, belief: Distribution | None) -> Floats:
            if belief is None:
                return column(self._before, parameter, chances, self._positions(name, fallen))
            return belief.quantile(chances, *bounds)

        return self._joint(name, fallen, values)

    def _joint(
        self,
        name: str,
        fallen: frozenset[Fallen],
        values: Callable[[str, Distribution | None], Floats],
    ) -> Floats:
        """Put together what is left of an assumption; `values` turns a belief into numbers."""
        parameter, assumption = self.brief.parameter(name), self.brief.assumptions[name]
        own = frozenset(each for each in fallen if each[0] in assumption.claims)
        entries = [_entry(assumption, each) for each in sorted(own)]
        told = [values(name, belief) for belief, _ in entries if belief is not None]
        bare = bool(own) and {claim for claim, _ in own} >= set(assumption.claims)
        if bare and not any(is_denial for _, is_denial in entries):
            fallback = widest(parameter)
            if fallback is not None and not (told and len(set(assumption.claims)) == 1):
                return values(name, fallback)
        if not told:
            return values(name, None)
        if len(told) == 1:
            return told[0]
        low, high = parameter.wide or (parameter.low, parameter.high)
        return _added(np.stack([values(name, None), *told]), low, high)

    def _positions(self, name: str, fallen: frozenset[Fallen]) -> dict[str, Places]:
        """Say which position is the true one in every draw, of the conflict that matters."""
        if name not in self._before.disputes:
            return {}
        id = self._before.disputes[name].conflict
        claims, before = {claim for claim, _ in fallen}, self._before.weights[id]
        left = [
            0.0 if claims >= set(each.claims) else weight
            for each, weight in zip(self.brief.case.conflict(id).positions, before, strict=True)
        ]
        whole = sum(left)
        weights = [each / whole for each in left] if whole > 0.0 else list(before)
        return {id: true_positions(self._chance(f"conflict {id}"), weights, before)}

    def _together(self, fallen: frozenset[Fallen]) -> dict[str, Floats]:
        """Return the chances of parameters that go together, under the ranks that are left."""
        if not self._before.ranks:
            return {}
        ranks = {pair: _rank(each, fallen) for pair, each in self.brief.correlations.items()}
        key = tuple(ranks.values())
        if key not in self._joined:
            self._joined.clear()
            every = groups(tuple(ranks), self._order)
            while not all(can_hold(matrix(group, ranks)) for group in every):
                ranks = {pair: rank / 2.0 for pair, rank in ranks.items()}
            own = {n: self._chance(f"parameter {n}") for group in every for n in group}
            beliefs = replace(self._before, ranks=ranks)
            self._joined[key] = together(beliefs, self._order, own)
        return self._joined[key]


def _added(pieces: Floats, low: float, high: float) -> Floats:
    """Add up what several reasons move a value by, shape (1 + n_reasons, n_draws), it first.

    Beyond the farthest of the values the sum slows down, so that it stays short of the end of what
    is plausible and no two draws meet there.
    """
    joint = pieces[0] + (pieces[1:] - pieces[0]).sum(axis=0)
    least, most = pieces.min(axis=0), pieces.max(axis=0)
    down, up = np.maximum(least - joint, 0.0), np.maximum(joint - most, 0.0)
    inside = np.clip(joint, least, most)
    return (
        inside
        - _slowed(down, np.maximum(least - low, 0.0))
        + _slowed(up, np.maximum(high - most, 0.0))
    )


def _slowed(distance: Floats, room: Floats) -> Floats:
    """Return distances that begin as they are and come near `room` without reaching it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > 0.0, distance / (1.0 + distance / room), 0.0)


def _by_claim(change: ClaimChange) -> str:
    return change.claim


def _fallen(change: ClaimChange) -> Fallen:
    return change.claim, change.change


def _rank(correlation: Correlation, fallen: frozenset[Fallen]) -> float:
    """Return a rank correlation without some claims."""
    own = sorted(each for each in fallen if each[0] in correlation.claims)
    denied = {
        claim
        for claim, change in own
        if change == "deny" and any(w.claim == claim and w.denied for w in correlation.without)
    }
    if len(own) > 1 and {claim for claim, _ in own} >= set(correlation.claims) and not denied:
        return 0.0
    ranks = [correlation.rank_without(claim, denied=change == "deny") for claim, change in own]
    if len(ranks) < 2:
        return ranks[0] if ranks else correlation.rank
    joint = correlation.rank + sum(rank - correlation.rank for rank in ranks)
    return float(np.clip(joint, -1.0, 1.0))


def _entry(assumption: Assumption, fallen: Fallen) -> tuple[Distribution | None, bool]:
    """Return what the case says without a claim, and whether that is what its denial means."""
    claim, change = fallen
    entries = {each.denied: each for each in assumption.without if each.claim == claim}
    for denied in (True, False) if change == "deny" else (False,):
        if denied in entries:
            return entries[denied].distribution, denied
    return None, False
