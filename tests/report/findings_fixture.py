"""Hand-made findings about the invented harbor case, in the shape of a linkage crisis."""

from __future__ import annotations

import math
from dataclasses import replace
from math import nan
from typing import Any

from tests.case.harbor import HARBOR, MODELS

from standoff import models
from standoff.brief import Brief
from standoff.case import check_document
from standoff.case.schema import Case
from standoff.study.boundary import BoundaryMap, Region
from standoff.study.findings import (
    BreakEvenFinding,
    ChoiceFinding,
    ClaimEffect,
    Credibility,
    CrossCheck,
    Crossing,
    Distributions,
    EquilibriumFinding,
    Estimate,
    Findings,
    OutsideFinding,
    ParameterFinding,
    Provenance,
    QuestionFinding,
    Share,
    StatusShare,
    Swing,
    ThreatFinding,
    VerificationFinding,
)
from standoff.study.further import Further
from standoff.text.document import parse_document

CONVINCED, DOUBTING, SILENT = "private pooling", "public semi", "no threat"


def case_of(text: str | None = None) -> Case:
    """Read a case from text; without it, the harbor case."""
    document = parse_document(text or HARBOR.read_text(encoding="utf-8"), "case.yaml")
    case, diagnostics = check_document(document, MODELS)
    assert case is not None, diagnostics
    return case


def brief(case: Case | None = None) -> Brief:
    """Return what a report needs beside findings."""
    model = models.get("linkage-crisis")
    return Brief(
        case=case or case_of(),
        model=model,
        game=None,
        parameters=model.parameters,
        given=("secret",),
        assumptions={},
        distributions={},
        correlations={},
        path="cases/harbor/case.yaml",
        sha256="ab" * 32,
    )


def findings(**changes: Any) -> Findings:
    """Return the findings, with some of their fields exchanged."""
    return replace(_FINDINGS, **changes)


def _parameter(name: str, value: float, low: float, high: float, *claims: str) -> ParameterFinding:
    known = models.get("linkage-crisis").parameter(name)
    return ParameterFinding(
        name=known.name,
        symbol=known.symbol,
        meaning=known.meaning,
        unit=known.unit,
        value=value,
        range_text=f"{low:g} to {high:g}" if high > low else "fixed",
        interval=(low, value, high),
        claims=claims,
        because=f"A reason for {name}." if claims else "",
        line=80 if claims else 0,
        origin="assumption" if claims else "model default",
    )


_PARAMETERS = (
    _parameter("damage", 1.0, 1.0, 1.0),
    _parameter("case_value", 0.35, 0.2, 0.8, "c1", "c3"),
    _parameter("audience_cost_private", 0.15, 0.0, 0.3, "c2"),
    _parameter("execution_cost_resolved", 0.1, -0.1, 0.4, "c5"),
    _parameter("p_resolved_secret", 0.45, 0.2, 0.6, "c2", "c4"),
)

