"""Place a tree with its root at the top and every end below its branch."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.view.tree_content import Content, Item
from standoff.view.tree_layout import tidy
from standoff.view.tree_picture import Box, BranchMark, Label, NodeMark, SetMark
from standoff.view.tree_sets import Joined, Placed, joined, n_lanes
from standoff.view.tree_words import DOT, HALF, LANE, LINE, MARGIN, POINT, Words, sentence

_ASIDE = 5.0  # from a stem to the words beside it


def place_top(content: Content, words: tuple[Words, ...], top: float) -> Placed:
    """Return nodes, branches, sets, headings, width and height."""
    items = content.items
    room = [_room(item, w) for item, w in zip(items, words, strict=True)]
    xs = tidy([i.parent for i in items], [b for b, _ in room], [a for _, a in room], 11.0)
    xs = [x + MARGIN for x in xs]
    sets = joined(content, xs)
    rows = _rows(content, words, xs, sets, top)
    spots = [_spot(i, w, x, rows[i.level].mark) for i, w, x in zip(items, words, xs, strict=True)]
    nodes = tuple(
        _node(content, item, w, x, rows[item.level].mark, box)
        for item, w, x, box in zip(items, words, xs, spots, strict=True)
    )
    branches = tuple(
        _branch(items, i, words[i], xs, rows, spots)
        for i, item in enumerate(items)
        if item.parent >= 0 or item.action
    )
    marks = tuple(_set_mark(content, each, xs, rows, spots) for each in sets)
    width = max(x + a for x, (_, a) in zip(xs, room, strict=True)) + MARGIN
    return Placed(nodes, branches, marks, (), width, rows[-1].after)


def _room(item: Item, w: Words) -> tuple[float, float]:
    """Return the room that a node needs left and right of its stem."""
    half = w.branch / 2
    if item.mark == "move":
        half = max(half, w.mark / 2)
        return half, max(half, _ASIDE + w.side)
    if item.mark == "chance":
        return max(half, DOT), max(half, DOT + _ASIDE + w.name.room)
    half = max(half, POINT, *(each.room / 2 for each in (w.name, w.reach, *w.payoffs)))
    return half, half


@dataclass(frozen=True, slots=True)
class _Row:
    """Upper edges of the zones of one level; `mark` is the middle of the marks."""

    fan: float
    label: float
    lane: float
    mark: float
    after: float


def _rows(
    content: Content, words: tuple[Words, ...], xs: list[float], sets: list[Joined], top: float
) -> list[_Row]:
    items = content.items
    n_levels = 1 + max(item.level for item in items)
    beside = n_lanes(sets, n_levels)
    reach, below = [0.0] * n_levels, [HALF] * n_levels
    for item, w, x in zip(items, words, xs, strict=True):
        if item.parent >= 0:
            reach[item.level] = max(reach[item.level], abs(x - xs[item.parent]))
        below[item.level] = max(below[item.level], _below(item, w))
    rows: list[_Row] = []
    y = top
    for level in range(n_levels):
        fan = min(90.0, max(24.0, 0.12 * reach[level])) if level else 0.0
        label = y + fan
        lane = label + (LINE + 4 if level or items[0].action else 0.0)
        mark = lane + LANE * beside[level] + (2.0 if beside[level] else 0.0) + HALF
        rows.append(_Row(y, label, lane, mark, mark + below[level] + 4))
        y = rows[-1].after
    return rows


def _below(item: Item, w: Words) -> float:
    """Return the room that a node needs below its middle."""
    if item.mark == "move":
        return HALF + LINE * (bool(w.set_label.text) + bool(w.belief.text))
    if item.mark == "chance":
        return HALF
    return POINT + 3 + LINE * sum(bool(each.text) for each in (w.name, *w.payoffs, w.reach))


def _spot(item: Item, w: Words, x: float, y: float) -> Box:
    if item.mark == "move":
        return (x - w.mark / 2, y - HALF, x + w.mark / 2, y + HALF)
    half = DOT if item.mark == "chance" else POINT
    return (x - half, y - half, x + half, y + half)


def _node(content: Content, item: Item, w: Words, x: float, y: float, box: Box) -> NodeMark:
    labels: list[Label] = []
    if item.mark == "move":
        labels.append(w.name.at(x, y, "middle", "player", item.player))
        line = box[3] + LINE / 2
        for each in (w.set_label, w.belief):
            if each.text:
                tone = "player" if each is w.set_label else "muted"
                labels.append(each.at(x + _ASIDE, line, "start", tone, item.player))
                line += LINE
    elif item.mark == "chance":
        labels.append(w.name.at(box[2] + _ASIDE, y, "start", "muted"))
    else:
        is_quiet = item.state not in ("path", "plain")
        line = box[3] + 3 + LINE / 2
        labels.append(w.name.at(x, line, "middle", "muted" if is_quiet else "ink"))
        for player, each in enumerate(w.payoffs):
            labels.append(each.at(x, line + LINE * (player + 1), "middle", "player", player))
        labels.append(w.reach.at(x, line + LINE * (len(w.payoffs) + 1), "middle"))
    return NodeMark(
        item.node,
        item.mark,
        item.player,
        item.level,
        box,
        sentence(item, content),
        tuple(label for label in labels if label.text),
        item.state,
        item.reach,
        item.n_ends,
    )


def _branch(
    items: tuple[Item, ...],
    position: int,
    w: Words,
    xs: list[float],
    rows: list[_Row],
    spots: list[Box],
) -> BranchMark:
    item, x = items[position], xs[position]
    row, end = rows[item.level], (x, spots[position][1])
    labels = w.branch_labels(item, x - w.branch / 2, row.label + LINE / 2)
    above, bend, resume = -1, (x, row.label), (x, row.label + LINE)
    start = stem = bend
    if item.parent >= 0:
        above = items[item.parent].node
        start, stem = (xs[item.parent], spots[item.parent][3]), (xs[item.parent], row.fan)
    line = (start, stem, bend, resume, end)
    return BranchMark(above, item.node, item.state, item.reach, line, w.action.full, labels)


def _set_mark(
    content: Content, each: Joined, xs: list[float], rows: list[_Row], spots: list[Box]
) -> SetMark:
    infoset = content.game.infosets[each.infoset]
    row = rows[each.level]
    y = row.mark - HALF - 2 - LANE * (each.lane + 0.5)
    aside = 6.0  # beside the branch that ends at the same mark
    lines = [((xs[i] + aside, y), (xs[i] + aside, spots[i][1])) for i in each.members]
    if len(lines) > 1:
        lines.append(((min(p[0] for p, _ in lines), y), (max(p[0] for p, _ in lines), y)))
    else:
        lines = []
    return SetMark(
        each.infoset,
        infoset.player,
        infoset.label,
        tuple(content.items[i].node for i in each.members),
        each.lane,
        tuple(lines),
    )
