"""The witness: an automaton that plays the strategies, and finds whoever could do better.

Its state is the number of rounds left and the belief that the challenger is honest. Nothing here
knows the closed form's expectations: play is evaluated state by state, beliefs follow Bayes' rule,
and every single departure is tried in every state that can be reached by departures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.earning_trust.parameters import PARAMETERS
from standoff.models.earning_trust.play import CHALLENGER, TARGET

#: Beliefs this close, relative to their size, are the same: Bayes' rule rounds.
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Worth:
    """What is expected in one state, before the target decides."""

    honest: float
    ordinary: float
    target: float
    n_trusted: float
    n_honored: float


@dataclass(slots=True)
class Automaton:
    """One draw of the game, played as the theory says.

    Parameters
    ----------
    gain, loss : float
        What honored and betrayed trust bring the target.
    share, delta : float
        What honoring is worth to the challenger, and its discount.
    gains : dict of str to float
        The largest gain from one departure, by who departs.
    """

    gain: float
    loss: float
    share: float
    delta: float
    gains: dict[str, float] = field(
        default_factory=lambda: {"target": 0.0, "ordinary": 0.0, "honest": 0.0}
    )
    _known: dict[tuple[int, float], Worth] = field(default_factory=dict[tuple[int, float], Worth])

    def needed(self, n: int) -> float:
        """Return the belief from which on the target trusts with `n` rounds left."""
        return (self.loss / (self.gain + self.loss)) ** n

    def p_trust(self, n: int, belief: float) -> float:
        """Chance that the target trusts with `n` rounds left, this one included."""
        needed = self.needed(n)
        if abs(belief - needed) <= SAME * needed:
            return (1.0 - self.share) / self.delta
        return 1.0 if belief > needed else 0.0

    def p_honor(self, n: int, belief: float) -> float:
        """Chance that an ordinary challenger honors trust with `n` rounds left."""
        needed = self.needed(n - 1)
        if n == 1 or belief == 0.0:
            return 0.0
        if belief >= needed * (1.0 - SAME):
            return 1.0
        return belief * (1.0 - needed) / ((1.0 - belief) * needed)

    def worth(self, n: int, belief: float) -> Worth:
        """Play on from a state, and try every single departure on the way."""
        if n == 0:
            return Worth(0.0, 0.0, 0.0, 0.0, 0.0)
        key = (n, float(f"{belief:.11e}"))
        if key not in self._known:
            self._known[key] = self._play(n, belief)
        return self._known[key]

    def _play(self, n: int, belief: float) -> Worth:
        trust, honor = self.p_trust(n, belief), self.p_honor(n, belief)
        honored = belief + (1.0 - belief) * honor
        away = self.worth(n - 1, belief)
        # Whoever betrays is known to be ordinary; a surprising honesty of one who is known to be
        # ordinary teaches nothing.
        shamed = self.worth(n - 1, 0.0)
        kept = self.worth(n - 1, belief / honored if honored > 0.0 else 0.0)
        honoring = self.share + self.delta * kept.ordinary
        betraying = 1.0 + self.delta * shamed.ordinary
        ordinary = honor * honoring + (1.0 - honor) * betraying
        honest = self.share + self.delta * kept.honest
        trusted = honored * self.gain - (1.0 - honored) * self.loss
        self._note("target", max(trusted, 0.0) - trust * trusted)
        self._note("ordinary", max(honoring, betraying) - ordinary)
        self._note("honest", -1.0 + self.delta * shamed.honest - honest)
        stays = 1.0 - trust

        def later(of: str) -> float:
            kept_on, lost = getattr(kept, of), getattr(shamed, of)
            return honored * kept_on + (1.0 - honored) * lost

        return Worth(
            honest=trust * honest + stays * self.delta * away.honest,
            ordinary=trust * ordinary + stays * self.delta * away.ordinary,
            target=trust * (trusted + later("target")) + stays * away.target,
            n_trusted=trust * (1.0 + later("n_trusted")) + stays * away.n_trusted,
            n_honored=trust * (honored + later("n_honored")) + stays * away.n_honored,
        )

    def _note(self, who: str, gain: float) -> None:
        self.gains[who] = max(self.gains[who], gain)


def automaton_of(draw: Mapping[str, float]) -> Automaton:
    """Return the automaton of one draw."""
    return Automaton(
        gain=draw["honored_gain"],
        loss=draw["betrayed_loss"],
        share=draw["honoring_share"],
        delta=draw["discount"],
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Play every draw that has an answer; give the differences and the gains by departures."""
    c = draws.complete(PARAMETERS).columns()
    names = (
        *(f"gain of the {who}" for who in ("target", "ordinary", "honest")),
        "trust", "honored", "betrayed", "value_honest", "value_ordinary", "n_trusted", "n_honored",
        "value of the challenger", "value of the target",
    )  # fmt: skip
    errors = {name: np.full(len(draws), np.nan) for name in names}
    for i in np.flatnonzero(answers.has_answer):
        draw = {name: float(column[i]) for name, column in c.items()}
        n, p = round(draw["n_rounds"]), draw["p_honest"]
        played = automaton_of(draw)
        worth = played.worth(n, p)
        trust = played.p_trust(n, p)
        honored = p + (1.0 - p) * played.p_honor(n, p)
        expected = {
            "trust": (answers.probabilities, trust),
            "honored": (answers.probabilities, trust * honored),
            "betrayed": (answers.probabilities, trust * (1.0 - honored)),
            "value_honest": (answers.quantities, worth.honest),
            "value_ordinary": (answers.quantities, worth.ordinary),
            "n_trusted": (answers.quantities, worth.n_trusted),
            "n_honored": (answers.quantities, worth.n_honored),
        }
        for who, gain in played.gains.items():
            errors[f"gain of the {who}"][i] = gain
        for name, (given, number) in expected.items():
            errors[name][i] = given[name][i] - number
        of_challenger = p * worth.honest + (1.0 - p) * worth.ordinary
        errors["value of the challenger"][i] = answers.values[CHALLENGER][i] - of_challenger
        errors["value of the target"][i] = answers.values[TARGET][i] - worth.target
    return errors
