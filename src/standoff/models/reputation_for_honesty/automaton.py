"""The witness: two states, a good and a bad name, played on, and every departure tried in each.

Nothing here knows the closed form: values come from linear equations, beliefs from Bayes' rule, and
the chances with which somebody mixes are looked for by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.reputation_for_honesty.parameters import PARAMETERS
from standoff.models.reputation_for_honesty.play import CHALLENGER, TARGET

#: A gain this small is rounding.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Conduct:
    """What is done under one name: by an unresolved challenger, and by a target that is not tough.

    Parameters
    ----------
    bluffs, carries : float
        Chance of a threat, and of carrying it out if it meets resistance.
    concedes : float
        Chance of giving in to a threat.
    """

    bluffs: float
    carries: float
    concedes: float


@dataclass(frozen=True, slots=True)
class Played:
    """What becomes of two conducts.

    Parameters
    ----------
    challenger, target : float
        Average payoffs, starting with a good name.
    gains : dict of str to float
        The largest gain from one departure, by who departs.
    name_worth : float
        What being caught costs tomorrow.
    """

    challenger: float
    target: float
    gains: Mapping[str, float]
    name_worth: float

    @property
    def holds(self) -> bool:
        """Whether nobody gains by departing."""
        return max(self.gains.values()) <= TOLERANCE


def play(draw: Mapping[str, float], conducts: tuple[Conduct, Conduct]) -> Played:
    """Play on from a good name (state 0) and from a bad one, where a caught bluff leads."""
    delta, phi = draw["discount"], draw["p_resolved"]
    to_good, flows = [0.0, 0.0], [(0.0, 0.0), (0.0, 0.0)]
    for state, conduct in enumerate(conducts):
        works = (1.0 - draw["p_tough"]) * conduct.concedes
        caught = (1.0 - phi) * conduct.bluffs * (1.0 - works) * (1.0 - conduct.carries)
        to_good[state] = draw["p_forgiven"] if state else 1.0 - caught
        flows[state] = _flows(draw, conduct, works)
    challenger, target = (_values(delta, to_good, [flow[who] for flow in flows]) for who in (0, 1))
    gains = {"unresolved": 0.0, "resolved": 0.0, "target": 0.0}
    for state, conduct in enumerate(conducts):
        # Tomorrow's names if nothing happens and if a bluff is caught; a bad name stays as bad.
        share = to_good[1] if state else 1.0
        calm = delta * (share * challenger[0] + (1.0 - share) * challenger[1])
        caught = calm if state else delta * challenger[1]
        for who, gain in _departures(draw, conduct, calm, caught).items():
            gains[who] = max(gains[who], gain)
    return Played(
        challenger=(1.0 - delta) * challenger[0],
        target=(1.0 - delta) * target[0],
        gains=gains,
        name_worth=delta * (challenger[0] - challenger[1]),
    )


def _values(delta: float, to_good: list[float], flow: list[float]) -> tuple[float, float]:
    """Solve `value = flow + delta * move @ value` for two states, by Cramer's rule."""
    good, bad = 1.0 - delta * to_good[0], 1.0 - delta * (1.0 - to_good[1])
    lost, won = delta * (1.0 - to_good[0]), delta * to_good[1]
    determinant = good * bad - lost * won
    first = (flow[0] * bad + lost * flow[1]) / determinant
    return first, (flow[1] * good + won * flow[0]) / determinant


def _flows(draw: Mapping[str, float], conduct: Conduct, works: float) -> tuple[float, float]:
    phi, bluff = draw["p_resolved"], (1.0 - draw["p_resolved"]) * conduct.bluffs
    resisted = 1.0 - works
    challenger = (phi + bluff) * works * draw["prize"] + resisted * (
        phi * draw["resolved_gain"] - bluff * conduct.carries * draw["unresolved_cost"]
    )
    target = -(phi + bluff) * works * draw["concession_cost"]
    return challenger, target - resisted * (phi + bluff * conduct.carries) * draw["damage"]


