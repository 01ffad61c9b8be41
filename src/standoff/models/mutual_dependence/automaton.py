"""The witness: every kind of equilibrium as an automaton, with values from linear equations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.game.draws import Draws
from standoff.models.answers import Answers, Floats
from standoff.models.mutual_dependence.parameters import PARAMETERS
from standoff.models.mutual_dependence.play import (
    CHALLENGER,
    FOR_EVER,
    LIMITED,
    NO_PUNISHMENT,
    NONE,
    REPAIRED,
    SIDES,
    TARGET,
)


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Run the automata: values from linear equations, every deviation, and where it is later on."""
    c = draws.complete(PARAMETERS).columns()
    names = (
        "cooperate", "cooperate_later", "share_of_cooperation",
        *(f"{player}'s value" for player in SIDES),
    )  # fmt: skip
    errors = {name: np.full(len(draws), np.nan) for name in names}
    for i in np.flatnonzero(answers.has_answer):
        draw = {name: float(column[i]) for name, column in c.items()}
        held = [
            played for kind in chains(draw).values() if (played := play(draw, kind)) is not None
        ]
        best = max(held, key=lambda played: played[CHALLENGER] + played[TARGET])
        errors["cooperate"][i] = answers.probabilities["cooperate"][i] - best["cooperate"]
        errors["cooperate_later"][i] = answers.probabilities["cooperate_later"][i] - best["later"]
        share = answers.quantities["share_of_cooperation"][i]
        errors["share_of_cooperation"][i] = share - best["share"]
        for player in SIDES:
            errors[f"{player}'s value"][i] = answers.values[player][i] - best[player]
    return errors


def chains(draw: Mapping[str, float]) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return each kind's automaton: who cooperates in which state, and two transition matrices.

    State 0 is where play starts. The first matrix holds without an alarm, the second after one.
    """
    n, rho = round(draw["n_punished"]), draw["p_repair"]
    stays, falls = np.eye(1), np.eye(1)
    found = {
        NO_PUNISHMENT: (np.ones(1), stays, falls),
        NONE: (np.zeros(1), stays, falls),
    }
    # States 1 to n: periods of punishment served so far.
    served = np.zeros((n + 1, n + 1))
    served[np.arange(1, n + 1), [*range(2, n + 1), 0]] = 1.0
    found[LIMITED] = _after_alarm(served)
    if rho > 0.0:
        found[REPAIRED] = _after_alarm(np.array([[0.0, 0.0], [rho, 1.0 - rho]]))
    found[FOR_EVER] = _after_alarm(np.array([[0.0, 0.0], [0.0, 1.0]]))
    return found


def _after_alarm(punishment: Floats) -> tuple[Floats, Floats, Floats]:
    calm, alarm = punishment.copy(), punishment.copy()
    calm[0, 0] = alarm[0, 1] = 1.0
    return (np.arange(len(punishment)) == 0).astype(np.float64), calm, alarm


def play(draw: Mapping[str, float], kind: tuple[Floats, Floats, Floats]) -> dict[str, float] | None:
    """Evaluate an automaton; None if a side gains by departing once in some state."""
    cooperates, calm, alarm = kind
    delta, eta, zeta = draw["discount_factor"], draw["p_false_alarm"], draw["p_detection"]
    faithful = cooperates == 1.0
    # During a punishment there is nothing to be alarmed about: its length is fixed beforehand.
    onwards = np.where(faithful[:, None], (1.0 - eta) * calm + eta * alarm, calm)
    cheated = np.where(faithful[:, None], (1.0 - zeta) * calm + zeta * alarm, calm)
    solver = np.eye(len(calm)) - delta * onwards
    found = {"cooperate": float(cooperates[0])}
    for player, who in SIDES.items():
        flow = np.where(faithful, draw[f"{who}_flow"], draw[f"{who}_punishment"])
        value = np.linalg.solve(solver, (1.0 - delta) * flow)
        # Whoever alone goes on cooperating gets at most what both get by cheating.
        once = np.where(faithful, draw[f"{who}_temptation"], draw[f"{who}_punishment"])
        if (((1.0 - delta) * once + delta * cheated @ value) > value + 1e-12).any():
            return None
        found[player] = float(value[0])
    found["share"] = float(np.linalg.solve(solver, (1.0 - delta) * cooperates)[0])
    # A lazy chain has the same long run and no cycles; squaring its matrix gets there quickly.
    run = (np.eye(len(calm)) + onwards) / 2.0
    for _ in range(60):
        run = run @ run
        run /= run.sum(axis=1, keepdims=True)
    found["later"] = float(run[0] @ cooperates)
    return found
