"""What each parameter accounts for in draws that exist, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page
from standoff.report.asked.shares import asked_for
from standoff.report.plain import percent
from standoff.study.given_data import GivenData, GivenShare

#: A parameter with less than this is only named.
_LEAST = 0.005
_METHODS = {"binned": "averages in classes", "rank": "neighbors by rank"}


def page(found: GivenData) -> Page:
    """Put the parameters below each other, the largest share first."""
    about = "the answer" if found.drawn is None else found.drawn.target
    shown = [each for each in found.shares if each.share >= _LEAST]
    told: list[str | Columns] = [f"What goes with {about}? Each parameter by itself"]
    if shown:
        body = tuple((each.parameter, _share(each)) for each in shown)
        told += [Columns(("", "share of the variance"), body), ""]
        told.append(f"Share: {found.meaning}. In brackets nine chances in ten.")
        if not found.goes_together:
            told.append(f"The shares sum to {percent(found.total)}; the rest acts together.")
    elif any(math.isnan(each.share) for each in found.shares) or not found.shares:
        told.append(
            "Too few draws with an answer, or nothing that varies, so that no share is known."
        )
    else:
        told.append("No parameter by itself goes with half a percent of it.")
    still = [each.parameter for each in found.shares if each.share < _LEAST]
    if still:
        told.append(f"Under half a percent: {', '.join(still)}.")
    told.append(
        f"From {found.n_used:,} draws with an answer ({_METHODS[found.method]})"
        + (f"; {found.n_left_out:,} without one are left out." if found.n_left_out else ".")
    )
    return [*told, *asked_for(found.drawn)]


def _share(each: GivenShare) -> str:
    if math.isnan(each.low):
        return f"{100 * each.share:.1f} %"
    return f"{100 * each.share:.1f} % ({100 * each.low:.1f} to {100 * each.high:.1f})"
