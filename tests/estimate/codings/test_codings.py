"""Importers of public data sets: roles, codings, dates, and copies that look different."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import codings

#: The imposed sanctions with a known end in the public file: acquiescence, sender gives up,
#: stalemate, negotiated (reported base rates; the split of partial and total is not needed).
IMPOSED = [6] * 100 + [7] * 55 + [8] * 155 + [9] * 68 + [10] * 114


@pytest.mark.parametrize("name", codings.names())
def test_every_data_set_says_what_it_is(name: str) -> None:
    dataset = codings.get(name)
    assert dataset.name == name
    assert dataset.title
    assert dataset.citation
    assert dataset.unit
    assert dataset.traps
    assert len({each.name for each in dataset.codings}) == len(dataset.codings)
    for coding in dataset.codings:
        assert coding.means
        assert set(coding.needs) <= set(dataset.columns)
    assert set(dataset.missing) <= set(dataset.columns)


@pytest.mark.parametrize("name", codings.names())
def test_every_coding_gives_only_its_own_outcomes(name: str) -> None:
    dataset = codings.get(name)
    rng = np.random.default_rng(0)
    for coding in dataset.codings:
        columns = {role: rng.integers(-1, 12, 400).astype(float) for role in coding.needs}
        found = set(coding.rule(columns)) - {None}
        assert found == set(coding.outcomes)


def test_the_coding_of_success_changes_the_base_rate() -> None:
    columns = {"finaloutcome": IMPOSED}
    narrow = codings.read("ties", columns, coding="success is acquiescence")
    wide = codings.read("ties", columns, coding="success is acquiescence or settlement")
    assert narrow.shares["success"] == pytest.approx(0.31, abs=0.01)
    assert wide.shares["success"] == pytest.approx(0.54, abs=0.01)


def test_rows_keep_their_numbers_and_their_other_columns() -> None:
    frame = pd.DataFrame(
        {
            "FinalOutcome": [1, 99, 6, 3],
            "PrimarySender": [2, 2, 1000, 2],
            "TargetState": [70, 40, 40, 365],
            "StartYear": [1971, 1972, 1980, 1990],
            "StartMonth": [3, 0, 12, 5],
            "cost": [0.1, 0.2, 0.3, 0.4],
        }
    )
    coded = codings.read("ties", frame)
    assert coded.counts == {"CD": 1, "SF": 1, "BD": 1}
    assert coded.n_left_out == 1
    assert coded.data.rows.tolist() == [1, 3, 4]
    assert coded.data["dyad"].tolist() == ["2-70", "1000-40", "2-365"]
    assert coded.data["start"].tolist() == ["1971-03", "1980-12", "1990-05"]
    assert coded.data["cost"].tolist() == [0.1, 0.3, 0.4]
    assert coded.data.levels["outcome"] == ("CD", "SF", "BD")


def test_days_that_are_not_known_leave_the_month() -> None:
    columns = {
        "outcom": [4, 1, 4, 2],
        "viol": [1, 1, 3, 2],
        "cracno": [40, 70, 2, 365],
        "yrtrig": [1962, 1962, 9999, 1970],
        "motrig": [10, 10, 5, 99],
        "datrig": [16, 77, 3, 1],
    }
    coded = codings.read("icb", columns)
    assert coded.data["outcome"].tolist() == ["CD", "BD", "SF", "SF"]
    assert coded.data["start"].tolist() == ["1962-10-16", "1962-10", None, "1970"]


def test_a_dispute_is_coded_by_its_highest_act() -> None:
    columns = {"outcome": [4, 3, 5, 1, -9], "hostlev": [2, 3, 4, 2, 2], "recip": [0, 1, 1, 1, 0]}
    assert codings.read("mid", columns).data["outcome"].tolist() == ["CD", "BD", "SF", "CD"]
    answers = codings.read("mid", columns, coding="answer")
    assert answers.counts == {"not answered": 2, "answered": 3, "war": 0}


def test_own_codes_and_own_names_of_columns() -> None:
    columns = {"how_it_ended": [1, 2, 3, 2], "chal": [2, 2, 2, 2], "tgt": [20, 70, 20, 70]}
    coded = codings.read(
        "icow",
        columns,
        coding={"CD": [1], "BD": [2, 4]},
        columns={"outcome": "how_it_ended"},
    )
    assert coded.counts == {"CD": 1, "BD": 2}
    assert coded.n_left_out == 1
    assert "CD: 1; BD: 2, 4" in coded.coding.means


def test_mistakes_are_named() -> None:
    with pytest.raises(UnknownName, match="ties"):
        codings.read("tie", {"finaloutcome": [1]})
    with pytest.raises(UnknownName, match="success is acquiescence"):
        codings.read("ties", {"finaloutcome": [1]}, coding="success is acquiesence")
    with pytest.raises(EstimationError, match=r"outcome: finaloutcome"):
        codings.read("ties", {"final": [1]})
    with pytest.raises(UnknownName, match="final"):
        codings.read("ties", {"final": [1]}, columns={"outcome": "fina"})
    with pytest.raises(UnknownName, match="role"):
        codings.read("ties", {"final": [1]}, columns={"result": "final"})
    with pytest.raises(EstimationError, match="no row"):
        codings.read("ties", {"finaloutcome": [77, 78]})
    with pytest.raises(EstimationError, match="two outcomes"):
        codings.read("ties", {"finaloutcome": [1]}, coding={"CD": [1, 2], "BD": [2]})
    with pytest.raises(EstimationError, match="words"):
        codings.read("ties", {"finaloutcome": ["won"]})
