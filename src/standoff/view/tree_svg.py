"""Draw a placed tree as SVG text: no style sheet, no script, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from standoff.errors import GameError
from standoff.view.lettering import clean, is_exact, natural
from standoff.view.theme import FAINT, FONT, INK, MUTED, PAPER, TEXT_SIZE, player_style
from standoff.view.tree_content import State
from standoff.view.tree_picture import (
    Box,
    BranchMark,
    KeyMark,
    Label,
    NodeMark,
    Point,
    SetMark,
    TreePicture,
)

_LINES: dict[State, str] = {
    "plain": f'stroke="{INK}" stroke-width="1.4"',
    "chosen": f'stroke="{FAINT}" stroke-width="1.5"',
    "unchosen": f'stroke="{FAINT}" stroke-width="1.1" stroke-dasharray="5 4"',
}
#: Dashes and width of information sets side by side.
_DOTS = (("0 4.5", 2.2), ("7 4 0 4", 1.3), ("0 7.5", 2.6), ("2 3", 1.3))


def svg(picture: TreePicture, id_prefix: str = "") -> str:
    """Return the picture as one `<svg>` element."""
    if not re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9_-]*)?", id_prefix):
        raise GameError(
            f"{id_prefix!r} cannot begin the id of an element",
            right="a letter, then letters, digits, - and _",
        )
    return "\n".join(_parts(picture, id_prefix)) + "\n"


def _parts(picture: TreePicture, ids: str) -> Iterator[str]:
    w, h = _n(picture.width), _n(picture.height)
    leftward = picture.orientation == "left"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="game-tree" width="{w}" height="{h}" '
        f'viewBox="0 0 {w} {h}" role="img" aria-labelledby="{ids}title {ids}desc" '
        f'font-family="{FONT}" font-size="{_n(TEXT_SIZE)}">'
    )
    yield f'<title id="{ids}title">{_text(picture.title)}</title>'
    yield f'<desc id="{ids}desc">{_text(picture.description)}</desc>'
    yield f'<rect class="background" width="{w}" height="{h}" fill="{PAPER}"/>'
    yield '<g class="branches" fill="none" stroke-linejoin="round">'
    order: tuple[State, ...] = ("plain", "unchosen", "chosen", "path")
    for state in order:
        for branch in picture.branches:
            if branch.state == state:
                yield _branch(branch, leftward, ids)
    yield "</g>"
    yield '<g class="information-sets" fill="none" stroke-linecap="round">'
    yield from (_set(each, ids) for each in picture.sets if each.lines)
    yield "</g>"
    yield '<g class="nodes">'
    yield from (_node(node, leftward, ids) for node in picture.nodes)
    yield "</g>"
    if picture.headings:
        yield '<g class="headings">'
        yield from map(_label, picture.headings)
        yield "</g>"
    if picture.key:
        yield '<g class="key">'
        yield from (part for mark in picture.key for part in _key(mark))
        yield "</g>"
    yield "</svg>"


def _branch(branch: BranchMark, leftward: bool, ids: str) -> str:
    start, stem, bend, *straight = branch.line
    if leftward:
        half = (stem[0] + bend[0]) / 2
        middle = f"C{_n(half)} {_n(stem[1])} {_n(half)} {_n(bend[1])} {_p(bend)}"
    else:
        half = (stem[1] + bend[1]) / 2
        middle = f"C{_n(stem[0])} {_n(half)} {_n(bend[0])} {_n(half)} {_p(bend)}"
    rest = "".join(
        f"L{_p(b)}" if a == bend else f"M{_p(a)}L{_p(b)}"
        for a, b in zip(straight[::2], straight[1::2], strict=True)
    )
    line = f"M{_p(start)}" + (f"L{_p(stem)}" if stem != start else "")
    path = f'<path d="{line}{middle}{rest}" {_line(branch.state, branch.reach)}/>'
    return (
        f'<g id="{ids}branch-{branch.node}" class="branch {_class(branch.state)}">'
        f"<title>{_text(branch.title)}</title>{path}{''.join(map(_label, branch.labels))}</g>"
    )


def _line(state: State, reach: float) -> str:
    if state == "path":
        return f'stroke="{INK}" stroke-width="{_n(2.2 + 1.6 * reach)}"'
    return _LINES[state]


def _set(each: SetMark, ids: str) -> str:
    d = "".join(f"M{_p(a)}L{_p(b)}" for a, b in each.lines)
    (dots, width), color = _DOTS[each.lane % len(_DOTS)], player_style(each.player).color
    return (
        f'<g id="{ids}set-{each.infoset}" class="information-set player-{each.player}">'
        f"<title>{_text(clean(each.label))}</title>"
        f'<path d="{d}" stroke="{color}" stroke-width="{width}" stroke-dasharray="{dots}"/></g>'
    )


def _node(node: NodeMark, leftward: bool, ids: str) -> str:
    if node.mark == "move":
        mark, role = _player_mark(node.box, node.player), f"player-{node.player}"
    elif node.mark == "chance":
        mark, role = _circle(node.box, PAPER, f'stroke="{INK}" stroke-width="1.6"'), "chance"
    elif node.mark == "end":
        quiet = node.state in ("chosen", "unchosen")
        mark, role = _circle(node.box, FAINT if quiet else INK), "end"
    else:
        mark, role = _triangle(node.box, leftward), "stub"
    labels = "".join(_label(label, on=_on(node, i)) for i, label in enumerate(node.labels))
    return (
        f'<g id="{ids}node-{node.node}" class="node {role} {_class(node.state)}">'
        f"<title>{_text(node.title)}</title>{mark}{labels}</g>"
    )


def _on(node: NodeMark, position: int) -> bool:
    """Say whether a label stands on a filled mark."""
    return node.mark == "move" and position == 0 and player_style(node.player).is_filled


def _player_mark(box: Box, player: int) -> str:
    style = player_style(player)
    left, top, right, bottom = box
    x, y, w, h = _n(left), _n(top), _n(right - left), _n(bottom - top)
    fill = style.color if style.is_filled else PAPER
    paint = f'fill="{fill}" stroke="{style.color}" stroke-width="1.6"'
    if style.shape in ("hexagon", "cut box"):
        cut = 6.0
        down = (bottom - top) / 2 if style.shape == "hexagon" else cut
        points = [
            (left + cut, top), (right - cut, top), (right, top + down), (right, bottom - down),
            (right - cut, bottom), (left + cut, bottom), (left, bottom - down), (left, top + down),
        ]  # fmt: skip
        return f'<polygon points="{" ".join(map(_p, points))}" {paint}/>'
    radius = 10.0 if style.shape in ("pill", "double pill") else 1.5
    mark = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{_n(radius)}" {paint}/>'
    if style.shape in ("double box", "double pill"):
        inner = f'x="{_n(left + 2.6)}" y="{_n(top + 2.6)}" width="{_n(right - left - 5.2)}"'
        mark += (
            f'<rect {inner} height="{_n(bottom - top - 5.2)}" rx="{_n(max(radius - 2.6, 1))}" '
            f'fill="none" stroke="{style.color}" stroke-width=".8"/>'
        )
    return mark


def _circle(box: Box, fill: str, more: str = "") -> str:
    left, top, right, bottom = box
    return (
        f'<circle cx="{_n((left + right) / 2)}" cy="{_n((top + bottom) / 2)}" '
        f'r="{_n((right - left) / 2)}" fill="{fill}"{" " + more if more else ""}/>'
    )


def _triangle(box: Box, leftward: bool) -> str:
    left, top, right, bottom = box
    corners = [(left, top - 2), (right + 1, (top + bottom) / 2), (left, bottom + 2)]
    if not leftward:
        corners = [(left - 2, top), ((left + right) / 2, bottom + 1), (right + 2, top)]
    return f'<polygon points="{" ".join(map(_p, corners))}" fill="{FAINT}"/>'


def _key(mark: KeyMark) -> Iterator[str]:
    left, top, right, bottom = mark.box
    y = (top + bottom) / 2
    line = f'M{_n(left)} {_n(y)}H{_n(right)}" fill="none"'
    filled = False
    match mark.sample:
        case "player":
            filled = player_style(mark.player).is_filled
            yield _player_mark(mark.box, mark.player)
        case "chance":
            radius = (right - left) / 2
            box = (left, y - radius, right, y + radius)
            yield _circle(box, PAPER, f'stroke="{INK}" stroke-width="1.6"')
        case "path" | "chosen" | "unchosen":
            yield f'<path d="{line} {_line(mark.sample, 1.0)}/>'
        case "set":
            yield (
                f'<path d="{line} stroke="{MUTED}" stroke-width="2.2" stroke-linecap="round" '
                f'stroke-dasharray="{_DOTS[0][0]}"/>'
            )
        case "words":
            pass
    yield _label(mark.label, on=filled)


def _label(label: Label, on: bool = False) -> str:
    color = INK if label.tone == "ink" else MUTED
    if label.tone == "player":
        color = PAPER if on else player_style(label.player).color
    extra = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    extra += "" if label.size == TEXT_SIZE else f' font-size="{_n(label.size)}"'
    extra += ' font-weight="bold"' if label.bold else ""
    hint = f"<title>{_text(label.full)}</title>" if label.text != label.full else ""
    x, y, window, close = label.x, label.y, "", ""
    if is_exact(label.text):
        # Where Arial is missing, a wider font is squeezed to its width.
        extra += f' textLength="{_n(natural(label.room))}" lengthAdjust="spacingAndGlyphs"'
    else:
        # Its width is a guess: a window keeps it from running over its neighbors.
        left, top, right, bottom = label.box
        top, bottom = top - 4, bottom + 4
        x, y = x - left, y - top
        size = f'width="{_n(right - left)}" height="{_n(bottom - top)}" overflow="hidden"'
        window, close = f'<svg x="{_n(left)}" y="{_n(top)}" {size}>', "</svg>"
    place = f'x="{_n(x)}" y="{_n(y)}" fill="{color}" stroke="none"{extra}'
    return f"{window}<text {place}>{hint}{_text(label.text)}</text>{close}"


def _text(text: str) -> str:
    return escape(text, quote=True)


def _class(state: State) -> str:
    return {"plain": "plain", "path": "on-path", "chosen": "off-path chosen"}.get(
        state, "off-path unchosen"
    )


def _n(value: float) -> str:
    """Write a coordinate in at most one decimal, the same everywhere."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"
