"""A game of the case's own as the subject of a study, solved numerically draw by draw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.forced import force
from standoff.game.parameter import Parameter
from standoff.game.prune import without
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.models.answers import Answers, Category, Floats
from standoff.solve.backward import RULE as BACKWARD_RULE
from standoff.solve.backward import has_perfect_information, solve_backward
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness, EquilibriumList, ListedEquilibrium
from standoff.solve.sequential import METHOD as SEQUENTIAL_METHOD
from standoff.solve.sequential import RULE as SEQUENTIAL_RULE
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Solution
from standoff.study.subject import Effort, Played
from standoff.study.tree_event import p_event

#: Games of perfect information are solved for all draws at once.
FAST = Effort(
    n_draws=100_000,
    n_compared=20_000,
    n_scanned=500,
    n_outside=0,
    chunk=5_000,
    precision=1e-12,
)
#: Others take a tenth of a millisecond per draw.
SLOW = Effort(
    n_draws=2_000,
    n_compared=500,
    n_scanned=48,
    n_outside=0,
    chunk=500,
    precision=1e-8,
    gap=1e-4,
)
#: Trees of more than `MOST_SMALL` nodes take some milliseconds.
LARGE = replace(SLOW, n_draws=300, n_compared=100, n_scanned=24, chunk=100, precision=1e-7)
MOST_SMALL = 40

#: All equilibria are looked for at the analyst's values in games of at most so many sets.
MOST_SETS = 16
MOST_SYSTEMS = 20_000
#: Searches that are remembered: the draws of one question, under all rules.
_MOST_SEARCHED = 1_024
#: Two equilibria are one when no node differs by more in how likely it is reached.
SAME = 1e-7

#: Moves given and moves taken away.
Setting = tuple[tuple[str, ...], tuple[str, ...]]
#: Strategy, beliefs, status, and why there is no answer.
Solved = tuple[Floats, Floats, int, str]


@dataclass(frozen=True, eq=False)
class GameSubject:
    """A game without closed answers.

    Its only category is `regime`, the most likely outcome; its probabilities are those of the
    outcomes. The headline is the outcome that is most likely at the analyst's values.

    Parameters
    ----------
    game : Game
    headline : str
    events : tuple of str
        Moves whose chance is given beside those of the outcomes.
    """

    game: Game
    headline: str
    #: Solutions of single draws, since many questions ask for the same ones again.
    _solved: dict[tuple[Setting, bytes], Solved] = field(
        default_factory=dict[tuple[Setting, bytes], Solved], repr=False
    )
    _games: dict[Setting, Game] = field(default_factory=dict[Setting, Game], repr=False)
    events: tuple[str, ...] = field(default=(), kw_only=True)
    _searched: dict[tuple[Setting, bytes], EquilibriumList] = field(
        default_factory=dict[tuple[Setting, bytes], EquilibriumList], repr=False, kw_only=True
    )

    @classmethod
    def of(
        cls, game: Game, base: Draws, given: Sequence[str] = (), *, headline: str = ""
    ) -> GameSubject:
        """Take an outcome or a move for the headline; by default the likeliest at the base.

        A headline that the game does not know never happens.
        """
        if headline:
            return cls(game, headline, events=() if headline in game.outcomes else (headline,))
        asked = cls(game, game.outcomes[0])
        answers = asked.answer(base, given)
        most_likely = answers.categories["regime"][0]
        return cls(game, most_likely or game.outcomes[0], asked._solved, asked._games)

    @property
    def name(self) -> str:
        """Name of the game."""
        return self.game.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters."""
        return self.game.parameters

    @property
    def rule(self) -> str:
        """How one of several equilibria is picked."""
        return BACKWARD_RULE if self._is_fast else SEQUENTIAL_RULE

    @property
    def headline_meaning(self) -> str:
        """What the headline means, in words."""
        return f"the crisis ends with: {self.headline}"

    @property
    def decisive(self) -> tuple[str, ...]:
        """Not known in advance."""
        return ()

    @property
    def effort(self) -> Effort:
        """By whether draws are solved all at once or one by one, and how large the tree is."""
        if self._is_fast:
            return FAST
        return SLOW if len(self.game.nodes) <= MOST_SMALL else LARGE

    @cached_property
    def _is_fast(self) -> bool:
        return has_perfect_information(self.game)

    @property
    def has_tree(self) -> bool:
        """A game of the case's own is a tree."""
        return True

    def worst_error(self, draws: Draws, answers: Answers) -> Floats:
        """Never asked: a tree is checked by `verify`."""
        raise NotImplementedError

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or symbol."""
        return self.game.parameter(name)

    def build(self, remove: Collection[str] = ()) -> Game:
        """Give the game without some actions."""
        return without(self.game, tuple(remove))

    def answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        """Solve every draw, and call it after its most likely outcome."""
        solution = self._solve(draws, given, remove)
        solved = solution.status <= Status.FOLD_CROSSED
        names = self.game.outcomes
        none = np.zeros(len(draws))
        chances = {name: solution.p_outcome.get(name, none) for name in names}
        table = np.column_stack(list(chances.values()))
        codes = np.where(solved, np.argmax(np.nan_to_num(table, nan=-1.0), axis=1), -1)
        return Answers(
            rule=self.rule,
            status=solution.status,
            categories={"regime": Category.of(names, codes)},
            probabilities={
                name: np.where(solved, p, np.nan)
                for name, p in (chances | self._moves(solution)).items()
            },
            quantities={},
            values={
                player: np.where(solved, solution.value[:, i], np.nan)
                for i, player in enumerate(self.game.players)
            },
        )

    def _moves(self, solution: Solution) -> dict[str, Floats]:
        """Return the chances of the moves that are asked about; 0 of one that does not exist."""
        found = {name: p_event(solution, name) for name in self.events}
        none = np.zeros(len(solution.draws))
        return {name: none if p is None else p for name, p in found.items()}

    def every(self, draw: Draws, given: Sequence[str] = ()) -> tuple[tuple[Played, ...], str]:
        """List the sequential equilibria of one draw that a bounded search finds."""
        selected = self.equilibria(draw, given)
        if not selected or not self.searches(given):
            return selected, "" if selected and not self._is_fast else Completeness.PROVEN.value
        listing = self._search(self._game(given, ()), draw, tuple(given))
        others = [
            _other(i, each, self._moves(each.solution))
            for i, each in enumerate(listing.equilibria, start=1)
            if not _same_play(each.solution, selected[0].solution)
        ]
        return (*selected, *others), listing.completeness.value

    def searches(self, given: Sequence[str] = ()) -> bool:
        """Whether `every` looks for equilibria beside the one that `equilibria` gives."""
        return not self._is_fast and len(self._game(given, ()).infosets) <= MOST_SETS

    def without_memory(self) -> GameSubject:
        """Return the same subject, which has not been asked anything yet."""
        return replace(self, _solved={}, _games={}, _searched={})

    def equilibria(
        self,
        draws: Draws,
        given: Sequence[str] = (),
        remove: Collection[str] = (),
        *,
        only_selected: bool = False,
    ) -> tuple[Played, ...]:
        """Give the one equilibrium that was found, in the draws in which one was."""
        solution = self._solve(draws, given, remove)
        found = solution.status <= Status.FOLD_CROSSED
        if not found.any():
            return ()
        answers = self.answer(draws, given, remove)
        name = "backward induction" if self._is_fast else "limit of the logit path"
        kept = Solution(
            solution.game,
            solution.draws.rows(found),
            solution.strategy[found],
            solution.belief[found],
            solution.status[found],
            solution.method,
            solution.rule,
            name,
        )
        return (
            Played(
                name,
                found,
                found,
                kept,
                found,
                dict(answers.probabilities),
                dict(answers.values),
                {},
                np.zeros_like(found),
                "",
            ),
        )

    def assumption(self, name: str) -> str:
        """Return the name: a game makes no assumptions beyond its tree."""
        return name

    def reasons(self, draws: Draws, given: Sequence[str] = ()) -> NDArray[np.object_] | None:
        """Say why draws have no answer: on the logit branch, what fails the check is dropped."""
        return None if self._is_fast else self._solve(draws, given, ()).reason

    def _game(self, given: Sequence[str], remove: Collection[str]) -> Game:
        setting = tuple(given), tuple(remove)
        if setting not in self._games:
            both = set(given) & set(remove)
            if both:
                raise GameError(
                    f"{', '.join(sorted(both))} cannot be given as made and be taken away",
                    right="keep one of the two",
                )
            self._games[setting] = force(self.build(remove), tuple(given))
        return self._games[setting]

    def _search(self, game: Game, draw: Draws, given: tuple[str, ...]) -> EquilibriumList:
        """Search all equilibria of one draw, or remember them: every rule asks for the same."""
        draw = draw.complete(game.parameters)
        key = (given, ()), draw.values.tobytes()
        if key not in self._searched:
            if len(self._searched) >= _MOST_SEARCHED:
                self._searched.clear()
            self._searched[key] = all_sequential(game, draw, most_systems=MOST_SYSTEMS)
        return self._searched[key]

    def _solve(self, draws: Draws, given: Sequence[str], remove: Collection[str]) -> Solution:
        setting = tuple(given), tuple(remove)
        game = self._game(given, remove)
        draws = draws.complete(game.parameters)
        if self._is_fast:
            return solve_backward(game, draws)
        keys = [(setting, row.tobytes()) for row in np.ascontiguousarray(draws.values)]
        new = {key: i for i, key in enumerate(keys) if key not in self._solved}
        if new:
            rows = np.array(list(new.values()), dtype=np.int64)
            solution = solve_sequential(game, draws.rows(rows))
            why = [""] * len(rows) if solution.reason is None else solution.reason
            for i, key in enumerate(new):
                self._solved[key] = (
                    solution.strategy[i],
                    solution.belief[i],
                    int(solution.status[i]),
                    str(why[i]),
                )
        strategy, belief, status, reason = zip(*(self._solved[key] for key in keys), strict=True)
        return Solution(
            game,
            draws,
            np.stack(strategy),
            np.stack(belief),
            np.array(status, dtype=np.uint8),
            SEQUENTIAL_METHOD,
            SEQUENTIAL_RULE,
            reason=np.array(reason, dtype=object),
        )


def _same_play(one: Solution, other: Solution) -> bool:
    """Whether two solutions reach every node equally likely."""
    return bool(np.abs(one.p_node - other.p_node).max() <= SAME)


def _other(number: int, listed: ListedEquilibrium, moves: dict[str, Floats]) -> Played:
    solution = listed.solution
    outcome = max(solution.p_outcome, key=lambda name: float(solution.p_outcome[name][0]))
    name = f"another ({number}): {outcome}"
    yes, no = np.array([True]), np.array([False])
    return Played(
        name,
        yes,
        no,
        replace(solution, name=name),
        yes,
        solution.p_outcome | moves,
        {p: solution.value[:, i] for i, p in enumerate(solution.game.players)},
        {},
        np.array([not listed.is_isolated]),
        listed.note,
    )
