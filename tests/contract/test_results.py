"""Every type of results says what it holds, becomes a table, and is drawn where it says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from tests.estimate.disputes import FORMULA, SMALLER, disputes

import standoff
from standoff.brief import Brief, brief_case
from standoff.errors import StandoffError
from standoff.estimate import fit, table, vuong
from standoff.estimate.curves import differences, predicted
from standoff.estimate.result import Fit
from standoff.game import Draws, Game, GameBuilder, end, move
from standoff.models import get
from standoff.models.answers import Answers, Floats
from standoff.result import Picture, Pictured, Result
from standoff.run import open_run, start
from standoff.solve.run import solve, solve_all
from standoff.solve.verify import verify
from standoff.study import (
    along,
    analyze,
    answer_shares,
    ask,
    boundary_map,
    claim_values,
    compare,
    counterfactuals,
    find_boxes,
    given_data,
    how_much,
    local,
    parse_condition,
    plan_sweep,
    rule_dependence,
    sobol_indices,
    suggest,
    timeline,
    totals,
    versions_of,
)
from standoff.study.asked import Asked
from standoff.study.boundary import ROUGH
from standoff.study.noisy_play import Noise
from standoff.text.document import read_document

CASE = Path(__file__).resolve().parents[2] / "cases" / "cienfuegos" / "case.yaml"
SOURCES = Path(standoff.__path__[0])
SCRIPT = "<script>alert('&')</script>"
HOSTILE = f"{SCRIPT}\n\x1b[31m"
COST = "audience_cost_private"
TAGS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "br", "sup"}


@cache
def brief() -> Brief:
    return brief_case(CASE)


@cache
def asked() -> Asked:
    return ask(brief(), n_draws=200)


@cache
def many() -> Asked:
    return ask(brief(), n_draws=2_000)


def drops(of: Asked) -> Floats:
    return np.where(of.answers.probabilities["drop"] >= 0.5, 1.0, 0.0)


@cache
def game() -> Game:
    answer = move(
        "Target",
        {"concede": end(f"conceded {SCRIPT}", "prize", -1), "resist": end("war", -1, -2)},
        knows=f"a threat {SCRIPT}",
    )
    tree = move("Challenger", {f"quiet {SCRIPT}": end("quiet", 0, 0), "threaten": answer})
    builder = GameBuilder(SCRIPT).players("Challenger", "Target").parameter("prize", 1.0)
    return builder.tree(tree)


@cache
def draws() -> Draws:
    return Draws.from_columns({"prize": np.linspace(0.1, 1.0, 25)})


@cache
def run(folder: Path) -> Any:
    start(plan_sweep(CASE, 40, keep="draws", indices=(), map=()), folder / "run")
    return open_run(folder / "run")


@cache
def fitted() -> Fit:
    return fit("egame12", disputes(120), FORMULA)


def dependence() -> Result:
    subject, base = asked().subject, asked().base
    return rule_dependence(
        subject,
        lambda each: local(each, base, parameters=[COST], of=["drop"]).numbers(),
        base,
        rules=["model", "lowest headline"],
        always=True,
    )


#: Every type: how one is made, and how many items it lists.
SPECIMENS: dict[str, tuple[Callable[[Path], Result], Callable[[Any], int]]] = {
    "Game": (lambda _: game(), lambda it: len(it.nodes)),
    "Draws": (lambda _: asked().draws, len),
    "Solution": (lambda _: solve(game(), draws()), lambda it: len(it.draws)),
    "Verification": (lambda _: verify(solve(game(), draws())), lambda it: len(it.answered)),
    "EquilibriumList": (lambda _: solve_all(game()), len),
    "Answers": (lambda _: asked().answers, len),
    "Asked": (lambda _: asked(), lambda it: len(it.draws)),
    "Run": (lambda folder: run(folder), lambda _: 40),
    "Totals": (lambda folder: totals(run(folder)), lambda it: len(it.outputs)),
    "Along": (
        lambda _: along(asked().subject, asked().base, COST, (0, 2)),
        lambda it: len(it.steps),
    ),
    "HowMuch": (
        lambda _: how_much(
            asked().subject,
            asked().base,
            COST,
            parse_condition("drop >= .5", asked().subject, asked().base_answer),
            (0, 2),
        ),
        lambda it: len(it.spans),
    ),
    "BoundaryMap": (
        lambda _: boundary_map(
            asked().subject, asked().base, COST, "case_value", (0, 2), (0, 2), care=ROUGH
        ),
        lambda it: sum(len(each.points) for each in it.boundaries),
    ),
    "Local": (
        lambda _: local(asked().subject, asked().base, parameters=[COST]),
        lambda it: len(it.slopes),
    ),
    "Counterfactuals": (
        lambda _: counterfactuals(asked().subject, asked().base, []),
        lambda it: len(it.rows),
    ),
    "ShareFinding": (
        lambda _: answer_shares(brief(), n_draws=200),
        lambda it: len(it.chances) + sum(len(shares) for _, shares in it.categories) + 2,
    ),
    "SobolFinding": (
        lambda _: sobol_indices(brief(), n_rows=64, n_resamples=20),
        lambda it: len(it.indices),
    ),
    "GivenData": (
        lambda _: given_data(brief(), asked().draws, drops(asked())),
        lambda it: len(it.shares),
    ),
    "BoxFinding": (
        lambda _: find_boxes(many().draws, drops(many()), "drop >= .5", n_resamples=2),
        lambda it: sum(len(box.limits) for box in it.boxes),
    ),
    "ClaimValues": (
        lambda _: claim_values(asked(), "kind", n_draws=50),
        lambda it: len(it.groups),
    ),
    "Timeline": (
        lambda _: timeline(brief(), n_draws=50),
        lambda it: sum(
            2 + len(step.outcomes) + 1 + sum(len(each.branches) for each in step.beliefs)
            for step in it.steps
        ),
    ),
    "standoff.study.comparison.Comparison": (
        lambda _: compare(versions_of([CASE, CASE], n_draws=50), with_break_evens=False),
        lambda it: len(it.versions),
    ),
    "RuleDependence": (lambda _: dependence(), lambda it: len(it.numbers)),
    "Suggestions": (lambda _: suggest(read_document(CASE)), lambda it: len(it.models)),
    "Findings": (lambda _: analyze(brief(), n_draws=50), lambda it: len(it.estimates)),
    "Fit": (lambda _: fitted(), lambda it: len(it.names)),
    "Table": (
        lambda _: table(fitted(), fitted()),
        lambda it: sum(len(each.coefficients) for each in it.reported),
    ),
    "standoff.estimate.compare.Comparison": (
        lambda _: vuong(fitted(), fit("egame12", disputes(120), SMALLER)),
        lambda _: 1,
    ),
    "Predicted": (
        lambda _: predicted(fitted(), "balance", [-1.0, 0.0, 1.0], n_draws=20),
        lambda it: len(it.values) * len(it.outcomes),
    ),
    "Difference": (
        lambda _: differences(fitted(), {"balance": -1.0}, {"balance": 1.0}, n_draws=20)[0],
        lambda _: 1,
    ),
}
#: What others build on; what is a `Fit`; and what is sampled (`test_posterior_result`).
ELSEWHERE = {"Pictured", "SignalingFit", "Posterior"}

made: dict[str, Result] = {}


@pytest.fixture(params=sorted(SPECIMENS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def result(name: str, tmp_path_factory: pytest.TempPathFactory) -> Result:
    if name not in made:
        made[name] = SPECIMENS[name][0](tmp_path_factory.getbasetemp())
    return made[name]


def tainted(value: Any) -> Any:
    """The same with a script in front of every text."""
    if isinstance(value, str):
        return HOSTILE + value
    if isinstance(value, tuple):
        return tuple(map(tainted, cast(tuple[Any, ...], value)))
    if isinstance(value, Mapping):
        entries = cast(Mapping[Any, Any], value)
        return {tainted(key): tainted(each) for key, each in entries.items()}
    if isinstance(value, Fit):
        return replace(value, prepared=replace(value.prepared, described=HOSTILE))
    of = type(value)
    has_names = of.__module__.split(".")[1:2] in (["study"], ["estimate"]) or of in (Draws, Answers)
    if is_dataclass(value) and not isinstance(value, type) and has_names and of is not Noise:
        changed = {each.name: tainted(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **changed)
    return value


class Tags(HTMLParser):
    """Tags and attributes of a piece of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {attribute for attribute, _ in attrs}


