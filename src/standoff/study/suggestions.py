"""Which models fit a case, by what its file shows and what the analyst answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from standoff.brief.check import check_case_document
from standoff.case.rules.missing_model import MissingModel
from standoff.case.schema import Case
from standoff.errors import InvalidDocument
from standoff.models import get, names
from standoff.models.base import Model
from standoff.models.features import Feature
from standoff.result import Columns, Result, by_column, counted
from standoff.study.case_features import Traces, case_denials, case_features
from standoff.study.case_questions import CaseQuestion, GivenAnswer, questions
from standoff.study.model_fit import Evidence, ModelFit, Verdict, rank
from standoff.text.diagnostic import has_errors, render
from standoff.text.document import Document


@dataclass(frozen=True, slots=True)
class Shift:
    """How an answer would move a model.

    Parameters
    ----------
    model : str
    before, after : int
        Its place among all models, from 1.
    verdict_before, verdict_after : str
    """

    model: str
    before: int
    after: int
    verdict_before: Verdict
    verdict_after: Verdict


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that neither the file nor the analyst has answered.

    Parameters
    ----------
    question : CaseQuestion
    shifts : dict of str to tuple of Shift
        For each answer, the models about it that the answer would move, best first.
    """

    question: CaseQuestion
    shifts: Mapping[str, tuple[Shift, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Suggestions(Result):
    """Every model beside a case, and what would be worth knowing.

    Parameters
    ----------
    title : str
        Of the case.
    named : str
        The model that the case names; empty if it names none.
    evidence : Evidence
        What the file shows and speaks against, and the answers given.
    models : tuple of ModelFit
        All of them, best first.
    questions : tuple of OpenQuestion
        Those that would move a model, most important first.
    answers : tuple of GivenAnswer
    """

    title: str
    named: str
    evidence: Evidence
    models: tuple[ModelFit, ...]
    questions: tuple[OpenQuestion, ...]
    answers: tuple[GivenAnswer, ...]

    @property
    def shown(self) -> Traces:
        """Every feature that the file shows, with the elements that show it."""
        return self.evidence.shown

    @property
    def denied(self) -> Traces:
        """Every feature that the file speaks against, with the elements that do."""
        return self.evidence.denied

    @property
    def fitting(self) -> tuple[ModelFit, ...]:
        """The models that fit, best first; empty if none does."""
        return tuple(fit for fit in self.models if fit.verdict == "fits")

    @property
    def sentence(self) -> str:
        """How many models fit, and the three that fit best."""
        models = counted(len(self.fitting), "model")
        best = ", ".join(fit.model.name for fit in self.fitting[:3])
        return f"{models} for {self.title}" + (f", best first: {best}" if best else "")

    def table(self) -> Columns:
        """Return one row per model, best first, with what speaks for it and against it."""
        return by_column(
            ("model", "verdict", "present", "contradicted", "missing", "unknown", "no_room_for"),
            (
                (
                    fit.model.name,
                    fit.verdict,
                    *(
                        ", ".join(features)
                        for features in (
                            fit.shown,
                            fit.contradicted,
                            fit.missing,
                            fit.unknown,
                            fit.against,
                        )
                    ),
                )
                for fit in self.models
            ),
        )


def suggest(document: Document, answers: Iterable[GivenAnswer] = ()) -> Suggestions:
    """Set every model beside a case and say which fit.

    Parameters
    ----------
    document : Document
        A case file.
    answers : iterable of GivenAnswer
        What the analyst knows (`read_answers`); it beats what is read from the file.

    Raises
    ------
    InvalidDocument
        If the case has errors.

    Examples
    --------
    >>> from standoff.text.document import read_document
    >>> suggestions = suggest(read_document("cases/cienfuegos/case.yaml"))
    >>> suggestions.fitting[0].model.name
    'linkage-crisis'
    """
    case, _, _, diagnostics = check_case_document(document)
    # Which model to name is what the question is about.
    diagnostics = [problem for problem in diagnostics if problem.code != MissingModel.code]
    if case is None or has_errors(diagnostics):
        errors = [problem for problem in diagnostics if problem.severity == "error"]
        raise InvalidDocument(
            diagnostics, path=document.path, rendered=render(errors, document, most=len(errors))
        )
    return suggest_for(case, answers=answers)


def suggest_for(
    case: Case, models: Iterable[Model] | None = None, answers: Iterable[GivenAnswer] = ()
) -> Suggestions:
    """Set all or some models beside a case that was read already."""
    given = tuple(answers)
    said: dict[Feature, bool] = {}
    for answer in given:
        said |= answer.features
    evidence = Evidence(case_features(case), case_denials(case), said)
    known = tuple(map(get, names()) if models is None else models)
    ranked = rank(known, evidence)
    asked = [_asked(question, known, evidence, ranked) for question in questions()]
    worth = [question for question in asked if any(question.shifts.values())]
    return Suggestions(
        case.title, case.model or "", evidence, ranked, tuple(sorted(worth, key=_worth)), given
    )


def _asked(
    question: CaseQuestion,
    models: tuple[Model, ...],
    evidence: Evidence,
    before: tuple[ModelFit, ...],
) -> OpenQuestion:
    """Try every answer; a question that the file or the analyst has answered moves nothing."""
    if any(map(evidence.agrees, question.words.values())):
        return OpenQuestion(question, {})
    return OpenQuestion(
        question,
        {
            word: _shifts(before, rank(models, evidence.answered(told)), tuple(told))
            for word, told in question.words.items()
        },
    )


def _shifts(
    before: tuple[ModelFit, ...], after: tuple[ModelFit, ...], features: tuple[Feature, ...]
) -> tuple[Shift, ...]:
    places = {fit.model.name: (i, fit) for i, fit in enumerate(before, start=1)}
    shifts: list[Shift] = []
    for place, fit in enumerate(after, start=1):
        old, was = places[fit.model.name]
        about = {*fit.model.features, *fit.model.against} & set(features)
        if about and (old, was.verdict) != (place, fit.verdict):
            shifts.append(Shift(fit.model.name, old, place, was.verdict, fit.verdict))
    return tuple(shifts)


#: These are asked first wherever the file leaves them open.
_FIRST = ("carried-out", "who-decides", "will-come-again")
#: So many models are read closely; a question that changes which ones they are matters most.
_READ = 5


def _worth(asked: OpenQuestion) -> tuple[int, int, int]:
    """Order questions: the usual ones, then those that move more models in or out of the best."""
    shifts = [shift for moved in asked.shifts.values() for shift in moved]
    id = asked.question.id
    first = _FIRST.index(id) if id in _FIRST else len(_FIRST)
    crossing = sum((shift.before <= _READ) != (shift.after <= _READ) for shift in shifts)
    return first, -crossing, -len(shifts)
