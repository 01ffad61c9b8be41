"""`standoff sweep`: start, stop, go on, and what is shown."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from standoff.brief import draw_parameters
from standoff.brief.plausible import plausible
from standoff.cli._sweep_progress import SweepProgress
from standoff.game.read import read_game
from standoff.run import Event, open_run, store
from standoff.study.sweep_plan import plan_sweep


def test_a_sweep_is_shown_on_a_page(standoff, founding, tmp_path):
    ran = standoff("sweep", founding, "--into", tmp_path / "run", "--draws", "20000")
    assert ran.code == 0
    assert "linkage-crisis: 20,000 draws, seed 0" in ran.out
    assert "Answered: 91 %\n" in ran.out
    # No range puts draws on its bound, so that nothing is exactly tied.
    assert "knife edge" not in ran.out
    assert "\nNo answer, outside assumptions: 9 %" in ran.out
    assert "public semi" in ran.out
    rows = [row.split() for row in ran.out.splitlines()]
    assert any(row[:1] == ["p_drop"] and len(row) == 5 for row in rows)
    assert any(row[:1] == ["case_value"] and row.count("±") == 2 for row in rows)
    assert "sweep: " in ran.err
    assert " draws, " in ran.err
    assert " left" in ran.err


def test_the_same_again_computes_nothing_and_says_the_same(standoff, founding, tmp_path):
    options = ("--draws", "3000", "--seed", "3", "--no-map", "--no-indices", "--format", "json")
    first = standoff("sweep", founding, "--into", tmp_path / "run", *options)
    again = standoff("sweep", founding, "--into", tmp_path / "run", *options)
    resumed = standoff("sweep", "--resume", tmp_path / "run", "--format", "json")
    assert first.out == again.out == resumed.out
    assert "1 of 1 chunks are there already." in again.err
    found = json.loads(first.out)
    assert (found["n_draws"], found["seed"], found["map"], found["indices"]) == (3000, 3, None, [])
    assert sum(n for _, n in found["statuses"]) == 3000
    other = standoff("sweep", founding, "--into", tmp_path / "run", "--draws", "3000")
    assert other.code == 1
    assert "seed: 3 in this run, 0 asked" in other.err


def test_kept_draws_and_held_parameters(standoff, founding, tmp_path):
    ran = standoff(
        "sweep",
        founding,
        "--into",
        tmp_path / "run",
        *("--draws", "500", "--keep", "draws", "--columns", "prize", "regime"),
        *("--set", "X=.5", "--workers", "1", "--sampling", "sobol"),
    )
    assert ran.code == 0
    run = open_run(tmp_path / "run")
    assert run.names() == ("draw", "prize", "status", "regime", "p_drop")
    assert run.manifest.job["fixed"] == [["case_value", 0.5]]


def test_a_map_of_ones_own(standoff, founding, tmp_path):
    ran = standoff(
        "sweep",
        founding,
        "--into",
        tmp_path / "run",
        *("--draws", "2000", "--map", "prize", "X", "--format", "json"),
    )
    found = json.loads(ran.out)["map"]
    assert (found["x"]["name"], found["y"]["name"]) == ("prize", "case_value")
    assert sum(sum(sum(cell) for cell in row) for row in found["counts"]) > 1000


def test_a_sweep_under_another_rule_says_how_often_it_matters(standoff, founding, tmp_path):
    options = ("--draws", "3000", "--no-map", "--no-indices")
    worst = ("--rule", "worst for challenger")
    ran = standoff("sweep", founding, "--into", tmp_path / "run", *options, *worst)
    own = standoff("sweep", founding, "--into", tmp_path / "own", *options)
    told = " ".join(ran.out.split())
    assert "of the draws with an answer there are several equilibria, and the rule matters" in told
    assert "Where several equilibria exist: worst for challenger; ties to the worst for" in told
    assert ran.out.splitlines()[1:4] == own.out.splitlines()[1:4]
    assert ran.out.count("In 8") == own.out.count("In 8") == 1
    found = json.loads(standoff("sweep", "--resume", tmp_path / "run", "--format", "json").out)
    assert found["selection"] == "worst for challenger"
    assert found["several"]["of_all"]
    assert found["several"]["share"] == pytest.approx(0.82, abs=0.03)
    refused = standoff("sweep", "--resume", tmp_path / "run", *worst)
    assert "Found: rule" in refused.err
    other = standoff("sweep", founding, "--into", tmp_path / "run", *options)
    assert 'selection: "worst for challenger" in this run, null asked' in other.err
    unknown = standoff("sweep", founding, "--into", tmp_path / "x", "--rule", "best")
    assert "worst for target" in unknown.err
    assert not (tmp_path / "x").exists()


def test_where_the_first_draws_speak_or_no_rule_decides_the_page_says_so(standoff, tmp_path):
    options = ("--draws", "5000", "--no-map", "--no-indices")
    ran = standoff("sweep", "linkage-crisis", "--into", tmp_path / "run", *options)
    told = " ".join(ran.out.split())
    assert "% of the draws that were tried (2,709 of 3,868) there are several equilibria" in told
    alone = standoff("sweep", "precedent", "--into", tmp_path / "alone", *options)
    assert "No draw has several equilibria: every rule gives the same" in alone.out
    assert "Where several" not in alone.out


def test_a_damaged_chunk_is_told_and_repaired(standoff, founding, tmp_path):
    args = ("sweep", founding, "--into", tmp_path / "run", "--draws", "2000", "--format", "json")
    first = standoff(*args)
    (file,) = open_run(tmp_path / "run").files()
    file.write_bytes(file.read_bytes()[:100])
    again = standoff(*args)
    assert "Chunk 0 is damaged" in again.err
    assert again.out == first.out


def test_a_game_by_itself_is_swept_and_goes_on_from_its_copy(standoff, tmp_path):
    game = tmp_path / "game.yaml"
    game.write_text(
        "standoff-game: 1\nname: Deter\nplayers: [A, B]\nparameters:\n"
        "  cost: {default: .5, wide: 0 to 1, symbol: c}\n"
        "  prize: {default: .7, wide: .2 to 2}\n"
        "  fixed: {default: 1}\n"
        "tree:\n"
        "  player: A\n"
        "  moves:\n"
        "    stop: {outcome: calm, pays: {B: 1}}\n"
        "    go:\n"
        "      player: B\n"
        "      moves:\n"
        "        give in: {outcome: given, pays: {A: prize}}\n"
        "        fight: {outcome: fight, pays: {A: -cost, B: fixed - 3 * cost}}\n"
    )
    options = ("--draws", "2000", "--keep", "draws")
    first = standoff("sweep", game, "--into", tmp_path / "run", *options)
    assert (first.code, "Deter: 2,000 draws, seed 0" in first.out) == (0, True)
    run = open_run(tmp_path / "run")
    assert {"cost", "prize", "status"} <= set(run.names())
    assert "fixed" not in run.names()
    assert [each.name for each in (tmp_path / "run/inputs").iterdir()] == ["game.yaml"]
    brief = plausible(read_game(game))
    draws = draw_parameters(brief, 2000, 0)
    assert run.column("cost").tobytes() == draws["cost"].tobytes()
    whole = [each.name for each in run.files()]
    game.unlink()
    run.files()[0].unlink()
    again = standoff("sweep", "--resume", tmp_path / "run")
    assert [each.name for each in open_run(tmp_path / "run").files()] == whole
    assert again.out == first.out
    held = standoff("sweep", tmp_path / "run/inputs/game.yaml", "--into", tmp_path / "s", "--draws",
                    "500", "--set", "c=.2", "--format", "json")  # fmt: skip
    assert json.loads(held.out)["statuses"][0] == ["solved", 500]
    assert "has no parameters" in standoff("sweep", "x.efg", "--into", tmp_path / "t").err


def test_a_sweep_in_which_nothing_varies_says_so(standoff, tmp_path):
    game = tmp_path / "game.yaml"
    tree = (
        "tree: {player: A, moves: {stop: {outcome: calm, pays: {A: 1}},"
        " go: {outcome: war, pays: {A: cost}}}}\n"
    )
    head = "standoff-game: 1\nname: Deter\nplayers: [A]\nparameters: "
    game.write_text(f"{head}{{cost: {{default: .5}}}}\n{tree}")
    ran = standoff("sweep", game, "--into", tmp_path / "a", "--draws", "100")
    assert (ran.code, "Nothing varies" in ran.out, "100 draws" in ran.out) == (0, True, True)
    asked = standoff("sweep", game, "--into", tmp_path / "b", "--indices", "p_war")
    assert "here none varies" in asked.err
    game.write_text(f"{head}{{cost: {{default: .5, wide: 0 to 2}}}}\n{tree}")
    options = ("--draws", "100", "--format", "json")
    ranging = standoff("sweep", game, "--into", tmp_path / "c", *options)
    held = standoff("sweep", game, "--into", tmp_path / "d", "--set", "cost=.5", *options)
    assert [json.loads(each.out)["varies"] for each in (ranging, held)] == [True, False]


def test_more_draws_than_files_can_hold_are_refused_at_once(standoff, founding, tmp_path):
    for draws in ("100000000000000", "99999999999999999999"):
        ran = standoff("sweep", founding, "--into", tmp_path / "run", "--draws", draws)
        assert "at most 1,099,511,627,776 draws" in ran.err
    assert not (tmp_path / "run").exists()


def test_mistakes_are_told(standoff, founding, tmp_path):
    assert "needs a folder to write to" in standoff("sweep", founding).err
    assert "needs a case file, a game file or" in standoff("sweep", "--into", tmp_path / "run").err
    assert "is not the folder of a run" in standoff("sweep", "--resume", tmp_path / "none").err
    standoff("sweep", founding, "--into", tmp_path / "run", "--draws", "10")
    refused = standoff("sweep", "--resume", tmp_path / "run", "--seed", "1", "--draws", "5")
    assert "Found: draws, seed" in refused.err
    assert standoff("sweep", founding, "--into", tmp_path / "x", "--draws", "0").code == 2
    assert not (tmp_path / "x").exists()
    assert "'p_drop'" in standoff("sweep", founding, "--into", tmp_path, "--indices", "p_dr").err


def test_ctrl_c_says_how_to_go_on(founding, tmp_path):
    folder = tmp_path / "run"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "standoff", "sweep", founding, "--into", folder),
            *("--draws", "100000000", "--workers", "1", "--columns", "regime", "--no-indices"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not store.files(folder):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert f"Go on with:\n  standoff sweep --resume {folder}\n" in err
    assert "of 191 chunks are kept" in err
    assert err.endswith("Stopped; no file was left half-written.\n")
    run = open_run(folder)
    assert run.check() == ()
    assert len(run.files()) >= 1


def test_lines_come_no_more_often_than_they_are_read(founding, capsys, monkeypatch):
    sweep = plan_sweep(founding, 1_000_000)
    clock = iter([0.0, 0.0, *(float(i) for i in range(1, 40))])
    monkeypatch.setattr("standoff.cli._sweep_progress.monotonic", lambda: next(clock))
    with SweepProgress(sweep) as progress:
        progress.tell(Event("start", 0, sweep.n_chunks))
        for i in range(1, sweep.n_chunks):
            progress.tell(Event("chunk", i, sweep.n_chunks, i))
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(lines) == 2
    assert lines[0].startswith("sweep: 65,536 of 1,000,000 draws, 65,536 per second, 14 s left")


@pytest.mark.parametrize("command", ["--help", "--version"])
def test_other_commands_do_not_pay_for_it(command):
    code = f"import sys; sys.argv = ['standoff', {command!r}]\nfrom standoff.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(*(name for name in ('duckdb', 'distributed', 'scipy') if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""
