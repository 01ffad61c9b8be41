"""`standoff fit`: from a table and formulas to estimates, files and messages without traceback."""

from __future__ import annotations

import csv
import json
import sys

import numpy as np
import pytest

WAR = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
EGAME = ("--errors", "private", "--starts", "1")


@pytest.fixture
def disputes(root):
    return root / "tests/estimate/gpl_data/war1800.csv"


def written(path, columns):
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def test_a_fit_with_everything_that_can_be_written(standoff, disputes, tmp_path):
    files = {end: tmp_path / f"out.{end}" for end in ("json", "html", "tex", "csv", "txt", "svg")}
    curve = tmp_path / "curve.svg"
    ran = standoff(
        "fit", "egame12", disputes, WAR, *EGAME,
        "--link", "probit", "--cluster", "ccode1", "ccode2", "--covariance", "sandwich",
        "--penalty", "firth", "--save", files["json"],
        "--table", files["html"], files["tex"], files["csv"], files["txt"],
        "--plot", files["svg"], "--predict", "regime1", f"s_wt_re1={curve}",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "firth penalty" in ran.out.lower()
    assert "errors: sandwich" in ran.out
    line = next(each for each in ran.out.splitlines() if each.startswith("u1(~esc):s_wt_re1"))
    assert float(line.split()[1]) == pytest.approx(-0.64341, abs=2e-5)
    assert "Chances along regime1, others typical" in ran.out
    assert json.loads(files["json"].read_text())["names"][1] == "u1(~esc):s_wt_re1"
    assert files["html"].read_text().startswith("<table")
    assert r"\toprule" in files["tex"].read_text()
    assert files["csv"].read_text().startswith("block,regressor")
    assert "robust (sandwich)" in files["txt"].read_text()
    for picture in (files["svg"], curve):
        assert picture.read_text().startswith("<svg")
        assert "<script" not in picture.read_text()


def test_json_has_full_precision_and_no_strange_numbers(standoff, disputes):
    ran = standoff("fit", "egame12", disputes, WAR, "--starts", 1, "--format", "json",
                   "--fixed", "u1(~esc):revis1=.3", "--predict", "revis1")  # fmt: skip
    told = json.loads(ran.out)
    held = next(each for each in told["coefficients"] if each["regressor"] == "revis1")
    assert (held["estimate"], held["std_error"], held["is_fixed"]) == (0.3, None, True)
    assert told["predicted"][0]["values"] == [0.0, 1.0]
    assert sum(each[0] for each in told["predicted"][0]["chances"]) == pytest.approx(1)


def test_a_game_of_ones_own_and_a_model(standoff, tmp_path):
    from standoff.models import get

    game = get("quantal-threat").game()
    plays = written(tmp_path / "plays.csv", {"end": list(game.outcomes) * 9, "d": [0, 1] * 18})
    ran = standoff("fit", "quantal-threat", plays, "audience_cost ~ 1", "--outcome", "end")
    assert (ran.code, ran.err) == (0, "")
    assert "audience_cost:(Intercept)" in ran.out
    ran = standoff("fit", "quantal-threat", plays, "audience_cost ~ 1 + d", "--outcome", "end",
                   "--predict", "d", f"d={tmp_path / 'd.svg'}")  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "concession" in (tmp_path / "d.svg").read_text()
    ran = standoff("fit", "quantal-threat", plays, "1 + d", "--outcome", "end")
    assert ran.code == 1
    assert "begins with its parameter" in ran.err


def test_a_signaling_crisis_and_predictions_under_a_rule(standoff, root):
    data = root / "tests/estimate/data/signaling_mc_multiple.csv"
    formula = "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
    ran = standoff("fit", "lewis_schultz", data, formula, "--predict", "x", "--rule", "lowest")
    assert (ran.code, ran.err) == (0, "")
    assert "(equilibrium: lowest)" in ran.out
    assert "-33110.88" in ran.out


def test_an_ultimatum(standoff, root):
    data = root / "tests/estimate/gpl_data/data_ult.csv"
    ran = standoff("fit", "ultimatum", data, "offer + accept ~ x1 | z1", "--max-offer", 15,
                   "--starts", 1)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "log(s2)" in ran.out


def test_public_data_are_coded_by_name(standoff, tmp_path):
    rng = np.random.default_rng(5)
    n = 300
    balance = rng.normal(size=n)
    answered = (rng.normal(size=n) + 0.5 * balance > 0).astype(int)
    level = np.where(rng.normal(size=n) > 0, 5, 4)
    disputes = written(
        tmp_path / "mid.csv",
        {"recip": answered, "hostlev": level, "ccode1": [2] * n, "ccode2": [200] * n,
         "styear": [1990] * n, "balance": balance},
    )  # fmt: skip
    ran = standoff("fit", "egame12", disputes, "1 | 0 | 0 | balance", "--coding", "mid:answer")
    assert (ran.code, ran.err) == (0, "")
    assert "coded as 'answer': not answered" in ran.out
    ran = standoff("fit", "egame12", disputes, "1 | 0 | 0 | balance", "--coding", "mid:answers")
    assert ran.code == 1
    assert "did you mean 'answer'" in ran.err
    ran = standoff("fit", "egame12", disputes, "1 | 0 | 0 | balance", "--coding", "midd")
    assert "did you mean 'mid'" in ran.err


def test_a_fit_without_a_maximum_ends_with_one_and_saves_nothing(standoff, tmp_path):
    x = [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0] * 5
    data = written(
        tmp_path / "lost.csv",
        {"y": [0, 0, 0, 1, 1, 1] * 5, "war": [0, 0, 0, 0, 1, 1] * 5, "x": x, "z": [0, 1] * 15},
    )
    saved = tmp_path / "fit.json"
    ran = standoff("fit", "egame12", data, "y + war ~ x | 0 | 1 | z", "--save", saved,
                   "--predict", "x")  # fmt: skip
    assert ran.code == 1
    assert "NOT CONVERGED" in ran.out
    assert f"nothing for {saved}" in ran.out
    assert not saved.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("egame12", "DATA"), 1, "there is no formula"),
        (("egame21", "DATA", WAR), 1, "did you mean 'egame12'"),
        (("egame12", "nowhere.csv", WAR), 2, "no such file"),
        (("egame12", "DATA", WAR.replace("balanc", "balance")), 1, "did you mean 'balanc'"),
        (("egame12", "DATA", WAR, "--max-offer", "3"), 1, "max_offer belongs to ultimatum"),
        (("egame12", "DATA", WAR, "--errors", "logit"), 1, "kind of errors of egame12"),
        (("egame12", "DATA", WAR, "--fixed", "u14"), 1, "takes a parameter and a number"),
        (("egame12", "DATA", WAR, "--table", "out.docx"), 1, "format of a table"),
        (("egame12", "DATA", WAR, "--plot", "out.png"), 1, "out.svg"),
        (("egame12", "DATA", WAR, "--save", "nowhere/fit.json"), 2, "no folder"),
        (("egame12", "DATA", WAR, "--table", "DATA"), 2, "this is the file that is read"),
        (("egame12", "DATA", WAR, "--predict", "regime"), 1, "did you mean 'regime"),
        (("egame12", "DATA", WAR, "--covariance", "cluster"), 1, "needs groups"),
        (("egame12", "DATA", "esc + war ~ __import__('os') | 0 | 1 | 1"), 1, "unknown function"),
    ],
)
def test_mistakes_are_told_in_words(standoff, disputes, arguments, code, says):
    given = [disputes if each == "DATA" else each for each in arguments]
    ran = standoff("fit", *given)
    assert ran.code == code
    assert says in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_what_the_data_hold_cannot_steer_the_terminal(standoff, tmp_path):
    ends = ["a\x1b[31m", "b", "c"] * 20
    data = written(tmp_path / "bad.csv", {"end": ends, "x": list(range(60))})
    ran = standoff("fit", "egame12", data, "end ~ 1 | 0 | 0 | 1", "--outcomes", ends[0], "b", "c")
    assert ran.code == 0
    assert "\x1b" not in ran.out


def test_a_missing_extra_is_told(standoff, disputes, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "formulaic"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "formulaic", None)
    ran = standoff("fit", "egame12", disputes, WAR)
    assert ran.code == 1
    assert 'pip install "standoff[estimate]"' in ran.err
