"""Histograms over the draws, so that pictures need not carry the draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.models.answers import Floats
from standoff.study.asked import Asked
from standoff.study.findings import Distributions

N_STEPS = 50


def histograms(asked: Asked, beliefs: Mapping[str, Floats]) -> tuple[Distributions, ...]:
    """Return histograms of beliefs, probabilities, values, and parameters that vary.

    Parameters
    ----------
    asked : Asked
    beliefs : dict of str to float array, shape (n_draws,)
        Of threats, held and needed.

    Notes
    -----
    Beliefs and probabilities share their steps, so that they can be laid over each other; a last
    step above 1 gathers beliefs needed that nobody can hold.
    """
    answers = asked.answers
    chances = dict(beliefs)
    chances |= {
        name: column for name, column in answers.quantities.items() if name.startswith("p_")
    }
    chances |= answers.probabilities
    other: dict[str, Floats] = dict(answers.values)
    for parameter in asked.subject.parameters:
        kind = chances if (parameter.low, parameter.high) == (0.0, 1.0) else other
        kind[parameter.name] = asked.draws[parameter.name]
    found = [_of_chance(name, column) for name, column in chances.items()]
    found += [_of_number(name, column) for name, column in other.items()]
    return tuple(each for each in found if each is not None)


def _of_chance(name: str, column: Floats) -> Distributions | None:
    known = column[np.isfinite(column)]
    if not len(known):
        return None
    edges = np.linspace(0.0, 1.0, N_STEPS + 1)
    # Rounding must not push a certain event beyond 1.
    known = np.where(np.abs(known - 1.0) < 1e-12, 1.0, known)
    above = known.max()
    if above > 1.0:
        edges = np.append(edges, above)
        known = np.where(known == 1.0, np.nextafter(1.0, 0.0), known)
    return _histogram(name, known, edges)


def _of_number(name: str, column: Floats) -> Distributions | None:
    known = column[np.isfinite(column)]
    if not len(known) or np.ptp(known) == 0.0:
        return None
    # A few far draws would squeeze all others into one step.
    low, high = np.quantile(known, (0.001, 0.999)).tolist()
    if not low < high:
        low, high = float(known.min()), float(known.max())
    return _histogram(name, np.clip(known, low, high), np.linspace(low, high, N_STEPS + 1))


def _histogram(name: str, known: Floats, edges: Floats) -> Distributions:
    counts = np.histogram(known, edges)[0]
    return Distributions(name, tuple(edges.tolist()), tuple((counts / len(known)).tolist()))
