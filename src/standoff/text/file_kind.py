"""What a file is, by the ending of its name; or by how it begins, where that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

FileKind = Literal["yaml", "efg", "nfg", "json", "csv", "parquet"]

_BY_ENDING: dict[str, FileKind] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".efg": "efg",
    ".nfg": "nfg",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
}


def kind_of(path: Path | str) -> FileKind:
    """Say what kind of file something is; what cannot be told is YAML."""
    path = Path(path)
    known = _BY_ENDING.get(path.suffix.lower())
    if known:
        return known
    try:
        with open(path, "rb") as stream:
            start = stream.read(64) if path.is_file() else b""
    except OSError:
        start = b""
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:4] == b"PAR1":
        return "parquet"
    begins: dict[bytes, FileKind] = {b"EFG ": "efg", b"NFG ": "nfg"}
    return begins.get(start[:4], "yaml")
