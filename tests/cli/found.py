"""Findings about the harbor case, as a study could give them; the numbers are invented."""

from __future__ import annotations

from standoff.study.findings import (
    BreakEvenFinding,
    ClaimEffect,
    Credibility,
    CrossCheck,
    Crossing,
    EquilibriumFinding,
    Estimate,
    Findings,
    ParameterFinding,
    Provenance,
    QuestionFinding,
    Share,
    StatusShare,
    Swing,
    ThreatFinding,
    VerificationFinding,
)


def estimate(name: str, base: float, low: float, mean: float, high: float) -> Estimate:
    return Estimate(name, base, (low, mean, high), mean)


def parameter(name: str, value: float, low: float, high: float, unit: str = "") -> ParameterFinding:
    return ParameterFinding(
        name=name,
        symbol="",
        meaning=f"what {name} stands for",
        unit=unit,
        value=value,
        range_text=f"{low:g} to {high:g}",
        interval=(low, value, high),
        claims=("c1",),
        because="invented",
        line=40,
        origin="assumption",
    )


def equilibrium(name: str, *, selected: bool, share: float) -> EquilibriumFinding:
    return EquilibriumFinding(
        name=name,
        selected=selected,
        exists_share=share,
        probabilities=(("drop", 1.0),),
        values=(("Challenger", 0.4), ("Target", -0.1)),
        choices=(),
        max_gain=0.0,
        bayes_error=0.0,
        tremble_error=0.0,
        verified=True,
        continuum_note="",
        removed_by=(),
    )


def findings(title: str = "The harbor affair", ask: str = "What if all had known?") -> Findings:
    """Make findings; the texts given come from strangers."""
    return Findings(
        title=title,
        provenance=Provenance(
            "case.yaml", "ab" * 32, "linkage-crisis", 7, 1000, (("standoff", "0.1.0"),)
        ),
        rule="coercer-preferred",
        given=("secret",),
        headline="drop",
        headline_meaning="the target asks for the charges to be dropped",
        estimates=(
            estimate("drop", 1.0, 0.1, 0.62, 1.0),
            estimate("cost_of_conceding_private", 0.3, 0.1, 0.3, 0.6),
        ),
        shares=(
            (
                "regime",
                (
                    Share("private pooling", 0.58),
                    Share("public semi", 0.3),
                    Share("rupture", 0.118),
                    Share("no threat", 0.002),
                ),
            ),
            ("settlement", (Share("exonerate", 0.8), Share("honor", 0.2))),
        ),
        base=(("regime", "private pooling"), ("settlement", "exonerate")),
        statuses=(StatusShare("solved", "Solved.", 990), StatusShare("outside", "Outside.", 10)),
        outside=None,
        verification=VerificationFinding(1200, 0, 3e-16, 1e-9),
        equilibria=(
            equilibrium("private pooling", selected=True, share=0.58),
            equilibrium("rupture", selected=False, share=0.2),
        ),
        cross_check=CrossCheck("logit path", "limit", "private pooling", 0.0, 1e-12, True),
        threats=(
            ThreatFinding(
                "private",
                "Challenger",
                "Target",
                "secret private: answer",
                estimate("made_private", 1.0, 0.0, 1.0, 1.0),
                (
                    Credibility("resolved", -0.1, -0.15, 0.71, True),
                    Credibility("bluffer", -0.9, -0.15, 0.02, False),
                ),
                estimate("belief_needed_private", 0.38, 0.1, 0.4, 0.9),
                estimate("belief_held_private", 0.45, 0.2, 0.45, 0.7),
                estimate("belief_uninformative_private", 0.45, 0.2, 0.45, 0.7),
                0.6,
                0.7,
            ),
            ThreatFinding(
                "public",
                "Challenger",
                "Target",
                "secret public: answer",
                estimate("made_public", 0.0, 0.0, 0.0, 1.0),
                (
                    Credibility("resolved", -0.1, -0.4, 0.9, True),
                    Credibility("bluffer", -0.9, -0.4, 0.1, False),
                ),
                estimate("belief_needed_public", 1.2, 0.3, 0.6, 1.4),
                estimate("belief_held_public", 0.45, 0.2, 0.45, 0.7),
                estimate("belief_uninformative_public", 0.45, 0.2, 0.45, 0.7),
                0.3,
                0.2,
            ),
        ),
        break_evens=(
            BreakEvenFinding(
                "case_value",
                0.35,
                0.2,
                0.8,
                (0.0, 2.0),
                (Crossing(0.44, "private pooling", "rupture", True),),
            ),
            BreakEvenFinding(
                "p_resolved_secret",
                0.45,
                0.2,
                0.7,
                (0.0, 1.0),
                (Crossing(0.38, "public semi", "private pooling", True),),
            ),
            BreakEvenFinding("prize", 0.6, 0.3, 1.2, (0.0, 9.0), ()),
        ),
        swings=(
            Swing("p_resolved_secret", 0.2, 0.7, 0.15, 1.0, 0.41),
            Swing("case_value", 0.2, 0.8, 1.0, 0.3, 0.22),
            Swing("prize", 0.3, 1.2, 1.0, 0.9, float("nan")),
        ),
        claim_effects=(
            ClaimEffect("c1", "deny", (("case_value", "1.2 (.9 to 1.8)"),), 0.2, 0.62, ()),
            ClaimEffect("c1", "drop", (("case_value", ".6 (.2 to 1.3)"),), 0.5, 0.62, ()),
            ClaimEffect("c2", "drop", (("prize", ".5 (.1 to 1)"),), 0.64, 0.62, ()),
        ),
        questions=(
            QuestionFinding("told", ask, ("prize: 0",), "no threat", 0.1, 0.62, (), 1000),
            QuestionFinding(
                "none",
                "What if nothing fits?",
                (),
                "",
                float("nan"),
                0.62,
                (),
                0,
                "outside what the model assumes",
            ),
        ),
        histograms=(),
        parameters=(
            parameter("case_value", 0.35, 0.2, 0.8),
            parameter("p_resolved_secret", 0.45, 0.2, 0.7, "probability"),
            parameter("prize", 0.6, 0.3, 1.2),
        ),
    )
