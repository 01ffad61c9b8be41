"""How far the headline moves when one parameter goes from one end of its range to the other."""

from __future__ import annotations

import numpy as np

from standoff.study.asked import Asked
from standoff.study.evaluate import summarize
from standoff.study.findings import Swing
from standoff.study.given_data import first_order
from standoff.study.parameters import spread
from standoff.study.shift import Shifts


def swings(asked: Asked) -> tuple[Swing, ...]:
    """Put each parameter at its 5 and 95 % points, with all others as drawn.

    The headline is averaged over the draws (`standoff.study.shift`); both ends use the same draws
    of the others. Parameters that are fixed are left out. The largest swing comes first.
    """
    subject, n = asked.subject, asked.n_shifted
    shifts = Shifts(asked, n)
    draws = asked.draws.rows(slice(0, n))
    headline = asked.answers.probabilities[subject.headline]
    found: list[Swing] = []
    for i, parameter in enumerate(subject.parameters):
        asked.progress("parameters", i, len(subject.parameters))
        low, _, high = spread(asked.brief, parameter)
        if low == high:
            continue
        at_low, at_high = (
            shifts.headline(
                summarize(
                    subject, draws.replace(**{parameter.name: end}), asked.given, chunk=asked.chunk
                )
            )
            for end in (low, high)
        )
        share = first_order(asked.draws[parameter.name], headline)
        found.append(Swing(parameter.name, low, high, at_low, at_high, share, n_draws=n))
    asked.progress("parameters", len(subject.parameters), len(subject.parameters))
    return tuple(sorted(found, key=lambda each: (-np.nan_to_num(each.size), each.parameter)))
