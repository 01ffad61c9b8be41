r"""Inspection and corruption: each side mixes so that the other does not care what it does.

An inspectee (such as an official with a price) chooses whether to break the rules while an
inspector (such as a prosecutor or a foreign agency) chooses whether to look. Neither sees the
other's choice.

**Timing**

1. The inspectee complies (*comply*) or breaks the rules (*violate*).
2. Without knowing which, the inspector looks (*inspect*) or does not (*leave*).
3. A violation that is inspected is detected with chance $z$.

**Symbols**

=======  =================  ================================================================
Symbol   Name               Meaning
=======  =================  ================================================================
$g$      violation_gain     what a violation gives the inspectee
$f$      fine               what the inspectee loses when a violation is detected
$z$      p_detection        chance that an inspection detects a violation
$c$      inspection_cost    what an inspection costs the inspector
$r$      detection_reward   what a detection gives the inspector
$l$      violation_harm     what a violation costs the inspector, detected or not
=======  =================  ================================================================

**Payoffs** (inspectee; inspector): left in peace $(0; 0)$ or, after a violation, $(g; -l)$;
inspected in vain $(0; -c)$ or $(g; -l-c)$; detected $(g-f; r-l-c)$.

**Closed form.** The equilibrium is unique:

- **mixed**, iff $g<zf$ and $c<zr$: $\Pr(violate)=c/(zr)$ and $\Pr(inspect)=g/(zf)$. The inspectee
  gets 0, the inspector $-l\,c/(zr)$.
- **open corruption**, iff $g>zf$ and $c<zr$: violated and inspected for sure, since the fine does
  not outweigh the gain.
- **no inspection**, iff $c>zr$: violated and never inspected, since looking does not pay.

A harsher fine changes only how often one inspects, and a higher reward only how often one
violates. An inspector who can commit to a rate and whom the inspectee obeys when indifferent
prefers $q=g/(zf)$, just enough to deter, iff $l$ exceeds what violations at that rate would bring:
$l>\max(c, zr)\,g/(zf)$. It then gets $-c\,g/(zf)$. With $l$ below that the inspector would rather
live off detections than prevent violations.

**What it finds.** What corruption depends on when both sides expect each other: on the inspector's
cost and reward, and not on the inspectee's fine.

**What it does not find.** Anything dynamic: learning, reputation, partners who warn each other. A
fine that also acts on people who would never violate.

References
----------
Tsebelis (1989, 1990) and Andreozzi (2004); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

INSPECTEE, INSPECTOR = "Inspectee", "Inspector"
RULE = "the only equilibrium"

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "violation_gain", "What breaking the rules gives the inspectee",
        0.4, low=0.0, symbol="g", unit=_UNIT, wide=(0.1, 1.5),
    ),
    Parameter(
        "fine", "What the inspectee loses when a violation is detected",
        1.6, low=0.0, symbol="f", unit=_UNIT, wide=(0.2, 3.0),
    ),
    Parameter(
        "p_detection", "Chance that an inspection detects a violation",
        0.8, low=0.0, high=1.0, symbol="z", unit="probability", wide=(0.2, 1.0),
    ),
    Parameter(
        "inspection_cost", "What an inspection costs the inspector",
        0.15, low=0.0, symbol="c", unit=_UNIT, wide=(0.02, 0.6),
    ),
    Parameter(
        "detection_reward", "What detecting a violation gives the inspector",
        0.5, low=0.0, symbol="r", unit=_UNIT, wide=(0.1, 1.0),
    ),
    Parameter(
        "violation_harm", "What a violation costs the inspector, whether detected or not",
        0.3, low=0.0, symbol="l", unit=_UNIT, wide=(0.0, 1.0),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "g > 0", "the inspectee gains by an undetected violation"),
    ModelAssumption("A2", "c > 0", "inspections cost the inspector something"),
)


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, which has six ends; no action can be taken away."""
    THEORY.check_removed(remove)
    found = chance(
        "detection",
        {
            "detected": (
                "p_detection",
                end(
                    "detected",
                    "violation_gain - fine",
                    "detection_reward - violation_harm - inspection_cost",
                ),
            ),
            "missed": (
                "1 - p_detection",
                end("missed", "violation_gain", "-violation_harm - inspection_cost"),
            ),
        },
    )
    root = move(
        INSPECTEE,
        {
            "comply": _look(end("inspected in vain", 0, "-inspection_cost"), end("peace", 0, 0)),
            "violate": _look(found, end("overlooked", "violation_gain", "-violation_harm")),
        },
        knows="rules",
    )
    builder = GameBuilder(MODEL.name).players(INSPECTEE, INSPECTOR).parameters(*PARAMETERS)
    return builder.tree(root)


