"""What all questions of one study share: the case, the draws, and the answers to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standoff.brief.brief import Brief
from standoff.brief.draw import Sampling, draw_parameters
from standoff.game.draws import Draws
from standoff.models.answers import Answers
from standoff.result import Columns, Result, counted
from standoff.study.evaluate import Progress, Summary, answer_all, silent, summary_of
from standoff.study.subject import Subject, subject_of
from standoff.text.names import apart

#: Draws that are asked both ways for a swing or a claim; the rest is told by `study.shift`.
N_SHIFTED = 20_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Asked(Result):
    """A case as it is, answered at the analyst's values and for every draw.

    Parameters
    ----------
    brief : Brief
    subject : Subject
    base : Draws
        One row: the analyst's values.
    base_answer : Answers
    draws : Draws
    answers : Answers
    seed : int
    chunk : int
        Draws asked at once.
    progress : callable
    sampling : {"random", "sobol"}
        Independent draws, or evenly spread ones.
    """

    brief: Brief
    subject: Subject
    base: Draws
    base_answer: Answers
    draws: Draws
    answers: Answers
    seed: int
    chunk: int
    progress: Progress
    sampling: Sampling = "random"

    @property
    def sentence(self) -> str:
        """The case, what is asked about it, and how many draws have an answer."""
        n_answered, draws = int(self.answers.has_answer.sum()), counted(len(self.draws), "draw")
        return (
            f"{self.brief.case.title} ({self.brief.about}): {n_answered:,} of {draws} with an "
            "answer"
        )

    def table(self) -> Columns:
        """Return one row per draw: the parameters, then the answers."""
        parameters, answers = self.draws.table(), self.answers.table()
        names = apart([(name, "parameter") for name in parameters], answers)
        return {**dict(zip(names, parameters.values(), strict=True)), **answers}

    @property
    def given(self) -> tuple[str, ...]:
        """Moves known to have been made."""
        return self.brief.given

    @property
    def n_compared(self) -> int:
        """How many draws, from the first, are asked again under changes."""
        return min(len(self.draws), self.subject.effort.n_compared)

    @property
    def n_shifted(self) -> int:
        """How many draws, from the first, are asked again for changes of one number or claim."""
        return min(self.n_compared, N_SHIFTED)

    @property
    def compared(self) -> Summary:
        """The answers that changes are compared with."""
        return summary_of(self.subject, self.answers).rows(slice(self.n_compared))

    @property
    def has_base(self) -> bool:
        """Whether there is an answer at the analyst's values."""
        return bool(self.base_answer.has_answer[0])

    def under(self, subject: Subject, n_draws: int) -> Asked:
        """Put the same questions to another subject, such as under another rule, on fewer draws."""
        draws = self.draws.rows(slice(0, n_draws))
        return replace(
            self,
            subject=subject,
            base_answer=subject.answer(self.base, self.given),
            draws=draws,
            answers=answer_all(subject, draws, self.given, chunk=self.chunk),
            progress=silent,
        )

    def base_name(self, category: str) -> str:
        """Return the name of a category at the analyst's values; empty without an answer."""
        return self.base_answer.categories[category][0]


def ask(
    brief: Brief,
    *,
    subject: Subject | None = None,
    n_draws: int | None = None,
    seed: int = 0,
    chunk: int | None = None,
    progress: Progress = silent,
    sampling: Sampling = "random",
) -> Asked:
    """Draw the parameters of a case, and answer every draw.

    Parameters
    ----------
    brief : Brief
    subject : Subject, optional
        Another one than the brief's own, such as with another rule of selection.
    n_draws : int, optional
        By default as many as the subject can answer in a short time.
    seed : int
    chunk : int, optional
        Draws answered at once. Changes memory and speed, and no number.
    progress : callable
    sampling : {"random", "sobol"}
        See `standoff.brief.draw_parameters`.
    """
    subject = subject or subject_of(brief)
    chunk = chunk or subject.effort.chunk
    progress("draws", 0, 1)
    n = subject.effort.n_draws if n_draws is None else n_draws
    draws = draw_parameters(brief, n, seed, sampling=sampling)
    progress("draws", 1, 1)
    base = brief.base()
    return Asked(
        brief,
        subject,
        base,
        subject.answer(base, brief.given),
        draws,
        answer_all(subject, draws, brief.given, chunk=chunk, progress=progress),
        seed,
        chunk,
        progress,
        sampling,
    )
