"""Structural what-ifs side by side: each game solved, with every equilibrium and the rule named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.forced import still_made
from standoff.game.structure import Structure
from standoff.result import Columns, Pictured, by_column, counted, short
from standoff.study.game_subject import MOST_SETS, GameSubject
from standoff.study.listed import Listed
from standoff.study.numbers import Numbers
from standoff.study.rules import own_of, pick, rule_of, under
from standoff.study.subject import Played, Subject
from standoff.study.tree_event import knows

AS_IT_IS = "as it is"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change.

    Parameters
    ----------
    name : str
    structure : Structure
    set : dict of str to float
        Parameters with other numbers.
    given : tuple of str or None
        Moves known to have been made, instead of those of the case.
    """

    name: str
    structure: Structure = field(default_factory=Structure)
    set: Mapping[str, float] = field(default_factory=dict[str, float])
    given: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class OneEquilibrium:
    """One equilibrium of one game: its name, whether the rule picks it, and the headline."""

    name: str
    is_picked: bool
    headline: float
    outcomes: tuple[tuple[str, float], ...]
    values: tuple[tuple[str, float], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One game of the table.

    Parameters
    ----------
    name : str
    changes : tuple of str
    method : str
        "closed form" or how the tree was solved.
    rule : str
        How one of several equilibria was picked.
    regime : str
        The kind of equilibrium, or the most likely outcome on a tree.
    headline, difference : float
        The headline's chance, and how much higher it is than in the game as it is, solved in the
        same way; nan without an answer, or where the game knows no such event.
    probabilities : tuple of (name, chance)
    values : tuple of (player, number, difference)
        The difference is nan for players who are new.
    equilibria : tuple of OneEquilibrium
    completeness : str
        How sure it is that no equilibrium is missing.
    note : str
    """

    name: str
    changes: tuple[str, ...]
    method: str
    rule: str
    regime: str
    headline: float
    difference: float
    probabilities: tuple[tuple[str, float], ...]
    values: tuple[tuple[str, float, float], ...]
    equilibria: tuple[OneEquilibrium, ...]
    completeness: str
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Counterfactuals(Pictured):
    """A table of what-ifs at the analyst's values.

    Parameters
    ----------
    headline : str
    rule : str
        Name of the rule that was asked for, one of `RULES`.
    rows : tuple of Row
        First the game as it is: by its closed form where it has one, then on its tree.
    """

    headline: str
    rule: str
    rows: tuple[Row, ...]

    drawing: ClassVar[str] = "standoff.view.what_ifs:chart"

    @property
    def sentence(self) -> str:
        """The headline in the game as it is, and how many what-ifs there are."""
        now = short(self.rows[0].headline) if self.rows else short(float("nan"))
        what_ifs = counted(len(self.rows), "game")
        return f"The chance of {self.headline} in {what_ifs}; as it is, {now}"

    def table(self) -> Columns:
        """Return one row per game."""
        players = tuple(dict.fromkeys(name for row in self.rows for name, _, _ in row.values))
        head = (
            "game", "regime", "headline", "difference", "method", "rule", "n_equilibria",
            "completeness", *players,
        )  # fmt: skip
        expected = [{name: value for name, value, _ in row.values} for row in self.rows]
        return by_column(
            head,
            (
                (
                    row.name, row.regime, row.headline, row.difference, row.method, row.rule,
                    len(row.equilibria), row.completeness,
                    *(values.get(player, float("nan")) for player in players),
                )
                for row, values in zip(self.rows, expected, strict=True)
            ),
        )  # fmt: skip

    def numbers(self) -> Numbers:
        """Give regime and headline of every row, to be compared with another rule's."""
        found: dict[str, float | str] = {}
        for row in self.rows:
            found |= {
                f"{row.name}: regime": row.regime,
                f"{row.name}: {self.headline}": row.headline,
                f"{row.name}: difference": row.difference,
            }
        return found


def counterfactuals(
    subject: Subject,
    base: Draws,
    what_ifs: Sequence[WhatIf],
    *,
    given: Sequence[str] = (),
) -> Counterfactuals:
    """Solve a game under structural changes, and put the answers side by side.

    Every changed game is solved on its tree, all its sequential equilibria are searched within the
    bounds of `Subject.every`, and the rule picks one. The game as it is is solved in the same way,
    so that differences are due to the change and not to the method.

    Parameters
    ----------
    subject : Subject
        With a tree of the whole game. Its rule (`standoff.study.rules.under`) picks one of several
        equilibria; without one, that which the numerical method finds.
    base : Draws
        One row.
    what_ifs : sequence of WhatIf
    given : sequence of str
        Moves known to have been made.

    Raises
    ------
    GameError
        If the subject has no tree of the whole game, or a change makes none.
    UnknownName
        If a change names what the game does not have.
    """
    if not subject.has_tree:
        raise GameError(
            f"{subject.name} has no tree of the whole game whose structure could be changed",
            right="a model with a whole tree, or a game file",
        )
    rule, subject = rule_of(subject), own_of(subject)
    whole = subject.build()
    # A probability of a closed form may be none of an event on the tree.
    headline = subject.headline if knows(whole, subject.headline) else ""
    reference = _solved(GameSubject.of(whole, base, given, headline=headline), base, given, rule)
    rows = [_row(WhatIf(AS_IT_IS), reference, headline, None)]
    if not isinstance(subject, GameSubject):
        rows.insert(0, _closed(subject, base, given, rule))
    for each in what_ifs:
        known = tuple(given) if each.given is None else each.given
        game = each.structure.applied(whole, known)
        draw = _draw(base, each, GameSubject(game, headline))
        # A move that was decided or taken away cannot be given any more.
        offered = tuple(name for name in known if name in game.actions)
        changed = GameSubject.of(game, draw, offered, headline=headline)
        made = still_made(game, each.structure, known)
        rows.append(_row(each, _solved(changed, draw, offered, rule), headline, reference, made))
    return Counterfactuals(subject.headline, rule, tuple(rows))


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    subject: GameSubject
    played: tuple[Played, ...]
    picked: int
    completeness: str
    rule: str


def _solved(subject: GameSubject, draw: Draws, given: Sequence[str], rule: str) -> _Solved:
    played, completeness = subject.every(draw, given)
    position, _ = pick(Listed.of(played, 1), rule, subject.headline)
    completeness = completeness or f"not searched: more than {MOST_SETS} information sets"
    return _Solved(subject, played, int(position[0]), completeness, under(subject, rule).rule)


def _row(
    what_if: WhatIf,
    found: _Solved,
    headline: str,
    before: _Solved | None,
    made: tuple[str, ...] = (),
) -> Row:
    changes = (
        *what_if.structure.words(),
        *made,
        *(f"{name}: {value:g}" for name, value in what_if.set.items()),
    )
    if what_if.given is not None:
        changes += (f"moves made: {', '.join(what_if.given) or 'none given'}",)
    if found.picked < 0:
        nan = math.nan
        return Row(
            what_if.name, changes, "tree", found.rule, "", nan, nan, (), (), (), "", "no answer"
        )
    each = found.played[found.picked]
    outcomes = found.subject.game.outcomes
    chances = {name: float(p[0]) for name, p in each.probabilities.items()}
    p = chances.get(headline, math.nan)
    old: dict[str, float] = {}
    p_before = math.nan
    if before is not None and before.picked >= 0:
        old = {name: float(v[0]) for name, v in before.played[before.picked].values.items()}
        p_before = float(before.played[before.picked].probabilities[before.subject.headline][0])
    return Row(
        name=what_if.name,
        changes=changes,
        method="tree" if each.on_tree is None else each.on_tree.method,
        rule=found.rule,
        regime=max(outcomes, key=lambda name: chances.get(name, 0.0)),
        headline=p,
        difference=p - p_before,
        probabilities=tuple(chances.items()),
        values=tuple(
            (name, float(v[0]), float(v[0]) - old.get(name, math.nan))
            for name, v in each.values.items()
        ),
        equilibria=tuple(
            _equilibrium(other, k == found.picked, headline) for k, other in enumerate(found.played)
        ),
        completeness=found.completeness,
        note=_note(found.subject, headline),
    )


def _note(subject: GameSubject, headline: str) -> str:
    if not headline:
        return "the headline is no event on the tree"
    return "" if knows(subject.game, headline) else f"{headline} cannot happen here"


def _equilibrium(each: Played, is_picked: bool, headline: str) -> OneEquilibrium:
    chances = {name: float(p[0]) for name, p in each.probabilities.items()}
    return OneEquilibrium(
        name=each.name,
        is_picked=is_picked,
        headline=chances.get(headline, math.nan),
        outcomes=tuple((name, p) for name, p in chances.items() if p > 1e-9),
        values=tuple((name, float(v[0])) for name, v in each.values.items()),
        note=each.continuum_note if bool(np.any(each.continuum)) else "",
    )


def _closed(subject: Subject, base: Draws, given: Sequence[str], rule: str) -> Row:
    """The model's own answer, and its list of equilibria."""
    asked = under(subject, rule)
    answers = asked.answer(base, given)
    played, completeness = asked.every(base, given)
    regime = answers.categories.get("regime")
    return Row(
        name=f"{AS_IT_IS} (closed form)",
        changes=(),
        method="closed form",
        rule=asked.rule,
        regime="" if regime is None else regime[0],
        headline=float(answers.probabilities[subject.headline][0]),
        difference=math.nan,
        probabilities=tuple((name, float(p[0])) for name, p in answers.probabilities.items()),
        values=tuple((name, float(v[0]), math.nan) for name, v in answers.values.items()),
        equilibria=tuple(
            _equilibrium(each, bool(each.selected[0]), subject.headline)
            for each in played
            if each.exists[0]
        ),
        completeness=completeness,
        note="" if answers.has_answer[0] else "no answer",
    )


def _draw(base: Draws, what_if: WhatIf, changed: GameSubject) -> Draws:
    new = {each.name: each.default for each in changed.parameters if each.name not in base.names}
    columns = {name: float(column[0]) for name, column in base.columns().items()} | new
    for name, value in what_if.set.items():
        columns[changed.parameter(name).name] = value
    return Draws.point(columns).complete(changed.parameters)
