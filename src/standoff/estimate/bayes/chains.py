"""Run chains of NumPyro's No-U-Turn sampler, in this process or in several.

A chain is advanced in pieces of a few dozen steps, so that Ctrl-C is heard and progress can be
told. It depends on the seed and its number alone, in whatever process it runs. Hoffman and Gelman
(2014), Journal of Machine Learning Research 15, 1593-1623.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from standoff.estimate.bayes.density import on_the_line
from standoff.estimate.bayes.progress import Progress
from standoff.estimate.bayes.target import State, Target
from standoff.estimate.bayes.wrapped import in_double_precision
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats
from standoff.system import completed, deaf

#: Steps between two looks at the clock.
_PIECE = 25

Chain = dict[str, Floats]
Tell = Callable[[int], None]


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
    workers : int
        Processes.
    """

    n_chains: int
    n_warmup: int
    n_draws: int
    target_accept: float
    max_tree_depth: int
    workers: int = 1

    @property
    def n_steps(self) -> int:
        """Steps of a chain."""
        return self.n_warmup + self.n_draws


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """All that a chain needs to be run anywhere.

    Attributes
    ----------
    target : Target
    effort : Effort
    points : float array, shape (n_chains, k)
        Where the parameters start, on the line.
    covariance : float array, shape (k, k)
        How wide the posterior is thought to be.
    seed : int
    """

    target: Target
    effort: Effort
    points: Floats
    covariance: Floats
    seed: int


def run_chains(plan: Plan, progress: Progress) -> list[Chain]:
    """Run all chains; see `sample`.

    Returns
    -------
    list of dict, one per chain
        The state's parts, on the line, and "diverging", "num_steps", "energy", "accept_prob"; axis
        0 is the draw, warm-up left out.
    """
    n_chains = plan.effort.n_chains
    n_workers = min(plan.effort.workers, n_chains)
    n_warmup, n_steps = plan.effort.n_warmup, plan.effort.n_steps
    if n_workers <= 1:
        with in_double_precision():
            one = _Runner(plan)
            return [
                one.run(chain, lambda done, of=chain: progress.step(of, done, n_steps, n_warmup))
                for chain in range(n_chains)
            ]
    # A fork would copy locks held by other threads (numba's, JAX's).
    spawn = get_context("spawn")
    stop = spawn.Event()
    found: dict[int, Chain] = {}
    with ProcessPoolExecutor(
        n_workers, mp_context=spawn, initializer=_begin, initargs=(plan, stop)
    ) as pool:
        with deaf():
            waiting = {pool.submit(_run_there, chain): chain for chain in range(n_chains)}
        try:
            for future in completed(waiting):
                chain = waiting[future]
                found[chain] = future.result()
                progress.step(chain, n_steps, n_steps, n_warmup)
        except BaseException:
            # The chains under way end after their piece, and the others never begin.
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[chain] for chain in range(n_chains)]


class _Runner:
    """The sampler of a plan, compiled once for all its chains."""

    def __init__(self, plan: Plan) -> None:
        with needs_extra():
            import jax
            from numpyro.infer import NUTS
        self._plan = plan
        energy, self._mishap = plan.target.potential()
        masses: Any = {
            "dense_mass": [("theta",)],
            "inverse_mass_matrix": {("theta",): plan.covariance} | _unit(plan.target),
        }
        kernel = NUTS(
            potential_fn=energy,
            **masses,
            target_accept_prob=plan.effort.target_accept,
            max_tree_depth=plan.effort.max_tree_depth,
        )
        n_warmup = plan.effort.n_warmup
        # Compiled as a whole: one by one its small operations take four seconds to compile.
        self._begin = jax.jit(lambda key, point: kernel.init(key, n_warmup, point, (), {}))
        self._advance = _advance(kernel)

    def run(self, chain: int, tell: Tell) -> Chain:
        """Run one chain to its end."""
        import jax

        plan, n_steps = self._plan, self._plan.effort.n_steps
        rng = np.random.default_rng([plan.seed, chain, 1])
        first = state_at(plan.target, plan.points[chain], rng)
        key = jax.random.fold_in(jax.random.key(plan.seed), chain)
        state = self._begin(key, jax.tree.map(jax.numpy.asarray, first))
        self._mishap.raise_it()
        pieces: list[Chain] = []
        for done in range(_PIECE, n_steps + _PIECE, _PIECE):
            state, seen = self._advance(state)
            pieces.append({name: np.asarray(value) for name, value in seen.items()})
            self._mishap.raise_it()
            tell(min(done, n_steps))
        wanted = slice(plan.effort.n_warmup, n_steps)
        return {name: np.concatenate([p[name] for p in pieces])[wanted] for name in pieces[0]}


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


class _Stopped(Exception):
    """The main process wants no more."""


_here: dict[str, Any] = {}


def _begin(plan: Plan, stop: Any) -> None:
    """Get a process ready; Ctrl-C is heard by the main one, which says when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here.update(plan=plan, stop=stop)


def _run_there(chain: int) -> Chain:
    def tell(_: int) -> None:
        if _here["stop"].is_set():
            raise _Stopped

    with in_double_precision():
        if "runner" not in _here:
            _here["runner"] = _Runner(_here["plan"])
        return _here["runner"].run(chain, tell)


def state_at(target: Target, line: Floats, rng: np.random.Generator | None = None) -> State:
    """The whole state: parameters there, effects of groups at zero or drawn from their prior."""
    state: State = {"theta": np.asarray(line, float)}
    if target.groupings:
        m = len(target.effects)
        state["sd"] = on_the_line(target.sd_priors, np.zeros(len(target.sd_priors)))
        state["z"] = np.zeros(m) if rng is None else rng.standard_normal(m)
    return state


def _unit(target: Target) -> dict[tuple[str, ...], Floats]:
    """Effects are as wide as their prior to begin with."""
    if not target.groupings:
        return {}
    return {("sd", "z"): np.ones(len(target.sd_names) + len(target.effects))}
