"""The words of a tree, cleaned, cut and measured, before they have a place."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.view.lettering import clean, cut, share, width
from standoff.view.theme import SMALL_SIZE, TEXT_SIZE
from standoff.view.tree_content import Content, Item
from standoff.view.tree_picture import Anchor, Label, Tone

MARGIN = 14.0
HALF = 10.0  # half the height of a player's mark
DOT = 6.0  # radius of a circle of chance
POINT = 3.0  # radius of an end
LINE = 15.0  # one line of text
LANE = 9.0  # room for one information set
SPACE = 6.0  # between words

ACTION_ROOM = 130.0
NAME_ROOM = 120.0
PAYOFF_ROOM = 260.0
STUB_ROOM = 200.0


@dataclass(frozen=True, slots=True)
class Word:
    """A text with the width that it needs."""

    text: str = ""
    full: str = ""
    room: float = 0.0
    size: float = TEXT_SIZE
    bold: bool = False

    def at(
        self, x: float, y: float, anchor: Anchor = "start", tone: Tone = "ink", player: int = -1
    ) -> Label:
        """Give the text its place; `y` is its middle."""
        base = y + 0.35 * self.size
        return Label(
            x, base, self.text, self.full, self.room, anchor, tone, player, self.size, self.bold
        )


def word(text: str, room: float, size: float = TEXT_SIZE, *, bold: bool = False) -> Word:
    """Clean, cut and measure a text."""
    full = clean(text)
    shown = cut(full, size, room, bold=bold)
    return Word(shown, full, width(shown, size, bold=bold), size, bold)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one node and its branch; `side` stands beside the mark."""

    action: Word
    p: Word
    name: Word
    set_label: Word
    belief: Word
    payoffs: tuple[Word, ...]
    reach: Word

    @property
    def branch(self) -> float:
        """Width of the action and its probability."""
        return self.action.room + (SPACE + self.p.room if self.p.text else 0.0)

    @property
    def mark(self) -> float:
        """Width of a player's mark around the name."""
        return self.name.room + 18.0

    @property
    def side(self) -> float:
        """Width of what stands beside the mark."""
        return max(self.set_label.room, self.belief.room)

    def branch_labels(self, item: Item, left: float, y: float) -> tuple[Label, ...]:
        """Place the action and its probability from `left` on."""
        tone: Tone = "ink" if item.state in ("path", "plain") else "muted"
        labels = (self.action.at(left, y, tone=tone), self.p.at(left + self.branch, y, "end", tone))
        return tuple(label for label in labels if label.text)


def words(content: Content) -> tuple[Words, ...]:
    """Measure everything that a picture says, in the order of its items."""
    named: set[int] = set()
    return tuple(_words(item, content, named) for item in content.items)


def _words(item: Item, content: Content, named: set[int]) -> Words:
    on_path = item.state == "path"
    set_label = ""
    if item.infoset >= 0 and item.infoset not in named:
        named.add(item.infoset)
        set_label = content.game.infosets[item.infoset].label
    small = item.mark == "chance"
    return Words(
        action=word(item.action, ACTION_ROOM),
        p=word(item.p, ACTION_ROOM, bold=on_path),
        name=word(
            item.name,
            STUB_ROOM if item.mark == "stub" else NAME_ROOM,
            SMALL_SIZE if small else TEXT_SIZE,
            bold=item.mark == "move",
        ),
        set_label=word(set_label, NAME_ROOM + 20, SMALL_SIZE),
        belief=word(f"belief {item.belief}" if item.belief else "", NAME_ROOM, SMALL_SIZE),
        payoffs=tuple(word(each, PAYOFF_ROOM, bold=on_path) for each in item.payoffs),
        reach=word(share(item.reach) if item.mark == "end" and on_path else "", 60, bold=True),
    )


def sentence(item: Item, content: Content) -> str:
    """Say everything about a node in one line."""
    game = content.game
    if item.mark == "end":
        pays = ", ".join(f"{n} {p}" for n, p in zip(game.players, item.payoffs, strict=False))
        text = f"{item.name}: {pays}" if pays else item.name
    elif item.mark == "move":
        infoset = game.infosets[game.nodes[item.node].infoset]
        text = f"{item.name} at {infoset.label!r}"
        text += f", belief {item.belief}" if item.belief else ""
    else:
        text = f"chance: {item.name}" if item.mark == "chance" else item.name
    if item.reach >= 0:
        text += f"; reached with probability {share(item.reach)}"
    return clean(text)
