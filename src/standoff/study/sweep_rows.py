"""What a sweep is about: rows of parameters of a case or model, and who answers them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from standoff.brief.brief import Brief, brief_case
from standoff.brief.claim_change import ClaimChange, widest
from standoff.brief.draw import Sampling, draw_parameters
from standoff.brief.sobol import sobol_uniforms
from standoff.brief.streams import uniforms
from standoff.case.distribution import Distribution
from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.registry import get
from standoff.study.game_subject import GameSubject
from standoff.study.model_subject import ModelSubject
from standoff.study.subject import Subject, subject_of
from standoff.text.file import read_text

_MAX_BYTES = 100_000_000

#: File names and texts of a case, the case first; empty for a model by itself.
Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A case with its game, or a model whose parameters may be anything plausible.

    Parameters
    ----------
    brief : Brief or None
        None for a model by itself: every parameter is then uniform over its widest plausible
        range, or at its default where it has none.
    known : Subject
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
        if isinstance(self.known, GameSubject):
            return GameSubject(self.known.game, self.known.headline)
        return self.known

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
        return tuple(
            each.name
            for each in self.parameters
            if each.name in self.beliefs and self.beliefs[each.name].kind != "fixed"
        )

    def span(self, name: str) -> tuple[float, float]:
        """Return the ends of a parameter's range; a plain interval is 90 % of what is believed."""
        parameter = self.known.parameter(name)
        belief = self.beliefs[name]
        low, high = belief.quantile([0.05, 0.95], parameter.low, parameter.high).tolist()
        return low, high


def read_source(path: Path | str) -> tuple[Files, str]:
    """Read the texts of a case and of the game file beside it; the name of the model or game.

    Raises
    ------
    FileProblem, InvalidDocument, StandoffError
        As `brief_case`.
    """
    brief = brief_case(path)
    path = Path(path)
    beside = [] if brief.model is not None or not brief.case.game else [brief.case.game]
    read = [path, *(path.parent / name for name in beside)]
    return tuple((each.name, read_text(each, _MAX_BYTES)) for each in read), brief.about


@lru_cache(maxsize=4)
def source(files: Files, model: str) -> Source:
    """Prepare what a sweep is about, once per process.

    Parameters
    ----------
    files : tuple of (str, str)
        Of a case; empty for the model by itself.
    model : str
        Its name; not used with a case.
    """
    if not files:
        known = get(model)
        found = {each.name: widest(each) for each in known.parameters if each.wide}
        beliefs = {name: each for name, each in found.items() if each is not None}
        return Source(None, ModelSubject(known), beliefs)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        brief = brief_case(Path(folder) / files[0][0])
    return Source(brief, subject_of(brief), dict(brief.distributions))
