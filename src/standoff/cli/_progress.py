"""How far a long command is, on standard error: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from standoff.cli._screen import screen


class Progress:
    """Takes the steps of a study as they come; use it in a `with` block."""

    def __init__(self) -> None:
        self._screen = screen(error=True)
        self._stage = ""
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %", markup=False),
            TimeElapsedColumn(),
            console=self._screen,
            transient=True,
            disable=not self._screen.is_terminal,
        )
        self._task = self._bar.add_task("starting", total=None)

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
        self._bar.stop()

    def step(self, stage: str, n_done: int, n_total: int) -> None:
        """Say that `n_done` of `n_total` parts of a stage are done."""
        if self._screen.is_terminal:
            self._bar.update(self._task, description=stage, completed=n_done, total=n_total)
        elif stage != self._stage:
            self._screen.print(f"{stage} ...")
        self._stage = stage
