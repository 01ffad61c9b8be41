"""What is held likely before the data are seen: priors as they are written, and those by default.

A prior is written like a call, ``"normal(0, 2.5)"``. Only the names below are known, and only plain
numbers may stand in the parentheses; nothing is evaluated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.bayes.blocks import BlockView
from standoff.estimate.likelihood import Floats

Support = Literal["real", "positive", "between"]

#: How far a coefficient may carry a utility, in shocks, per standard deviation of its regressor.
_WIDE = 2.5
#: The same for a logarithm, and for log odds.
_WIDE_LOG = {"log": 1.0, "logit": 1.5}
_CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\(([^()]*)\)\s*")


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of prior.

    Attributes
    ----------
    arguments : tuple of str
    positive : tuple of str
        Arguments that must be above 0.
    support : "real", "positive" or "between"
    """

    arguments: tuple[str, ...]
    positive: tuple[str, ...]
    support: Support = "real"


FAMILIES: Mapping[str, Family] = {
    "normal": Family(("mean", "sd"), ("sd",)),
    "student_t": Family(("df", "center", "scale"), ("df", "scale")),
    "cauchy": Family(("center", "scale"), ("scale",)),
    "laplace": Family(("center", "scale"), ("scale",)),
    "logistic": Family(("center", "scale"), ("scale",)),
    "half_normal": Family(("scale",), ("scale",), "positive"),
    "half_cauchy": Family(("scale",), ("scale",), "positive"),
    "exponential": Family(("rate",), ("rate",), "positive"),
    "log_normal": Family(("mean", "sd"), ("sd",), "positive"),
    "gamma": Family(("shape", "rate"), ("shape", "rate"), "positive"),
    "uniform": Family(("low", "high"), (), "between"),
}


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely of one parameter before the data are seen.

    Parameters
    ----------
    family : str
        One of `FAMILIES`.
    arguments : tuple of float
    """

    family: str
    arguments: tuple[float, ...]

    @property
    def support(self) -> Support:
        """Which numbers are possible."""
        return FAMILIES[self.family].support

    def __str__(self) -> str:
        return f"{self.family}({', '.join(f'{each:.4g}' for each in self.arguments)})"


def parse_prior(text: str, where: str = "") -> Prior | float:
    """Read a prior; a number if it is "fixed(number)".

    Parameters
    ----------
    text : str
        Such as "normal(0, 1)", "student_t(4, 0, 2)", "uniform(-1, 1)", "fixed(0)".
    where : str
        The parameter that it is of, for messages.

    Raises
    ------
    EstimationError, UnknownName
        If it is no known prior, or its numbers are not possible.

    Examples
    --------
    >>> from standoff.estimate.bayes import parse_prior
    >>> print(parse_prior("student_t(4, 0, 2)"))
    student_t(4, 0, 2)
    """
    found = _CALL.fullmatch(str(text))
    if found is None:
        raise EstimationError(
            "a prior cannot be read",
            where=where,
            found=repr(text),
            right='a name and numbers, such as "normal(0, 1)" or "fixed(0)"',
        )
    name, inside = found[1], found[2]
    if name != "fixed" and name not in FAMILIES:
        raise UnknownName.among("prior", name, [*FAMILIES, "fixed"])
    expected = ("value",) if name == "fixed" else FAMILIES[name].arguments
    written = [part.strip() for part in inside.split(",")] if inside.strip() else []
    right = f"{name}({', '.join(expected)})"
    try:
        numbers = [float(part) for part in written]
    except ValueError:
        numbers = list[float]()
    if len(numbers) != len(expected) or not all(math.isfinite(each) for each in numbers):
        raise EstimationError(
            f"the prior {name} takes {len(expected)} numbers",
            where=where,
            found=str(text),
            right=right,
        )
    if name == "fixed":
        return numbers[0]
    for argument, number in zip(expected, numbers, strict=True):
        if argument in FAMILIES[name].positive and number <= 0:
            raise EstimationError(
                f"the {argument} of a prior must be positive",
                where=where,
                found=str(text),
                right=right,
            )
    if name == "uniform" and numbers[0] >= numbers[1]:
        raise EstimationError(
            "a uniform prior must end above where it begins",
            where=where,
            found=str(text),
            right=right,
        )
    return Prior(name, tuple(numbers))


def split_fixed(
    priors: Mapping[str, str | Prior] | None,
) -> tuple[dict[str, Prior], dict[str, float]]:
    """Priors by parameter or block, and what they hold fixed."""
    read: dict[str, Prior] = {}
    fixed: dict[str, float] = {}
    for name, given in (priors or {}).items():
        prior = given if isinstance(given, Prior) else parse_prior(given, name)
        if isinstance(prior, Prior):
            read[name] = prior
        else:
            fixed[name] = prior
    return read, fixed


def default_priors(blocks: tuple[BlockView, ...]) -> dict[str, Prior]:
    """Weakly informative priors of all parameters, from the spread of their regressors.

    A coefficient is normal around 0 with 2.5 shocks per standard deviation of its regressor. The
    constant is as wide as if the regressors had been centered: what is normal(0, 2.5) is the
    utility of a row with average regressors.
    """
    found: dict[str, Prior] = {}
    for block in blocks:
        width = block.size * _WIDE_LOG.get(block.kind, _WIDE)
        mean, spread = block.matrix.mean(0), block.matrix.std(0)
        constant = _constants(block.matrix)
        away = np.divide(mean, spread, out=np.zeros_like(mean), where=~constant)
        for name, is_constant, sd, level in zip(
            block.parameters, constant, spread, mean, strict=True
        ):
            if is_constant:
                reach = width * math.sqrt(1.0 + float((away[~constant] ** 2).sum()))
                found[name] = Prior("normal", (block.center, reach / (abs(float(level)) or 1.0)))
            else:
                found[name] = Prior("normal", (0.0, width / float(sd)))
    return found


def own_priors(
    given: Mapping[str, Prior],
    blocks: tuple[BlockView, ...],
    names: tuple[str, ...],
    also: Mapping[str, Prior],
) -> dict[str, Prior]:
    """A prior for each free parameter: one's own by name or block, else the default.

    Parameters
    ----------
    given : mapping of parameter, block or standard deviation to Prior
    blocks : tuple of BlockView
    names : tuple of str
        The parameters that are free.
    also : mapping of str to Prior
        The default priors of standard deviations of groups.

    Raises
    ------
    UnknownName
        If a prior is of nothing that there is.
    EstimationError
        If a standard deviation could be negative.
    """
    found = {name: prior for name, prior in default_priors(blocks).items() if name in names}
    found |= also
    members: dict[str, list[str]] = {}
    for block in blocks:
        for alias in (block.label, *block.aliases):
            members[alias] = [name for name in block.parameters if name in names]
    wide = [name for name in given if name not in found]
    for name in wide:
        if not members.get(name):
            known = [*found, *(label for label, inside in members.items() if inside)]
            raise UnknownName.among("parameter or block with a prior", name, known)
        found |= dict.fromkeys(members[name], given[name])
    found |= {name: prior for name, prior in given.items() if name not in wide}
    for name in also:
        if found[name].support == "real" or _low(found[name]) < 0:
            raise EstimationError(
                "a standard deviation cannot be negative",
                where=name,
                found=str(found[name]),
                right="half_normal, half_cauchy, exponential, log_normal, gamma or uniform from 0",
            )
    return found


def _low(prior: Prior) -> float:
    return prior.arguments[0] if prior.support == "between" else 0.0


def _constants(matrix: Floats) -> np.ndarray:
    """Columns that hardly vary."""
    return matrix.std(0) <= 1e-10 * np.abs(matrix).max(0, initial=1e-300)