def _look(inspect: Sketch, leave: Sketch) -> Sketch:
    return move(INSPECTOR, {"inspect": inspect, "leave": leave}, knows="inspection")


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give the equilibrium, which is unique; its kind depends on what deters whom."""
    gain, fine, z = c["violation_gain"], c["fine"], c["p_detection"]
    cost, reward, harm = c["inspection_cost"], c["detection_reward"], c["violation_harm"]
    deters, pays = z * fine > gain, z * reward > cost
    violate, inspect = cost / (z * reward), gain / (z * fine)
    zero, one = np.zeros_like(gain), np.ones_like(gain)
    committed = np.where(
        harm > np.maximum(cost, z * reward) * inspect,
        -cost * inspect,
        np.maximum((z * reward - cost) * inspect, 0.0) - harm,
    )
    without = np.maximum(z * reward - cost, 0.0) - harm
    return Kinds(
        kinds=(
            _kind(c, "mixed", deters & pays, violate, inspect),
            _kind(c, "open corruption", ~deters & pays, one, one),
            _kind(c, "no inspection", ~pays, one, zero),
        ),
        quantities={
            "rate_that_deters": np.where(deters, inspect, np.nan),
            "value_if_committed": np.where(deters, committed, without),
        },
        broken={"A1": gain <= 0.0, "A2": cost <= 0.0},
        edge=near(z * reward, cost) | (pays & near(z * fine, gain)),
    )


def _kind(c: Columns, name: str, exists: Bools, violate: Floats, inspect: Floats) -> Kind:
    detected = violate * inspect * c["p_detection"]
    return Kind(
        name,
        exists,
        probabilities={
            "violate": violate,
            "inspect": inspect,
            "detected": detected,
            "missed": violate * inspect - detected,
            "overlooked": violate * (1.0 - inspect),
            "in_vain": (1.0 - violate) * inspect,
            "peace": (1.0 - violate) * (1.0 - inspect),
        },
        values={
            INSPECTEE: violate * c["violation_gain"] - detected * c["fine"],
            INSPECTOR: (
                detected * c["detection_reward"]
                - violate * c["violation_harm"]
                - inspect * c["inspection_cost"]
            ),
        },
        strategy={
            ("rules", "comply"): 1.0 - violate,
            ("rules", "violate"): violate,
            ("inspection", "inspect"): inspect,
            ("inspection", "leave"): 1.0 - inspect,
        },
        belief={
            ("inspection", ("comply",)): 1.0 - violate,
            ("inspection", ("violate",)): violate,
        },
    )


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="inspection",
    title="Inspection and corruption: looking, and being looked at",
    citations=(
        Citation(
            "Tsebelis, G. (1989). The abuse of probability in political analysis: the Robinson "
            "Crusoe fallacy. American Political Science Review 83, 77-91.",
            takes="the game, and that a harsher fine leaves violations as they are",
        ),
        Citation(
            "Tsebelis, G. (1990). Penalty has no impact on crime: a game-theoretic analysis. "
            "Rationality and Society 2, 255-286.",
            takes="which parameter moves whose behavior",
        ),
        Citation(
            "Andreozzi, L. (2004). Rewarding policemen increases crime. Another surprising result "
            "from the inspection game. Public Choice 121, 69-82.",
            takes="an inspector who commits to a rate first",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Corruption is worth while only if nobody looks, and looking is worth while only if there "
        "is corruption. Each side therefore mixes so that the other does not care. A harsher fine "
        "makes inspectors look less and leaves corruption as it was; what reduces corruption is "
        "cheaper or better rewarded inspection."
    ),
    paragraphs=(15, 24, 27),
    players=(INSPECTEE, INSPECTOR),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the fine deters and detections pay, both sides mix. If the fine does not deter, the "
        "rules are broken for sure; if inspections do not pay, nobody inspects and the rules are "
        "broken for sure."
    ),
    selection_rule=RULE,
    finds=(
        "how often rules are broken, and how often somebody looks",
        "what a rate of inspections that is announced and kept would be worth",
    ),
    does_not_find=(
        "anything where a violation gains nothing or inspections are free: there it gives no "
        "answer",
        "learning, reputation, or warnings between those who are inspected",
        "how a fine acts on people who would never break the rules",
    ),
    meanings={
        "regime": "kind of equilibrium",
        "mixed": "both sides mix, each so that the other is indifferent",
        "open corruption": "the rules are broken although somebody looks",
        "no inspection": "nobody looks, and the rules are broken",
        "violate": "the rules are broken",
        "inspect": "the inspector looks",
        "detected": "a violation is detected",
        "missed": "a violation is inspected and not detected",
        "overlooked": "a violation is not inspected",
        "in_vain": "somebody who complies is inspected",
        "peace": "rules are kept and nobody looks",
        "rate_that_deters": "rate of inspections at which the inspectee is indifferent; undefined "
        "where no rate deters",
        "value_if_committed": "what the inspector would get by announcing a rate and keeping to it",
        "n_equilibria": "number of equilibria",
    },
    given=(),
    removable=(),
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="violate",
    decisive=("inspection_cost", "detection_reward"),
    unique="the only Nash equilibrium",
    features=("inspection",),
)
