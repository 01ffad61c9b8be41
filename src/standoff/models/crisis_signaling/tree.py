"""The signaling crisis with finitely many shocks: a tree, and the equilibrium's play on it.

Each shock takes the middle of equally likely slices of the normal distribution. As the slices get
thinner the play of the model (`write`) comes closer to an equilibrium of the tree, and the tree's
own equilibria (`grid_play.nearest`) to those of the model.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Assessment, Bools, Floats
from standoff.models.crisis_signaling.parameters import PARAMETERS
from standoff.models.crisis_signaling.respond import CHALLENGER, TARGET, respond
from standoff.models.kinds import Columns

NAME = "crisis-signaling"
#: Slices of each shock, if nothing else is asked for.
GRID = 4


def slices(grid: int) -> tuple[Floats, Floats]:
    """Borders and means of equally likely slices of a standard normal shock."""
    from scipy.special import ndtri

    borders = np.asarray(ndtri(np.linspace(0.0, 1.0, grid + 1)))
    density = np.exp(-0.5 * borders**2) / np.sqrt(2.0 * np.pi)
    return borders, grid * (density[:-1] - density[1:])


def build(remove: Collection[str] = (), *, grid: int = GRID) -> Game:
    """Build the tree with `grid` values of each shock; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    shocks = [float(shock) for shock in slices(grid)[1]]
    pairs = {
        f"{i + 1}, {j + 1}": (f"1/{grid**2}", _choose(shocks, i, j))
        for i in range(grid)
        for j in range(grid)
    }
    builder = GameBuilder(NAME).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    threat = Threat(CHALLENGER, "challenge", "fight", "back down")
    return builder.threats(threat).tree(chance("shocks of the challenger", pairs))


def _choose(shocks: list[float], i: int, j: int) -> Sketch:
    challenge = chance(
        "shock of the target",
        {f"{k + 1}": (f"1/{len(shocks)}", _answer(shocks, i, j, k)) for k in range(len(shocks))},
    )
    return move(
        CHALLENGER,
        {"status quo": end("status quo", "status_quo_challenger", 0), "challenge": challenge},
        knows=f"{i + 1}, {j + 1}: choose",
    )


def _answer(shocks: list[float], i: int, j: int, k: int) -> Sketch:
    fight = end("fight", f"fight_challenger + ({shocks[i]!r})", f"fight_target + ({shocks[k]!r})")
    back_down = end("backed down", f"back_down_challenger + ({shocks[j]!r})", "back_down_target")
    act = move(CHALLENGER, {"fight": fight, "back down": back_down}, knows=f"{i + 1}, {j + 1}: act")
    concession = end("concession", "concession_challenger", "concession_target")
    return move(TARGET, {"concede": concession, "resist": act}, knows=f"{k + 1}: answer")


def write(c: Columns, resist: Floats, grid: int = GRID) -> Assessment:
    """Write out how an equilibrium is played on the tree of `build`.

    A slice stands for all shocks in it, so it does what these do, each in its share.
    """
    play = respond(c, resist)
    w, a = c["fight_challenger"], c["back_down_challenger"]
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}

    def choice(label: str, first: str, p_first: Floats, second: str) -> None:
        strategy[label, first], strategy[label, second] = p_first, 1.0 - p_first

    resists = [1.0 - _below(k, grid, -play.margin) for k in range(grid)]
    for k, p in enumerate(resists):
        choice(f"{k + 1}: answer", "resist", p, "concede")
    challenges: dict[str, Floats] = {}
    for i in range(grid):
        for j in range(grid):
            who = f"{i + 1}, {j + 1}"
            silent = _below(i, grid, play.threshold - w) * _below(j, grid, play.threshold - a)
            challenges[who] = 1.0 - silent
            choice(f"{who}: choose", "challenge", challenges[who], "status quo")
            fight = _fight(i, j, grid, play.threshold, w, a)
            share = np.clip(fight / np.where(silent < 1.0, challenges[who], 1.0), 0.0, 1.0)
            _, means = slices(grid)
            alone = (w + means[i] >= a + means[j]).astype(np.float64)
            choice(f"{who}: act", "fight", np.where(silent < 1.0, share, alone), "back down")
    # Where nobody on the grid would come, any of them may have.
    for share, name in zip(_shares(list(challenges.values())), challenges, strict=True):
        for k in range(grid):
            belief[f"{k + 1}: answer", (name, "challenge", f"{k + 1}")] = share
    for share, k in zip(_shares(resists), range(grid), strict=True):
        for name in challenges:
            belief[f"{name}: act", (name, "challenge", f"{k + 1}", "resist")] = share
    return Assessment(strategy, belief)


def put(
    c: Columns, challenges: Floats, believed: Floats, fights: Bools, resists: Floats, grid: int
) -> Assessment:
    """Write out play by type on the tree of `build`.

    Parameters
    ----------
    c : dict of str to float array
    challenges, believed : float array, shape (n_draws, grid**2)
        How often each type of challenger challenges, and its weight in what a challenge tells.
    fights : bool array, shape (n_draws, grid**2)
    resists : float array, shape (n_draws, grid)
    grid : int
    """
    strategy: dict[tuple[str, str], Floats] = {}
    belief: dict[tuple[str, tuple[str, ...]], Floats] = {}
    met = _shares(list(resists.T))
    for k in range(grid):
        strategy[f"{k + 1}: answer", "resist"] = resists[:, k]
        strategy[f"{k + 1}: answer", "concede"] = 1.0 - resists[:, k]
    weight = _shares(list(believed.T))
    for t in range(grid**2):
        name = f"{t // grid + 1}, {t % grid + 1}"
        strategy[f"{name}: choose", "challenge"] = challenges[:, t]
        strategy[f"{name}: choose", "status quo"] = 1.0 - challenges[:, t]
        strategy[f"{name}: act", "fight"] = np.where(fights[:, t], 1.0, 0.0)
        strategy[f"{name}: act", "back down"] = np.where(fights[:, t], 0.0, 1.0)
        for k in range(grid):
            belief[f"{k + 1}: answer", (name, "challenge", f"{k + 1}")] = weight[t]
            belief[f"{name}: act", (name, "challenge", f"{k + 1}", "resist")] = met[k]
    return Assessment(strategy, belief)


def _below(k: int, grid: int, shock: Floats) -> Floats:
    """Share of a slice that lies below a shock."""
    from scipy.special import ndtr

    return np.clip(grid * np.asarray(ndtr(shock)) - k, 0.0, 1.0)


def _fight(i: int, j: int, grid: int, threshold: Floats, w: Floats, a: Floats) -> Floats:
    """Share of a pair of slices that challenges and would fight; by the midpoint rule."""
    from scipy.special import ndtri

    n_points = 200
    total = np.zeros_like(w)
    for u in (i + (np.arange(n_points) + 0.5) / n_points) / grid:
        payoff = w + float(ndtri(u))
        total += (payoff > threshold) * _below(j, grid, payoff - a)
    return total / n_points


def _shares(weights: list[Floats]) -> list[Floats]:
    total = np.sum(weights, axis=0)
    even = 1.0 / len(weights)
    return [np.where(total > 0.0, w / np.where(total > 0.0, total, 1.0), even) for w in weights]
