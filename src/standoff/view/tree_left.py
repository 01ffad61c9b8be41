"""Place a tree with its root at the left and its ends in one table at the right."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.view.tree_content import Content, Item
from standoff.view.tree_layout import stacked
from standoff.view.tree_picture import Anchor, Box, BranchMark, Label, NodeMark, SetMark
from standoff.view.tree_sets import Joined, Placed, joined, n_lanes
from standoff.view.tree_words import (
    DOT,
    HALF,
    LANE,
    LINE,
    MARGIN,
    PAYOFF_ROOM,
    POINT,
    SPACE,
    Word,
    Words,
    sentence,
    word,
)


def place_left(content: Content, words: tuple[Words, ...], top: float) -> Placed:
    """Return nodes, branches, sets, headings, width and height."""
    items = content.items
    room = [_room(item, w) for item, w in zip(items, words, strict=True)]
    table = _Table.of(content, words)
    start = top + (LINE + SPACE if table.columns else 0.0)
    rows = stacked([i.parent for i in items], [b for b, _ in room], [a for _, a in room], 3.0)
    ys = [y + start for y in rows]
    sets = joined(content, ys)
    columns = _columns(content, words, ys, sets)
    ends_at = columns[-1].after + POINT + SPACE
    spots = [_spot(i, w, y, columns, ends_at) for i, w, y in zip(items, words, ys, strict=True)]
    nodes = tuple(
        _node(content, item, w, y, box, table, ends_at)
        for item, w, y, box in zip(items, words, ys, spots, strict=True)
    )
    branches = tuple(
        _branch(items, item, w, ys, columns, spots, i)
        for i, (item, w) in enumerate(zip(items, words, strict=True))
        if item.parent >= 0 or item.action
    )
    marks = tuple(_set_mark(content, s, ys, columns, spots) for s in sets)
    height = max((y + after for y, (_, after) in zip(ys, room, strict=True)), default=start)
    headings = table.headings(ends_at, top + LINE / 2)
    return Placed(nodes, branches, marks, headings, ends_at + table.room + MARGIN, height)


def _room(item: Item, w: Words) -> tuple[float, float]:
    """Return the room that a node needs above and below its line."""
    if item.mark == "move":
        above = HALF + (LINE if w.set_label.text else 0.0)
        return max(above, LINE), HALF + (LINE if w.belief.text else 0.0)
    if item.mark == "chance":
        return DOT + (LINE if w.name.text else SPACE), HALF
    return LINE + 2, LINE / 2


@dataclass(frozen=True, slots=True)
class _Column:
    """Left edges of the zones of one level: the fan of branches, words, sets, marks."""

    fan: float
    label: float
    lane: float
    mark: float
    after: float


def _columns(
    content: Content, words: tuple[Words, ...], ys: list[float], sets: list[Joined]
) -> list[_Column]:
    items = content.items
    n_levels = 1 + max(item.level for item in items)
    label, mark, reach = ([0.0] * n_levels for _ in range(3))
    beside = n_lanes(sets, n_levels)
    for item, w, y in zip(items, words, ys, strict=True):
        label[item.level] = max(label[item.level], w.branch)
        if item.parent >= 0:
            reach[item.level] = max(reach[item.level], abs(y - ys[item.parent]))
        if item.mark == "move":
            mark[item.level] = max(mark[item.level], w.mark, w.side)
        elif item.mark == "chance":
            mark[item.level] = max(mark[item.level], 2 * DOT, w.name.room)
    columns: list[_Column] = []
    x = MARGIN
    for level in range(n_levels):
        # A steep fan gets more room, or its branches would run together.
        fan = min(70.0, max(26.0, 0.14 * reach[level])) if level else 0.0
        at = x + fan
        lane = at + label[level] + (1.5 * SPACE if label[level] else 0.0)
        marks = lane + LANE * beside[level] + (3.0 if beside[level] else 0.0)
        columns.append(_Column(x, at, lane, marks, marks + mark[level]))
        x = columns[-1].after
    return columns


def _spot(item: Item, w: Words, y: float, columns: list[_Column], ends_at: float) -> Box:
    x = columns[item.level].mark
    if item.mark == "move":
        return (x, y - HALF, x + w.mark, y + HALF)
    if item.mark == "chance":
        return (x, y - DOT, x + 2 * DOT, y + DOT)
    x = ends_at - POINT
    return (x - POINT, y - POINT, x + POINT, y + POINT)


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns at the ends: outcome, payoffs, probability."""

    outcome: float
    columns: tuple[tuple[Word, float, int], ...]
    anchor: Anchor
    room: float

    @classmethod
    def of(cls, content: Content, words: tuple[Words, ...]) -> _Table:
        pairs = list(zip(content.items, words, strict=True))
        outcome = max((w.name.room for i, w in pairs if i.mark == "end"), default=0.0)
        columns: list[tuple[Word, float, int]] = []
        paid = [w.payoffs for _, w in pairs if w.payoffs]
        if paid:
            for player, name in enumerate(content.game.players):
                head = word(name, PAYOFF_ROOM / 2, bold=True)
                columns.append((head, max(head.room, *(p[player].room for p in paid)), player))
        reached = [w.reach.room for _, w in pairs if w.reach.text]
        if reached:
            head = word("probability", PAYOFF_ROOM)
            columns.append((head, max(head.room, *reached), -1))
        stub = max((w.name.room for i, w in pairs if i.mark == "stub"), default=0.0)
        room = outcome + sum(2.5 * SPACE + each for _, each, _ in columns)
        by_name = any(not _is_number(p.full) for each in paid for p in each)
        return cls(
            outcome, tuple(columns), "start" if by_name else "end", 2 * SPACE + max(room, stub)
        )

    def cells(self, ends_at: float, texts: list[Word]) -> list[tuple[Word, float, Anchor, int]]:
        """Return the words of a row with the place of each."""
        x = ends_at + SPACE + self.outcome
        placed: list[tuple[Word, float, Anchor, int]] = []
        for text, (_, room, player) in zip(texts, self.columns, strict=True):
            x += 2.5 * SPACE
            anchor: Anchor = "end" if player < 0 else self.anchor
            placed.append((text, x + (room if anchor == "end" else 0.0), anchor, player))
            x += room
        return placed

    def headings(self, ends_at: float, y: float) -> tuple[Label, ...]:
        return tuple(
            text.at(x, y, anchor, "player" if player >= 0 else "muted", player)
            for text, x, anchor, player in self.cells(
                ends_at, [head for head, _, _ in self.columns]
            )
        )


