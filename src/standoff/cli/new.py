"""`standoff new`: a case to start from."""

from __future__ import annotations

from pathlib import Path


def new(folder: Path, /) -> None:
    """Write a small case with its game into a new folder, to be changed into your own.

    Parameters
    ----------
    folder
        The folder to make. Files that are there already are never overwritten.
    """
    from standoff.cli._files import write_new
    from standoff.cli._screen import show
    from standoff.report.plain import line

    for written in write_new(folder):
        show(f"wrote {line(str(written))}")
    show(f"Next: standoff analyze {line(str(folder / 'case.yaml'))}")
