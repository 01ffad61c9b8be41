"""`standoff new`: a case to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def new(
    folder: Path,
    /,
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
) -> None:
    """Write a small case with its game into a new folder, to be changed into your own.

    Parameters
    ----------
    folder
        The folder to make. Files that are there already are never overwritten.
    from_
        A model (standoff models lists them) or a game file to begin with, in place of the
        commented example.
    """
    from standoff.cli._files import write_new
    from standoff.cli._screen import show
    from standoff.cli._start import write_start
    from standoff.report.plain import line

    written = write_new(folder) if from_ is None else write_start(folder, from_)
    for file in written:
        show(f"wrote {line(str(file))}")
    show(f"Next: standoff analyze {line(str(folder / 'case.yaml'))}")
