"""The 25 numbers of the linkage crisis, and what must hold between them."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

_UNIT = "units of the damage"
_P = "probability"
_SHARE = "share"

# Defaults and wide ranges are orders of magnitude read out of the founding article by somebody who
# knew how it ended; they are a place to start from, not estimates.
PARAMETERS = (
    Parameter(
        "damage",
        "What the target loses when the severe threat is carried out; the unit of all payoffs",
        1.0, low=0.0, symbol="d", unit=_UNIT, wide=(1.0, 1.0),
    ),
    Parameter(
        "case_value",
        "What prosecuting the suspect itself is worth to the target",
        0.35, low=0.0, symbol="X", unit=_UNIT, wide=(0.2, 0.8),
    ),
    Parameter(
        "kept_if_honored",
        "Share of the case's worth that the target keeps when the suspect is truly tried at home",
        0.8, low=0.0, high=1.0, symbol="y_H", unit=_SHARE, wide=(0.7, 1.0),
    ),
    Parameter(
        "kept_if_scapegoat",
        "Share of the case's worth that the target keeps when a substitute is punished",
        0.25, low=0.0, high=1.0, symbol="y_S", unit=_SHARE, wide=(0.1, 0.4),
    ),
    Parameter(
        "kept_if_exonerated",
        "Share of the case's worth that the target keeps when the suspect is cleared",
        0.0, low=0.0, high=1.0, symbol="y_E", unit=_SHARE, wide=(0.0, 0.05),
    ),
    Parameter(
        "precedent_cost",
        "What giving in costs the target in later crises, even if the court then refuses",
        0.05, low=0.0, symbol="psi", unit=_UNIT, wide=(0.0, 0.3),
    ),
    Parameter(
        "public_humiliation",
        "What it costs the target to be seen to give in to a public threat",
        0.1, low=0.0, symbol="m_u", unit=_UNIT, wide=(0.0, 0.7),
    ),
    Parameter(
        "bluff_call_gain",
        "What the target gains when it holds and the challenger backs down",
        0.02, low=0.0, symbol="r", unit=_UNIT, wide=(0.0, 0.1),
    ),
    Parameter(
        "p_court_refuses",
        "Chance that the court refuses to drop the charges",
        0.03, low=0.0, high=1.0, symbol="v", unit=_P, wide=(0.0, 0.1),
    ),
    Parameter(
        "arrest_message",
        "What the arrest as such is worth to the target, whatever follows",
        0.1, symbol="A0", unit=_UNIT, wide=(0.0, 0.2),
    ),
    Parameter(
        "review_damage",
        "What the mild answer (a review of the cooperation) costs the target",
        0.03, low=0.0, symbol="d_g", unit=_UNIT, wide=(0.0, 0.1),
    ),
    Parameter(
        "review_benefit",
        "What the mild answer is worth to the challenger; below zero if it does harm",
        0.05, symbol="b_g", unit=_UNIT, wide=(-0.05, 0.15),
    ),
    Parameter(
        "prize",
        "What getting the suspect back is worth to the challenger",
        0.6, low=0.0, symbol="V", unit=_UNIT, wide=(0.3, 1.2),
    ),
    Parameter(
        "execution_cost_resolved",
        "What carrying out the threat costs a resolved challenger; below zero if it likes to",
        0.1, symbol="e_R", unit=_UNIT, wide=(-0.1, 0.4),
    ),
    Parameter(
        "execution_cost_bluffer",
        "What carrying out the threat costs a challenger of the bluffing kind",
        0.9, symbol="e_W", unit=_UNIT, wide=(0.5, 1.2),
    ),
    Parameter(
        "audience_cost_private",
        "What backing down from a private threat costs the challenger",
        0.15, low=0.0, symbol="a_p", unit=_UNIT, wide=(0.0, 0.3),
    ),
    Parameter(
        "audience_cost_public",
        "What backing down from a public threat costs the challenger",
        0.4, low=0.0, symbol="a_u", unit=_UNIT, wide=(0.2, 0.8),
    ),
    Parameter(
        "trial_cost",
        "What truly trying the suspect at home costs the challenger",
        0.5, low=0.0, symbol="h", unit=_UNIT, wide=(0.2, 1.0),
    ),
    Parameter(
        "scapegoat_cost",
        "What punishing a substitute costs the challenger when nobody finds out",
        0.1, low=0.0, symbol="k", unit=_UNIT, wide=(0.0, 0.2),
    ),
    Parameter(
        "p_exposure",
        "Chance that the substitute is exposed as one",
        0.4, low=0.0, high=1.0, symbol="omega", unit=_P, wide=(0.1, 0.6),
    ),
    Parameter(
        "exposure_penalty",
        "What exposure costs the challenger beyond the relationship",
        0.1, low=0.0, symbol="P", unit=_UNIT, wide=(0.0, 0.3),
    ),
    Parameter(
        "relationship_value",
        "What the target's help is worth to the challenger",
        0.6, low=0.0, symbol="Rel", unit=_UNIT, wide=(0.3, 1.0),
    ),
    Parameter(
        "retaliation_share",
        "Share of that help which the target withdraws when the suspect is cleared",
        0.2, low=0.0, high=1.0, symbol="x", unit=_SHARE, wide=(0.0, 0.5),
    ),
    Parameter(
        "p_resolved_secret",
        "Chance that the challenger is resolved after an arrest kept secret from it",
        0.45, low=0.0, high=1.0, symbol="phi_S", unit=_P, wide=(0.2, 0.6),
    ),
    Parameter(
        "p_resolved_notified",
        "Chance that the challenger is resolved after it was told beforehand",
        0.15, low=0.0, high=1.0, symbol="phi_N", unit=_P, wide=(0.05, 0.3),
    ),
    Parameter(
        "p_leak",
        "Chance that the suspect escapes when the challenger is told beforehand",
        0.8, low=0.0, high=1.0, symbol="tau", unit=_P, wide=(0.5, 0.95),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1",
        "V' > max(0, b_g, -e_R)",
        "the challenger prefers the suspect's return, with what it does afterwards, to doing "
        "nothing, to the mild answer and to carrying out the threat",
    ),
    ModelAssumption(
        "A2",
        "0 <= a_p <= a_u",
        "backing down never pays, and costs at least as much in public as in private",
    ),
    ModelAssumption(
        "A3",
        "e_R < e_W and e_W > 0",
        "carrying out the threat costs a resolved challenger less than a bluffer, and costs the "
        "bluffer something",
    ),
)
