"""How far a sweep is, with its rate and the time left: a bar in a terminal, lines elsewhere."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TextColumn

from standoff.cli._screen import screen
from standoff.run import Event
from standoff.study.sweep import Sweep
from standoff.text.diagnostic import printable

#: Seconds between two lines where there is no terminal.
EVERY = 10.0


class SweepProgress:
    """Takes the events of a run as they come; use it in a `with` block."""

    def __init__(self, sweep: Sweep) -> None:
        self.n_done = 0
        self._sweep = sweep
        self._screen = screen(error=True)
        self._began, self._n_before = monotonic(), 0
        self._said = float("-inf")
        self._bar = Progress(
            TextColumn("sweep", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.percentage:>3.0f} %", markup=False),
            TextColumn("{task.description}", markup=False),
            console=self._screen,
            transient=True,
            disable=not self._screen.is_terminal,
        )
        self._task = self._bar.add_task("starting", total=sweep.n_draws)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self.stop()

    def stop(self) -> None:
        """Take the bar away before its time."""
        self._bar.stop()

    def tell(self, event: Event) -> None:
        """Show an event."""
        self.n_done = event.n_done
        n_draws = min(event.n_done * self._sweep.chunk, self._sweep.n_draws)
        if event.kind == "damaged":
            self._screen.print(
                f"Chunk {event.chunk} is damaged ({event.text}); it is moved to 'damaged' and "
                "computed again."
            )
        elif event.kind == "foreign":
            self._screen.print(
                f"{printable(event.text)}, and is passed over; who reads all files there reads it "
                "too.",
                markup=False,
                soft_wrap=True,
            )
        elif event.kind == "start":
            self._began, self._n_before = monotonic(), n_draws
            if event.n_done:
                self._screen.print(f"{event.n_done} of {event.n_chunks} chunks are there already.")
        elif event.kind == "chunk":
            self._show(n_draws)

    def _show(self, n_draws: int) -> None:
        now = monotonic()
        rate = (n_draws - self._n_before) / max(now - self._began, 1e-9)
        left = (self._sweep.n_draws - n_draws) / max(rate, 1e-9)
        words = (
            f"{n_draws:,} of {self._sweep.n_draws:,} draws, {rate:,.0f} per second, "
            f"{in_words(left)} left"
        )
        if self._screen.is_terminal:
            self._bar.update(self._task, description=words, completed=n_draws)
        elif now - self._said >= EVERY:
            self._screen.print(f"sweep: {words}")
            self._said = now


def in_words(seconds: float) -> str:
    """Return a time to wait, such as "3 min".

    Examples
    --------
    >>> in_words(0.2), in_words(75), in_words(9_000)
    ('1 s', '1 min 15 s', '2 h 30 min')
    """
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
