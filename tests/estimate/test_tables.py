"""Tables: what they say, that nothing in them is taken for markup, and files for cases."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from tests.estimate.games import DATA, fitted

from standoff.brief import brief_case, draw_parameters
from standoff.brief.estimate_file import read_estimates
from standoff.errors import EstimationError, UnknownName
from standoff.estimate import bootstrap, first_difference, fit, table
from standoff.estimate.reported import report
from standoff.estimate.seen import seen, seen_in_sum

TABLE = pd.read_csv(DATA / "war1800.csv")
WAR = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
NASTY = {"s_wt_re1": "a_b & <b>50 %</b> \\ ~$x^2${#}", "revis1": "=1+1"}


class Cells(HTMLParser):
    """Texts and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def flat(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def war():
    return fitted("egame12.war1800.probit.agent")


@pytest.fixture(scope="module")
def clustered():
    return fit("egame12", TABLE, WAR, n_starts=1, cluster=("ccode1", "ccode2"))


def test_one_fit_has_a_column_per_utility(war):
    text = table(war).to_text()
    lines = text.splitlines()
    head = next(line for line in lines if "u1(~esc)" in line)
    assert head.split() == ["u1(~esc)", "u1(esc,war)", "u2(esc,war)"]
    own = next(i for i, line in enumerate(lines) if line.startswith("s_wt_re1"))
    # The number is in the column of its utility, and its error below it.
    assert lines[own].split() == ["s_wt_re1", "-0.740***"]
    assert lines[own + 1].split() == [f"({war.bse['u1(~esc):s_wt_re1']:.3f})"]
    assert lines[own].index("-0.740") < head.index("u1(esc,war)")
    assert "-286.124" in text
    assert "Standard errors in parentheses, from the observed information." in flat(text)


def test_several_fits_have_a_column_each_and_their_errors_named(war, clustered):
    text = table(war, clustered, labels=["plain", "by dyad"]).to_text()
    assert "plain: from the observed information" in flat(text)
    assert "plain: egame12, probit, agent error" in flat(text)
    assert "by dyad: clustered by ccode1 and ccode2" in flat(text)
    row = next(line for line in text.splitlines() if line.startswith("  s_wt_re1"))
    assert row.split() == ["s_wt_re1", "-0.740***", "-0.740**"]
    with pytest.raises(EstimationError, match="labels do not go with the fits"):
        table(war, clustered, labels=["one"])


def test_predictions_are_compared_with_the_commonest_outcome(war):
    found = report(war)
    told = seen(war.likelihood)
    assert told is not None
    right = (np.argmax(war.probabilities, 1) == np.argmax(told, 1)).mean()
    modal = told.sum(0).max() / told.sum()
    assert found.p_right == pytest.approx(right)
    assert found.error_reduction == pytest.approx((right - modal) / (1 - modal))
    assert f"{found.error_reduction:.3f}" in table(war).to_text()


def test_intervals_take_the_place_of_errors_and_stars(war):
    text = table(war, intervals=True, level=0.9).to_text()
    bounds = war.conf_int(0.9).loc["u1(~esc):s_wt_re1"]
    assert f"[{bounds['low']:.3f}, {bounds['high']:.3f}]" in text
    assert "*" not in text
    assert "90 % intervals in brackets" in flat(text)


def test_held_parameters_and_scales():
    found = fit("egame12", TABLE, WAR, n_starts=1, fixed={"u1(~esc):revis1": 0.3})
    text = found.to_text()
    assert "(held)" in text
    assert "held at this value" in flat(text)
    scaled = fit("egame12", TABLE, WAR, n_starts=1, scale="1", fixed={"u14": 1.0, "u24": 0.5})
    assert "log(sigma)" in scaled.to_text()
    offers = pd.read_csv(DATA / "data_ult.csv")
    simple = fit("ultimatum", offers, "offer + accept ~ x1 | z1", max_offer=15, n_starts=1)
    last = [line for line in simple.to_text().splitlines() if line.startswith("log(s")]
    assert [line.split()[0] for line in last] == ["log(s1)", "log(s2)"]
    assert sum(seen_in_sum(simple.likelihood).values()) == 1500


def test_nothing_of_the_data_is_markup(war):
    page = table(war, names=NASTY, caption="<script>alert(1)</script>", labels=["<i>x</i>"])
    cells = Cells(page.to_html())
    assert not {"script", "b", "i"} & set(cells.tags)
    assert NASTY["s_wt_re1"] in cells.texts
    latex = page.to_latex()
    assert r"a\_b \& \textless{}b\textgreater{}50 \%" in latex
    assert r"\textbackslash{} \textasciitilde{}\$x\textasciicircum{}2\$\{\#\}" in latex
    # Braces and mathematics are closed again in every line.
    for line in latex.replace(r"\{", "").replace(r"\}", "").replace(r"\$", "").splitlines():
        assert line.count("{") == line.count("}"), line
        assert line.count("$") % 2 == 0, line
    n_columns = 1 + 3
    body = latex.split(r"\midrule")[1].splitlines()
    assert all(
        len(re.findall(r"(?<!\\)&", line)) == n_columns - 1 for line in body if line.endswith(r"\\")
    )


def test_csv_is_in_full_precision_and_no_formula_of_a_spreadsheet(war):
    rows = list(csv.reader(io.StringIO(table(war, labels=["=cmd()"]).to_csv())))
    assert {len(row) for row in rows} == {7}
    assert rows[0][2] == "'=cmd(): estimate"
    by_name = {f"{row[0]}:{row[1]}": row for row in rows[1:]}
    for name, value in war.params.items():
        assert float(by_name[name][2]) == value
        assert float(by_name[name][3]) == war.bse[name]
        assert float(by_name[name][6]) == war.pvalues[name]
    assert float(by_name[":log_likelihood"][2]) == war.llf


def test_a_fit_that_did_not_converge_is_marked_everywhere():
    data = {"y": [0.0, 0.0, 0.0, 1.0, 1.0, 1.0] * 5, "war": [0, 0, 0, 0, 1, 1] * 5}
    data |= {"x": [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0] * 5, "z": [0.0, 1, 0, 1, 0, 1] * 5}
    lost = fit("egame12", data, "y + war ~ x | 0 | 1 | z", n_starts=1)
    assert not lost.converged
    for text in (lost.to_text(), lost.to_html(), lost.to_latex(), lost.to_csv()):
        assert "NOT CONVERGED" in text
    assert "*" not in lost.to_text().split("---")[-2]
    with pytest.raises(EstimationError, match="nothing to build on"):
        lost.save("never.json")


def test_files_by_their_ending(war, tmp_path):
    for ending, begin in ((".txt", "="), (".html", "<table"), (".tex", "%"), (".csv", "block")):
        path = tmp_path / f"table{ending}"
        table(war).save(path)
        assert path.read_text(encoding="utf-8").startswith(begin)
    with pytest.raises(UnknownName, match="format of a table"):
        table(war).save(tmp_path / "table.docx")


def test_a_saved_fit_reads_back_and_feeds_a_case(clustered, tmp_path):
    clustered.save(tmp_path / "fit.json")
    back = read_estimates(tmp_path / "fit.json")
    assert back.names == clustered.names
    np.testing.assert_array_equal(back.values, clustered.theta)
    np.testing.assert_allclose(back.covariance, clustered.covariance("cluster"), rtol=1e-12)
    assert back.model == "egame12"
    assert "clustered by ccode1 and ccode2" in back.about
    assert "282 rows" in back.about
    assert sum(back.outcomes.values()) == clustered.n
    assert set(back.outcomes) == set(clustered.likelihood.outcomes)
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    brief = brief_case(tmp_path / "case.yaml")
    drawn = draw_parameters(brief, 40_000, seed=3)["audience_cost"]
    weights = back.weights({"u2(esc,war):(Intercept)": 1, "u2(esc,war):balanc": 0.5})
    assert np.mean(drawn) == pytest.approx(float(weights @ clustered.theta) + 1, abs=0.02)
    spread = float(np.sqrt(weights @ clustered.covariance() @ weights))
    assert np.std(drawn) == pytest.approx(spread, rel=0.02)


def test_errors_of_other_kinds_have_words(war):
    again = bootstrap(war, 5, seed=1)
    assert "from 5 bootstrap replicates by row" in flat(again.to_text())
    assert "robust (sandwich)" in flat(war.to_text(kind="sandwich"))
    dyadic = fit(
        "egame12", TABLE, WAR, n_starts=1, covariance="dyadic", cluster=("ccode1", "ccode2")
    )
    assert "share ccode1 or ccode2" in flat(dyadic.to_text())


def test_counts_of_games_and_signaling_crises_are_saved(tmp_path):
    from tests.estimate.signaling.fitted import multiple, sanctions

    from standoff.models import get

    crisis = multiple()
    crisis.save(tmp_path / "crisis.json")
    saved = json.loads((tmp_path / "crisis.json").read_text())
    counts = pd.read_csv(DATA.parent / "data" / "signaling_mc_multiple.csv")
    assert saved["model"] == "lewis_schultz"
    assert saved["outcomes"] == {name: counts[name].sum() for name in ("sq", "cd", "sf", "bd")}
    assert "Outcomes counted" in crisis.to_text()
    nested = sanctions("pl", p_resist="PRnpl", p_fight="PFnpl")
    text = flat(nested.to_text())
    assert "of two steps, for pseudo-likelihood" in text
    assert f"at solved equilibria it is {nested.full_log_likelihood:.3f}" in text
    game = get("quantal-threat").game()
    ends = game.outcomes
    seen_ends = [ends[0], ends[1], f"{ends[0]} | {ends[1]}", *ends]
    own = fit(game, {"end": seen_ends * 20}, {"audience_cost": "1"}, outcome="end", n_starts=1)
    told = seen_in_sum(own.likelihood)
    assert told[ends[0]] == 40
    assert sum(told.values()) == 20 * (2 + len(ends))


def test_tables_say_what_summaries_say():
    few = TABLE.assign(third=TABLE.index % 3)
    found = fit("egame12", few, WAR, n_starts=1, cluster="third")
    problem = "3 clusters of third for 10 parameters: the covariance has rank 2"
    assert problem in found.summary()
    assert "errors: cluster (by third, 3 clusters)" in found.summary()
    assert found.tvalues.isna().all()
    assert found.pvalues.isna().all()
    assert found.conf_int().isna().all(axis=None)
    for text in (found.to_text(), found.to_html(), found.to_latex(), found.to_csv()):
        assert problem in flat(text)
        assert "(3 clusters)" in flat(text)
    assert "*" not in found.to_text().split("---")[2]
    # Errors of another kind are no worse for these clusters.
    assert problem not in flat(found.to_text(kind="observed"))
    assert "***" in found.to_text(kind="observed")
    with pytest.raises(EstimationError, match="without variance in some direction"):
        found.save("never.json")
    band = first_difference(found, {"regime1": "autoc"}, {"regime1": "dem"})
    assert band[["std_error", "low", "high"]].isna().all(axis=None)
    assert problem in band.attrs["problems"][0]
    assert found.predict().notna().all(axis=None)


def test_few_clusters_are_told_and_many_are_not(clustered):
    few = TABLE.assign(group=TABLE.index % 15)
    found = fit("egame12", few, WAR, n_starts=1, cluster="group")
    assert found.problems == (
        "only 15 clusters of group: errors from so few are usually too small",
    )
    assert found.tvalues.notna().all()
    assert clustered.problems == ()
    assert bootstrap(found, 5, seed=1).problems[0].startswith("5 bootstrap replicates for 10")


@pytest.mark.parametrize("size", [1e-9, 1e-4, 1.0, 1e9])
def test_numbers_of_every_size_can_be_read(size):
    found = fit("egame12", TABLE.assign(balanc=TABLE["balanc"] / size), WAR, n_starts=1)
    name = "u2(esc,war):balanc"
    line = next(each for each in found.summary().splitlines() if each.startswith(name))
    estimate, error, z, _ = (float(each) for each in line.split()[1:])
    assert estimate == pytest.approx(found.params[name], rel=1e-3)
    assert error == pytest.approx(found.bse[name], rel=1e-3)
    assert z == pytest.approx(found.tvalues[name], abs=1e-3)
    lines = found.to_text().splitlines()
    row = next(i for i, each in enumerate(lines) if each.startswith("balanc"))
    assert float(lines[row].split()[1].strip("*")) == pytest.approx(found.params[name], rel=2e-3)
    assert float(lines[row + 1].strip(" ()")) == pytest.approx(found.bse[name], rel=2e-3)


def test_a_colon_in_the_name_of_an_ending():
    ends = np.where(
        TABLE["esc"] == 0, "quiet", np.where(TABLE["war"] == 1, "end: war", "end: yield")
    )
    order = ("quiet", "end: yield", "end: war")
    formula = "end ~ s_wt_re1 | 0 | revis1 | balanc"
    found = fit("egame12", TABLE.assign(end=ends), formula, outcomes=order, n_starts=1)
    assert set(found.tidy()["block"]) == {"u1(quiet)", "u1(end: war)", "u2(end: war)"}
    assert set(found.tidy()["regressor"]) == {"(Intercept)", "s_wt_re1", "revis1", "balanc"}
    rows = list(csv.reader(io.StringIO(found.to_csv())))
    assert ["u2(end: war)", "balanc"] in [row[:2] for row in rows]


CASE = """\
standoff: 1
id: small
title: A small case
model: audience-costs
sides:
  - {id: C, name: Challenger, role: challenger}
  - {id: T, name: Target, role: target}
sources:
  - {id: data, title: Disputes, kind: dataset, date: 2014}
estimates:
  - id: disputes
    file: fit.json
    source: data
    base_rate: {outcome: "capitulate", among: ["capitulate", "war"], says: Some gave in}
assumptions:
  - parameter: audience_cost
    from_estimate:
      of: disputes
      add: {"u2(esc,war):(Intercept)": 1, "u2(esc,war):balanc": .5}
      constant: 1
    because: As in past disputes.
"""
