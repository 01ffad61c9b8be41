"""Where the doubt in an answer comes from, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, number
from standoff.report.plain import percent
from standoff.study.sobol_indices import SobolFinding
from standoff.study.variance_shares import Index

#: A source that explains less than this in all is only named.
_LEAST = 0.005
_SAMPLING = {"random": "drawn at random", "sobol": "evenly spread"}


def page(found: SobolFinding) -> Page:
    """Put the sources of doubt below each other, and say what is left to their acting together."""
    told: list[str | Columns] = [
        f"Where does the doubt about {found.target} come from?",
        f"On average it is {number(found.mean)}, with a standard deviation of "
        f"{number(math.sqrt(found.variance))} over the ranges.",
    ]
    shown = [each for each in found.indices if each.total.value >= _LEAST]
    if shown:
        body = tuple((each.name, _share(each.first), _share(each.total)) for each in shown)
        told += [
            Columns(("", "alone", "with all others"), body),
            "",
            "Alone: what of the variance would go, on average, if this were known. With all "
            "others: what would stay if all else were known. In brackets nine chances in ten.",
        ]
    if shown and not math.isnan(found.first_total):
        apart = min(max(found.first_total, 0.0), 1.0)
        told.append(
            f"All shares alone sum to {percent(apart)}; {_rest(1.0 - apart)} to what acts together."
        )
    still = [each.name for each in found.indices if each.total.value < _LEAST]
    if still:
        told.append(f"Under half a percent in all: {', '.join(still)}.")
    told += [f"Note: {each}." for each in found.notes]
    if found.n_unanswered:
        told.append(
            f"No answer: {found.n_unanswered:,} of {found.n_answers:,}. What decides whether there "
            "is one: --target answered."
        )
    told.append(
        f"{found.n_rows:,} rows, {_SAMPLING[found.sampling]}, seed {found.seed}; "
        f"{found.n_answers:,} answers. Rule: {found.rule}."
    )
    return told


def _ends(index: Index) -> tuple[float, float, float]:
    return index.value, index.low, index.high


def _share(index: Index) -> str:
    """Write a share in percent with its range; an estimate a little below 0 is told as it is."""
    if math.isnan(index.value):
        return "–"
    value, low, high = (f"{round(100 * each, 1) + 0.0:.1f}" for each in _ends(index))
    return f"{value} % ({low} to {high})"


def _rest(share: float) -> str:
    return f"{percent(share)} are left" if share > 0.0 else "nothing is left"
