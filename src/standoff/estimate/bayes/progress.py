"""How far the chains are: one line that is rewritten in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

#: Seconds between plain lines.
_PAUSE = 10.0


class Progress:
    """Tells how far the chains are.

    Parameters
    ----------
    wanted : bool or None
        None tells it only in a terminal.
    n_chains : int
    stream : text stream, optional
        Standard error without it.
    """

    def __init__(self, wanted: bool | None, n_chains: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._is_on = self._is_terminal if wanted is None else wanted
        self._n_chains = n_chains
        self._width = 0
        self._last = time.monotonic()

    def say(self, text: str) -> None:
        """Say what is being done."""
        if not self._is_on:
            return
        if self._is_terminal:
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()
        self._last = time.monotonic()

    def step(self, chain: int, n_done: int, n_total: int, n_warmup: int) -> None:
        """Chain number `chain` has made `n_done` of its steps."""
        is_over = n_done == n_total
        if self._is_terminal or is_over or time.monotonic() - self._last > _PAUSE:
            phase = "warming up" if n_done <= n_warmup and not is_over else "drawing"
            self.say(f"chain {chain + 1} of {self._n_chains}: {phase}, {n_done} of {n_total} steps")

    def close(self) -> None:
        """Leave the terminal's line."""
        if self._is_on and self._is_terminal and self._width:
            self._stream.write("\n")
            self._stream.flush()
            self._width = 0
