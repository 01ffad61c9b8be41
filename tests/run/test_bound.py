"""What is in a run folder belongs together: description, inputs and every single chunk."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace

import pytest
from tests.run.conftest import same_tables
from tests.run.jobs import Squares

from standoff.run import RunError, manifest, open_run, resume, start

JOB = Squares()


@pytest.fixture
def run(folder):
    return start(JOB, folder, workers=1)


def edit(folder, change):
    path = folder / "run.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["job"].update(seed=1),
        lambda data: data["job"]["labels"].update(sign=["above", "below"]),
        lambda data: data.update(n_chunks=4),
        lambda data: data["inputs"].update({"case.yaml": "0" * 64}),
        lambda data: data["versions"].update(numpy="1.0"),
        lambda data: data.update(sha256="0" * 64),
    ],
)
def test_an_edited_description_is_refused_by_everything_that_reads_it(run, change):
    edit(run.folder, change)
    for read in (lambda: open_run(run.folder), lambda: resume(JOB, run.folder)):
        with pytest.raises(RunError, match="the description of this run has changed"):
            read()
    with pytest.raises(RunError, match="has changed"):
        start(JOB, run.folder)


def test_white_space_and_order_are_no_change(run):
    path = run.folder / "run.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps(dict(reversed(data.items()))))
    assert open_run(run.folder).check() == ()


def test_a_description_without_its_digest_or_of_an_older_format_is_refused(run):
    edit(run.folder, lambda data: data.pop("sha256"))
    with pytest.raises(RunError, match=r"damaged\n  Found: 'sha256'"):
        open_run(run.folder)
    edit(run.folder, lambda data: data.update(format=1))
    with pytest.raises(RunError, match="written by an older standoff"):
        open_run(run.folder)
    (run.folder / "run.json").write_text("[" * 100_000)
    with pytest.raises(RunError, match="damaged"):
        open_run(run.folder)


def test_whoever_seals_an_edited_description_anew_gets_other_chunks(run, tmp_path):
    """Numbers of one seed never go under the name of another."""
    wanted = replace(JOB, seed=1)
    resealed = replace(run.manifest, job=manifest.Manifest.of(wanted).job)
    resealed.write(run.folder, {})
    assert [each.chunk for each in open_run(run.folder).check()] == [0, 1, 2, 3, 4]
    again = resume(wanted, run.folder)
    assert same_tables(again, start(wanted, tmp_path / "other"))
    assert len(list((run.folder / "damaged").iterdir())) == 5


def test_a_chunk_of_another_run_or_place_is_noticed_and_computed_again(run, tmp_path):
    other = start(replace(JOB, seed=1), tmp_path / "other")
    before = [each.name for each in run.files()]
    mine, theirs = run.files(), other.files()
    # One comes from another run under its own name, one under the name that belongs here, and two
    # change places.
    mine[0].unlink()
    shutil.copy(theirs[0], mine[0].parent)
    shutil.copy(theirs[1], mine[1])
    two, three = (each.name.partition("-")[2] for each in mine[2:4])
    for path, name in (
        (mine[2], f"chunk-0000003{two[7:]}"),
        (mine[3], f"chunk-0000002{three[7:]}"),
    ):
        os.rename(path, path.parent / name)
    events = []
    assert [each.chunk for each in open_run(run.folder).check()] == [0, 1, 2, 3]
    again = resume(JOB, run.folder, progress=events.append)
    assert [each.chunk for each in events if each.kind == "damaged"] == [0, 1, 2, 3]
    assert {each.text for each in events if each.kind == "damaged"} == {
        "it is not what this run wrote there"
    }
    assert [each.name for each in again.files()] == before
    assert again.check() == ()
