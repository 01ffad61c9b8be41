"""Assumptions that are taken from estimates, filled in before a case is checked.

A weighted sum of coefficients is normally distributed, with the fit's own uncertainty; so the
assumption becomes ``normal(mean, deviation)``, and two of them from one fit get the rank
correlation that their covariance implies. From there on they are assumptions like any other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import numpy as np

from standoff.brief.estimate_file import Estimates, read_estimates
from standoff.errors import StandoffError
from standoff.text.diagnostic import Diagnostic, Kind
from standoff.text.document import Document

#: A deviation of less than this share of the mean is rounding, and a rank nearer 1 is 1.
_NOTHING = 1e-12


class UnusableEstimates(Kind):
    """A file of estimates that the case names is missing or wrong, or lacks a coefficient.

    What it does
    ------------
    Looks for every `file:` under `estimates:` in the folder of the case, reads it, and looks up the
    coefficients that assumptions take from it.

    Why it matters
    --------------
    The assumption would have no number, or another number than the analyst meant.

    Fix
    ---
    Write the file with `Fit.save` or `standoff fit --save`, put it beside the case, and copy the
    names of coefficients from it.
    """

    code, name = "SC070", "unusable-estimates"


def filled(document: Document) -> tuple[Document, Mapping[str, Estimates], list[Diagnostic]]:
    """Return a case's document with numbers for what it takes from estimates.

    Returns
    -------
    document : Document
        The same one where nothing is taken from estimates.
    estimates : dict of str to Estimates
        By the id that the case gives them.
    diagnostics : list of Diagnostic
        What is wrong with the files, at the lines of the case that name them.
    """
    data: Any = document.data
    if not isinstance(data, dict) or not isinstance(cast(Any, data).get("estimates"), list):
        return document, {}, []
    data = deepcopy(cast(dict[str, Any], data))
    known, found = _files(document, data["estimates"])
    taken = _taken(document, data.get("assumptions"), known, found)
    correlations = data.get("correlations") or []
    if isinstance(correlations, list):
        listed = cast(list[Any], correlations)
        data["correlations"] = listed + _correlations(taken, listed)
    return replace(document, data=data), known, found


def _files(document: Document, items: list[Any]) -> tuple[dict[str, Estimates], list[Diagnostic]]:
    known: dict[str, Estimates] = {}
    found: list[Diagnostic] = []
    for n, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        entry = cast(dict[str, Any], item)
        id, name = entry.get("id"), entry.get("file")
        # The schema has its own message for what is no id, or no name of a file.
        if not isinstance(id, str) or not isinstance(name, str) or Path(name).name != name:
            continue
        path = Path(document.path).parent / name
        try:
            known[id] = read_estimates(path)
        except StandoffError as problem:
            found.append(
                UnusableEstimates.at(
                    document.span("estimates", n, "file"),
                    f"the estimates cannot be used: {problem.what}",
                    right=problem.right or (problem.found and f"Found: {problem.found}"),
                    suggestion="write it with `standoff fit --save`"
                    if path.exists()
                    else "put the file beside the case; `standoff fit --save` writes one",
                )
            )
    return known, found


def _taken(
    document: Document, items: Any, known: Mapping[str, Estimates], found: list[Diagnostic]
) -> list[tuple[str, str, np.ndarray, Estimates]]:
    """Fill assumptions in; return parameter, id of the fit, weights and the fit of each."""
    taken: list[tuple[str, str, np.ndarray, Estimates]] = []
    for n, item in enumerate(cast(list[Any], items) if isinstance(items, list) else []):
        entry: Any = cast(dict[str, Any], item) if isinstance(item, dict) else {}
        source: Any = entry.get("from_estimate")
        if not isinstance(source, dict):
            continue
        both = [key for key in ("value", "range") if key in entry]
        if both:
            found.append(
                UnusableEstimates.at(
                    document.key_span("assumptions", n, both[0]),
                    f"an assumption that is taken from an estimate has no '{both[0]}' of its own",
                    suggestion=f"delete '{both[0]}:' or 'from_estimate:'",
                )
            )
            continue
        fit = known.get(str(cast(Any, source).get("of")))
        add: Any = cast(Any, source).get("add")
        constant: Any = cast(Any, source).get("constant", 0.0)
        if fit is None or not _are_numbers(add) or not isinstance(constant, int | float):
            continue
        try:
            weights = fit.weights(add)
        except StandoffError as problem:
            place = document.span("assumptions", n, "from_estimate", "add")
            found.append(UnusableEstimates.at(place, problem.what, right=problem.right))
            continue
        mean = float(weights @ fit.values) + constant
        deviation = math.sqrt(max(float(weights @ fit.covariance @ weights), 0.0))
        if deviation <= _NOTHING * max(abs(mean), 1.0):
            entry |= {"value": mean, "range": "fixed"}
        else:
            # Ten digits: what is more than that would be noise in every report.
            entry["range"] = f"normal({mean:.10g}, {deviation:.10g})"
            taken.append((str(entry.get("parameter")), str(source["of"]), weights, fit))
    return taken


def _are_numbers(add: Any) -> bool:
    return isinstance(add, dict) and all(
        isinstance(weight, int | float) and not isinstance(weight, bool)
        for weight in cast(dict[Any, Any], add).values()
    )


def implied_because(fit: str) -> str:
    """Return the reason of a correlation that stands in no case, because a fit implies it."""
    return f"Both are estimated in {fit}."


def _correlations(
    taken: list[tuple[str, str, np.ndarray, Estimates]], listed: list[Any]
) -> list[dict[str, Any]]:
    """Return the rank correlations that one fit implies, where the case does not list its own."""
    own = {
        frozenset(cast(list[str], cast(Any, each)["between"]))
        for each in listed
        if isinstance(each, dict) and isinstance(cast(Any, each).get("between"), list)
    }
    found: list[dict[str, Any]] = []
    for (a, id, one, fit), (b, other_id, other, _) in combinations(taken, 2):
        if id != other_id or a == b or frozenset((a, b)) in own:
            continue
        joint = float(one @ fit.covariance @ other)
        alone = float(one @ fit.covariance @ one) * float(other @ fit.covariance @ other)
        r = max(-1.0, min(1.0, joint / math.sqrt(alone)))
        rank = 6.0 / math.pi * math.asin(r / 2.0)
        if abs(rank) > _NOTHING:
            found.append({"between": [a, b], "rank": rank, "because": implied_because(id)})
    return found
