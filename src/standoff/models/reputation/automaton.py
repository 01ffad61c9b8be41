"""The witness: an automaton that plays the strategies, and finds whoever could do better.

Its state is the number of challengers left and the belief that the target is strong. Nothing here
knows the closed form's expectations: play is evaluated state by state, beliefs follow Bayes' rule,
and every single departure is tried in every state that can be reached by departures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.reputation.parameters import PARAMETERS
from standoff.models.reputation.play import CHALLENGERS, TARGET

#: Beliefs this close, relative to their size, are the same: Bayes' rule rounds.
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Worth:
    """What is expected in one state, before the next challenger decides."""

    strong: float
    weak: float
    challengers: float
    n_challenges: float


@dataclass(slots=True)
class Automaton:
    """One draw of the game, played as the theory says.

    Parameters
    ----------
    a, b, delta : float
        What a deterred challenger is worth, what a challenge brings, and the discount.
    gains : dict of str to float
        The largest gain from one departure, by who departs.
    """

    a: float
    b: float
    delta: float
    gains: dict[str, float] = field(
        default_factory=lambda: {"challenger": 0.0, "weak target": 0.0, "strong target": 0.0}
    )
    _known: dict[tuple[int, float], Worth] = field(default_factory=dict[tuple[int, float], Worth])

    def p_out(self, n: int, belief: float) -> float:
        """Chance that the next of `n` challengers stays out."""
        needed = self.b**n
        if abs(belief - needed) <= SAME * needed:
            return 1.0 / (self.delta * self.a)
        return 1.0 if belief > needed else 0.0

    def p_firm(self, n: int, belief: float) -> float:
        """Chance that a weak target stands firm with `n` challengers left, this one included."""
        needed = self.b ** (n - 1)
        if n == 1 or belief == 0.0:
            return 0.0
        if belief >= needed * (1.0 - SAME):
            return 1.0
        return belief * (1.0 - needed) / ((1.0 - belief) * needed)

    def worth(self, n: int, belief: float) -> Worth:
        """Play on from a state, and try every single departure on the way."""
        if n == 0:
            return Worth(0.0, 0.0, 0.0, 0.0)
        key = (n, float(f"{belief:.11e}"))
        if key not in self._known:
            self._known[key] = self._play(n, belief)
        return self._known[key]

    def _play(self, n: int, belief: float) -> Worth:
        p_out, firm_if_weak = self.p_out(n, belief), self.p_firm(n, belief)
        firm = belief + (1.0 - belief) * firm_if_weak
        out = self.worth(n - 1, belief)
        # After a concession the target is known to be weak; a surprising refusal by a target known
        # to be weak teaches nothing.
        soft = self.worth(n - 1, 0.0)
        stood = self.worth(n - 1, belief / firm if firm > 0.0 else 0.0)
        weak_firm, weak_soft = -1.0 + self.delta * stood.weak, self.delta * soft.weak
        strong_firm, strong_soft = self.delta * stood.strong, -1.0 + self.delta * soft.strong
        comes = firm * (self.b - 1.0) + (1.0 - firm) * self.b
        weak = firm_if_weak * weak_firm + (1.0 - firm_if_weak) * weak_soft
        self._note("challenger", max(comes, 0.0) - (1.0 - p_out) * comes)
        self._note("weak target", max(weak_firm, weak_soft) - weak)
        self._note("strong target", strong_soft - strong_firm)
        return Worth(
            strong=p_out * (self.a + self.delta * out.strong) + (1.0 - p_out) * strong_firm,
            weak=p_out * (self.a + self.delta * out.weak) + (1.0 - p_out) * weak,
            challengers=p_out * out.challengers
            + (1.0 - p_out) * (comes + firm * stood.challengers + (1.0 - firm) * soft.challengers),
            n_challenges=p_out * out.n_challenges
            + (1.0 - p_out) * (1.0 + firm * stood.n_challenges + (1.0 - firm) * soft.n_challenges),
        )

    def _note(self, who: str, gain: float) -> None:
        self.gains[who] = max(self.gains[who], gain)


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Play every draw that has an answer; give the differences and the gains by departures."""
    c = draws.complete(PARAMETERS).columns()
    names = (
        *(f"gain of a {who}" for who in ("challenger", "weak target", "strong target")),
        "challenge", "stand_firm", "concede",
        "value_strong", "value_weak", "n_challenges", "value of the target",
        "value of the challengers",
    )  # fmt: skip
    errors = {name: np.full(len(draws), np.nan) for name in names}
    for i in np.flatnonzero(answers.has_answer):
        n, p = round(float(c["n_challengers"][i])), float(c["p_strong"][i])
        played = Automaton(
            a=float(c["deterrence_gain"][i]),
            b=float(c["challenge_gain"][i]),
            delta=float(c["discount"][i]),
        )
        worth = played.worth(n, p)
        comes = 1.0 - played.p_out(n, p)
        firm = p + (1.0 - p) * played.p_firm(n, p)
        expected = {
            "challenge": (answers.probabilities, comes),
            "stand_firm": (answers.probabilities, comes * firm),
            "concede": (answers.probabilities, comes * (1.0 - firm)),
            "value_strong": (answers.quantities, worth.strong),
            "value_weak": (answers.quantities, worth.weak),
            "n_challenges": (answers.quantities, worth.n_challenges),
        }
        for who, gain in played.gains.items():
            errors[f"gain of a {who}"][i] = gain
        for name, (given, number) in expected.items():
            errors[name][i] = given[name][i] - number
        of_target = p * worth.strong + (1.0 - p) * worth.weak
        errors["value of the target"][i] = answers.values[TARGET][i] - of_target
        of_challengers = answers.values[CHALLENGERS][i] - worth.challengers
        errors["value of the challengers"][i] = of_challengers
    return errors
