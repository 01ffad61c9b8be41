"""Writing files: whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import standoff
from standoff.cli._streams import OutputProblem
from standoff.errors import FileProblem, GameError, StandoffError
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
    if path.exists() and not path.is_file():
        if not os.access(path, os.W_OK):
            raise FileProblem.unwritable(path, "it is not yours to write to")
        return
    folder = path.resolve().parent
    if not folder.is_dir():
        raise FileProblem.unwritable(path, f"there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise FileProblem.unwritable(path, f"the folder {folder} is not yours to write to")
    if path.exists() and Path(given).exists() and path.samefile(given):
        raise FileProblem.unwritable(path, "this is the file that is read")


def distinct(*paths: Path | None) -> None:
    """Make sure before the work begins that no two outputs go to the same file.

    Raises
    ------
    FileProblem
        If one would be written over another.
    """
    seen: set[Path] = set()
    for path in paths:
        if path is not None:
            place = path.resolve()
            if place in seen and (not place.exists() or place.is_file()):
                raise FileProblem.unwritable(path, "two outputs have this name")
            seen.add(place)


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


def save(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file at the end of long work; where it cannot be written, keep it in another place.

    Parameters
    ----------
    path : Path
    write : function
        Writes to the path that it is given, whole or not at all.

    Raises
    ------
    FileProblem
        If `path` cannot be written; it says where the answer is kept.
    """
    try:
        write(path)
    except FileProblem as problem:
        kept = elsewhere(path.name, write)
        raise FileProblem(
            problem.what,
            found=problem.found,
            right=f"it is kept in {kept}" if kept else problem.right,
        ) from None


def elsewhere(name: str, write: Callable[[Path], object]) -> Path | None:
    """Write to a folder for temporary files, or to the current one; return where, if it worked."""
    for place in (None, "."):
        try:
            path = Path(tempfile.mkdtemp(prefix="standoff-", dir=place)) / name
        except OSError:
            continue
        try:
            write(path)
        except FileProblem:
            path.parent.rmdir()
        else:
            return path
    return None


def in_turn(*steps: Callable[[], object]) -> None:
    """Take every step, also where an earlier one failed, and only then say what failed.

    Raises
    ------
    Exception
        A mistake of ours first, then everything that the user can mend as one problem, and at last
        that nobody reads any more.
    """
    failed: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as error:
            failed.append(error)
    known = [each for each in failed if isinstance(each, StandoffError)]
    for each in failed:
        if not isinstance(each, StandoffError | BrokenPipeError):
            raise each
    if known:
        # The gravest gives its kind, on which the exit code depends.
        first = max(known, key=lambda each: (*_gravity(each), -known.index(each)))
        if len(known) > 1:
            first.args = ("\n".join(str(each) for each in known),)
        raise first
    if failed:
        raise failed[0]


def _gravity(problem: StandoffError) -> tuple[bool, bool]:
    return isinstance(problem, OutputProblem), isinstance(problem, FileProblem)


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


def worked_case(id: str) -> Path:
    """Return the file of a worked case: in the installed package, or in the checkout it runs from.

    Raises
    ------
    FileProblem
        If it is in neither.
    """
    package = Path(standoff.__path__[0])
    inside = package / "cases" / id / "case.yaml"
    beside = package.parents[1] / "cases" / id / "case.yaml"
    found = next((each for each in (inside, beside) if each.is_file()), None)
    if found is None:
        raise FileProblem.missing(inside)
    return found


def case_id(folder: Path) -> str:
    """Return the folder's name if it can be the id of a case, and else a name for any case."""
    name = folder.resolve().name
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", name) else _ID


def _name(template: Traversable) -> str:
    return template.name
