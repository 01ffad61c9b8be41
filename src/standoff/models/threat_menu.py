r"""A menu of threats under complete information: which of them works, and up to what stake.

A challenger (C) chooses one instrument from a menu, or none, and threatens a target (T) with it.
Everybody knows everything. A threat works only if carrying it out is worth while once it has been
resisted, and if it hurts more than giving in.

**Timing**

1. C stays *quiet* or threatens with one instrument $i$: *review*, *reciprocity*, *limit* or
   *expel*.
2. T gives in (*concede*) or does not (*resist*).
3. After resistance C carries the threat out (*execute*) or *backs down*.

**Symbols**

=======  ============================  ======================================================
Symbol   Name                          Meaning
=======  ============================  ======================================================
$V$      prize                         C's gain when T gives in
$L$      concession_cost               T's loss when it gives in
$d_i$    damage_review, ...            T's loss when instrument $i$ is used
$e_i$    execution_cost_review, ...    C's cost of using it; negative if C likes to
$a_i$    audience_cost_review, ...     C's cost of backing down from a threat with it
=======  ============================  ======================================================

**Payoffs** (C; T): quiet $(0; 0)$; concession $(V; -L)$; executed $(-e_i; -d_i)$; backed down
$(-a_i; 0)$.

**Closed form** (subgame perfection). Instrument $i$ is *credible* iff $e_i<a_i$, and *effective*
iff it is credible and $d_i>L$.

- **concession**, iff an instrument is effective and no other credible one is worth more to use than
  $V$: C threatens with any effective one, and T gives in. All of them give the same.
- **execution**, iff using a credible instrument that does not hurt enough is worth more to C than
  anything else: C threatens with it, T resists, C uses it.
- **quiet** otherwise.

The largest stake that can be coerced is $L_{max}=\max\{d_i: e_i<a_i\}$. As all $a_i\to 0$ only
instruments that C likes to use are credible; as all $a_i\to\infty$, $L_{max}=\max d_i$. An
instrument that hurts more but is not credible adds nothing.

**What it finds.** Which instruments of a menu could have worked, and for how large a demand.

**What it does not find.** Anything that rests on doubt: bluffs, beliefs, threats that work only
sometimes. Several threats at once or one after the other.

References
----------
After Schelling (1960), Ellsberg (1968) and Zagare and Kilgour (2000); `MODEL.citations` says what
is taken from each.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from standoff.game.build import GameBuilder, Sketch, end, move
from standoff.game.parameter import Parameter
from standoff.game.prune import without
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.answers import Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
RULE = "mildest instrument that works"

_UNIT = "units of the largest damage"

#: Instrument: what it is, then damage, execution cost and audience cost, each with a wide range.
MENU = {
    "review": ("reviewing the cooperation", 0.15, (0, 0.3), -0.05, (-0.2, 0.1), 0.02, (0, 0.1)),
    "reciprocity": ("answering in kind", 0.35, (0.2, 0.5), 0.2, (0, 0.4), 0.1, (0, 0.3)),
    "limit": ("limiting the cooperation", 0.7, (0.5, 0.9), 0.25, (0, 0.5), 0.3, (0.1, 0.5)),
    "expel": ("expelling agents", 1.0, (1, 1), 0.6, (0.2, 1), 0.4, (0.2, 0.8)),
}
INSTRUMENTS = tuple(MENU)


def _parameters() -> tuple[Parameter, ...]:
    listed = [
        Parameter(
            "prize", "What the challenger gains when the target gives in",
            1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
        ),
        Parameter(
            "concession_cost", "What giving in costs the target",
            0.6, low=0.0, symbol="L", unit=_UNIT, wide=(0.2, 1.2),
        ),
    ]  # fmt: skip
    for name, (what, damage, wide_d, cost, wide_e, audience, wide_a) in MENU.items():
        listed += [
            Parameter(
                f"damage_{name}", f"What {what} costs the target",
                damage, low=0.0, symbol=f"d_{name}", unit=_UNIT, wide=wide_d,
            ),
            Parameter(
                f"execution_cost_{name}", f"What {what} costs the challenger; negative if it "
                "likes to", cost, symbol=f"e_{name}", unit=_UNIT, wide=wide_e,
            ),
            Parameter(
                f"audience_cost_{name}", f"What withdrawing a threat of {what} costs the "
                "challenger", audience, low=0.0, symbol=f"a_{name}", unit=_UNIT, wide=wide_a,
            ),
        ]  # fmt: skip
    return tuple(listed)


PARAMETERS = _parameters()

ASSUMPTIONS = (
    ModelAssumption("A1", "V > 0", "the challenger gains when the target gives in"),
    ModelAssumption("A2", "L > 0", "giving in costs the target something"),
)


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree; instruments can be taken off the menu."""
    removed = THEORY.check_removed(remove)
    root = move(
        CHALLENGER,
        {"quiet": end("quiet", 0, 0), **{name: _threat(name) for name in INSTRUMENTS}},
        knows="respond",
    )
    builder = GameBuilder(MODEL.name).players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    threats = (Threat(CHALLENGER, name, "execute", "back down") for name in INSTRUMENTS)
    return without(builder.threats(*threats).tree(root), removed)


