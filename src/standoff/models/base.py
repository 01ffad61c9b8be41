"""What every model says about itself.

A model is a citation with code: its module declares `MODEL`, one `Model` whose fields are data
(paper, symbols, assumptions, the equilibrium in words) and functions (`build`, `answer`,
`equilibria`, and a `witness` where the tree alone cannot check the answers).

The module's docstring has the parts **Timing**, **Symbols**, **Payoffs**, **Closed form**, **What
it finds** and **What it does not find**, in this order, and a section *References*. The page of the
model in the documentation is made from it and from the fields.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

from numpy.typing import ArrayLike

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.models.answers import Answers, Equilibrium, Floats
from standoff.models.features import Feature

Fidelity = Literal["exact", "special", "reduced", "composed"]

Tree = Literal["whole", "grid", "stages", "errors"]

FIDELITY_MEANING: Mapping[Fidelity, str] = {
    "exact": "the published model",
    "special": "the published model at a standard special case",
    "reduced": "our own small game that keeps the paper's mechanism; cite it as 'after' the paper",
    "composed": "our own game, made of the mechanisms of several papers; cite it as 'after' them",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper or book behind a model.

    Parameters
    ----------
    text : str
        Authors, year, title, venue.
    takes : str
        What the model takes from it.
    doi : str
        Empty for what has none.
    """

    text: str
    takes: str
    doi: str = ""


