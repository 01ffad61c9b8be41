"""Threat and Imposition of Economic Sanctions."""

from __future__ import annotations

from standoff.estimate.codings.coding import Coding, Dataset, by_code

_GAME = ("CD", "SF", "BD")
_IMPOSED = ("success", "failure")

DATASET = Dataset(
    name="ties",
    title="Threat and Imposition of Economic Sanctions (TIES)",
    citation="Morgan, T. C., Bapat, N. and Kobayashi, Y. (2014). Threat and imposition of economic "
    "sanctions 1945-2005: updating the TIES dataset. Conflict Management and Peace Science 31, "
    "541-558. doi:10.1177/0738894213520379",
    unit="a sanctions episode",
    columns={
        "outcome": ("finaloutcome",),
        "imposed": ("imposition",),
        "challenger": ("primarysender", "sender1"),
        "target": ("targetstate", "target"),
        "year": ("startyear",),
        "month": ("startmonth",),
        "day": ("startday",),
    },
    codings=(
        Coding(
            "settled counts as conceded",
            "CD: acquiescence or a negotiated end before anything is imposed (1, 2, 5); BD: the "
            "sender gives up or nothing happens (3, 4); SF: imposed (6 to 10)",
            _GAME,
            ("outcome",),
            by_code("outcome", {"CD": (1, 2, 5), "SF": (6, 7, 8, 9, 10), "BD": (3, 4)}),
        ),
        Coding(
            "only acquiescence counts as conceded",
            "CD: partial or total acquiescence to the threat (1, 2); BD: any other end before "
            "anything is imposed (3, 4, 5); SF: imposed (6 to 10)",
            _GAME,
            ("outcome",),
            by_code("outcome", {"CD": (1, 2), "SF": (6, 7, 8, 9, 10), "BD": (3, 4, 5)}),
        ),
        Coding(
            "success is acquiescence",
            "of imposed sanctions, success: partial or total acquiescence (6, 7); failure: the "
            "sender gives up, stalemate, or a negotiated end (8, 9, 10)",
            _IMPOSED,
            ("outcome",),
            by_code("outcome", {"success": (6, 7), "failure": (8, 9, 10)}),
        ),
        Coding(
            "success is acquiescence or settlement",
            "of imposed sanctions, success: acquiescence or a negotiated end (6, 7, 10); failure: "
            "the sender gives up, or stalemate (8, 9)",
            _IMPOSED,
            ("outcome",),
            by_code("outcome", {"success": (6, 7, 10), "failure": (8, 9)}),
        ),
    ),
    traps=(
        "Counting a negotiated end as success changes the rate of success of imposed sanctions "
        "from 31 % to 54 %: the coding is part of the finding.",
        "Institutions have codes from 1000 on (the European Union is 1000), not COW numbers.",
        "Threats that worked in silence, and crises without a threat, are not in the data: there "
        "is no status quo to estimate from unless it is added.",
    ),
)
