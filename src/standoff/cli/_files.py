"""Writing files: whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from standoff.errors import FileProblem, GameError
from standoff.text.file import write_text

#: What the templates call the case.
_ID = "my-crisis"


def writable(path: Path, *, given: Path | str) -> None:
    """Make sure before the work begins that `path` can be written and is not the file `given`.

    Raises
    ------
    FileProblem
        If it cannot, or is.
    """
    if path.is_dir():
        raise FileProblem.unwritable(path, "it is a folder")
    if not path.parent.is_dir():
        raise FileProblem.unwritable(path, f"there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise FileProblem.unwritable(path, f"the folder {path.parent} is not yours to write to")
    if path.exists() and Path(given).exists() and path.samefile(given):
        raise FileProblem.unwritable(path, "this is the file that is read")


def named_for(output: Path | None, format: str, kinds: Sequence[str], *, given: str) -> None:
    """Make sure before the work begins that a file's name says what to write, and can be written.

    Parameters
    ----------
    output : Path or None
    format : str
        "text", or a format for other programs, which goes into a file of any name.
    kinds : sequence of str
        Endings that say what to write, such as ".svg".
    given : str
        The file that is read.

    Raises
    ------
    GameError
        If the name does not say it.
    FileProblem
        If the file cannot be written.
    """
    if output is None:
        return
    if format == "text" and output.suffix.lower() not in kinds:
        raise GameError(
            f"{output}: the name does not say what to write",
            right=f"a name that ends in {', '.join(kinds[:-1])} or {kinds[-1]}",
        )
    writable(output, given=given)


def write_new(folder: Path) -> list[Path]:
    """Write the templates into a folder, and return the files.

    Raises
    ------
    FileProblem
        If one of them is there already (then none is written), or the system refuses.
    """
    templates = sorted(resources.files("standoff.cli").joinpath("templates").iterdir(), key=_name)
    id = case_id(folder)
    texts = {each.name: each.read_text(encoding="utf-8").replace(_ID, id) for each in templates}
    return write_files(folder, texts)


def write_files(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write files into a folder, which is made if need be, and return them.

    Raises
    ------
    FileProblem
        If one of them is there already (then none is written), or the system refuses.
    """
    files = [folder / name for name in texts]
    there = [file for file in files if file.exists()]
    if there:
        raise FileProblem.unwritable(there[0], "it is there already; give a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem.unwritable(folder, error.strerror or str(error)) from None
    for file, text in zip(files, texts.values(), strict=True):
        write_text(file, text)
    return files


def case_id(folder: Path) -> str:
    """Return the folder's name if it can be the id of a case, and else a name for any case."""
    name = folder.resolve().name
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", name) else _ID


def _name(template: Traversable) -> str:
    return template.name
