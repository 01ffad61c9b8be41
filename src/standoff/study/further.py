"""The deeper questions of an analysis: what interacts, under which circumstances, whose word, when.

Each is asked as far as the subject allows; what cannot be asked of a case is None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.study.asked import Asked
from standoff.study.boundary import BoundaryMap, Care, boundary_map
from standoff.study.boxes import BoxFinding, find_boxes
from standoff.study.break_even import break_evens
from standoff.study.claim_groups import GroupBy
from standoff.study.claim_value import ClaimValues, claim_values, default_draws
from standoff.study.findings import Swing
from standoff.study.map_axes import CATEGORY, map_axes, mapped_range
from standoff.study.numbers import Finding
from standoff.study.rule_dependence import RuleDependence, averages, rule_dependence
from standoff.study.sobol_indices import LEAST, SobolFinding, sobol_indices
from standoff.study.target import Target
from standoff.study.timeline import N_DRAWS, Timeline, timeline
from standoff.study.under_rules import COARSE, N_SCANNED, Flips, by_rule

#: Draws under which every rule is tried where each answer is a search of its own.
_FEW = 20
#: Fewer answered draws than this hold no circumstances worth a name.
_LEAST_DRAWS = 100
#: From so many rows the usual number is taken.
_MANY_ROWS = 2_048
#: Nor do events that happen hardly ever or nearly always.
_LEAST_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Further:
    """Answers to the deeper questions; None where a case has none.

    Parameters
    ----------
    sobol : SobolFinding or None
        First-order and total shares of variance of every source of doubt.
    boxes : BoxFinding or None
        Circumstances under which the headline is more likely than not.
    record : ClaimValues or None
        What each source (or, with one source, each way of speaking) is worth, alone and jointly.
    forecast : Timeline or None
        Beliefs and forecasts along the dated moves.
    rules : RuleDependence or None
        The headline under every rule of selection.
    boundaries : BoundaryMap or None
        The regime map with traced boundaries.
    by_rule : tuple of (name, RuleDependence)
        Whether the others, and the "break_evens" of the findings, depend on the rule of selection,
        by their names here; without those of games that are solved draw by draw.
    """

    sobol: SobolFinding | None = None
    boxes: BoxFinding | None = None
    record: ClaimValues | None = None
    forecast: Timeline | None = None
    rules: RuleDependence | None = None
    boundaries: BoundaryMap | None = None
    by_rule: tuple[tuple[str, RuleDependence], ...] = ()


def further(asked: Asked, swings: Sequence[Swing]) -> Further:
    """Ask the deeper questions about a case."""
    questions: dict[str, Callable[[Asked], Finding | None]] = {
        "sobol": _sobol,
        "boxes": _boxes,
        "record": _record,
        "forecast": _forecast,
        "boundaries": lambda each: _boundaries(each, swings),
    }
    found: dict[str, Any] = {name: question(asked) for name, question in questions.items()}
    some = {name: each for name, each in questions.items() if found[name] is not None}
    # Coarser, since under other rules nothing is known of where answers change.
    some |= {"break_evens": lambda each: Flips(break_evens(each, n_scanned=N_SCANNED))}
    if "boundaries" in some:
        some["boundaries"] = lambda each: _boundaries(each, swings, COARSE)
    return Further(rules=_rules(asked), by_rule=by_rule(asked, some), **found)


def _sobol(asked: Asked) -> SobolFinding | None:
    if not _varies(asked):
        return None
    found = sobol_indices(
        asked.brief,
        subject=asked.subject,
        given=asked.given,
        n_rows=_n_rows(asked),
        seed=asked.seed,
        progress=asked.progress,
    )
    return found if np.isfinite(found.variance) and found.variance > 0.0 else None


def _boxes(asked: Asked) -> BoxFinding | None:
    target = Target.at_least(asked.subject.headline, 0.5)
    y = target.of(asked.answers)
    known = y[np.isfinite(y)]
    if len(known) < _LEAST_DRAWS or not _LEAST_SHARE <= known.mean() <= 1.0 - _LEAST_SHARE:
        return None
    return find_boxes(asked.draws, y, target.name, seed=asked.seed)


def _record(asked: Asked) -> ClaimValues | None:
    claims = asked.brief.case.claims
    n = default_draws(asked.subject)
    if not asked.answers.has_answer[:n].any():
        return None
    if not any(each.claims for each in asked.brief.assumptions.values()):
        return None
    by: GroupBy = "source" if len({each.source for each in claims}) > 1 else "status"
    return claim_values(asked, by)


def _forecast(asked: Asked) -> Timeline | None:
    """Follow the moves of the case, if it tells of any that the game has after what is given."""
    if not asked.subject.has_tree or not asked.answers.has_answer.any():
        return None
    if not any(event.plays for event in asked.brief.case.events):
        return None
    found = timeline(
        asked.brief,
        subject=asked.subject,
        n_draws=min(len(asked.draws), N_DRAWS),
        seed=asked.seed,
        sampling=asked.sampling,
        progress=asked.progress,
    )
    return found if len(found.steps) > 1 else None


def _rules(asked: Asked) -> RuleDependence | None:
    if not asked.has_base:
        return None
    is_slow = asked.subject.effort.solves_each
    draws = asked.draws.rows(slice(0, _FEW if is_slow else asked.n_compared))
    finding = averages(asked.base, draws, asked.given)
    return rule_dependence(asked.subject, finding, draws, given=asked.given)


def _boundaries(
    asked: Asked, swings: Sequence[Swing], care: Care | None = None
) -> BoundaryMap | None:
    axes = map_axes(asked, swings)
    if axes is None or CATEGORY not in asked.base_answer.categories:
        return None
    x, y = axes
    return boundary_map(
        asked.subject,
        asked.base,
        x.name,
        y.name,
        mapped_range(asked, x),
        mapped_range(asked, y),
        given=asked.given,
        draws=asked.draws,
        care=care,
    )


def _n_rows(asked: Asked) -> int | None:
    """Return fewer rows than usual where the user asked for few draws; a power of two."""
    few = 2 ** int(np.log2(max(len(asked.draws) // 8, LEAST)))
    return None if few >= _MANY_ROWS else few


def _varies(asked: Asked) -> bool:
    values = asked.draws.values
    return bool((values != values[0]).any())
