"""The key under a tree: only what occurs in the picture, in words for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from standoff.view.theme import SMALL_SIZE
from standoff.view.tree_content import Content
from standoff.view.tree_picture import KeyMark, Orientation, Sample
from standoff.view.tree_words import DOT, HALF, LINE, MARGIN, NAME_ROOM, Word, Words, word

_SAMPLE = 30.0
_STEP = 1.6 * LINE
_LEAST = 352.0

_STATES: dict[Literal["path", "chosen", "unchosen"], str] = {
    "path": "happens in this equilibrium (thicker: likelier)",
    "chosen": "would be chosen if play got here",
    "unchosen": "not chosen",
}


def key(
    content: Content,
    words: tuple[Words, ...],
    orientation: Orientation,
    width: float,
    top: float,
) -> tuple[tuple[KeyMark, ...], float, float]:
    """Return the entries, and the width and height of a picture that holds them."""
    width = max(width, _LEAST)
    marks: list[KeyMark] = []
    x, y = MARGIN, top + 1.5 * LINE
    for entry in _entries(content, words, orientation):
        if x > MARGIN and x + entry.need > width - MARGIN:
            x, y = MARGIN, y + _STEP
        box = (x, y - HALF, x + entry.room, y + HALF)
        if entry.sample == "player":
            label = entry.text.at(x + entry.room / 2, y, "middle", "player", entry.player)
        else:
            label = entry.text.at(x + entry.need - entry.text.room, y, "start", "muted")
        marks.append(KeyMark(entry.sample, entry.player, box, label))
        x += entry.need + 18
        width = max(width, x - 18 + MARGIN)
    return tuple(marks), width, y + _STEP if marks else top + MARGIN


@dataclass(frozen=True, slots=True)
class _Entry:
    sample: Sample
    text: Word
    room: float = _SAMPLE
    player: int = -1

    @property
    def need(self) -> float:
        if self.sample == "player":
            return self.room
        return self.room + (6.0 if self.room else 0.0) + self.text.room


def _entries(
    content: Content, words: tuple[Words, ...], orientation: Orientation
) -> Iterator[_Entry]:
    items, players = content.items, content.game.players
    if orientation == "top" and any(item.payoffs for item in items):
        yield _Entry("words", _small("payoffs from the top:"), 0.0)
        for player, name in enumerate(players):
            text = word(name, NAME_ROOM, bold=True)
            yield _Entry("player", text, text.room + 18, player)
        if any(w.reach.text for w in words):
            yield _Entry("words", _small("then the probability"), 0.0)
    if any(item.mark == "chance" for item in items):
        yield _Entry("chance", _small("chance decides"), 2 * DOT)
    shown = {item.state for item in items[1:]}
    for state, text in _STATES.items():
        if state in shown:
            yield _Entry(state, _small(text))
    if any(item.infoset >= 0 for item in items):
        yield _Entry("set", _small("the player cannot tell these apart"))
    if any(w.belief.text for w in words):
        yield _Entry("words", _small("belief: how likely the player thinks this node is"), 0.0)


def _small(text: str) -> Word:
    return word(text, _LEAST - 2 * MARGIN - _SAMPLE - 6, SMALL_SIZE)
