"""Each threat: would it be carried out, and is that believed strongly enough.

Works for every model whose answers name, per channel, the quantity `belief_needed_<channel>` and,
per type of challenger, `credible_<type>_<channel>`, beside `p_<type>` for every type but the last.
Costs are shown where parameters are called `execution_cost_<type>` and `audience_cost_<channel>`.
"""

from __future__ import annotations

import re

import numpy as np

from standoff.models.answers import Answers, Floats
from standoff.study.ask import mean
from standoff.study.asked import Asked
from standoff.study.estimates import estimate
from standoff.study.findings import ThreatFinding
from standoff.study.rules import RuleSubject

NEEDED = "belief_needed_"


def channels(answers: Answers) -> tuple[str, ...]:
    """Return the ways to threaten that the answers know."""
    return tuple(
        name.removeprefix(NEEDED) for name in answers.quantities if name.startswith(NEEDED)
    )


def types(answers: Answers, channel: str) -> tuple[str, ...]:
    """Return the types of challenger that the answers know."""
    pattern = re.compile(f"credible_(.+)_{re.escape(channel)}")
    found = (pattern.fullmatch(name) for name in answers.quantities)
    return tuple(each[1] for each in found if each is not None)


def belief_held(answers: Answers, channel: str) -> Floats:
    """Return the chance, before any threat, that a threat would be carried out.

    This is what the target believes of a threat that every challenger makes.
    """
    kinds = types(answers, channel)
    held = np.zeros(len(answers))
    left = np.ones(len(answers))
    for i, kind in enumerate(kinds):
        p = left if i == len(kinds) - 1 else answers.quantities[f"p_{kind}"]
        held = held + p * answers.quantities[f"credible_{kind}_{channel}"]
        left = left - p
    return held


def threats(asked: Asked) -> tuple[ThreatFinding, ...]:
    """Judge every threat that the subject knows.

    Under another rule than the model's own there is none: what a threat needs is then known only
    where the rule happens to pick what the model picks, and those draws speak for no others.
    """
    if isinstance(asked.subject, RuleSubject):
        return ()
    return tuple(
        _threat(asked, channel)
        for channel in channels(asked.answers)
        if types(asked.answers, channel)
    )


def _threat(asked: Asked, channel: str) -> ThreatFinding:
    base, over = asked.base_answer, asked.answers
    needed, held = over.quantities[f"{NEEDED}{channel}"], belief_held(over, channel)
    known = np.isfinite(needed) & np.isfinite(held)
    return ThreatFinding(
        channel=channel,
        credible=tuple(
            (
                kind,
                _base(asked, f"execution_cost_{kind}"),
                _base(asked, f"audience_cost_{channel}"),
                mean(over.quantities[f"credible_{kind}_{channel}"]),
            )
            for kind in types(over, channel)
        ),
        belief_needed=estimate(
            f"{NEEDED}{channel}", float(base.quantities[f"{NEEDED}{channel}"][0]), needed
        ),
        belief_held=estimate(f"belief_held_{channel}", float(belief_held(base, channel)[0]), held),
        share_enough=mean(np.where(known, (held >= needed).astype(np.float64), np.nan)),
    )


def _base(asked: Asked, parameter: str) -> float:
    return float(asked.base[parameter][0]) if parameter in asked.base else float("nan")
