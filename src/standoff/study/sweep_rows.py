"""What a sweep is about: rows of parameters of a case, game or model, and who answers them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from standoff.brief.beliefs import beliefs_of
from standoff.brief.brief import Brief, brief_case
from standoff.brief.check import is_game
from standoff.brief.claim_change import ClaimChange, replacements, widest
from standoff.brief.draw import Sampling, draw_parameters
from standoff.brief.plausible import plausible
from standoff.brief.sobol import sobol_uniforms
from standoff.brief.streams import uniforms
from standoff.case.correlation import groups
from standoff.case.distribution import Distribution
from standoff.errors import StandoffError
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.read import read_game
from standoff.models.registry import get
from standoff.study.game_subject import GameSubject
from standoff.study.model_subject import ModelSubject
from standoff.study.parameters import written_span
from standoff.study.rules import RuleSubject, under
from standoff.study.subject import Subject, subject_of
from standoff.study.tables import Tables
from standoff.text.document import read_document
from standoff.text.file import read_text, write_text

_MAX_BYTES = 100_000_000

#: File names and texts of a case, the case first; empty for a model by itself.
Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A case with its game, or a game or model whose parameters may be anything plausible.

    Parameters
    ----------
    brief : Brief or None
        Without a path for a game by itself (`standoff.brief.plausible`). None for a model by
        itself: every parameter is then uniform over its widest plausible range, or at its default
        where it has none.
    known : Subject
        Who answers, by the rule that the sweep names.
    beliefs : dict of str to Distribution
        What is drawn, by parameter.
    """

    brief: Brief | None
    known: Subject
    beliefs: Mapping[str, Distribution]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters."""
        return self.known.parameters

    @property
    def given(self) -> tuple[str, ...]:
        """Moves known to have been made."""
        return () if self.brief is None else self.brief.given

    def subject(self) -> Subject:
        """Give somebody to answer who remembers nothing: memory must not grow with the draws."""
        known = self.known
        if isinstance(known, RuleSubject):
            inner = _without_memory(known.inner)
            return under(inner, known.chosen, Tables(inner, most=0))
        return _without_memory(known)

    def base(self) -> Draws:
        """Return one draw: the analyst's values, or the defaults of the model."""
        if self.brief is not None:
            return self.brief.base()
        return Draws.point({each.name: each.default for each in self.parameters})

    def rows(
        self, first: int, n: int, seed: int, sampling: Sampling, change: ClaimChange | None
    ) -> Draws:
        """Draw some rows of the endless table of parameters."""
        if self.brief is not None:
            return draw_parameters(self.brief, n, seed, change, start=first, sampling=sampling)
        names = [f"parameter {each.name}" for each in self.parameters]
        if sampling == "sobol":
            chances = sobol_uniforms(seed, names, n, first)
        else:
            drawn = [f"parameter {name}" for name in self.beliefs]
            chances = {name: uniforms(seed, name, n, first) for name in drawn}
        columns = {
            each.name: self.beliefs[each.name].quantile(
                chances[f"parameter {each.name}"], each.low, each.high
            )
            if each.name in self.beliefs
            else np.full(n, each.default)
            for each in self.parameters
        }
        return Draws.from_columns(columns, n)

    def varying(self) -> tuple[str, ...]:
        """List the parameters whose draws differ."""
        disputed = () if self.brief is None else beliefs_of(self.brief).disputes
        return tuple(
            each.name
            for each in self.parameters
            if each.name in disputed
            or (each.name in self.beliefs and self.beliefs[each.name].kind != "fixed")
        )

    def independent(
        self, names: Sequence[str], change: ClaimChange | None
    ) -> tuple[tuple[str, ...], ...]:
        """Put together what is not drawn independently: groups of parameters, mostly of one.

        Parameters hang together by a rank correlation, by a conflict on which both depend, and by
        a claim that falls for both in the same draws.
        """
        if self.brief is None:
            return tuple((name,) for name in names)
        beliefs = beliefs_of(self.brief)
        pairs = list(beliefs.ranks)
        for id in beliefs.weights:
            pairs += pairwise(name for name, on in beliefs.disputes.items() if on.conflict == id)
        if change is not None and change.change == "downgrade":
            pairs += pairwise(replacements(self.brief, change))
        found = groups(pairs, [each.name for each in self.parameters])
        kept = [tuple(name for name in each if name in names) for each in found]
        grouped = {name: each for each in kept for name in each}
        return tuple(dict.fromkeys(grouped.get(name, (name,)) for name in names))

    def span(self, name: str) -> tuple[float, float]:
        """Return the ends of a parameter's range as written, or its 5 and 95 % points."""
        parameter = self.known.parameter(name)
        if self.brief is not None:
            return written_span(self.brief, parameter)
        low, high = self.beliefs[name].quantile([0.05, 0.95]).tolist()
        return low, high


def read_source(path: Path | str) -> tuple[Files, str]:
    """Read the texts of a case and of the files beside it that it names, or of a game by itself.

    Returns
    -------
    files : tuple of (str, str)
    about : str
        Name of the model or game.

    Raises
    ------
    FileProblem, InvalidDocument, StandoffError
        As `brief_case`; or if it is a game of a format that has no parameters.
    """
    path = Path(path)
    if path.suffix in (".efg", ".nfg"):
        raise StandoffError(
            f"{path}: a game in this format has no parameters that could be drawn",
            right="a game file in YAML with parameters and their plausible ranges",
            more="standoff solve GAME.efg",
        )
    brief = _brief(path)
    game = [brief.case.game] if brief.model is None and brief.case.game else []
    beside = dict.fromkeys([*game, *(each.file for each in brief.case.estimates)])
    read = [path, *(path.parent / name for name in beside)]
    return tuple((each.name, read_text(each, _MAX_BYTES)) for each in read), brief.about


@lru_cache(maxsize=4)
def source(files: Files, model: str, rule: str = "model") -> Source:
    """Prepare what a sweep is about, once per process.

    Parameters
    ----------
    files : tuple of (str, str)
        Of a case or game; empty for the model by itself.
    model : str
        Its name; not used with files.
    rule : str
        How one of several equilibria is picked, one of `standoff.study.rules.RULES`.

    Raises
    ------
    UnknownName
        If there is no such model or rule.
    """
    if not files:
        known = get(model)
        found = {each.name: widest(each) for each in known.parameters if each.wide}
        beliefs = {name: each for name, each in found.items() if each is not None}
        return Source(None, under(ModelSubject(known), rule), beliefs)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files:
            write_text(Path(folder) / name, text)
        brief = _brief(Path(folder) / files[0][0])
    return Source(brief, under(subject_of(brief), rule), dict(brief.distributions))


def _brief(path: Path) -> Brief:
    """Read a case; or a game, of which everything plausible is assumed."""
    return plausible(read_game(path)) if is_game(read_document(path)) else brief_case(path)


def _without_memory(subject: Subject) -> Subject:
    return subject.without_memory() if isinstance(subject, GameSubject) else subject
