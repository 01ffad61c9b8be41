"""What was observed, outcome by outcome, whatever the model."""

from __future__ import annotations

import numpy as np

from standoff.estimate.likelihood import Floats, Likelihood


def seen(likelihood: Likelihood) -> Floats | None:
    """How often each outcome was seen in each row, weights included, shape (n, n_outcomes).

    What is known only as one of several outcomes counts for none. None where a model has no count
    of its outcomes, as an ultimatum of which only offers are known.
    """
    from standoff.estimate.game_likelihood import GameLikelihood
    from standoff.estimate.ultimatum import UltimatumLikelihood

    n_outcomes = len(likelihood.outcomes)
    if isinstance(likelihood, GameLikelihood):
        return _of_game(likelihood)
    if isinstance(likelihood, UltimatumLikelihood):
        if likelihood.accepted is None:
            return None
        accepted = likelihood.accepted
        return np.stack([accepted, ~accepted], axis=1) * likelihood.weights[:, None]
    counts = getattr(likelihood, "counts", None)
    # The single outcomes come first, then what is known only as one of several.
    return None if counts is None else np.asarray(counts, float)[:, :n_outcomes]


def plays(likelihood: Likelihood) -> Floats | None:
    """How many plays each row tells of, weights included, shape (n,); None where a row is one."""
    from standoff.estimate.egame import TreeLikelihood
    from standoff.estimate.game_likelihood import GameLikelihood

    if isinstance(likelihood, GameLikelihood):
        return np.asarray(likelihood.observed.counts.sum(1), float)
    if isinstance(likelihood, TreeLikelihood):
        found = likelihood.counts.sum(1)
        if likelihood.sets is not None and likelihood.weights is not None:
            found = found + np.where(likelihood.sets.any(1), likelihood.weights, 0.0)
        return np.asarray(found, float)
    return None


def seen_in_sum(likelihood: Likelihood) -> dict[str, float]:
    """How often each outcome was seen in all; empty where that is not known."""
    counts = seen(likelihood)
    if counts is None:
        return {}
    return dict(zip(likelihood.outcomes, counts.sum(axis=0).tolist(), strict=True))


def predicted_shares(likelihood: Likelihood, probabilities: Floats) -> tuple[float, float] | None:
    """Share of what was seen that the likeliest outcome of its row is, and the commonest outcome.

    None where outcomes were not seen.
    """
    counts = seen(likelihood)
    if counts is None or counts.sum() == 0:
        return None
    likeliest = np.argmax(probabilities, axis=1)
    right = counts[np.arange(len(counts)), likeliest].sum()
    return float(right / counts.sum()), float(counts.sum(axis=0).max() / counts.sum())


def _of_game(likelihood: object) -> Floats:
    from standoff.estimate.game_likelihood import GameLikelihood

    assert isinstance(likelihood, GameLikelihood)
    found = np.zeros((likelihood.n_observations, len(likelihood.outcomes)))
    names = [node.outcome for node in likelihood.game.nodes]
    for event, counts in zip(likelihood.observed.events, likelihood.observed.counts.T, strict=True):
        members = {name for name, is_in in zip(names, event, strict=True) if is_in}
        if len(members) == 1:
            found[:, likelihood.outcomes.index(str(members.pop()))] += counts
    return found
