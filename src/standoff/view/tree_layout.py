"""Where the nodes of a tree go: two layouts and the lanes for information sets.

Everything here works on a `parent` sequence in preorder (as in `GameArrays`), knows neither names
nor pixels of a particular picture, and takes no recursion, so a deep tree is no problem.
"""

from __future__ import annotations

from collections.abc import Sequence


def children_of(parent: Sequence[int]) -> list[list[int]]:
    """Return the children of every node, in order; the root has parent -1."""
    children: list[list[int]] = [[] for _ in parent]
    for node, above in enumerate(parent):
        if above >= 0:
            children[above].append(node)
    return children


def stacked(
    parent: Sequence[int], before: Sequence[float], after: Sequence[float], gap: float
) -> list[float]:
    """Place every subtree in a strip of its own, for trees whose ends form one column.

    Parameters
    ----------
    parent : sequence of int
    before, after : sequence of float
        Room that each node needs on either side of its position.
    gap : float
        Room between neighboring strips.

    Returns
    -------
    list of float
        Position of every node across the tree; the first strip starts at 0. A node stands
        halfway between its first and its last child.
    """
    children = children_of(parent)
    center, extent = list(before), [b + a for b, a in zip(before, after, strict=True)]
    start = [0.0] * len(parent)
    for node in range(len(parent) - 1, -1, -1):
        below = children[node]
        if not below:
            continue
        end = 0.0
        for child in below:
            start[child] = end
            end += extent[child] + gap
        middle = (center[below[0]] + start[below[-1]] + center[below[-1]]) / 2
        lift = max(0.0, before[node] - middle)
        for child in below:
            start[child] += lift
        center[node] = middle + lift
        extent[node] = max(end - gap + lift, center[node] + after[node])
    for node, above in enumerate(parent):
        if above >= 0:
            start[node] += start[above]
    return [s + c for s, c in zip(start, center, strict=True)]


def tidy(
    parent: Sequence[int], before: Sequence[float], after: Sequence[float], gap: float
) -> list[float]:
    """Place nodes level by level as close as their boxes allow, in linear time.

    Subtrees are pushed together along their contours (Reingold and Tilford 1981). A family is
    packed once from the left and once from the right and the mean is taken: all demands are
    linear, so the mean meets them too, and small subtrees end up evenly between large ones
    (Kennedy 1996).

    Returns
    -------
    list of float
        Position of every node across the tree; the leftmost box starts at 0.
    """
    children = children_of(parent)
    offset = [0.0] * len(parent)
    outlines: list[_Outline | None] = [None] * len(parent)
    for node in range(len(parent) - 1, -1, -1):
        below = children[node]
        family = [outline for child in below if (outline := outlines[child]) is not None]
        places = _family(family, gap)
        for child, outline, place in zip(below, family, places, strict=True):
            offset[child] = place
            outline.shift += place
            outlines[child] = None
        outline = _joined(family)
        outline.left.append(-before[node] - outline.shift)
        outline.right.append(after[node] - outline.shift)
        outlines[node] = outline
    for node, above in enumerate(parent):
        if above >= 0:
            offset[node] += offset[above]
    least = min((x - b for x, b in zip(offset, before, strict=True)), default=0.0)
    return [x - least for x in offset]


class _Outline:
    """Leftmost and rightmost points per level of a subtree, the deepest level first."""

    __slots__ = ("left", "right", "shift")

    def __init__(self) -> None:
        self.left: list[float] = []
        self.right: list[float] = []
        self.shift = 0.0


def _family(family: list[_Outline], gap: float) -> list[float]:
    """Return where siblings stand relative to their parent."""
    if not family:
        return []
    tight = _packed(family, gap, 1)
    loose = _packed(family[::-1], gap, -1)[::-1]
    total = tight[-1]
    return [(a + total - b) / 2 - total / 2 for a, b in zip(tight, loose, strict=True)]


def _packed(family: list[_Outline], gap: float, sign: int) -> list[float]:
    """Push each sibling against those before it; `sign` -1 works from the right."""
    places = [0.0]
    skyline = [0]
    for i in range(1, len(family)):
        mine = family[i]
        near = mine.left if sign > 0 else mine.right
        top, place, depth = len(skyline) - 1, 0.0, len(near)
        for level in range(1, depth + 1):
            while top >= 0 and len(family[skyline[top]].left) < level:
                top -= 1
            if top < 0:
                break
            other = family[skyline[top]]
            far = other.right if sign > 0 else other.left
            room = sign * (far[-level] + other.shift - near[-level] - mine.shift)
            place = max(place, places[skyline[top]] + room + gap)
        places.append(place)
        while skyline and len(family[skyline[-1]].left) <= depth:
            skyline.pop()
        skyline.append(i)
    return places


def _joined(family: list[_Outline]) -> _Outline:
    """Merge the outlines of placed siblings into that of the deepest."""
    if not family:
        return _Outline()
    deepest = max(range(len(family)), key=lambda i: len(family[i].left))
    joined = family[deepest]
    for i in range(deepest - 1, -1, -1):
        for level in range(1, len(family[i].left) + 1):
            joined.left[-level] = family[i].left[-level] + family[i].shift - joined.shift
    for i in range(deepest + 1, len(family)):
        for level in range(1, len(family[i].right) + 1):
            joined.right[-level] = family[i].right[-level] + family[i].shift - joined.shift
    return joined


def lanes(spans: Sequence[tuple[float, float]], most: int = 8) -> list[int]:
    """Return a lane for every span such that spans in one lane do not meet.

    Spans may share a lane when more than `most` would be needed.

    Examples
    --------
    >>> lanes([(0, 5), (2, 8), (6, 9)])
    [0, 1, 0]
    """
    ends: list[float] = []
    chosen = [0] * len(spans)
    for i in sorted(range(len(spans)), key=lambda i: spans[i]):
        start, end = spans[i]
        free = [k for k, taken in enumerate(ends) if taken < start]
        if free or len(ends) == most:
            lane = free[0] if free else min(range(most), key=ends.__getitem__)
            ends[lane] = max(end, ends[lane])
        else:
            lane = len(ends)
            ends.append(end)
        chosen[i] = lane
    return chosen
