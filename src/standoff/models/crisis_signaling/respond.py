"""What each side does when the target is expected to resist with some chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Floats
from standoff.models.crisis_signaling.tails import FAR, ROOT_2, log_fight
from standoff.models.kinds import Columns

CHALLENGER, TARGET = "Challenger", "Target"


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """What follows if the target is expected to resist with some chance; arrays of one shape.

    Parameters
    ----------
    threshold : float array
        Payoff after resistance above which the challenger challenges.
    log_challenge : float array
        Log chance of a challenge.
    fight : float array
        Chance that a challenger who meets resistance fights.
    margin : float array
        Shock above which the target resists, with the sign changed.
    resist : float array
        Chance that the target then resists.
    slope : float array
        How fast that chance rises with the one expected.
    """

    threshold: Floats
    log_challenge: Floats
    fight: Floats
    margin: Floats
    resist: Floats
    slope: Floats


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def respond(c: Columns, resist: Floats, *, least: float = 1e-3, with_slope: bool = True) -> Play:
    """Let A answer to a chance of resistance, and B to that; `resist` may have one more axis.

    Without the slope it is left out as nan. For `least` see `log_fight`.
    """
    from scipy.special import log_ndtr, ndtr

    def spread(name: str) -> Floats:
        column = c[name]
        return np.broadcast_to(
            column.reshape(column.shape + (1,) * (resist.ndim - column.ndim)), resist.shape
        )

    prize, quo = spread("concession_challenger"), spread("status_quo_challenger")
    w, a = spread("fight_challenger"), spread("back_down_challenger")
    # Far below all shocks the threshold does not matter any more.
    lowest = np.minimum(w, a) - 4.0 * FAR
    threshold = np.maximum(prize - (prize - quo) / resist, lowest)
    log_challenge, log_joint = log_fight(threshold, w, a, least)
    fight = np.exp(log_joint - log_challenge)
    gap = spread("back_down_target") - spread("concession_target")
    margin = spread("fight_target") - spread("back_down_target") + gap / fight
    if not with_slope:
        slope = np.full_like(margin, np.nan)
        return Play(threshold, log_challenge, fight, margin, ndtr(margin), slope)
    # Derivatives: h' and g' of the joint chance and the chance of a challenge by the threshold.
    h = -np.exp(-0.5 * (threshold - w) ** 2 + log_ndtr(threshold - a)) / np.sqrt(2 * np.pi)
    g = h - np.exp(-0.5 * (threshold - a) ** 2 + log_ndtr(threshold - w)) / np.sqrt(2 * np.pi)
    d_fight = (h - fight * g) * np.exp(-log_challenge)
    d_resist = -np.exp(-0.5 * margin**2) / np.sqrt(2 * np.pi) * gap / fight**2
    d_threshold = np.where(threshold > lowest, (prize - quo) / resist**2, 0.0)
    slope = d_resist * d_fight * d_threshold
    return Play(threshold, log_challenge, fight, margin, ndtr(margin), slope)


def outcomes(c: Columns, resist: Floats) -> tuple[dict[str, Floats], dict[str, Floats], Play]:
    """Chances of what happens, and what the players expect, at one fixed point per draw."""
    from scipy.special import log_ndtr, ndtr

    play = respond(c, resist)
    w, a = c["fight_challenger"], c["back_down_challenger"]
    challenge, give_in = np.exp(play.log_challenge), ndtr(-play.margin)
    resisted = challenge * resist
    found = {
        "concede": challenge * give_in,
        "challenge": challenge,
        "fight": resisted * play.fight,
        "back_down": resisted * (1.0 - play.fight),
        "status_quo": np.exp(log_ndtr(play.threshold - w) + log_ndtr(play.threshold - a)),
    }
    # Mean of the better last payoff of those who challenge, less the threshold.
    t = play.threshold
    density = np.exp(-0.25 * (w - a) ** 2) / np.sqrt(4.0 * np.pi)
    both = density * ndtr((w + a) / ROOT_2 - ROOT_2 * t)
    only = (
        np.exp(-0.5 * (t - w) ** 2 + log_ndtr(t - a))
        + np.exp(-0.5 * (t - a) ** 2 + log_ndtr(t - w))
    ) / np.sqrt(2.0 * np.pi)
    mean = challenge * (play.fight * (w - t) + (1.0 - play.fight) * (a - t)) + only + 2.0 * both
    density_b = np.exp(-0.5 * play.margin**2) / np.sqrt(2.0 * np.pi)
    # The margin times the chance of a fight, which is finite where nobody would fight.
    weighed = play.fight * (c["fight_target"] - c["back_down_target"])
    weighed += c["back_down_target"] - c["concession_target"]
    at_stake = weighed * resist + play.fight * density_b
    # The threshold itself may lie far below the one from which on all challenge.
    prize, quo = c["concession_challenger"], c["status_quo_challenger"]
    beyond = challenge * (resist * (t - prize) + prize - quo)
    values = {
        CHALLENGER: quo + resist * mean + beyond,
        TARGET: challenge * (c["concession_target"] + at_stake),
    }
    return found, values, play
