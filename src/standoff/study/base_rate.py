"""How often something happened in the data that a case uses, to be read beside the answer."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.brief.brief import Brief
from standoff.study.sampling_error import wilson

#: The 97.5 % point of the standard normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class BaseRateFinding:
    """A share in data, with how sure it is given their number.

    Parameters
    ----------
    says : str
        What it is the rate of, as a sentence begins.
    n_happened, n_among : float
    share, low, high : float
        With its 95 % interval by Wilson's score.
    fit, about, source : str
        The fit's id in the case, what its file says of the data, and the id of their source.
    """

    says: str
    n_happened: float
    n_among: float
    share: float
    low: float
    high: float
    fit: str
    about: str
    source: str


def base_rates(brief: Brief) -> tuple[BaseRateFinding, ...]:
    """Return the base rates that a case wants beside its answer.

    An outcome that the data do not have counts as never observed. Rates of nothing are left out.
    """
    found: list[BaseRateFinding] = []
    for each in brief.case.estimates:
        rate, data = each.base_rate, brief.estimates[each.id]
        if rate is None:
            continue
        happened = data.outcomes.get(rate.outcome, 0.0)
        among = sum(data.outcomes.get(name, 0.0) for name in {*rate.among, rate.outcome})
        if among <= 0:
            continue
        low, high = wilson(happened / among, among, _Z)
        found.append(
            BaseRateFinding(
                rate.says,
                happened,
                among,
                happened / among,
                low,
                high,
                each.id,
                data.about,
                each.source or "",
            )
        )
    return tuple(found)
