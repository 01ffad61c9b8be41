"""A map of the kinds of answer over two parameters, in words."""

from __future__ import annotations

from standoff.report.asked.page import Columns, Page, exact
from standoff.study.boundary import BoundaryMap


def page(found: BoundaryMap) -> Page:
    """Say which regions there are, how large, and where they meet."""
    total: dict[str, list[float]] = {}
    for each in found.regions:
        total.setdefault(each.name, []).append(each.share)
    body = tuple(
        (name, f"{100 * sum(parts):.4g} %", str(len(parts)))
        for name, parts in sorted(total.items(), key=lambda item: -sum(item[1]))
    )
    corners = tuple(
        (exact(_short(each.place[0])), exact(_short(each.place[1])), "; ".join(each.names))
        for each in found.corners
    )
    told: list[str | Columns] = [
        f"{found.x} from {exact(found.x_range[0])} to {exact(found.x_range[1])}, "
        f"{found.y} from {exact(found.y_range[0])} to {exact(found.y_range[1])}",
        f"Today's values, {exact(found.point[0])} and {exact(found.point[1])}: {found.here}.",
        Columns(("answer", "of the map", "regions"), body),
    ]
    if corners:
        told += ["", "Where three or more meet:", Columns((found.x, found.y, "answers"), corners)]
    told += [
        "",
        f"Boundaries: {len(found.boundaries)}, each within {found.accuracy:.1g} of the width of "
        f"the map. What is nowhere {found.smallest:.2g} wide may be missed.",
    ]
    if found.n_unsure:
        told.append(f"In part less exactly known: {found.n_unsure} of them.")
    return [*told, f"Rule: {found.rule}. For a picture: --output map.svg."]


def _short(value: float) -> float:
    """Keep as many digits as a corner is known to."""
    return float(f"{value:.8g}")
