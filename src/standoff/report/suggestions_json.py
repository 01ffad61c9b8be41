"""Models beside a case for other programs: every model in full, with every sign and question."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from standoff.study.model_fit import ModelFit
from standoff.study.suggestions import OpenQuestion, Suggestions


def suggestions_as_json(suggestions: Suggestions) -> str:
    """Return suggestions as JSON."""
    evidence = suggestions.evidence
    whole = {
        "title": suggestions.title,
        "named": suggestions.named,
        "answers": [_answer(suggestions, i) for i in range(len(suggestions.answers))],
        "shown": {name: [asdict(t) for t in traces] for name, traces in evidence.shown.items()},
        "against": {name: [asdict(t) for t in traces] for name, traces in evidence.denied.items()},
        "models": [_model(i, fit) for i, fit in enumerate(suggestions.models, start=1)],
        "questions": [_question(asked) for asked in suggestions.questions],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _answer(suggestions: Suggestions, index: int) -> dict[str, Any]:
    answer = suggestions.answers[index]
    overruled = [t.element for f in answer.features for t in suggestions.evidence.overruled(f)]
    return {"question": answer.question.id, "answer": answer.word, "overrules": overruled}


def _model(place: int, fit: ModelFit) -> dict[str, Any]:
    return {
        "place": place,
        "name": fit.model.name,
        "title": fit.model.title,
        "fidelity": fit.model.fidelity,
        "verdict": fit.verdict,
        "balance": fit.balance,
        "present": fit.shown,
        "contradicted": fit.contradicted,
        "missing": fit.missing,
        "unknown": fit.unknown,
        "no_room_for": fit.against,
        "not_needed": fit.model.optional,
    }


def _question(asked: OpenQuestion) -> dict[str, Any]:
    return {
        "id": asked.question.id,
        "text": asked.question.text,
        "answers": {
            word: [asdict(shift) for shift in shifts] for word, shifts in asked.shifts.items()
        },
    }