def _departures(
    draw: Mapping[str, float], conduct: Conduct, calm: float, caught: float
) -> dict[str, float]:
    phi, bluff = draw["p_resolved"], (1.0 - draw["p_resolved"]) * conduct.bluffs
    works = (1.0 - draw["p_tough"]) * conduct.concedes
    carried, backed = calm - draw["unresolved_cost"], caught
    met = conduct.carries * carried + (1.0 - conduct.carries) * backed
    # Whoever never bluffs has nothing laid down for what it would do after a bluff.
    node = max(carried, backed) - met if conduct.bluffs > 0.0 else 0.0
    met = max(carried, backed) if conduct.bluffs == 0.0 else met
    threat = works * (draw["prize"] + calm) + (1.0 - works) * met
    move = max(threat, calm) - (conduct.bluffs * threat + (1.0 - conduct.bluffs) * calm)
    act = draw["resolved_gain"] + calm
    resolved = works * (draw["prize"] + calm) + (1.0 - works) * act
    true = (phi + bluff * conduct.carries) / (phi + bluff)
    concede, resist = -draw["concession_cost"], -true * draw["damage"]
    by_plan = conduct.concedes * concede + (1.0 - conduct.concedes) * resist
    return {
        "unresolved": max(node, move),
        "resolved": max(caught - act, calm - resolved, 0.0),
        "target": max(concede, resist) - by_plan,
    }


def halve(function: Callable[[float], float]) -> float:
    """Return where a function on [0, 1] changes its sign, or an end if it does not."""
    low, high = 0.0, 1.0
    sign = function(low) > 0.0
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if (function(middle) > 0.0) == sign else (low, middle)
    return (low + high) / 2.0


def candidates(draw: Mapping[str, float]) -> tuple[tuple[Conduct, Conduct], ...]:
    """Return conducts that may be equilibria; whoever mixes does so that another is in doubt."""
    needed, phi = draw["concession_cost"] / draw["damage"], draw["p_resolved"]
    ignored = Conduct(1.0, 0.0, 0.0)
    works = Conduct(1.0, 0.0, 1.0)
    # More bluffs make a threat less believable; more of them carried out, more believable.
    bluffs = halve(lambda share: phi / (phi + (1.0 - phi) * share) - needed)
    carries = halve(lambda share: phi + (1.0 - phi) * share - needed)

    def by_bluffing(concedes: float) -> float:
        # Whatever the bluffs, their worth is that of silence: count the name as if there were none.
        worth = play(draw, (Conduct(0.0, 0.0, concedes), ignored)).name_worth
        works = (1.0 - draw["p_tough"]) * concedes
        return works * draw["prize"] - (1.0 - works) * worth

    def by_carrying(concedes: float) -> float:
        # As worthy as if everything were carried out, where that is as good as being caught.
        worth = play(draw, (Conduct(1.0, 1.0, concedes), ignored)).name_worth
        return worth - draw["unresolved_cost"]

    # Nobody is in doubt about a threat that never works: look above.
    tiny = 1e-9
    tried = halve(lambda share: by_bluffing(tiny + (1.0 - tiny) * share))
    kept = halve(by_carrying)
    return (
        (Conduct(0.0, 0.0, 1.0), ignored),
        (Conduct(1.0, 1.0, 1.0), ignored),
        (Conduct(bluffs, 0.0, tiny + (1.0 - tiny) * tried), ignored),
        (Conduct(1.0, carries, kept), ignored),
        (works, works),
        (ignored, ignored),
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Play every candidate of every draw, and compare the best one that holds with the answer."""
    c = draws.complete(PARAMETERS).columns()
    names = ("threaten", "concede", "execute", "back_down", f"{CHALLENGER}'s value",
             f"{TARGET}'s value")  # fmt: skip
    errors = {name: np.full(len(draws), np.nan) for name in names}
    for i in np.flatnonzero(answers.has_answer):
        draw = {name: float(column[i]) for name, column in c.items()}
        held = [
            (played.challenger, played.target, conduct)
            for conduct, bad in candidates(draw)
            if (played := play(draw, (conduct, bad))).holds
        ]
        if not held:
            continue
        challenger, target, conduct = max(held, key=lambda each: each[0])
        phi, bluff = draw["p_resolved"], (1.0 - draw["p_resolved"]) * conduct.bluffs
        works = (1.0 - draw["p_tough"]) * conduct.concedes
        found = {
            "threaten": phi + bluff,
            "concede": (phi + bluff) * works,
            "execute": (phi + bluff * conduct.carries) * (1.0 - works),
            "back_down": bluff * (1.0 - conduct.carries) * (1.0 - works),
        }
        for name, number in found.items():
            errors[name][i] = answers.probabilities[name][i] - number
        errors[f"{CHALLENGER}'s value"][i] = answers.values[CHALLENGER][i] - challenger
        errors[f"{TARGET}'s value"][i] = answers.values[TARGET][i] - target
    return errors