def _threat(name: str) -> Sketch:
    act = move(
        CHALLENGER,
        {
            "execute": end(f"{name} executed", f"-execution_cost_{name}", f"-damage_{name}"),
            "back down": end(f"{name} withdrawn", f"-audience_cost_{name}", 0),
        },
        knows=f"{name}: act",
    )
    return move(
        TARGET,
        {"concede": end(f"concession to {name}", "prize", "-concession_cost"), "resist": act},
        knows=f"{name}: answer",
    )


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every pure equilibrium: one per effective instrument, or the best one to use."""
    prize, loss = c["prize"], c["concession_cost"]
    damage, cost, audience = (
        np.stack([c[f"{what}_{name}"] for name in INSTRUMENTS])
        for what in ("damage", "execution_cost", "audience_cost")
    )
    there = np.array([[name not in removed] for name in INSTRUMENTS])
    credible = there & (cost < audience)
    effective = credible & (damage > loss)
    used = np.where(there, np.where(credible, -cost, -audience), -np.inf)
    worth = np.where(effective, prize, used)
    best = np.maximum(worth.max(axis=0), 0.0)
    # All effective instruments count as one way to the prize.
    n_best = near(best, 0.0) + (effective.any(axis=0) & near(best, prize)).astype(np.int64)
    n_best += (there & ~effective & near(worth, best)).sum(axis=0)
    close = near(cost, audience) | (credible & near(damage, loss))
    is_best = worth >= best
    many = effective.sum(axis=0) > 1
    zero = np.zeros_like(loss)
    shared = _last_moves(credible, effective, removed)
    kinds = [
        *(
            _kind(c, i, effective[i] & is_best[i], "concede", shared, removed, many)
            for i in range(len(INSTRUMENTS))
        ),
        *(
            _kind(c, i, credible[i] & ~effective[i] & is_best[i], "execute", shared, removed)
            for i in range(len(INSTRUMENTS))
        ),
        _kind(c, -1, best <= 0.0, "quiet", shared, removed),
    ]
    flags = {"credible": credible, "effective": effective}
    return Kinds(
        kinds,
        quantities={
            "largest_stake": np.where(credible, damage, zero).max(axis=0),
            "n_effective": effective.sum(axis=0).astype(np.float64),
            **{
                f"{what}_{name}": flag[i].astype(np.float64)
                for what, flag in flags.items()
                for i, name in enumerate(INSTRUMENTS)
            },
        },
        broken={"A1": prize <= 0.0, "A2": loss <= 0.0},
        edge=(n_best > 1) | (there & close).any(axis=0),
    )


def _last_moves(
    credible: Bools, effective: Bools, removed: frozenset[str]
) -> dict[tuple[str, str], Floats]:
    """Write out what follows each threat, which is the same in all equilibria."""
    written: dict[tuple[str, str], Floats] = {}
    for i, name in enumerate(INSTRUMENTS):
        if name not in removed:
            written[f"{name}: answer", "concede"] = effective[i].astype(np.float64)
            written[f"{name}: answer", "resist"] = (~effective[i]).astype(np.float64)
            written[f"{name}: act", "execute"] = credible[i].astype(np.float64)
            written[f"{name}: act", "back down"] = (~credible[i]).astype(np.float64)
    return written


def _kind(
    c: Columns,
    chosen: int,
    exists: Bools,
    outcome: str,
    last_moves: dict[tuple[str, str], Floats],
    removed: frozenset[str],
    many: Bools | None = None,
) -> Kind:
    zero, one = np.zeros_like(c["prize"]), np.ones_like(c["prize"])
    name = INSTRUMENTS[chosen] if chosen >= 0 else "quiet"
    of_name = {"concede": f"concession to {name}", "execute": f"{name} executed", "quiet": "quiet"}
    values = {
        "concede": (c["prize"], -c["concession_cost"]),
        "execute": (-c.get(f"execution_cost_{name}", zero), -c.get(f"damage_{name}", zero)),
        "quiet": (zero, zero),
    }[outcome]
    first = {
        ("respond", action): one if action == name else zero
        for action in ("quiet", *INSTRUMENTS)
        if action not in removed
    }
    return Kind(
        of_name[outcome],
        exists,
        probabilities={
            "concede": one if outcome == "concede" else zero,
            "threat": zero if outcome == "quiet" else one,
            "execute": one if outcome == "execute" else zero,
            "back_down": zero,
            "quiet": one if outcome == "quiet" else zero,
        },
        values=dict(zip((CHALLENGER, TARGET), values, strict=True)),
        strategy={**first, **last_moves},
        continuum=many,
        note=_MANY if outcome == "concede" else "",
        merit=-c[f"damage_{name}"] if outcome == "concede" else None,
    )


_MANY = "Several instruments work, and the challenger may choose between them in any way."

THEORY = Theory(solve, PARAMETERS, RULE, removable=INSTRUMENTS)

MODEL = Model(
    name="threat-menu",
    title="A menu of threats: which one works",
    citations=(
        Citation(
            "Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
            takes="a threat works only if carrying it out would be worth while when the time comes",
        ),
        Citation(
            "Ellsberg, D. (1968). The Theory and Practice of Blackmail. RAND Corporation, P-3883.",
            takes="a threat against the stake: what hurts more than giving in",
        ),
        Citation(
            "Zagare, F. C. and Kilgour, D. M. (2000). Perfect Deterrence. Cambridge University "
            "Press.",
            takes="threats that are credible because they are preferred to backing down",
        ),
    ),
    fidelity="special",
    mechanism=(
        "Whoever wants to coerce has a menu, from mild to harsh. Mild instruments are credible "
        "but do not hurt enough; harsh ones hurt enough but nobody believes that they would be "
        "used. What can be demanded is limited by the harshest instrument that one would rather "
        "use than be seen to withdraw."
    ),
    paragraphs=(5, 8, 9, 14),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If some credible instrument hurts more than giving in, the challenger threatens with it "
        "and the target gives in. If none does, the challenger uses the one it likes to use, or "
        "stays quiet."
    ),
    selection_rule=RULE,
    finds=(
        "which instruments are credible, and which of these hurt enough",
        "the largest stake that the menu can coerce",
    ),
    does_not_find=(
        "anything that rests on doubt: bluffs, beliefs, threats that work only sometimes",
        "which of several instruments that work is chosen: the challenger is indifferent",
        "several threats at once, or one after the other",
    ),
    meanings={
        "regime": "what happens, and with which instrument",
        **{f"concession to {n}": f"the target gives in to a threat of '{n}'" for n in INSTRUMENTS},
        **{f"{n} executed": f"'{n}' is used although the target resists" for n in INSTRUMENTS},
        "quiet": "no threat is made",
        "concede": "a threat is made and the target gives in",
        "threat": "a threat is made",
        "execute": "the threat is carried out",
        "back_down": "the threat is withdrawn, which never happens here",
        "largest_stake": "largest cost of giving in at which the target would still give in",
        "n_effective": "number of instruments that work",
        **{f"credible_{n}": f"1 if a threat of '{n}' would be carried out" for n in INSTRUMENTS},
        **{f"effective_{n}": f"1 if a threat of '{n}' works" for n in INSTRUMENTS},
        "n_equilibria": "number of kinds of equilibrium",
    },
    given=(),
    removable=INSTRUMENTS,
    build=build,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="concede",
    decisive=("concession_cost", "audience_cost_limit"),
    unique=(
        "what happens is unique; which instrument the target gives in to is not, if several work"
    ),
    features=("threat", "several instruments", "cost of backing down"),
    against=("harm under way",),
)
