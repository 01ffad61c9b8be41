"""The columns of a sweep: one for everything that is answered, and the ends of its histogram."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from standoff.game.parameter import Parameter
from standoff.models.answers import Answers
from standoff.study.rules import LISTED, RuleSubject
from standoff.study.sweep_rows import Source
from standoff.study.sweep_several import COUNT
from standoff.study.tally import Output
from standoff.text.names import apart

#: One table of columns: what it is in `Answers`, and its key there.
Found = dict[str, tuple[str, str]]


#: Columns of every sweep that keeps its draws: the number of the row, and what became of it.
OWN = ("draw", "status")


def parameter_columns(parameters: Iterable[Parameter]) -> dict[str, str]:
    """Name the columns of parameters: those called like a column of ours are renamed.

    Examples
    --------
    >>> parameter_columns([Parameter("prize", "", 1.0), Parameter("Status", "", 0.0)])
    {'prize': 'prize', 'Status': 'parameter_Status'}
    """
    names = [each.name for each in parameters]
    return dict(zip(names, apart([(name, "parameter") for name in names], OWN), strict=True))


def columns_of(asked: Source, answers: Answers) -> tuple[Found, Found]:
    """Name a column for everything that is answered, with its kind in front where two collide.

    Capitals and small letters are one to a database, so that they do not tell two columns apart.

    Returns
    -------
    categories, outputs : dict of str to (str, str)
        Under another rule than the model's own without the quantities that a list does not have:
        they are known only where the rule picks what the model picks.
    """
    by_rule = isinstance(asked.known, RuleSubject)
    wanted = [(key, "category", key) for key in answers.categories]
    wanted += [(f"p_{key}", "probability", key) for key in answers.probabilities]
    wanted += [(f"value_{key}", "value", key) for key in answers.values]
    wanted += [(q, "quantity", q) for q in answers.quantities if q in LISTED or not by_rule]
    taken = [*OWN, *parameter_columns(asked.parameters).values()]
    free = apart([(name, kind) for name, kind, _ in wanted], taken)
    found: dict[str, Found] = {"category": {}, "other": {}}
    for column, (_, kind, key) in zip(free, wanted, strict=True):
        found["category" if kind == "category" else "other"][column] = (kind, key)
    return found["category"], found["other"]


def output_of(name: str, kind: str, key: str, base: Answers, pilot: Answers) -> Output:
    """Choose the ends of an output's histogram from the first draws, and its middle at the base."""
    of: dict[str, Callable[[Answers], Mapping[str, Any]]] = {
        "probability": lambda answers: answers.probabilities,
        "quantity": lambda answers: answers.quantities,
        "value": lambda answers: answers.values,
    }
    middle = float(of[kind](base)[key][0])
    column = of[kind](pilot)[key]
    known = column[np.isfinite(column)]
    if not np.isfinite(middle):
        middle = float(known.mean()) if len(known) else 0.0
    if kind == "probability":
        return Output(name, kind, key, 0.0, 1.0, middle)
    ends = (float(known.min()), float(known.max())) if len(known) else (middle, middle)
    margin = 0.05 * (ends[1] - ends[0]) or 0.5
    low = ends[0] - margin
    if key == COUNT and low >= 2.0:
        # Or one equilibrium would not be told from two.
        low = 0.5
    return Output(name, kind, key, low, ends[1] + margin, middle)
