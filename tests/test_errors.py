"""The sentences that a person reads when something is wrong."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from standoff import errors
from standoff.errors import (
    EstimationError,
    ExpressionError,
    FileProblem,
    GameError,
    InvalidDocument,
    NotConverged,
    OutsideAssumptions,
    StandoffError,
    UnknownName,
)


@dataclass(frozen=True)
class Found:
    code: str
    name: str
    severity: str
    message: str


TWO_ERRORS = [
    Found("SC014", "unknown-source", "error", "claim 'c17' cites a source not listed"),
    Found("SC020", "no-grade", "warning", "claim 'c18' has no grade"),
    Found("SC002", "missing-key", "error", "a claim needs 'says'"),
]

EXAMPLES = [
    FileProblem.too_big("case.yaml", 2_000_000, 1_000_000),
    InvalidDocument(TWO_ERRORS, path="case.yaml"),
    ExpressionError("a number is missing", text="damage + * 2", column=10, right="add a number"),
    EstimationError("no column 'gdp'", where="u1(war)", right="one of the columns"),
    GameError("two nodes are called 'arrest'", where="game.yaml:12:3", right="rename one"),
    OutsideAssumptions.of("linkage-crisis", "damage is positive", "damage=-1"),
    NotConverged.after("quantal", 37, 100_000, worst="draw 51,203"),
    UnknownName.among("parameter", "price", ["prize"]),
]


def test_the_facts_come_in_one_order_and_empty_ones_are_left_out() -> None:
    error = StandoffError("it broke", more="ask", right="repair", found="dust", where="here")
    assert str(error) == "it broke\n  here\n  Found: dust\n  Fix: repair\n  More: ask"
    assert str(StandoffError("it broke")) == "it broke"


def test_each_kind_is_in_the_drawing_and_has_an_example_here() -> None:
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, StandoffError)
    }
    assert {type(example) for example in EXAMPLES} == kinds - {StandoffError}
    assert errors.__doc__ is not None
    drawn = errors.__doc__.split("::")[1]
    assert all(kind.__name__ in drawn for kind in kinds)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_to_another_process(error: StandoffError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_an_expression_error_points_at_the_column() -> None:
    assert str(EXAMPLES[2]) == (
        "a number is missing\n  damage + * 2\n           ^\n  Fix: add a number"
    )


def test_an_invalid_document_counts_and_lists_errors_only() -> None:
    error = InvalidDocument(TWO_ERRORS, path="case.yaml")
    assert str(error) == (
        "case.yaml: 2 errors\n"
        "  SC014 unknown-source: claim 'c17' cites a source not listed\n"
        "  SC002 missing-key: a claim needs 'says'"
    )
    assert len(error.diagnostics) == 3
    assert str(InvalidDocument(TWO_ERRORS[:1])).startswith("1 error\n")
    assert str(InvalidDocument(TWO_ERRORS, rendered="as drawn\n")) == "2 errors\nas drawn"


def test_an_unknown_name_suggests_whatever_its_case() -> None:
    error = UnknownName.among("model", "Linkage-Crisis", ["audience-costs", "linkage-crisis"])
    assert "did you mean 'linkage-crisis'? Known: audience-costs, linkage-crisis" in str(error)


def test_an_unknown_name_far_from_all_suggests_none() -> None:
    assert "did you mean" not in str(UnknownName.among("model", "zzz", ["linkage-crisis"]))
    assert "no model is known here" in str(UnknownName.among("model", "zzz", []))


def test_a_long_list_of_names_is_cut_and_says_so() -> None:
    error = UnknownName.among("parameter", "q", [f"p_{number:02}" for number in range(20)])
    assert "p_11 (8 more)" in str(error)
    assert "p_12" not in str(error)


def test_a_missing_file_names_its_neighbor(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("", encoding="utf-8")
    error = FileProblem.missing(tmp_path / "csae.yaml")
    assert f"did you mean {tmp_path / 'case.yaml'}?" in str(error)
    assert "Fix" not in str(FileProblem.missing(tmp_path / "zzz"))
    assert "no folder" in str(FileProblem.missing(tmp_path / "nowhere" / "case.yaml"))


def test_a_folder_offers_the_case_inside(tmp_path: Path) -> None:
    assert "give the file itself" in str(FileProblem.directory(tmp_path))
    (tmp_path / "case.yaml").write_text("", encoding="utf-8")
    assert f"did you mean {tmp_path / 'case.yaml'}?" in str(FileProblem.directory(tmp_path))


def test_file_problems_say_what_the_system_said() -> None:
    assert "Found: Permission denied" in str(FileProblem.unreadable("a", "Permission denied"))
    assert str(FileProblem.unwritable("a", "No space")).startswith("a: cannot be written")
    assert "Found: byte 0xff" in str(FileProblem.not_utf8("a", 3, 0xFF))
    assert "a:3" in str(FileProblem.not_utf8("a", 3, 0xFF))


def test_not_converged_gives_the_share() -> None:
    (example,) = (each for each in EXAMPLES if isinstance(each, NotConverged))
    assert str(example).startswith("quantal left 37 of 100,000 draws unsolved (0.037 %)")
