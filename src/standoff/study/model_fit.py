"""How well models fit what is known of a case, feature by feature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from standoff.models.base import Model
from standoff.models.features import Feature
from standoff.study.case_features import RULES, Traces
from standoff.study.case_reading import Trace

Standing = Literal["shown", "contradicted", "missing", "unknown"]
Verdict = Literal["fits", "fits in part", "open", "no sign", "contradicted"]
#: What each verdict means, the best first.
VERDICTS: Mapping[Verdict, str] = {
    "fits": "the case has what the model is about, and most of what it needs",
    "fits in part": "the case has what the model is about, and too little else or something more",
    "open": "what the model is about is not shown, and something else of it is",
    "no sign": "nothing of it is shown",
    "contradicted": "the case speaks against what the model is about",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a case.

    Parameters
    ----------
    shown, denied : dict of str to tuple of Trace
        What the file shows and what it speaks against, with the elements.
    answers : dict of str to bool
        What the analyst says; it beats the file.
    """

    shown: Traces
    denied: Traces
    answers: Mapping[Feature, bool]

    def standing(self, feature: Feature) -> Standing:
        """Say whether a feature is shown, contradicted, missing, or nothing a file can show."""
        if feature in self.answers:
            return "shown" if self.answers[feature] else "contradicted"
        if feature in self.shown:
            return "shown"
        if feature in self.denied:
            return "contradicted"
        return "missing" if feature in RULES else "unknown"

    def agrees(self, answers: Mapping[Feature, bool]) -> bool:
        """Whether all that an answer would say is known already."""
        known = {True: "shown", False: "contradicted"}
        return all(self.standing(feature) == known[has] for feature, has in answers.items())

    def overruled(self, feature: Feature) -> tuple[Trace, ...]:
        """Return the elements of the file that an answer contradicts."""
        if feature not in self.answers:
            return ()
        return (self.denied if self.answers[feature] else self.shown).get(feature, ())

    def answered(self, answers: Mapping[Feature, bool]) -> Evidence:
        """Return the evidence after more answers."""
        return replace(self, answers={**self.answers, **answers})


@dataclass(frozen=True, slots=True)
class ModelFit:
    """A model beside a case.

    Parameters
    ----------
    model : Model
    verdict : {"fits", "fits in part", "open", "no sign", "contradicted"}
    shown, contradicted, missing, unknown : tuple of str
        The model's features: those that the case shows, those that it speaks against, those that
        it does not show, and those that no file can show.
    against : tuple of str
        Features of the case that the model has no room for.
    """

    model: Model
    verdict: Verdict
    shown: tuple[Feature, ...]
    contradicted: tuple[Feature, ...]
    missing: tuple[Feature, ...]
    unknown: tuple[Feature, ...]
    against: tuple[Feature, ...]

    @property
    def balance(self) -> int:
        """What speaks for the model: shown features, less those it needs, less contradictions."""
        return _balance(self)


def rank(models: Iterable[Model], evidence: Evidence) -> tuple[ModelFit, ...]:
    """Put models in order, best first.

    Those that fit come first, then by how much speaks for each. Among models that fit, the best of
    each kind comes before the second of any kind; a kind is what a model is about first of all.
    """
    fits = [_compare(model, evidence) for model in models]
    counts: dict[Feature, int] = {}
    for fit in fits:
        for feature in fit.model.features:
            counts[feature] = counts.get(feature, 0) + 1

    def key(fit: ModelFit) -> tuple[int, int, float, str]:
        rarity = sum(1 / counts[feature] for feature in fit.shown)
        return list(VERDICTS).index(fit.verdict), -fit.balance, -rarity, fit.model.name

    ordered = sorted(fits, key=key)
    kinds: set[Feature] = set()
    second: list[ModelFit] = []
    for fit in ordered:
        if fit.verdict == "fits" and fit.model.features[0] in kinds:
            second.append(fit)
        kinds.add(fit.model.features[0])
    best = [fit for fit in ordered if fit.verdict == "fits" and fit not in second]
    return (*best, *second, *(fit for fit in ordered if fit.verdict != "fits"))


def _compare(model: Model, evidence: Evidence) -> ModelFit:
    def those(wanted: Standing) -> tuple[Feature, ...]:
        return tuple(f for f in model.features if evidence.standing(f) == wanted)

    fit = ModelFit(
        model,
        "open",
        those("shown"),
        those("contradicted"),
        those("missing"),
        those("unknown"),
        tuple(feature for feature in model.against if evidence.standing(feature) == "shown"),
    )
    return replace(fit, verdict=_verdict(fit))


def _verdict(fit: ModelFit) -> Verdict:
    first = fit.model.features[0]
    if first in fit.contradicted:
        return "contradicted"
    if first in fit.shown:
        at_odds = fit.against or set(fit.contradicted) - set(fit.model.optional)
        return "fits" if _balance(fit) > 0 and not at_odds else "fits in part"
    return "open" if fit.shown else "no sign"


def _balance(fit: ModelFit) -> int:
    """One for each feature shown, -1 for each needed and not known, -2 for each contradiction."""
    optional = set(fit.model.optional)
    needed = len({*fit.missing, *fit.unknown} - optional)
    contradicted = len(set(fit.contradicted) - optional) + len(fit.against)
    return len(fit.shown) - needed - 2 * contradicted