def html(result: Any) -> str:
    return result._repr_html_()


def test_no_type_is_left_out() -> None:
    declared = {
        (file, found[1])
        for file in SOURCES.rglob("*.py")
        for found in re.finditer(
            r"^class (\w+)\((?:Result|Pictured|Fit)\):", file.read_text(encoding="utf-8"), re.M
        )
    }
    known = {each.rpartition(".")[2] for each in SPECIMENS} | ELSEWHERE
    assert {name for _, name in declared} == known
    assert len(declared) == len(SPECIMENS) + len(ELSEWHERE)


def test_it_is_of_its_type(name: str, result: Result) -> None:
    of = type(result)
    assert name in (of.__name__, f"{of.__module__}.{of.__name__}")


def test_it_says_in_a_few_words_what_it_holds(result: Result) -> None:
    said = repr(result)
    assert said.startswith(f"{type(result).__name__}: ")
    assert len(said) <= 400
    assert said.isprintable()
    assert "array(" not in said


def test_its_table_has_one_row_per_item(name: str, result: Result) -> None:
    columns = result.table()
    assert columns
    n_items = SPECIMENS[name][1](result)
    assert n_items > 0
    assert {len(column) for column in columns.values()} == {n_items}


def test_its_frame_has_the_same_numbers(result: Result) -> None:
    columns: Mapping[str, Any] = result.table()
    frame: Any = result.to_frame()
    if type(result).__name__ == "Run":
        # A missing number is NULL to the database.
        columns = {key: each for key, each in columns.items() if each.dtype.kind == "f"}
    else:
        assert list(frame.columns) == list(columns)
    for key, column in columns.items():
        kept = frame[key].to_numpy()
        assert kept.shape == (len(column),)
        np.testing.assert_array_equal(kept, np.asarray(column, dtype=kept.dtype))


