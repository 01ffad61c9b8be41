"""Chunks as Parquet files that are there whole or not at all, and prove it by their name.

A chunk's file is called `chunk-0000012-<SHA-256>.parquet`. The digest is that of what the run is
about, of the chunk's number, and of the file's bytes, so that neither a chunk of another run nor
one under another number passes. The file is written under another name, forced to the disk, and
renamed; nothing else has to be written down. So the files are the list of what is done, resuming is
computing what is missing from it, and damage shows.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.run.job import Columns, as_columns
from standoff.system import new_file, sync_file, sync_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNKS = "chunks"
DAMAGED = "damaged"
_DRAFT = ".draft-"

_FILE = re.compile(r"chunk-(\d{7,})-([0-9a-f]{64})\.parquet")


@dataclass(frozen=True, slots=True)
class Draft:
    """A chunk that is written and not yet part of the run."""

    chunk: int
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A file among the chunks that is not what was written.

    Parameters
    ----------
    chunk : int
        -1 for a file that is none of the run's chunks.
    path : Path
    found : str
        What is wrong with it.
    """

    chunk: int
    path: Path
    found: str


def make(folder: Path) -> None:
    """Make the folder of the chunks."""
    (folder / CHUNKS).mkdir(exist_ok=True)


@dataclass(frozen=True, slots=True)
class Missing:
    """The chunks that are not among those found, never listed: there may be millions."""

    n_chunks: int
    found: Mapping[int, Path]

    def __len__(self) -> int:
        return self.n_chunks - len(self.found)

    def __iter__(self) -> Iterator[int]:
        return (chunk for chunk in range(self.n_chunks) if chunk not in self.found)

    def __contains__(self, chunk: object) -> bool:
        return chunk in range(self.n_chunks) and chunk not in self.found


def files(folder: Path, n_chunks: int | None = None) -> dict[int, Path]:
    """Return the files of finished chunks, in the order of the chunks; of the first `n_chunks`."""
    place = folder / CHUNKS
    found = (_FILE.fullmatch(each) for each in _listed(folder))
    chunks = dict(sorted((int(name[1]), place / name[0]) for name in found if name))
    return {chunk: path for chunk, path in chunks.items() if n_chunks is None or chunk < n_chunks}


def foreign(folder: Path, n_chunks: int) -> list[Damage]:
    """Find what lies among the chunks and is none of them, a second file of a chunk included."""
    own = {path.name for path in files(folder, n_chunks).values()}
    return [
        Damage(-1, folder / CHUNKS / name, "it is not a chunk of this run")
        for name in sorted(_listed(folder))
        if name not in own and not name.startswith(_DRAFT)
    ]


def _listed(folder: Path) -> list[str]:
    place = folder / CHUNKS
    return os.listdir(place) if place.is_dir() else []


def draft(folder: Path, bond: str, chunk: int, columns: Columns) -> Draft:
    """Write a chunk under a temporary name, down to the disk.

    Parameters
    ----------
    folder : Path
    bond : str
        What the run is about, as `Manifest.bond` says it.
    chunk : int
    columns : dict of str to array

    Raises
    ------
    OSError
        If the system refuses; the temporary file is then gone.
    """
    path = _temporary(folder)
    try:
        write_parquet(path, columns)
        sync_file(path)
        return Draft(chunk, path, digest(path, bond, chunk))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def draft_bytes(folder: Path, bond: str, chunk: int, content: bytes) -> Draft:
    """Write a chunk that another machine computed, as `draft` does."""
    path = _temporary(folder)
    try:
        path.write_bytes(content)
        sync_file(path)
        return Draft(chunk, path, digest(path, bond, chunk))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def commit(folder: Path, made: Draft) -> Path:
    """Make a draft part of the run: from here on it survives whatever happens."""
    path = folder / CHUNKS / f"chunk-{made.chunk:07d}-{made.sha256}.parquet"
    os.replace(made.path, path)
    sync_folder(path.parent)
    return path


def clean(folder: Path) -> None:
    """Remove what a run that was killed had begun to write."""
    for each in (folder / CHUNKS).glob(f"{_DRAFT}*"):
        each.unlink(missing_ok=True)


def check(found: Mapping[int, Path], bond: str) -> Iterator[Damage]:
    """Read every file again and compare it with its name; about a second per gigabyte."""
    for chunk, path in found.items():
        match = _FILE.fullmatch(path.name)
        assert match is not None, "only names of this form are listed"
        try:
            is_whole = digest(path, bond, chunk) == match[2]
        except OSError as error:
            yield Damage(chunk, path, error.strerror or str(error))
        else:
            if not is_whole:
                yield Damage(chunk, path, "it is not what this run wrote there")


def set_aside(folder: Path, damage: Damage) -> None:
    """Move a damaged file out of the run, so that the chunk counts as missing."""
    (folder / DAMAGED).mkdir(exist_ok=True)
    os.replace(damage.path, folder / DAMAGED / damage.path.name)
    sync_folder(damage.path.parent)


def write_parquet(path: Path, columns: Columns) -> None:
    """Write columns as Parquet; the same columns give the same bytes.

    Raises
    ------
    OSError
        If the system refuses.
    """
    import duckdb

    with database() as cursor:
        cursor.register("chunk", as_columns(columns))
        target = str(path).replace("'", "''")
        try:
            cursor.execute(
                f"copy (select * from chunk) to '{target}' "
                "(format parquet, compression zstd, use_tmp_file false)"
            )
        except duckdb.IOException as error:
            raise _refused(str(error)) from None
        finally:
            cursor.unregister("chunk")


def _refused(message: str) -> OSError:
    """Return what the system said, such as "No space left on device"."""
    number = re.search(r'"errno":"([0-9]+)"', message)
    if number is None:
        return OSError(message.strip().splitlines()[0])
    return OSError(int(number[1]), os.strerror(int(number[1])))


@contextmanager
def database() -> Generator[DuckDBPyConnection]:
    """Give a cursor of this process's database in memory; opening a new one takes 14 ms."""
    with _shared().cursor() as cursor:
        yield cursor


@lru_cache(maxsize=1)
def _shared() -> DuckDBPyConnection:
    import duckdb

    # One thread: chunks are many, and the order of rows must not depend on scheduling.
    return duckdb.connect(config={"threads": 1})


def digest(path: Path, bond: str, chunk: int) -> str:
    """Return the SHA-256 of `<bond> <chunk>`, a line break, and the bytes of a file."""
    begun = hashlib.sha256(f"{bond} {chunk}\n".encode())
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, lambda: begun).hexdigest()


def _temporary(folder: Path) -> Path:
    return new_file(folder / CHUNKS, _DRAFT, ".parquet")
