from __future__ import annotations

import json

import pytest

import standoff.study as study


@pytest.fixture(scope="module")
def few():
    """So many draws as a test can afford."""
    return ("--draws", "400")


def test_the_answer_takes_one_screen(standoff, founding, few):
    ran = standoff("analyze", founding, *few)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 80
    assert "the United States asks for the charges to be dropped" in " ".join(ran.out.split())


def test_progress_is_told_in_plain_lines_on_the_other_stream(standoff, founding, few):
    ran = standoff("analyze", founding, *few)
    stages = ran.err.splitlines()
    assert stages
    assert all(each.endswith(" ...") for each in stages)
    assert len(set(stages)) == len(stages)


def test_the_same_seed_gives_the_same_answer(standoff, founding, few):
    one = standoff("analyze", founding, *few, "--seed", "5").out
    assert standoff("analyze", founding, *few, "--seed", "5").out == one
    assert "--seed 5 --draws 400" in " ".join(one.split())


def test_evenly_spread_draws_are_named_wherever_the_run_is_repeated(standoff, founding, tmp_path):
    report, findings = tmp_path / "report.html", tmp_path / "findings.json"
    ran = standoff(
        "analyze", founding, "--draws", "512", "--sampling", "sobol", "--report", report,
        "--json", findings,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "--seed 0 --draws 512 --sampling sobol" in " ".join(ran.out.split())
    page = report.read_text(encoding="utf-8")
    assert "--seed 0 --draws 512 --sampling sobol --report report.html" in page
    assert "512, evenly spread (scrambled Sobol’ points)" in page
    told = json.loads(findings.read_text(encoding="utf-8"))
    assert told["provenance"]["sampling"] == "sobol"
    assert "sampling" not in standoff("analyze", founding, "--draws", "60").out


def test_writes_a_report_and_the_findings(standoff, founding, few, tmp_path):
    report, findings = tmp_path / "report.html", tmp_path / "findings.json"
    ran = standoff("analyze", founding, *few, "--report", report, "--json", findings)
    assert ran.code == 0
    assert f"Report:{report}" in "".join(ran.out.split())
    assert report.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    told = json.loads(findings.read_text(encoding="utf-8"))
    assert told["headline"] == "drop"
    assert told["provenance"]["n_draws"] == 400
    assert sorted(each.name for each in tmp_path.iterdir()) == ["findings.json", "report.html"]


def test_works_on_the_case_that_new_writes(standoff, fresh):
    ran = standoff("analyze", fresh / "case.yaml", "--draws", "60")
    assert ran.code == 0
    assert len(ran.out.splitlines()) <= 45
    assert ran.out.startswith("The ferry dispute\n")


def test_an_interrupted_analysis_leaves_no_file(standoff, founding, few, tmp_path, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(study, "analyze", interrupted)
    ran = standoff("analyze", founding, *few, "--report", tmp_path / "report.html")
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "Stopped; no file was left half-written."
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_write_is_said_before_the_work(standoff, founding, tmp_path, monkeypatch):
    monkeypatch.setattr(study, "analyze", lambda *arguments, **options: pytest.fail("worked"))
    for option in ("--report", "--json"):
        ran = standoff("analyze", founding, option, tmp_path / "none" / "out")
        assert ran.code == 2
        assert "there is no folder" in ran.err


def test_never_writes_over_the_case(standoff, fresh):
    before = (fresh / "case.yaml").read_text(encoding="utf-8")
    ran = standoff("analyze", fresh / "case.yaml", "--report", fresh / "case.yaml")
    assert ran.code == 2
    assert (fresh / "case.yaml").read_text(encoding="utf-8") == before


def test_a_case_with_errors_shows_them_with_their_lines(standoff, fresh):
    path = fresh / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source: radio", "source: radoi"), encoding="utf-8")
    ran = standoff("analyze", path)
    assert (ran.code, ran.out) == (1, "")
    assert "SC014 unknown-source" in ran.err
    assert f"{path}:" in ran.err


@pytest.mark.parametrize("draws", ["0", "-5", "1e5", "99999999999"])
def test_a_number_of_draws_that_cannot_be(standoff, founding, draws):
    ran = standoff("analyze", founding, "--draws", draws)
    assert ran.code == 2
    assert "--draws" in ran.err


def test_a_game_is_no_case(standoff, fresh):
    ran = standoff("analyze", fresh / "game.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "this is a game and not a case" in ran.err
    assert f"--from {fresh / 'game.yaml'}" in ran.err


def test_a_rule_of_selection_is_followed_and_repeated(standoff, founding, tmp_path):
    page = tmp_path / "report.html"
    ran = standoff(
        "analyze", founding, "--draws", "60", "--rule", "lowest headline", "--report", page
    )
    assert ran.code == 0, ran.err
    told = " ".join(ran.out.split())
    assert "Picked from three equilibria: lowest headline" in told
    assert '--rule "lowest headline"' in told
    assert "lowest headline; ties to the model" in page.read_text("utf-8")
    assert standoff("analyze", founding, "--rule", "lowest").code == 1