def test_a_notebook_shows_a_small_table(name: str, result: Result) -> None:
    page = html(result)
    read = Tags(page)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert read.attributes.isdisjoint({"href", "src", "onload", "onclick"})
    if name == "Game":
        assert "svg" in read.tags
    else:
        assert {"table"} < read.tags <= TAGS
        assert page.count("<tr") <= 40
        assert len(page) < 20_000


def test_names_are_text_to_a_terminal_and_to_a_notebook(name: str, result: Result) -> None:
    hostile: Result = tainted(result)
    page = html(hostile)
    assert "script" not in Tags(page).tags
    assert "\x1b" not in page
    assert repr(hostile).isprintable()
    if name not in ("Run", "Verification"):
        assert "&lt;script&gt;" in page


def test_its_picture_has_a_title(result: Result) -> None:
    if not isinstance(result, Pictured):
        assert not hasattr(result, "plot")
        return
    picture = result.plot()
    assert isinstance(picture, Picture)
    assert picture.title
    assert picture.title == " ".join(result.sentence.split()) or "\\x1b" in picture.title
    assert picture.svg.startswith("<svg")
    assert "<script" not in picture.svg
    assert re.search(r"<title[^>]*>[^<]+</title>", picture.svg)


def test_every_drawing_that_is_named_exists() -> None:
    named = [
        drawing
        for file in SOURCES.rglob("*.py")
        for drawing in re.findall(r'drawing: ClassVar\[str\] = "(.+)"', file.read_text("utf-8"))
    ]
    assert len(named) > 15
    for drawing in named:
        module, _, function = drawing.partition(":")
        assert callable(getattr(import_module(module), function))


def test_a_large_game_is_a_table_of_its_nodes() -> None:
    large = get("linkage-crisis").game()
    assert len(large.nodes) > 80
    assert f"The beginning of {len(large.nodes)} rows" in html(large)


def test_pictures_are_saved_as_svg(tmp_path: Path) -> None:
    picture = game().plot()
    picture.save(tmp_path / "tree.svg")
    assert (tmp_path / "tree.svg").read_text(encoding="utf-8") == picture.svg + "\n"
    with pytest.raises(StandoffError, match="pictures are written as SVG"):
        picture.save(tmp_path / "tree.png")


def test_two_pictures_on_one_page_share_no_id() -> None:
    found = along(asked().subject, asked().base, COST, (0, 2))
    one, two = (set(re.findall(r'\bid="([^"]+)"', found.plot().svg)) for _ in range(2))
    assert len(one) > 1
    assert one.isdisjoint(two)


def test_long_tables_are_shown_in_part_and_say_so() -> None:
    page = html(draws())
    assert page.count("<tr>") == 12
    assert "The beginning of 25 rows" in page


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(StandoffError, match="needs pandas, which is not installed"):
        draws().to_frame()
    assert len(draws().table()["prize"]) == 25
