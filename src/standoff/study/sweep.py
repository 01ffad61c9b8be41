"""A sweep: millions of draws of a case or model, answered in chunks that can run anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from standoff.brief.claim_change import ClaimChange
from standoff.brief.draw import Sampling
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Answers, Floats
from standoff.study.subject import Subject
from standoff.study.sweep_columns import parameter_columns
from standoff.study.sweep_rows import Files, Source, source
from standoff.study.sweep_several import Several
from standoff.study.tally import Axis, Layout, Output, Rows, Tally

Keep = Literal["draws", "sums"]

STATUSES = tuple(each.name.lower().replace("_", " ") for each in Status)


@dataclass(frozen=True, slots=True)
class Sweep:
    """A job (`standoff.run.Job`) that draws parameters and answers them; made by `plan_sweep`.

    Parameters
    ----------
    about : str
        Name of the model or game.
    files : tuple of (str, str)
        Names and texts of the case and its game, or of the game; empty for a model by itself.
    n_draws, seed : int
    keep : {"draws", "sums"}
        Every draw as a row, or only sums over them.
    chunk, block : int
        Draws in a chunk, and draws answered at once. They decide in which order sums are added,
        and so their last digits; they change no draw.
    layout : Layout
        What is kept or counted.
    kept : tuple of str
        Parameters that are kept with the draws.
    fixed : tuple of (str, float)
        Parameters held at a value.
    sampling : {"random", "sobol"}
    change : ClaimChange, optional
        A claim that is denied, downgraded or dropped.
    rule : str
        How one of several equilibria is picked, one of `standoff.study.rules.RULES`.
    several : Several, optional
        Where several exist, as far as it is known beforehand.

    Notes
    -----
    The draws are rows of one endless table, so that a chunk depends on the seed and its number
    alone. Memory is that of one block and one chunk per thread, whatever the number of draws.
    """

    about: str
    files: Files
    n_draws: int
    seed: int
    keep: Keep
    chunk: int
    block: int
    layout: Layout
    kept: tuple[str, ...]
    fixed: tuple[tuple[str, float], ...] = ()
    sampling: Sampling = "random"
    change: ClaimChange | None = None
    rule: str = "model"
    several: Several | None = None

    @property
    def n_chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.n_draws // self.chunk)

    @property
    def inputs(self) -> Mapping[str, str]:
        """Case and game file."""
        return dict(self.files)

    def describe(self) -> dict[str, Any]:
        """Give everything that decides the numbers."""
        found = asdict(self)
        found["files"] = [name for name, _ in self.files]
        # Left out where they say nothing, so that runs that were begun before there were any go on.
        rule = found.pop("rule")
        if rule != "model":
            found["selection"] = rule
        if self.several is None:
            del found["several"]
        prepared = self._source()
        found["given"] = list(prepared.given)
        found["rule"] = prepared.known.rule
        labels = {"status": list(STATUSES)}
        labels |= {name: list(names) for name, _, names in self.layout.categories}
        found["labels"] = labels if self.keep == "draws" else {"tally": list(self.layout.shapes())}
        return found

    @classmethod
    def restored(cls, described: Mapping[str, Any], files: Mapping[str, str]) -> Sweep:
        """Make the sweep again from what it said of itself and the texts of its files."""
        layout = dict(described["layout"])
        layout["outputs"] = tuple(Output(**each) for each in layout["outputs"])
        layout["axes"] = tuple(Axis(**each) for each in layout["axes"])
        layout["categories"] = tuple((a, b, tuple(names)) for a, b, names in layout["categories"])
        layout["indices"] = tuple(layout["indices"])
        layout["varied"] = tuple(tuple(group) for group in layout["varied"])
        change, several = described["change"], described.get("several")
        return cls(
            about=described["about"],
            files=tuple((name, files[name]) for name in described["files"]),
            n_draws=described["n_draws"],
            seed=described["seed"],
            keep=described["keep"],
            chunk=described["chunk"],
            block=described["block"],
            layout=Layout(**layout),
            kept=tuple(described["kept"]),
            fixed=tuple((name, value) for name, value in described["fixed"]),
            sampling=described["sampling"],
            change=None if change is None else ClaimChange(**change),
            rule=described.get("selection", "model"),
            several=None if several is None else Several(**several),
        )

    def columns(self, chunk: int) -> dict[str, NDArray[Any]]:
        """Answer one chunk: its draws as columns, or the sums over them."""
        if self.keep == "sums":
            return self.tally(chunk).columns()
        parts = [self._kept(first, draws, self._answer(draws)) for first, draws in self._cut(chunk)]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def tally(self, chunk: int) -> Tally:
        """Answer one chunk and count."""
        tally = Tally.empty(self.layout)
        for _, draws in self._cut(chunk):
            subject = self._source().subject()
            answers = subject.answer(draws, self._source().given)
            rows = self.rows(draws, answers)
            tally.add(rows)
            if self.layout.indices:
                self._design(tally, subject, draws, rows)
        return tally

    def rows(self, draws: Draws, answers: Answers) -> Rows:
        """Name answers as columns."""
        found = {"probability": answers.probabilities, "quantity": answers.quantities}
        found["value"] = answers.values
        return Rows(
            parameters=draws.columns(),
            status=answers.status,
            codes={name: answers.categories[key].codes for name, key, _ in self.layout.categories},
            outputs={each.name: found[each.kind][each.key] for each in self.layout.outputs},
        )

    def _source(self) -> Source:
        return source(self.files, self.about, self.rule)

    def _cut(self, chunk: int) -> Iterator[tuple[int, Draws]]:
        end = min((chunk + 1) * self.chunk, self.n_draws)
        for first in range(chunk * self.chunk, end, self.block):
            n = min(self.block, end - first)
            draws = self._source().rows(first, n, self.seed, self.sampling, self.change)
            yield first, draws.replace(**dict(self.fixed)) if self.fixed else draws

    def _answer(self, draws: Draws) -> Answers:
        return self._source().subject().answer(draws, self._source().given)

    def _kept(self, first: int, draws: Draws, answers: Answers) -> dict[str, NDArray[Any]]:
        rows = self.rows(draws, answers)
        columns = parameter_columns(self._source().parameters)
        return {
            "draw": np.arange(first, first + len(draws)),
            **{columns[name]: rows.parameters[name] for name in self.kept},
            "status": rows.status,
            **rows.codes,
            **rows.outputs,
        }

    def _design(self, tally: Tally, subject: Subject, draws: Draws, rows: Rows) -> None:
        """Mix the first rows of a block: about as many mixtures are answered as there are draws."""
        varied = self.layout.varied
        n = len(draws) // max(len(varied), 2)
        if n == 0:
            return
        a, b = draws.rows(slice(0, n)), draws.rows(slice(n, 2 * n))
        values = np.tile(a.values.T, len(varied)).T
        for i, group in enumerate(varied):
            for name in group:
                values[i * n : (i + 1) * n, draws.names.index(name)] = b[name]
        answers = subject.answer(Draws(draws.names, values), self._source().given)
        mixed = self.rows(Draws(draws.names, values), answers)
        for j, name in enumerate(self.layout.indices):
            whole: Floats = rows.outputs[name]
            tally.add_design(
                j, whole[:n], whole[n : 2 * n], mixed.outputs[name].reshape(len(varied), n)
            )
