from __future__ import annotations

import json
from math import nan
from types import SimpleNamespace

from standoff.study.given_data import GivenData, GivenShare
from standoff.study.sampling_error import Estimated
from standoff.study.shares import NamedShare, ShareFinding
from standoff.view import shares


def named(name: str, value: float) -> NamedShare:
    return NamedShare(name, Estimated(value, value - 0.01, value + 0.01, 100))


FOUND = ShareFinding(
    categories=(
        ("regime", (named("public_semi", 0.6), named("none", 0.4), named("never", 0.0))),
        ("arrest", (named("secret", 1.0),)),
    ),
    chances=(named("drop", 0.5),),
    no_answer=Estimated(0.0, 0.0, 0.02, 100),
    tied=Estimated(0.0, 0.0, 0.02, 100),
    infeasible=(),
    rule="a rule",
    n_draws=100,
    n_answered=100,
    method="independent",
    n_replicates=1,
    sampling="random",
    seed=0,
)
GIVEN = GivenData(
    "binned",
    (GivenShare("prize", 0.4, nan, nan), GivenShare("damage", 0.001, 0.0, 0.01)),
    90,
    10,
    0.4,
    "what it is",
)


def test_what_never_comes_about_and_what_cannot_differ_is_left_out() -> None:
    assert [(row["heading"], row["name"]) for row in shares.data(FOUND)] == [
        ("chance, averaged over the draws", "drop"),
        ("regime", "public_semi"),
        ("regime", "none"),
    ]
    drawn = json.dumps(shares.chart(FOUND).to_dict())
    assert '"public semi"' in drawn
    assert '"regime"' in drawn


def test_parameters_are_told_by_what_they_mean() -> None:
    about = SimpleNamespace(
        parameters=[SimpleNamespace(name="prize", meaning="The prize", unit="")]
    )
    (row,) = shares.given_data(GIVEN, about)  # type: ignore[arg-type]
    assert (row["name"], row["value"]) == ("The prize", 0.4)
    assert shares.given_data(GIVEN)[0]["name"] == "prize"
    # No range is known, so that no line stands for one.
    drawn = shares.given_chart(GIVEN).to_dict()
    assert all(layer["data"].get("values") != [None] for layer in drawn["layer"])
    assert "NaN" not in json.dumps(drawn["layer"][2]["data"])