def _is_number(text: str) -> bool:
    return not any(character.isalpha() for character in text)


def _node(
    content: Content, item: Item, w: Words, y: float, box: Box, table: _Table, ends_at: float
) -> NodeMark:
    labels: list[Label] = []
    if item.mark == "move":
        labels = [
            w.name.at((box[0] + box[2]) / 2, y, "middle", "player", item.player),
            w.set_label.at(box[0], y - HALF - LINE / 2, "start", "player", item.player),
            w.belief.at(box[0], y + HALF + LINE / 2, "start", "muted"),
        ]
    elif item.mark == "chance":
        labels = [w.name.at(box[0], y - DOT - LINE / 2, "start", "muted")]
    else:
        is_quiet = item.state not in ("path", "plain")
        labels = [w.name.at(ends_at + SPACE, y, tone="muted" if is_quiet else "ink")]
        if item.mark == "end":
            texts = [*w.payoffs, w.reach][: len(table.columns)]
            labels += [
                text.at(x, y, anchor, "player" if player >= 0 else "ink", player)
                for text, x, anchor, player in table.cells(ends_at, texts)
            ]
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
    item: Item,
    w: Words,
    ys: list[float],
    columns: list[_Column],
    spots: list[Box],
    position: int,
) -> BranchMark:
    column, y, end = columns[item.level], ys[position], spots[position][0]
    labels = w.branch_labels(item, column.label, y - 9.8)
    if item.parent < 0:
        start = (column.label, y)
        line = (start, start, start, start, (end, y))
    else:
        from_y, edge = ys[item.parent], spots[item.parent][2]
        bend = (column.label, y)
        line = ((edge, from_y), (column.fan, from_y), bend, bend, (end, y))
    above = items[item.parent].node if item.parent >= 0 else -1
    return BranchMark(above, item.node, item.state, item.reach, line, w.action.full, labels)


def _set_mark(
    content: Content, each: Joined, ys: list[float], columns: list[_Column], spots: list[Box]
) -> SetMark:
    infoset = content.game.infosets[each.infoset]
    column = columns[each.level]
    x = column.mark - 3 - LANE * (each.lane + 0.5)
    below = 5.0  # beside the branch that ends at the same mark
    lines = [((x, ys[i] + below), (spots[i][0], ys[i] + below)) for i in each.members]
    if len(lines) > 1:
        lines.append(((x, min(p[1] for p, _ in lines)), (x, max(p[1] for p, _ in lines))))
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
