"""Every known equilibrium at the analyst's values, on the tree and checked there."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from standoff.solve.verify import Verification, verify
from standoff.study.asked import Asked
from standoff.study.checked import TOLERANCE
from standoff.study.findings import ChoiceFinding, EquilibriumFinding, VerificationFinding
from standoff.study.subject import Played


def base_equilibria(asked: Asked) -> tuple[tuple[Played, ...], str]:
    """Return the equilibria that exist at the analyst's values, the selected one first.

    The second part says how sure it is that none is missing.
    """
    if not asked.has_base:
        return (), ""
    found, completeness = asked.subject.every(asked.base, asked.given)
    ranked = sorted((e for e in found if e.exists[0]), key=lambda e: not e.selected[0])
    return tuple(ranked), completeness


def equilibria(
    played: tuple[Played, ...],
    exists_share: Mapping[str, float],
    recomputed: VerificationFinding | None = None,
) -> tuple[EquilibriumFinding, ...]:
    """Write equilibria of one draw out, each verified.

    Parameters
    ----------
    played : tuple of Played
        Of one draw.
    exists_share : dict of str to float
        Share of the draws in which a kind of equilibrium exists, by name; nan where it was not
        counted.
    recomputed : VerificationFinding, optional
        What vouches for an equilibrium that cannot be put on a tree.
    """
    return tuple(
        _finding(each, exists_share.get(each.name, math.nan), recomputed) for each in played
    )


def _finding(
    each: Played, share: float, recomputed: VerificationFinding | None
) -> EquilibriumFinding:
    verification = None
    if each.on_tree is not None:
        verification = verify(each.on_tree, tolerance=TOLERANCE)
    vouched = recomputed is not None and recomputed.n_failed == 0
    error = math.nan if recomputed is None else recomputed.max_gain
    return EquilibriumFinding(
        name=each.name,
        selected=bool(each.selected[0]),
        exists_share=share,
        probabilities=tuple((name, float(p[0])) for name, p in each.probabilities.items()),
        values=tuple((name, float(value[0])) for name, value in each.values.items()),
        choices=() if verification is None else _choices(each, verification),
        max_gain=error if verification is None else float(verification.max_told[0]),
        bayes_error=0.0 if verification is None else float(verification.bayes_error[0]),
        tremble_error=0.0 if verification is None else float(verification.tremble_error[0]),
        verified=vouched if verification is None else bool(verification.ok[0]),
        continuum_note=each.continuum_note if each.continuum[0] else "",
        removed_by=tuple(name for name, removes in each.removed_by.items() if removes[0]),
        tied_at=() if verification is None else verification.tied_sets(each.solution.game),
    )


def _told(verification: Verification, infoset: int) -> float:
    """Return a gain in payoff units; rounding beside what is at stake is none."""
    gain, share = verification.gain[0, infoset], verification.share[0, infoset]
    return 0.0 if share < TOLERANCE else float(gain)


def _choices(each: Played, verification: Verification) -> tuple[ChoiceFinding, ...]:
    solution, game = each.solution, each.solution.game
    return tuple(
        ChoiceFinding(
            player=game.players[infoset.player],
            infoset=infoset.label,
            reached=bool(verification.reached[0, infoset.index]),
            actions=tuple(
                (action, float(np.asarray(solution.probability(infoset.label, action))[0]))
                for action in infoset.actions
            ),
            gain=_told(verification, infoset.index),
        )
        for infoset in game.infosets
    )
