r"""Asymmetric dependence: who would suffer less from a breakdown gets more.

Two sides share what their cooperation brings. Both lose if they cannot agree and it breaks down,
and not the same. Whoever can bear the breakdown better has the lever.

**Timing**

A bargain without rounds: the sides agree on a division of a pie of 1, or the cooperation breaks
down.

**Symbols**

======  ======================  ==============================================================
Symbol  Name                    Meaning
======  ======================  ==============================================================
$D_C$   challenger_dependence   what a breakdown costs the challenger
$D_T$   target_dependence       what a breakdown costs the target
======  ======================  ==============================================================

**Payoffs** (challenger; target): agreement $(u; 1-u)$; breakdown $(-D_C; -D_T)$.

**Closed form.** The Nash solution makes $(u+D_C)(1-u+D_T)$ largest over $0\le u\le 1$:
$u_C=(1+D_T-D_C)/2$, cut off at 0 and 1. It is unique.

- **challenger ahead**, iff $0<D_T-D_C<1$; **target ahead**, iff $0<D_C-D_T<1$;
- **all to the challenger**, iff $D_T-D_C\ge 1$; **all to the target**, iff $D_C-D_T\ge 1$.

Only the difference counts: to become less dependent is worth as much as to make the other more so.
With $D_C=D_T$ the sides get half each. Offers in turn under a small risk of breakdown lead to the
same division.

**What it finds.** What the lever of being less dependent is worth.

**What it does not find.** Whether the cooperation breaks down, which it never does here. Doubt
about the other's dependence, or a threat that costs the side that makes it.

References
----------
After Hirschman (1945), Keohane and Nye (1977) and Wagner (1988), with the solution of Nash (1950);
`MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
RULE = "the only Nash bargaining solution"

_UNIT = "shares of the pie"

PARAMETERS = (
    Parameter(
        "challenger_dependence", "What a breakdown of the cooperation costs the challenger",
        0.2, low=0.0, symbol="D_C", unit=_UNIT, wide=(0.0, 1.5),
    ),
    Parameter(
        "target_dependence", "What a breakdown of the cooperation costs the target",
        0.5, low=0.0, symbol="D_T", unit=_UNIT, wide=(0.0, 1.5),
    ),
)  # fmt: skip


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the division; its kind says who is ahead."""
    lever = c["target_dependence"] - c["challenger_dependence"]
    share = np.clip((1.0 + lever) / 2.0, 0.0, 1.0)
    return Kinds(
        kinds=(
            _kind("challenger ahead", (lever > 0.0) & (lever < 1.0), share),
            _kind("target ahead", (lever <= 0.0) & (lever > -1.0), share),
            _kind("all to the challenger", lever >= 1.0, share),
            _kind("all to the target", lever <= -1.0, share),
        ),
        quantities={"lever": lever},
        broken={},
        edge=near(c["target_dependence"], c["challenger_dependence"]) | near(np.abs(lever), 1.0),
    )


def _kind(name: str, exists: Bools, share: Floats) -> Kind:
    return Kind(
        name,
        exists,
        probabilities={"challenger_ahead": (share > 0.5).astype(np.float64)},
        values={CHALLENGER: share, TARGET: 1.0 - share},
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Climb Nash's product by its differences, and compare with a lattice of divisions."""
    c = draws.complete(PARAMETERS).columns()
    of_challenger, of_target = c["challenger_dependence"], c["target_dependence"]

    def product(share: Floats) -> Floats:
        return (share + of_challenger) * (1.0 - share + of_target)

    low, high = np.zeros(len(draws)), np.ones(len(draws))
    for _ in range(60):
        middle = (low + high) / 2.0
        climbs = product(middle + 1e-3) > product(middle - 1e-3)
        low, high = np.where(climbs, middle, low), np.where(climbs, high, middle)
    lattice = np.max([product(x + 0.0 * low) for x in np.linspace(0.0, 1.0, 201)], axis=0)
    return {
        "challenger's value": high - answers.values[CHALLENGER],
        "target's value": 1.0 - high - answers.values[TARGET],
        "who is ahead": (high > 0.5) - answers.probabilities["challenger_ahead"],
        "gain by another division": np.maximum(lattice - product(high), 0.0),
    }


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="asymmetric-dependence",
    title="Asymmetric dependence: the lever of needing the other less",
    citations=(
        Citation(
            "Hirschman, A. O. (1945). National Power and the Structure of Foreign Trade. "
            "University of California Press.",
            takes="influence that comes from being able to do without",
        ),
        Citation(
            "Keohane, R. O. and Nye, J. S. (1977). Power and Interdependence. Little, Brown.",
            takes="asymmetric interdependence as a source of power",
        ),
        Citation(
            "Wagner, R. H. (1988). Economic interdependence, bargaining power, and political "
            "influence. International Organization 42, 461-483.",
            takes="dependence as the disagreement point of a bargain",
        ),
        Citation(
            "Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162.",
            takes="the division of what there is to gain",
            doi="10.2307/1907266",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Both sides need their cooperation, and the one that needs it less can ask for more. What "
        "counts is the difference: a side gains as much by needing the other less as by being "
        "needed more."
    ),
    paragraphs=(26, 30, 31, 32),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=(),
    equilibrium=(
        "The sides agree, and the one that would lose less by a breakdown gets more than half, by "
        "half of the difference. If the difference is larger than the pie, it gets everything."
    ),
    selection_rule=RULE,
    finds=(
        "who has the lever, and what it is worth",
        "when one side can ask for everything",
    ),
    does_not_find=(
        "whether the cooperation breaks down: here it never does",
        "doubt about how dependent the other side is",
        "threats that cost the side that makes them",
    ),
    meanings={
        "regime": "who gets how much",
        "challenger ahead": "the challenger gets more than half",
        "target ahead": "the target gets more than half",
        "all to the challenger": "the challenger gets everything",
        "all to the target": "the target gets everything",
        "challenger_ahead": "the challenger gets more than half",
        "lever": "how much more a breakdown costs the target than the challenger",
        "n_equilibria": "number of solutions",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="challenger_ahead",
    decisive=("challenger_dependence", "target_dependence"),
    witness=witness,
    unique="the only Nash bargaining solution",
    features=("ongoing cooperation", "divisible stake"),
)
