"""The same subject under another rule of selection: what follows if another equilibrium is played.

A model answers with one of its equilibria, by its own rule. Here the others are read from its list
and picked by a rule with a name, so that every question can be asked under every rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.tree import Game
from standoff.models.answers import Answers, Bools, Category, Floats
from standoff.solve.solution import Solution
from standoff.study.listed import Listed
from standoff.study.model_subject import ModelSubject
from standoff.study.subject import Effort, Played, Subject
from standoff.study.tables import Tables

Rule = Literal[
    "model",
    "best for challenger",
    "worst for challenger",
    "best for target",
    "worst for target",
    "lowest headline",
    "highest headline",
]
RULES: tuple[Rule, ...] = get_args(Rule)

#: Quantities that a subject has under every rule but its own; the list has no others.
LISTED = ("n_equilibria", "n_tied")

#: Payoffs and chances this close count as tied, relative to the largest in size.
TIED = 1e-9


def under(subject: Subject, rule: str, tables: Tables | None = None) -> Subject:
    """Return a subject that answers with the equilibrium that a rule picks.

    The challenger is the first player and the target the second, as in every model. Ties of the
    best for one go to the better for the other, ties of the worst to the worse for the other, and
    ties of the headline to the model's own choice; what is still tied goes to the first listed. The
    quantities `n_equilibria` and `n_tied` of the answers say from how many was picked, and how many
    tied at first.

    Parameters
    ----------
    subject : Subject
    rule : str
        One of `RULES`; "model" returns the subject as it is.
    tables : Tables, optional
        Of the subject under its own rule: shared between rules, nothing is solved twice.

    Returns
    -------
    Subject
        Its only category is `regime`; where another equilibrium than the model's own is picked,
        quantities are nan, since the list has none. Equilibria of which a list names one for
        infinitely many count as that one. Of a game without closed answers all sequential
        equilibria are searched draw by draw, which takes from milliseconds to seconds each.

    Raises
    ------
    UnknownName
        If there is no such rule.
    GameError
        If the rule speaks of a target and there is one player only.
    """
    if rule not in RULES:
        raise UnknownName.among("rule", rule, RULES)
    if isinstance(subject, RuleSubject):
        subject = subject.inner
    if rule == "model":
        return subject
    return RuleSubject(subject, cast(Rule, rule), tables or Tables(subject))


def own_of(subject: Subject) -> Subject:
    """Return the subject under its own rule."""
    return subject.inner if isinstance(subject, RuleSubject) else subject


def rule_of(subject: Subject) -> Rule:
    """Return the name of the rule under which a subject answers."""
    return subject.chosen if isinstance(subject, RuleSubject) else "model"


@dataclass(frozen=True, slots=True, eq=False)
class RuleSubject:
    """A subject that answers by a rule which is not its own.

    Parameters
    ----------
    inner : Subject
    chosen : str
        One of `RULES` other than "model".
    tables : Tables
        Of `inner`.
    """

    inner: Subject
    chosen: Rule
    tables: Tables

    @property
    def name(self) -> str:
        """Name of the model or game."""
        return self.inner.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters."""
        return self.inner.parameters

    @property
    def rule(self) -> str:
        """How one of several equilibria is picked."""
        return f"{self.chosen}{_TIES[self.chosen]}"

    @property
    def headline(self) -> str:
        """Name of the probability that the study is about."""
        return self.inner.headline

    @property
    def headline_meaning(self) -> str:
        """What it means, in words."""
        return self.inner.headline_meaning

    @property
    def decisive(self) -> tuple[str, ...]:
        """Parameters known to decide the headline."""
        return self.inner.decisive

    @property
    def effort(self) -> Effort:
        """That of the subject; listing takes some times as long as answering."""
        return self.inner.effort

    @property
    def has_tree(self) -> bool:
        """Whether there is a tree of the whole game."""
        return self.inner.has_tree

    def worst_error(self, draws: Draws, answers: Answers) -> Floats:
        """Nobody can recompute an equilibrium that is not the model's own choice: nan."""
        return np.full(len(draws), np.nan)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or symbol."""
        return self.inner.parameter(name)

    def build(self, remove: Collection[str] = ()) -> Game:
        """Give the game as a tree."""
        return self.inner.build(remove)

    def assumption(self, name: str) -> str:
        """Return the words of an assumption."""
        return self.inner.assumption(name)

    def reasons(self, draws: Draws, given: Sequence[str] = ()) -> NDArray[np.object_] | None:
        """Say why draws have no answer, where answers that fail the check are dropped."""
        return self.inner.reasons(draws, given)

    def answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        """Give the equilibrium that the rule picks in every draw."""
        table = self.tables.of(draws, given, remove)
        own, all_of = table.answers, table.listed
        picked, n_tied = pick(all_of, self.chosen, self.headline)
        found = own.has_answer & (picked >= 0)
        is_own = all_of.selected_by_model(picked) & found
        probabilities = {
            name: np.where(found, all_of.probability(name, picked), np.nan)
            for name in own.probabilities
        }
        kept = {name: np.where(is_own, q, np.nan) for name, q in own.quantities.items()}
        return Answers(
            rule=self.rule,
            status=own.status,
            categories={"regime": self._regime(own, all_of, picked, probabilities, given, remove)},
            probabilities=probabilities,
            quantities=kept
            | {
                "n_equilibria": np.where(found, all_of.exists.sum(axis=0), np.nan),
                "n_tied": np.where(found, n_tied, np.nan),
            },
            values={
                name: np.where(found, all_of.value(name, picked), np.nan) for name in own.values
            },
            broken=own.broken,
        )

    def every(self, draw: Draws, given: Sequence[str] = ()) -> tuple[tuple[Played, ...], str]:
        """List the equilibria of one draw, marked by this rule."""
        found, completeness = self.inner.every(draw, given)
        return self._marked(found, draw, given, ()), completeness

    def equilibria(
        self,
        draws: Draws,
        given: Sequence[str] = (),
        remove: Collection[str] = (),
        *,
        only_selected: bool = False,
    ) -> tuple[Played, ...]:
        """Give the known equilibria on the tree, marked by this rule."""
        marked = self._marked(self.inner.equilibria(draws, given, remove), draws, given, remove)
        if not only_selected:
            return marked
        return tuple(_only_selected(each) for each in marked)

    def _marked(
        self,
        found: tuple[Played, ...],
        draws: Draws,
        given: Sequence[str],
        remove: Collection[str],
    ) -> tuple[Played, ...]:
        picked, _ = pick(Listed.of(found, len(draws)), self.chosen, self.headline)
        return tuple(
            replace(each, selected=np.asarray((picked == i) & each.exists))
            for i, each in enumerate(found)
        )

    def _regime(
        self,
        own: Answers,
        all_of: Listed,
        picked: NDArray[np.int64],
        probabilities: dict[str, Floats],
        given: Sequence[str],
        remove: Collection[str],
    ) -> Category:
        """Name what is picked: as the model would, else as the list does.

        The regime of a game without closed answers is its most likely outcome. A code never depends
        on the draws: all names that the list can have are known before.
        """
        known = own.categories.get("regime", Category((), np.full(len(own), -1, np.int16)))
        found = own.has_answer & (picked >= 0)
        if not isinstance(self.inner, ModelSubject):
            table = np.stack([np.nan_to_num(probabilities[name], nan=-1.0) for name in known.names])
            codes = np.where(found, np.argmax(table, axis=0), -1)
            return Category.of(known.names, codes)
        others = self.inner.model.listed
        named = () if others is None else others(given, remove)
        names = tuple(dict.fromkeys((*known.names, *named)))
        # The last entry is for none.
        positions = np.array([*(names.index(name) for name in all_of.names), -1], dtype=np.int64)
        codes = np.where(found, positions[picked], -1)
        is_own = all_of.selected_by_model(picked) & found
        # The model's own names stand first, so that its codes are the same here.
        codes = np.where(is_own, known.codes, codes)
        return Category.of(names, codes)


def pick(found: Listed, rule: str, headline: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pick one equilibrium per draw by a rule.

    Returns
    -------
    picked : int array, shape (n_draws,)
        Position in the list; -1 where none exists.
    n_tied : int array, shape (n_draws,)
        How many were as good by the rule's first measure.
    """
    n_draws = found.n_draws
    if not len(found.names):
        return np.full(n_draws, -1), np.zeros(n_draws, dtype=np.int64)
    left: Bools = found.exists
    n_tied: NDArray[np.int64] | None = None
    is_payoff = rule != "model" and not rule.endswith("headline")
    for score in _scores(found, rule, headline):
        scored = np.where(left, score, -np.inf)
        best = scored.max(axis=0)
        with np.errstate(invalid="ignore"):
            # Payoffs come in any unit; chances are at most 1.
            unit = np.where(left & np.isfinite(score), np.abs(score), 0.0).max(axis=0)
            unit = np.where(is_payoff, unit, 1.0)
            near = best - scored <= TIED * unit
        left = left & near
        if n_tied is None:
            n_tied = left.sum(axis=0)
    assert n_tied is not None
    return np.where(left.any(axis=0), np.argmax(left, axis=0), -1), n_tied


