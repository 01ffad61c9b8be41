"""What a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

EventKind = Literal["start", "chunk", "damaged", "foreign", "end"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a run.

    Parameters
    ----------
    kind : {"start", "chunk", "damaged", "foreign", "end"}
        The work begins, a chunk is safe on the disk, a damaged chunk was set aside to be computed
        again, a file that is no chunk lies among them, everything is there.
    n_done, n_chunks : int
        Chunks that are safe on the disk, and chunks in all.
    chunk : int
        Which chunk it is about; -1 for none.
    text : str
        What happened, in words.
    """

    kind: EventKind
    n_done: int
    n_chunks: int
    chunk: int = -1
    text: str = ""


#: Told every event, always from the thread that started the run.
Progress = Callable[[Event], None]


def silent(_event: Event) -> None:
    """Tell nobody."""
