"""Draw from a posterior with NumPyro's No-U-Turn sampler, one chain after the other.

The chains are advanced in pieces of a few dozen steps, so that Ctrl-C is heard and progress can be
told. A chain depends on the seed and its number alone. Hoffman and Gelman (2014), Journal of
Machine Learning Research 15, 1593-1623.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.estimate.bayes.density import on_the_line
from standoff.estimate.bayes.progress import Progress
from standoff.estimate.bayes.start import find_starts
from standoff.estimate.bayes.target import State, Target
from standoff.estimate.bayes.wrapped import in_double_precision
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints

#: Steps between two looks at the clock.
_PIECE = 25


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """How NUTS is to work.

    Attributes
    ----------
    n_chains, n_warmup, n_draws : int
    target_accept : float
        Higher takes smaller steps, which costs time and avoids divergences.
    max_tree_depth : int
        A step takes at most two to the power of this many evaluations.
    """

    n_chains: int
    n_warmup: int
    n_draws: int
    target_accept: float
    max_tree_depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What the chains saw, warm-up left out.

    Attributes
    ----------
    theta, sd, effects : float array, shape (n_chains, n_draws, ...)
    diverging : bool array, shape (n_chains, n_draws)
    n_steps : int array, shape (n_chains, n_draws)
        Evaluations that each draw took.
    energy : float array, shape (n_chains, n_draws)
    accept_prob : float array, shape (n_chains, n_draws)
    seconds : float
    n_modes : int
        Modes that chains started from.
    """

    theta: Floats
    sd: Floats
    effects: Floats
    diverging: Bools
    n_steps: Ints
    energy: Floats
    accept_prob: Floats
    seconds: float
    n_modes: int


def sample(
    target: Target,
    candidates: list[Floats],
    effort: Effort,
    *,
    seed: int,
    progress: Progress,
) -> Sampled:
    """Draw from the posterior; see `fit_bayes`.

    Parameters
    ----------
    target : Target
    candidates : list of float array
        Parameters from which modes are looked for.
    effort : Effort
    seed : int
    progress : Progress

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after the piece under way.
    """
    with needs_extra():
        import jax
        from numpyro.infer import NUTS
    began = time.perf_counter()
    with in_double_precision():
        energy, mishap = target.potential()
        derive = jax.jit(jax.value_and_grad(energy))

        def whole(line: Any, rng: np.random.Generator | None = None) -> State:
            state: State = {"theta": np.asarray(line, float)}
            if target.groupings:
                m = len(target.effects)
                state["sd"] = _middle(target)
                state["z"] = np.zeros(m) if rng is None else rng.standard_normal(m)
            return state

        def slopes(line: Floats) -> tuple[float, Floats]:
            value, gradient = derive(whole(line))
            found = float(value), np.asarray(gradient["theta"])
            mishap.raise_it()
            return found

        progress.say("looking for modes of the posterior")
        starts = find_starts(target, slopes, candidates, effort.n_chains, seed)
        masses: Any = {
            "dense_mass": [("theta",)],
            "inverse_mass_matrix": {("theta",): starts.covariance} | _unit(target),
        }
        kernel = NUTS(
            potential_fn=energy,
            **masses,
            target_accept_prob=effort.target_accept,
            max_tree_depth=effort.max_tree_depth,
        )
        advance = _advance(kernel)
        chains: list[dict[str, Floats]] = []
        for chain in range(effort.n_chains):
            rng = np.random.default_rng([seed, chain, 1])
            point = jax.tree.map(jax.numpy.asarray, whole(starts.points[chain], rng))
            key = jax.random.fold_in(jax.random.key(seed), chain)
            state = kernel.init(key, effort.n_warmup, point, (), {})
            mishap.raise_it()
            chains.append(_chain(advance, state, effort, mishap.raise_it, progress, chain))
        stacked = {name: np.stack([each[name] for each in chains]) for name in chains[0]}
        theta, sd, effects = target.values(stacked)
    progress.close()
    return Sampled(
        theta,
        sd,
        effects,
        stacked["diverging"].astype(bool),
        stacked["num_steps"].astype(np.int64),
        stacked["energy"],
        stacked["accept_prob"],
        time.perf_counter() - began,
        starts.n_modes,
    )


def _advance(kernel: Any) -> Callable[[Any], tuple[Any, Any]]:
    """A compiled piece of a chain."""
    import jax

    def step(state: Any, _: None) -> tuple[Any, Any]:
        state = kernel.sample(state, (), {})
        seen = {
            **state.z,
            "diverging": state.diverging,
            "num_steps": state.num_steps,
            "energy": state.energy,
            "accept_prob": state.accept_prob,
        }
        return state, seen

    return jax.jit(lambda state: jax.lax.scan(step, state, None, length=_PIECE))


def _chain(
    advance: Callable[[Any], tuple[Any, Any]],
    state: Any,
    effort: Effort,
    raise_mishap: Callable[[], None],
    progress: Progress,
    chain: int,
) -> dict[str, Floats]:
    n_steps = effort.n_warmup + effort.n_draws
    pieces: list[dict[str, Floats]] = []
    for first in range(0, n_steps, _PIECE):
        state, seen = advance(state)
        pieces.append({name: np.asarray(value) for name, value in seen.items()})
        raise_mishap()
        progress.step(chain, min(first + _PIECE, n_steps), n_steps, effort.n_warmup)
    wanted = slice(effort.n_warmup, n_steps)
    return {name: np.concatenate([p[name] for p in pieces])[wanted] for name in pieces[0]}


def _middle(target: Target) -> Floats:
    """Standard deviations of groups to start from, on the line."""
    return on_the_line(target.sd_priors, np.zeros(len(target.sd_priors)))


def _unit(target: Target) -> dict[tuple[str, ...], Floats]:
    """Effects are as wide as their prior to begin with."""
    if not target.groupings:
        return {}
    return {("sd", "z"): np.ones(len(target.sd_names) + len(target.effects))}