def _scores(found: Listed, rule: str, headline: str) -> tuple[Floats, ...]:
    """What is made as large as possible, one after the other; each (n_equilibria, n_draws)."""
    if rule == "model":
        return (found.selected.astype(np.float64),)
    if rule.endswith("headline"):
        p = found.probabilities(headline)
        own = found.selected.astype(np.float64)
        return (p if rule.startswith("highest") else -p, own)
    players = found.players
    if len(players) < 2:
        raise GameError(
            f"the rule {rule!r} needs a challenger and a target",
            found=f"one player, {', '.join(players)}",
            right="lowest headline or highest headline",
        )
    challenger, target = (found.values(name) for name in players[:2])
    first, second = (challenger, target) if "challenger" in rule else (target, challenger)
    sign = 1.0 if rule.startswith("best") else -1.0
    return (sign * first, sign * second)


_TIES: dict[str, str] = {
    "best for challenger": "; ties to the best for the target, then to the first listed",
    "worst for challenger": "; ties to the worst for the target, then to the first listed",
    "best for target": "; ties to the best for the challenger, then to the first listed",
    "worst for target": "; ties to the worst for the challenger, then to the first listed",
    "lowest headline": "; ties to the model's own choice, then to the first listed",
    "highest headline": "; ties to the model's own choice, then to the first listed",
}


def _only_selected(each: Played) -> Played:
    """Keep of the solution the draws in which the equilibrium is the selected one."""
    if each.on_tree is None:
        return replace(each, rows=each.selected)
    kept = each.selected[each.rows]
    whole = each.on_tree
    solution = Solution(
        whole.game,
        whole.draws.rows(kept),
        whole.strategy[kept],
        whole.belief[kept],
        whole.status[kept],
        whole.method,
        whole.rule,
        whole.name,
        None if whole.precision is None else whole.precision[kept],
        whole.errors,
    )
    return replace(each, on_tree=solution, rows=each.selected)