_FINDINGS = Findings(
    title="The ferry dispute",
    provenance=Provenance(
        case_path="cases/harbor/case.yaml",
        case_hash="ab" * 32,
        model="linkage-crisis",
        seed=7,
        n_draws=1000,
        versions=(("standoff", "0.1.0"), ("numpy", "2.4.6")),
    ),
    rule="largest u_R",
    given=("secret",),
    headline="drop",
    headline_meaning="the target asks for the charges to be dropped",
    estimates=(
        Estimate("drop", 1.0, (0.0, 0.4, 1.0), 0.52),
        Estimate("released", 0.97, (0.0, 0.4, 0.98), 0.5),
        Estimate("cost_of_conceding_private", 0.3895, (0.2, 0.43, 0.85), 0.46),
    ),
    shares=(
        (
            "regime",
            (Share(CONVINCED, 0.25), Share(DOUBTING, 0.6), Share(SILENT, 0.15)),
        ),
        ("settlement", (Share("honor", 0.04), Share("exonerate", 0.96), Share("scapegoat", 0.0))),
    ),
    base=(("regime", CONVINCED), ("settlement", "exonerate")),
    statuses=(
        StatusShare("solved", "Solved.", 940),
        StatusShare("outside assumptions", "The parameters lie outside.", 60),
    ),
    outside=OutsideFinding(60, (("A2", "backing down never pays", 60),), 20, 19, 0.3),
    verification=VerificationFinding(940, 0, 3e-16, 1e-9),
    equilibria=(
        EquilibriumFinding(
            name=CONVINCED,
            selected=True,
            exists_share=0.25,
            probabilities=(("drop", 1.0),),
            values=(("Challenger", 0.466), ("Target", 0.0605)),
            choices=(
                ChoiceFinding(
                    "Challenger", "secret resolved: respond", True, (("private", 1.0),), 0.0
                ),
                ChoiceFinding("Target", "secret public: answer", False, (("hold", 1.0),), 0.0),
            ),
            max_gain=1.4e-17,
            bayes_error=0.0,
            tremble_error=0.0,
            verified=True,
            continuum_note="Both channels may be used at once.",
            removed_by=(),
        ),
        EquilibriumFinding(
            name=DOUBTING,
            selected=False,
            exists_share=0.6,
            probabilities=(("drop", 0.47),),
            values=(("Challenger", 0.115), ("Target", 0.006)),
            choices=(),
            max_gain=2e-17,
            bayes_error=1e-16,
            tremble_error=0.0,
            verified=True,
            continuum_note="",
            removed_by=("D1",),
        ),
    ),
    cross_check=CrossCheck("logit branch", "its limit", DOUBTING, 1e-7, 2e-9, True),
    threats=(
        ThreatFinding(
            "private",
            "Challenger",
            "Target",
            "secret private: answer",
            Estimate("made_private", 1.0, (0.0, 0.0, 1.0), 0.29),
            (
                Credibility("resolved", -0.1, -0.15, 0.58, True),
                Credibility("bluffer", -0.9, -0.15, 0.001, False),
            ),
            Estimate("belief_needed_private", 0.4015, (0.22, 0.46, 0.87), 0.49),
            Estimate("belief_held_private", 0.45, (0.34, 0.51, 0.87), 0.54),
            Estimate("belief_uninformative_private", 0.45, (0.0, 0.29, 0.58), 0.25),
            0.25,
            0.32,
        ),
        ThreatFinding(
            "public",
            "Challenger",
            "Target",
            "secret public: answer",
            Estimate("made_public", 0.0, (0.0, 0.34, 1.0), 0.37),
            (
                Credibility("resolved", -0.1, -0.4, 0.93, True),
                Credibility("bluffer", -0.9, -0.4, 0.08, False),
            ),
            Estimate("belief_needed_public", 0.4966, (0.31, 0.65, 1.25), 0.7),
            Estimate("belief_held_public", math.nan, (0.41, 0.67, 1.0), 0.69),
            Estimate("belief_uninformative_public", 0.45, (0.0, 0.45, 1.0), 0.44),
            0.24,
            0.55,
        ),
    ),
    break_evens=(
        BreakEvenFinding(
            "case_value",
            0.35,
            0.2,
            0.8,
            (0.0, 1.4),
            (
                Crossing(0.401, CONVINCED, DOUBTING, in_range=True),
                Crossing(0.979, DOUBTING, SILENT, in_range=False),
            ),
        ),
        BreakEvenFinding(
            "p_resolved_secret",
            0.45,
            0.2,
            0.6,
            (0.0, 1.0),
            (Crossing(0.4015, DOUBTING, CONVINCED, in_range=True),),
        ),
        BreakEvenFinding("audience_cost_private", 0.15, 0.0, 0.3, (0.0, 0.6), ()),
    ),
    swings=(
        Swing("case_value", 0.2, 0.8, 1.0, 0.25, 0.18),
        Swing("p_resolved_secret", 0.2, 0.6, 0.21, 1.0, 0.14),
        Swing("audience_cost_private", 0.0, 0.3, 1.0, 1.0, 0.05),
        Swing("execution_cost_resolved", -0.1, 0.4, 1.0, 1.0, 0.001),
    ),
    claim_effects=(
        ClaimEffect(
            "c2",
            "deny",
            (("p_resolved_secret", ".1 (.01 to .35)"),),
            0.2,
            0.52,
            ((CONVINCED, 0.25, 0.02),),
        ),
        ClaimEffect(
            "c2",
            "drop",
            (("p_resolved_secret", ".2 (.02 to .5)"),),
            0.3,
            0.52,
            ((CONVINCED, 0.25, 0.1),),
        ),
        ClaimEffect("c2", "downgrade", (), 0.46, 0.52, ()),
        ClaimEffect("c1", "deny", (), 0.7, 0.52, ((CONVINCED, 0.25, 0.4),)),
        ClaimEffect("c5", "drop", (), 0.521, 0.52, (), "Nothing rests on it alone."),
    ),
    questions=(
        QuestionFinding(
            "harder",
            "What if closing cost twice as much?",
            ("cost = cost * 2",),
            DOUBTING,
            0.3,
            0.52,
            (("regime", (Share(DOUBTING, 1.0),)),),
            900,
        ),
        QuestionFinding(
            "silent",
            "What if nobody could threaten?",
            ("without threaten",),
            "",
            nan,
            0.52,
            (),
            0,
            "Outside what the model assumes.",
        ),
    ),
    further=Further(
        boundaries=BoundaryMap(
            x="p_resolved_secret",
            y="case_value",
            x_range=(0.0, 1.0),
            y_range=(0.0, 1.5),
            rule="the model's own",
            regions=(
                Region(
                    CONVINCED,
                    ((0.4, 0.0), (1.0, 0.0), (1.0, 1.5), (0.4, 1.5)),
                    (),
                    0.9,
                    0.6,
                    (0.7, 0.7),
                ),
                Region(
                    DOUBTING,
                    ((0.0, 0.0), (0.4, 0.0), (0.4, 1.5), (0.0, 1.5)),
                    (),
                    0.6,
                    0.4,
                    (0.2, 0.7),
                ),
            ),
            boundaries=(),
            corners=(),
            point=(0.45, 0.35),
            here=CONVINCED,
            x_interval=(0.2, 0.44, 0.6),
            y_interval=(0.2, 0.38, 0.8),
            sample=((0.4, 0.3), (0.41, 0.31), (0.5, 0.6), (0.9, 9.0)),
            accuracy=1e-6,
            smallest=0.01,
            n_unsure=0,
            n_asked=100,
        )
    ),
    histograms=(
        Distributions(
            "belief_uninformative_private", (0.0, 0.25, 0.5, 0.75, 1.0), (0.2, 0.5, 0.3, 0.0)
        ),
        Distributions(
            "belief_needed_private", (0.0, 0.25, 0.5, 0.75, 1.0, 1.25), (0.1, 0.4, 0.3, 0.15, 0.05)
        ),
    ),
    parameters=_PARAMETERS,
)
