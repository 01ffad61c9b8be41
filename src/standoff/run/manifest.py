"""The description of a run in its folder: what is computed, from which files, by which versions."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from standoff.errors import FileProblem
from standoff.run.job import Job
from standoff.run.problem import RunError
from standoff.text.file import read_text, write_text

NAME = "run.json"
INPUTS = "inputs"
#: Raised when older folders can no longer be read.
FORMAT = 2

#: The SHA-256 of the rest of the description.
_SEAL = "sha256"
_MAX_BYTES = 100_000_000
#: These packages compute the numbers; a change of one may change the last digits.
_DECISIVE = ("standoff", "numpy", "scipy", "numba")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run folder is about.

    Parameters
    ----------
    job : dict
        What the job said of itself.
    n_chunks : int
    inputs : dict of str to str
        Copied files, by name, to the SHA-256 of their text.
    versions : dict of str to str
        Of the packages that compute the run.
    earlier : tuple of dict
        Versions that computed a part of it before and were accepted; mostly none.
    format : int
    """

    job: Mapping[str, Any]
    n_chunks: int
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    earlier: tuple[Mapping[str, str], ...] = ()
    format: int = FORMAT

    @classmethod
    def of(cls, job: Job) -> Manifest:
        """Describe a job as it would begin here and now."""
        # Through JSON, so that it compares with what is read from a folder.
        described = json.loads(json.dumps(job.describe()))
        inputs = {name: _hash(text) for name, text in job.inputs.items()}
        return cls(described, job.n_chunks, inputs, versions())

    def write(self, folder: Path, texts: Mapping[str, str]) -> None:
        """Write the copies of the inputs, and then, as the last thing, the manifest."""
        (folder / INPUTS).mkdir(exist_ok=True)
        for name, text in texts.items():
            write_text(folder / INPUTS / name, text)
        data = asdict(self)
        data[_SEAL] = _digest(data)
        write_text(folder / NAME, json.dumps(data, indent=1, ensure_ascii=False) + "\n")

    @property
    def bond(self) -> str:
        """The SHA-256 of everything that decides the numbers; every chunk is bound to it.

        Versions are not among it, since those that compute the rest may be accepted.
        """
        return _digest({"job": self.job, "n_chunks": self.n_chunks, "inputs": self.inputs})

    def read_inputs(self, folder: Path) -> dict[str, str]:
        """Read the copies of the inputs.

        Raises
        ------
        RunError
            If one is missing or has changed since the run began.
        """
        texts: dict[str, str] = {}
        for name, expected in self.inputs.items():
            path = folder / INPUTS / name
            try:
                texts[name] = read_text(path, _MAX_BYTES)
            except FileProblem as problem:
                raise RunError(
                    f"{folder}: the copy of {name} that belongs to this run cannot be read",
                    found=problem.what,
                    right=f"put the file back as {path}, or start a new run in another folder",
                ) from None
            if _hash(texts[name]) != expected:
                raise RunError(
                    f"{folder}: the copy of {name} has changed since this run began",
                    where=str(path),
                    right="put the old text back, or start a new run in another folder",
                )
        return texts

    def other_versions(self, here: Mapping[str, str]) -> list[str]:
        """Say which packages differ that may change numbers, such as "numpy 2.4.1, here 2.4.6"."""
        return [
            f"{name} {self.versions.get(name, 'absent')}, here {here.get(name, 'absent')}"
            for name in _DECISIVE
            if self.versions.get(name) != here.get(name)
        ]

    def accepting(self, here: Mapping[str, str]) -> Manifest:
        """Go on with other versions, and remember the earlier ones."""
        return replace(self, versions=dict(here), earlier=(*self.earlier, self.versions))

    def differs(self, other: Manifest) -> bool:
        """Say whether another job, or another version of what computes, is meant."""
        return bool(self.differences(other) or self.other_versions(other.versions))

    def differences(self, other: Manifest) -> list[str]:
        """Say in which ways another job is not this one."""
        found = [
            f"{name}: the file has changed"
            if name in self.inputs and name in other.inputs
            else f"{name}: only in {'this run' if name in self.inputs else 'what is asked for'}"
            for name in sorted({*self.inputs, *other.inputs})
            if self.inputs.get(name) != other.inputs.get(name)
        ]
        found += _differences(self.job, other.job)
        if not found and self.n_chunks != other.n_chunks:
            found.append(f"{self.n_chunks} chunks in this run, {other.n_chunks} asked")
        return found


def read_manifest(folder: Path) -> Manifest:
    """Read what a run folder is about.

    Raises
    ------
    RunError
        If it is no run folder, or its manifest is damaged or of a newer format.
    """
    path = folder / NAME
    if not path.is_file():
        raise RunError(
            f"{folder}: is not the folder of a run",
            found=f"there is no {NAME} in it" if folder.is_dir() else "there is no such folder",
            right="give the folder that a sweep was written to",
        )
    try:
        data = json.loads(read_text(path, _MAX_BYTES))
        if data["format"] != FORMAT:
            age, right = (
                ("a newer", "a standoff that reads it")
                if data["format"] > FORMAT
                else ("an older", "the same sweep again in another folder")
            )
            raise RunError(
                f"{folder}: the run was written by {age} standoff",
                found=f"format {data['format']}",
                right=f"{right}; this one reads format {FORMAT}",
            )
        if data.pop(_SEAL) != _digest(data):
            raise RunError(
                f"{path}: the description of this run has changed since the run began",
                right="put back a copy of it, or start a new run in another folder",
            )
        return Manifest(**data | {"earlier": tuple(data["earlier"])})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RunError(
            f"{path}: the description of this run is damaged",
            found=str(error),
            right="put back a copy of it, or start the same sweep again in another folder",
        ) from None


def versions() -> dict[str, str]:
    """Return the versions of what computes and stores numbers."""
    found = {"python": platform.python_version()}
    for name in (*_DECISIVE, "duckdb"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(data: Mapping[str, Any]) -> str:
    return _hash(json.dumps(data, sort_keys=True, separators=(",", ":")))


def _differences(one: Mapping[str, Any], other: Mapping[str, Any], where: str = "") -> list[str]:
    found: list[str] = []
    for name in sorted({*one, *other}):
        mine, asked = one.get(name), other.get(name)
        if isinstance(mine, dict) and isinstance(asked, dict):
            found += _differences(mine, asked, f"{where}{name}.")
        elif mine != asked:
            found.append(f"{where}{name}: {_short(mine)} in this run, {_short(asked)} asked")
    return found


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
