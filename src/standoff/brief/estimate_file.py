"""A file of estimates: coefficients of a fitted model with their covariance, and how often what.

It is JSON, written by `Fit.save` or by hand::

    {
        "standoff-estimates": 1,
        "model": "lewis_schultz",
        "names": ["a:(Intercept)", "a:senderdemocracy"],
        "values": [-1.2, -0.3],
        "covariance": [[0.04, 0.01], [0.01, 0.02]],
        "about": "418 dyad-decades of sanctions, 1970 to 2000; errors clustered by dyad",
        "outcomes": {"SQ": 49071, "CD": 144, "SF": 349, "BD": 140},
    }
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from standoff.errors import StandoffError, UnknownName
from standoff.text.diagnostic import shown
from standoff.text.file import read_text, write_text
from standoff.text.json_data import NotJson, read_json

MAX_BYTES = 5_000_000
_MOST = 2_000
#: As in a case: what is larger is a slip, and products of it overflow.
_LARGEST = 1e100

#: The key that says what the file is.
FORMAT = "standoff-estimates"


class BadEstimates(StandoffError):
    """A file of estimates says something that cannot be."""

    #: Where in the file, where that is known.
    line, column = 1, 1

    @classmethod
    def of(cls, problem: NotJson) -> BadEstimates:
        """Return what is wrong with the text as JSON."""
        found = cls(problem.what, where=problem.where, right=problem.right)
        found.line, found.column = problem.line, problem.column
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Estimated coefficients, how sure they are, and the base rates of the data.

    Parameters
    ----------
    model : str
    names : tuple of str
    values : float array, shape (k,)
    covariance : float array, shape (k, k)
        Symmetric, with no negative variance in any direction.
    about : str
        The data and the kind of standard errors, in words.
    outcomes : mapping of str to float
        How often each outcome was observed.
    """

    model: str
    names: tuple[str, ...]
    values: NDArray[np.float64]
    covariance: NDArray[np.float64]
    about: str
    outcomes: Mapping[str, float]

    def weights(self, add: Mapping[str, float]) -> NDArray[np.float64]:
        """Return a sum of coefficients as weights on all of them, shape (k,).

        Raises
        ------
        UnknownName
            If a coefficient does not exist.
        """
        found = np.zeros(len(self.names))
        for name, weight in add.items():
            if name not in self.names:
                raise UnknownName.among("coefficient", name, self.names)
            found[self.names.index(name)] = weight
        return found

    def save(self, path: Path | str) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        FileProblem
            If it cannot be written.
        """
        content = {
            FORMAT: 1,
            "model": self.model,
            "about": self.about,
            "names": list(self.names),
            "values": self.values.tolist(),
            "covariance": self.covariance.tolist(),
            "outcomes": dict(self.outcomes),
        }
        write_text(Path(path), json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def looks_like_estimates(text: str) -> bool:
    """Say whether a text is, or was meant to be, a file of estimates."""
    return f'"{FORMAT}"' in text or '"covariance"' in text


def read_estimates(path: Path | str) -> Estimates:
    """Read a file of estimates.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    BadEstimates
        If it is no such file, or its numbers do not go together.
    """
    return parse_estimates(read_text(path, MAX_BYTES, expected="estimates.json"), path)


def parse_estimates(text: str, path: Path | str) -> Estimates:
    """Read the text of a file of estimates.

    Raises
    ------
    BadEstimates
        If it is no such file, or its numbers do not go together.
    """
    try:
        data: Any = read_json(text, str(path))
    except NotJson as problem:
        raise BadEstimates.of(problem) from None
    version = cast(dict[str, Any], data).get(FORMAT) if isinstance(data, dict) else None
    if not _is_number(version) or version != 1:
        raise BadEstimates(
            f"{path}: is not a file of estimates", right='"standoff-estimates": 1, as Fit.save has'
        )
    return _checked(cast(dict[str, Any], data), path)


def _checked(data: Mapping[str, Any], path: Path | str) -> Estimates:
    names = data.get("names")
    if (
        not isinstance(names, list)
        or not names
        or len(cast(list[Any], names)) > _MOST
        or not all(isinstance(each, str) for each in cast(list[Any], names))
    ):
        raise BadEstimates(f"{path}: 'names' is not a list of names")
    listed = tuple(cast(list[str], names))
    if len(set(listed)) < len(listed):
        twice = sorted({name for name in listed if listed.count(name) > 1})
        raise BadEstimates(f"{path}: two coefficients have one name", found=", ".join(twice))
    values = _numbers(data.get("values"), (len(listed),), f"{path}: 'values'")
    covariance = _numbers(
        data.get("covariance"), (len(listed), len(listed)), f"{path}: 'covariance'"
    )
    scale = float(np.abs(covariance).max(initial=0.0))
    if not np.allclose(covariance, covariance.T, rtol=1e-6, atol=1e-9 * scale):
        raise BadEstimates(f"{path}: the covariance is not symmetric")
    covariance = covariance / 2 + covariance.T / 2
    if np.linalg.eigvalsh(covariance)[0] < -1e-8 * scale:
        raise BadEstimates(f"{path}: the covariance has a negative variance in some direction")
    outcomes: Any = data.get("outcomes", {})
    if not isinstance(outcomes, dict) or not all(
        _is_number(count) and count >= 0 for count in cast(dict[str, Any], outcomes).values()
    ):
        raise BadEstimates(f"{path}: 'outcomes' is not a block of counts")
    words = {key: data.get(key, "") for key in ("model", "about")}
    for key, each in words.items():
        if not isinstance(each, str):
            raise BadEstimates(f"{path}: '{key}' is not a text", found=shown(each))
    return Estimates(
        str(words["model"]),
        listed,
        values,
        covariance,
        str(words["about"]),
        {str(name): float(count) for name, count in cast(dict[str, Any], outcomes).items()},
    )


def _numbers(found: Any, shape: tuple[int, ...], what: str) -> NDArray[np.float64]:
    if not _has_shape(found, shape):
        wanted = " by ".join(map(str, shape))
        raise BadEstimates(f"{what} must be {wanted} numbers", found=shown(found))
    return np.array(found, dtype=np.float64)


def _has_shape(found: Any, shape: tuple[int, ...]) -> bool:
    """Say whether a value is lists in lists of numbers; NumPy would take texts for numbers too."""
    if not shape:
        return _is_number(found)
    if not isinstance(found, list) or len(cast(list[Any], found)) != shape[0]:
        return False
    return all(_has_shape(each, shape[1:]) for each in cast(list[Any], found))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST
