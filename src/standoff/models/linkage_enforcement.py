r"""Linkage as enforcement: one issue that is safe can carry another that is not.

Two sides cooperate on two issues period after period. On each, cheating brings something once and
then costs the cooperation. If the issues are linked, cheating on one costs the cooperation on both.

**Timing**, in every period

1. Each side chooses on each issue, without seeing the other's choice, to *cooperate* or to *cheat*.
2. Both see what was done. Cheating on an issue ends the cooperation on it for ever; if the issues
   are linked, it ends the cooperation on both.

**Symbols** ($i$ is $C$ for the challenger or $T$ for the target, $k$ is issue 1 or 2)

========  =================================  =================================================
Symbol    Name                               Meaning
========  =================================  =================================================
$g_{ik}$  challenger_temptation_first, ...   what side $i$ gains once by cheating on issue $k$
$l_{ik}$  challenger_stake_first, ...        what cooperation on $k$ is worth to it per period
$\delta$  discount_factor                    weight of the next period
========  =================================  =================================================

**Payoffs** of side $i$ per period, added over issues and averaged over periods: $l_{ik}$ where both
cooperate; $l_{ik}+g_{ik}$ where it alone cheats; 0 where both cheat; no more than 0 where only the
other one cheats.

**Closed form.** Cheating on issue $k$ does not pay iff
$\delta\ge\delta_{ik}=g_{ik}/(g_{ik}+l_{ik})$. If the issues are linked, whoever cheats does best to
cheat on both, and that does not pay iff $\delta\ge\sum_k g_{ik}/\sum_k(g_{ik}+l_{ik})$, a mean of
the $\delta_{ik}$. So there are the trigger equilibria

- **both issues, unlinked**, iff $\delta\ge\delta_{ik}$ for both sides and both issues;
- **both issues, linked**, iff $\delta\ge\max_i\sum_k g_{ik}/\sum_k(g_{ik}+l_{ik})$;
- **first issue only**, iff $\delta\ge\delta_{i1}$ for both sides;
- **second issue only**, iff $\delta\ge\delta_{i2}$ for both sides;
- **no cooperation**, always.

Linkage never makes the more demanding of the two conditions worse, and it helps when one side has
slack on one issue where the other issue is short of it. Between identical issues it helps nothing.

**What it finds.** How patient the sides must be, and whether tying issues together is needed.

**What it does not find.** All equilibria of the repeated game, of which there are very many; these
are the ones with cooperation as long as nobody cheats. What happens when cheating is mistaken.

References
----------
Bernheim and Whinston (1990) and Lohmann (1997); `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Bools, Floats
from standoff.models.base import Citation, Model, ModelAssumption
from standoff.models.kinds import Columns, Kind, Kinds, Theory, near

CHALLENGER, TARGET = "Challenger", "Target"
SIDES = {"C": "challenger", "T": "target"}
ISSUES = ("first", "second")
RULE = "most cooperation, and linkage only where it is needed"

_UNIT = "units of payoff per period"

#: Kind of equilibrium to the issues with cooperation, and whether they are linked; best first.
KINDS = {
    "both issues, unlinked": (ISSUES, False),
    "both issues, linked": (ISSUES, True),
    "first issue only": (("first",), False),
    "second issue only": (("second",), False),
    "no cooperation": ((), False),
}

#: Side and issue: temptation and stake, each with a wide range.
_NUMBERS = {
    ("C", "first"): (0.5, (0.1, 1.0), 0.25, (0.1, 1.0)),
    ("C", "second"): (0.2, (0.05, 0.6), 1.0, (0.2, 1.5)),
    ("T", "first"): (0.1, (0.05, 0.6), 0.9, (0.2, 1.5)),
    ("T", "second"): (0.6, (0.1, 1.0), 0.3, (0.1, 1.0)),
}


def _parameters() -> tuple[Parameter, ...]:
    listed = [
        Parameter(
            "discount_factor", "Weight of the next period against this one",
            0.4, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.1, 0.9),
        )
    ]  # fmt: skip
    for (side, issue), (gain, wide_g, stake, wide_l) in _NUMBERS.items():
        who, k = SIDES[side], ISSUES.index(issue) + 1
        listed += [
            Parameter(
                f"{who}_temptation_{issue}",
                f"What the {who} gains once by cheating on the {issue} issue",
                gain, low=0.0, symbol=f"g_{side}{k}", unit=_UNIT, wide=wide_g,
            ),
            Parameter(
                f"{who}_stake_{issue}",
                f"What cooperation on the {issue} issue is worth to the {who} per period",
                stake, low=0.0, symbol=f"l_{side}{k}", unit=_UNIT, wide=wide_l,
            ),
        ]  # fmt: skip
    return tuple(listed)


PARAMETERS = _parameters()

ASSUMPTIONS = (
    ModelAssumption("A1", "0 < delta < 1", "both the present and the future count"),
    ModelAssumption("A2", "l > 0", "cooperation on either issue is worth something to both sides"),
)


def patience_needed(c: Columns, issues: tuple[str, ...]) -> Floats:
    """Return the least discount factor at which nobody cheats on these issues taken together."""
    needed = [np.zeros_like(c["discount_factor"])]
    for who in SIDES.values():
        gain = sum(c[f"{who}_temptation_{issue}"] for issue in issues)
        stake = sum(c[f"{who}_stake_{issue}"] for issue in issues)
        needed.append(np.asarray(gain / (gain + stake)))
    return np.max(needed, axis=0)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every trigger equilibrium, the one with most cooperation first."""
    delta = c["discount_factor"]
    first, second = (patience_needed(c, (issue,)) for issue in ISSUES)
    linked, unlinked = patience_needed(c, ISSUES), np.maximum(first, second)
    needed = {
        "both issues, unlinked": unlinked,
        "both issues, linked": linked,
        "first issue only": first,
        "second issue only": second,
        "no cooperation": np.zeros_like(delta),
    }
    stakes = [c[f"{who}_stake_{issue}"] for who in SIDES.values() for issue in ISSUES]
    return Kinds(
        kinds=[_kind(c, name, delta >= patience) for name, patience in needed.items()],
        quantities={
            "patience_first": first,
            "patience_second": second,
            "patience_unlinked": unlinked,
            "patience_linked": linked,
        },
        broken={
            "A1": (delta <= 0.0) | (delta >= 1.0),
            "A2": np.any([stake <= 0.0 for stake in stakes], axis=0),
        },
        edge=np.any([near(delta, patience) for patience in (first, second, linked)], axis=0),
    )


def _kind(c: Columns, name: str, exists: Bools) -> Kind:
    issues, is_linked = KINDS[name]
    one, zero = np.ones_like(c["discount_factor"]), np.zeros_like(c["discount_factor"])
    return Kind(
        name,
        exists,
        probabilities={
            "cooperate_on_both": one if len(issues) == 2 else zero,
            **{f"cooperate_on_{issue}": one if issue in issues else zero for issue in ISSUES},
            "linkage_used": one if is_linked else zero,
        },
        values={
            player: zero + sum(c[f"{who}_stake_{issue}"] for issue in issues)
            for player, who in zip((CHALLENGER, TARGET), SIDES.values(), strict=True)
        },
    )


def witness(draws: Draws, answers: Answers) -> Mapping[str, Floats]:
    """Run the trigger automata: values by summing periods, and all one-shot deviations."""
    c = draws.complete(PARAMETERS).columns()
    delta = c["discount_factor"]
    both = np.zeros_like(delta)
    linked = np.zeros_like(delta)
    values = {CHALLENGER: np.zeros_like(delta), TARGET: np.zeros_like(delta)}
    per_issue = {issue: np.zeros_like(delta) for issue in ISSUES}
    decided = np.zeros(len(delta), dtype=np.bool_)
    for issues, is_linked in KINDS.values():
        holds = ~decided & ~_somebody_cheats(c, issues, is_linked)
        for player, who in zip(values, SIDES.values(), strict=True):
            values[player] = np.where(holds, _average(c, who, issues), values[player])
        for issue in issues:
            per_issue[issue] += holds
        both += holds & (len(issues) == 2)
        linked += holds & is_linked
        decided |= holds
    return {
        "both": both - answers.probabilities["cooperate_on_both"],
        "linkage": linked - answers.probabilities["linkage_used"],
        **{
            f"cooperation on the {issue} issue": found
            - answers.probabilities[f"cooperate_on_{issue}"]
            for issue, found in per_issue.items()
        },
        **{f"{p}'s value": found - answers.values[p] for p, found in values.items()},
    }


def _average(c: Columns, who: str, issues: tuple[str, ...]) -> Floats:
    """What a side gets on average when cooperation on these issues lasts, period by period."""
    delta = c["discount_factor"]
    flow = sum((c[f"{who}_stake_{issue}"] for issue in issues), np.zeros_like(delta))
    total, weight = (1.0 - delta) * flow, delta
    # Twice as many periods each time, until what is left out is below rounding.
    for _ in range(60):
        total, weight = total + weight * total, weight**2
    return total


def _somebody_cheats(c: Columns, issues: tuple[str, ...], is_linked: bool) -> Bools:
    """Whether a side gains by cheating once, on any of the sets of issues, and then going along."""
    delta = c["discount_factor"]
    cheats = np.zeros(len(delta), dtype=np.bool_)
    for who, chosen in product(SIDES.values(), product((False, True), repeat=len(issues))):
        on = [issue for issue, cheated in zip(issues, chosen, strict=True) if cheated]
        if not on:
            continue
        kept = () if is_linked else tuple(issue for issue in issues if issue not in on)
        now = sum(c[f"{who}_stake_{issue}"] for issue in issues)
        now = now + sum(c[f"{who}_temptation_{issue}"] for issue in on)
        by_cheating = (1.0 - delta) * now + delta * _average(c, who, kept)
        cheats |= by_cheating > _average(c, who, issues)
    return cheats


THEORY = Theory(solve, PARAMETERS, RULE)

MODEL = Model(
    name="linkage-enforcement",
    title="Linkage as enforcement: cheat on one issue, lose both",
    citations=(
        Citation(
            "Bernheim, B. D. and Whinston, M. D. (1990). Multimarket contact and collusive "
            "behavior. RAND Journal of Economics 21, 1-26.",
            takes="incentives pooled over markets, and when that helps",
        ),
        Citation(
            "Lohmann, S. (1997). Linkage politics. Journal of Conflict Resolution 41, 38-67.",
            takes="issues tied together to enforce cooperation",
        ),
    ),
    fidelity="exact",
    mechanism=(
        "Cooperation on one issue lasts only if cheating costs more tomorrow than it brings "
        "today. Where it is too tempting, another issue on which there is trust to spare can be "
        "made its hostage: who cheats on one loses both. Linkage pools the slack."
    ),
    paragraphs=(5, 26),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "Patient sides cooperate on both issues without linkage. Less patient ones can still do "
        "so by linking the issues, if together they leave enough to lose. Impatient ones "
        "cooperate on one issue or none."
    ),
    selection_rule=RULE,
    finds=(
        "how patient the sides must be for cooperation on each issue and on both",
        "whether linkage is needed, and whether it is enough",
    ),
    does_not_find=(
        "anything where cooperation is worth nothing: there it gives no answer",
        "the other equilibria of the repeated game, of which there are very many",
        "mistakes about who cheated, and cooperation that resumes",
    ),
    meanings={
        "regime": "cooperation that can last",
        "both issues, unlinked": "cooperation on both issues lasts without linkage",
        "both issues, linked": "cooperation on both issues lasts only because they are linked",
        "first issue only": "only cooperation on the first issue lasts",
        "second issue only": "only cooperation on the second issue lasts",
        "no cooperation": "cooperation lasts on neither issue",
        "cooperate_on_both": "the sides cooperate on both issues",
        "cooperate_on_first": "the sides cooperate on the first issue",
        "cooperate_on_second": "the sides cooperate on the second issue",
        "linkage_used": "the issues are linked",
        "patience_first": "least discount factor for cooperation on the first issue alone",
        "patience_second": "least discount factor for cooperation on the second issue alone",
        "patience_unlinked": "least discount factor for cooperation on both issues without linkage",
        "patience_linked": "least discount factor for cooperation on both issues with linkage",
        "n_equilibria": "number of kinds of trigger equilibrium",
    },
    given=(),
    removable=(),
    build=None,
    answer=THEORY.answer,
    equilibria=THEORY.equilibria,
    headline="cooperate_on_both",
    decisive=("discount_factor", "challenger_temptation_first"),
    witness=witness,
    features=("linked issues", "ongoing cooperation"),
)
