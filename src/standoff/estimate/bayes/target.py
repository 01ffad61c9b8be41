"""The posterior as a function that is sampled: likelihood, priors and effects of groups in one.

The state is a point on the line per parameter: "theta", the parameters; with groups also "sd", the
standard deviations of their effects, and "z", the effects divided by them (Papaspiliopoulos,
Roberts and Skold 2007: the form that mixes well when groups are small).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from standoff.estimate.bayes.density import constrained, log_density, random_values
from standoff.estimate.bayes.priors import Prior
from standoff.estimate.bayes.random_effects import Grouping, effect_names
from standoff.estimate.bayes.wrapped import Mishap, as_jax
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Ints
from standoff.estimate.restrict import Restricted

State = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Target:
    """What is sampled.

    Attributes
    ----------
    free : Restricted
        The likelihood in the free parameters, effects of groups among them.
    groupings : tuple of Grouping
    priors : mapping of str to Prior
        Of each free parameter, and of each standard deviation.
    uses_data : bool
        False leaves the prior alone.
    """

    free: Restricted
    groupings: tuple[Grouping, ...]
    priors: Mapping[str, Prior]
    uses_data: bool = True

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The free parameters without the effects of groups."""
        effects = set(self.effects)
        return tuple(name for name in self.free.names if name not in effects)

    @cached_property
    def sd_names(self) -> tuple[str, ...]:
        """The standard deviations of the effects."""
        return tuple(each.sd_name for each in self.groupings)

    @cached_property
    def effects(self) -> tuple[str, ...]:
        """The effects of groups."""
        return effect_names(self.groupings)

    @cached_property
    def group_of(self) -> Ints:
        """Which grouping each effect belongs to."""
        sizes = [len(each.levels) for each in self.groupings]
        return np.repeat(np.arange(len(sizes)), sizes)

    @cached_property
    def order(self) -> Ints:
        """Where each free parameter stands in parameters followed by effects."""
        whole = [*self.names, *self.effects]
        place = {name: j for j, name in enumerate(whole)}
        return np.array([place[name] for name in self.free.names])

    @cached_property
    def theta_priors(self) -> tuple[Prior, ...]:
        """The priors of `names`."""
        return tuple(self.priors[name] for name in self.names)

    @cached_property
    def sd_priors(self) -> tuple[Prior, ...]:
        """The priors of `sd_names`."""
        return tuple(self.priors[name] for name in self.sd_names)

    def free_parameters(self, theta: Floats, effects: Floats) -> Floats:
        """Parameters and effects in the order of the likelihood, shape (..., k_free)."""
        return np.concatenate([theta, effects], axis=-1)[..., self.order]

    def prior_draws(self, n_draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
        """Draw from the priors: parameters, standard deviations, effects."""
        rng = np.random.default_rng(seed)
        theta = random_values(self.theta_priors, n_draws, rng)
        sd = random_values(self.sd_priors, n_draws, rng)
        z = rng.standard_normal((n_draws, len(self.effects)))
        return theta, sd, sd[:, self.group_of] * z

    def potential(self) -> tuple[Callable[[State], Any], Mishap]:
        """Minus the log of the posterior density on the line, up to a constant, for JAX."""
        with needs_extra():
            import jax.numpy as jnp
        density, move = log_density(self.theta_priors), constrained(self.theta_priors)
        sd_density, sd_move = log_density(self.sd_priors), constrained(self.sd_priors)
        log_likelihood, mishap = as_jax(self.free)

        def energy(state: State) -> Any:
            theta, volume = move(state["theta"])
            total = density(theta) + volume
            effects = jnp.zeros(0)
            if self.groupings:
                sd, sd_volume = sd_move(state["sd"])
                total = total + sd_density(sd) + sd_volume - 0.5 * (state["z"] ** 2).sum()
                effects = sd[self.group_of] * state["z"]
            if self.uses_data:
                total = total + log_likelihood(jnp.concatenate([theta, effects])[self.order])
            return -total

        return energy, mishap

    def values(self, state: Mapping[str, Floats]) -> tuple[Floats, Floats, Floats]:
        """Parameters, standard deviations and effects from states of any leading shape."""
        with needs_extra():
            import jax
        leading = state["theta"].shape[:-1]

        def flat(name: str) -> Floats:
            return np.asarray(state[name]).reshape(-1, np.asarray(state[name]).shape[-1])

        def shaped(values: Any) -> Floats:
            return np.asarray(values, float).reshape(*leading, -1)

        theta = shaped(jax.vmap(lambda row: constrained(self.theta_priors)(row)[0])(flat("theta")))
        if not self.groupings:
            nothing = np.zeros((*leading, 0))
            return theta, nothing, nothing
        sd = shaped(jax.vmap(lambda row: constrained(self.sd_priors)(row)[0])(flat("sd")))
        return theta, sd, sd[..., self.group_of] * np.asarray(state["z"])