@dataclass(frozen=True, slots=True)
class ModelAssumption:
    """A condition on the parameters without which the model has no answer to give.

    Parameters
    ----------
    name : str
        Short, such as "A1".
    formula : str
        The condition in the paper's symbols.
    text : str
        The condition in words, to complete "this model assumes that ...".
    """

    name: str
    formula: str
    text: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What the challenger will do once the target has given in, and what its word is worth.

    Parameters
    ----------
    category : str
        The category of the answers that says what it will do.
    title : str
        Of its picture.
    says : str
        To stand before the words for what it will do.
    outcomes : tuple of str
        Probabilities that tell what comes of it.
    """

    category: str
    title: str
    says: str
    outcomes: tuple[str, ...]


class Build(Protocol):
    """Give the game as a tree, with some actions taken away.

    A tree that only stands for the game takes its fineness as a keyword with a small default, such
    as `grid` or `n_stages`.
    """

    def __call__(self, remove: Collection[str] = ()) -> Game:
        """Build the tree."""
        ...


class Answer(Protocol):
    """Give the selected equilibrium of every draw, after known moves and without removed ones."""

    def __call__(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        """Answer every draw."""
        ...


class Witness(Protocol):
    """Recompute answers by other means: recursion, automaton, value iteration, quadrature.

    Sampling is not enough. Used where the tree is not the whole game, so that no one can put the
    equilibrium on it.
    """

    def __call__(self, draws: Draws, answers: Answers) -> Mapping[str, Floats]:
        """Give the errors found in `answers`, each of shape (n_draws,), by what was checked.

        An error is 0 up to rounding where all is well: a difference to a number computed otherwise,
        or what a player would gain by a deviation. It is nan only where there is no answer. At
        least the probability that is the model's headline and the values of all players must be
        covered, so that no wrong number in them goes unnoticed.
        """
        ...


class ListEquilibria(Protocol):
    """Give every kind of equilibrium, after known moves and without removed ones."""

    def __call__(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> tuple[Equilibrium, ...]:
        """List them."""
        ...


class ListNames(Protocol):
    """Give the names of all equilibria that `ListEquilibria` may list, whatever the draws."""

    def __call__(self, given: Sequence[str] = (), remove: Collection[str] = ()) -> tuple[str, ...]:
        """Name them."""
        ...


class Margins(Protocol):
    """Give numbers that are zero wherever the answer may change, by name."""

    def __call__(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Mapping[str, Floats]:
        """Give them for every draw, each of shape (n_draws,)."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """A published game with its paper, its symbols and its answers.

    Parameters
    ----------
    name : str
        Words joined by hyphens: the idea, not its author. The file is called the same.
    title : str
    citations : tuple of Citation
    fidelity : {"exact", "special", "reduced", "composed"}
        How close the game is to the papers (`FIDELITY_MEANING`).
    mechanism : str
        The idea in one paragraph, without symbols.
    paragraphs : tuple of int
        Paragraphs of the founding article that the mechanism speaks to.
    players : tuple of str
    parameters : tuple of Parameter
    assumptions : tuple of ModelAssumption
    equilibrium : str
        The equilibrium in words.
    selection_rule : str
        Name of the rule that picks one of several equilibria.
    finds, does_not_find : tuple of str
        What the answers can and cannot be read to say.
    meanings : dict of str to str
        Every category name, probability and quantity that `answer` gives, in words.
    given : tuple of str
        Moves that may be named as known to have been made.
    removable : tuple of str
        Actions that may be taken away.
    build : function or None
        The tree; None for a game that has no finite one.
    answer, equilibria : functions
        Where the tree is not the whole game, equilibria may have no strategies to put on it; if
        they have some, these are an equilibrium of the tree.
    headline : str
        The probability that an analysis is about, by its name in `answer`; the first one if empty.
    decisive : tuple of str
        The parameters that decide the headline, most important first; the first two span its map.
    tree : {"whole", "grid", "stages", "errors"}
        What `build` gives: the whole game, so that every equilibrium can be put on it; the game
        with continuous types on a grid; the first stages of a game without end; or the moves of a
        game whose players choose with errors, so that no one's play is a best answer on it.
    witness : function, optional
        Needed where there is no whole tree.
    unique : str
        What is claimed about uniqueness, in words; empty if nothing is.
    features : tuple of str
        What a crisis must have for the model to be about it, most important first (`Feature`).
    optional : tuple of str
        Those of `features` that the model has room for and can do without.
    against : tuple of str
        Features that the model has no room for: a crisis that has them is another one.
    listed : function, optional
        The names that `equilibria` may give, where some are not those of the category `regime`.
    promise : Promise, optional
        Where the target gives in for something that the challenger does afterwards.
    margins : function, optional
        The numbers that the closed form compares with zero: where a category changes, one of them
        is zero or jumps. With them no change is missed between two values that are looked at.
    """

    name: str
    title: str
    citations: tuple[Citation, ...]
    fidelity: Fidelity
    mechanism: str
    paragraphs: tuple[int, ...]
    players: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    assumptions: tuple[ModelAssumption, ...]
    equilibrium: str
    selection_rule: str
    finds: tuple[str, ...]
    does_not_find: tuple[str, ...]
    meanings: Mapping[str, str]
    given: tuple[str, ...]
    removable: tuple[str, ...]
    build: Build | None
    answer: Answer
    equilibria: ListEquilibria
    headline: str = field(default="", kw_only=True)
    decisive: tuple[str, ...] = field(default=(), kw_only=True)
    tree: Tree = field(default="whole", kw_only=True)
    witness: Witness | None = field(default=None, kw_only=True)
    unique: str = field(default="", kw_only=True)
    features: tuple[Feature, ...] = field(default=(), kw_only=True)
    optional: tuple[Feature, ...] = field(default=(), kw_only=True)
    against: tuple[Feature, ...] = field(default=(), kw_only=True)
    listed: ListNames | None = field(default=None, kw_only=True)
    promise: Promise | None = field(default=None, kw_only=True)
    margins: Margins | None = field(default=None, kw_only=True)

    @property
    def has_whole_tree(self) -> bool:
        """Whether the tree is the game itself, so that every equilibrium can be put on it."""
        return self.build is not None and self.tree == "whole"

    def game(self, remove: Collection[str] = ()) -> Game:
        """Return the tree, with some actions taken away.

        Raises
        ------
        GameError
            If the model has no finite tree.
        """
        if self.build is None:
            raise GameError(
                f"model {self.name!r} has no tree: its game is not a finite number of moves",
                right="ask for its closed answers instead, with `answer` and `equilibria`",
            )
        return _built(self.build, tuple(dict.fromkeys(remove)))

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name or by its paper symbol.

        Raises
        ------
        UnknownName
            If there is no such parameter.
        """
        for parameter in self.parameters:
            if name in (parameter.name, parameter.symbol):
                return parameter
        raise UnknownName.among("parameter", name, [known.name for known in self.parameters])

    def draws(self, values: Mapping[str, ArrayLike] | None = None) -> Draws:
        """Make draws from numbers or columns by name or symbol; defaults fill the rest.

        Raises
        ------
        UnknownName
            If a name is neither a parameter nor a symbol.
        GameError
            If a parameter is given under its name and under its symbol.
        """
        named: dict[str, ArrayLike] = {}
        for given, value in (values or {}).items():
            name = self.parameter(given).name
            if name in named:
                raise GameError(
                    f"model {self.name!r}: {name!r} is given twice, by name and by symbol"
                )
            named[name] = value
        return Draws.from_columns(named).complete(self.parameters)

    def outside(self, answers: Answers) -> str:
        """Say which assumptions are broken, in how many draws; empty if none is.

        Examples
        --------
        >>> from standoff.models import get
        >>> model = get("linkage-crisis")
        >>> answers = model.answer(model.draws({"prize": 0.1}))
        >>> model.outside(answers).splitlines()[0]
        'linkage-crisis gives no answer for 1 of 1 draws, because it assumes that'
        """
        n_outside = int((answers.status == Status.OUTSIDE_ASSUMPTIONS).sum())
        if n_outside == 0:
            return ""
        lines = [
            f"{self.name} gives no answer for {n_outside:,} of {len(answers):,} draws, "
            "because it assumes that"
        ]
        lines += [
            f"  {known.name}: {known.text} ({known.formula}); broken in {count:,}"
            for known in self.assumptions
            if (count := int(answers.broken[known.name].sum()))
        ]
        return "\n".join(lines)


@lru_cache(maxsize=64)
def _built(build: Build, remove: tuple[str, ...]) -> Game:
    """Build a tree once: what is remembered of a game is looked up by the game itself."""
    return build(remove)
