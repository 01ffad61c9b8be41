"""Draw from a posterior: find its modes, run chains from them, gather what they saw."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from standoff.estimate.bayes.chains import Effort, Plan, run_chains, state_at
from standoff.estimate.bayes.progress import Progress
from standoff.estimate.bayes.start import Starts, find_starts
from standoff.estimate.bayes.target import Target
from standoff.estimate.bayes.wrapped import in_double_precision
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints


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
    began = time.perf_counter()
    progress.say("looking for modes of the posterior")
    starts = _starts(target, candidates, effort.n_chains, seed)
    progress.say("compiling the sampler")
    chains = run_chains(Plan(target, effort, starts.points, starts.covariance, seed), progress)
    progress.close()
    stacked = {name: np.stack([each[name] for each in chains]) for name in chains[0]}
    with in_double_precision():
        theta, sd, effects = target.values(stacked)
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


def _starts(target: Target, candidates: list[Floats], n_chains: int, seed: int) -> Starts:
    with needs_extra():
        import jax
    with in_double_precision():
        energy, mishap = target.potential()
        derive = jax.jit(jax.value_and_grad(energy))

        def slopes(line: Floats) -> tuple[float, Floats]:
            value, gradient = derive(state_at(target, line))
            found = float(value), np.asarray(gradient["theta"])
            mishap.raise_it()
            return found

        return find_starts(target, slopes, candidates, n_chains, seed)
