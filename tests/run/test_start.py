"""Starting, stopping and going on: nothing is lost, nothing is mixed, no digit changes."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from tests.run.conftest import same_tables
from tests.run.jobs import Squares

from standoff.run import RunError, lock, open_run, resume, start, store
from standoff.run.manifest import versions

JOB = Squares()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return start(JOB, tmp_path_factory.mktemp("whole") / "run", workers=1)


def names(run):
    return [each.name for each in run.files()]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_threads_change_no_digit(whole, folder, workers):
    run = start(JOB, folder, workers=workers)
    assert run.missing() == ()
    assert run.check() == ()
    # The names hold the checksums.
    assert names(run) == names(whole)
    assert same_tables(run, whole)


def test_events_count_up_and_come_from_the_caller(folder):
    events, threads = [], set()

    def progress(event):
        events.append(event)
        threads.add(threading.current_thread())

    start(JOB, folder, workers=2, progress=progress)
    assert [each.kind for each in events] == ["start", *["chunk"] * 5, "end"]
    assert [each.n_done for each in events] == [0, 1, 2, 3, 4, 5, 5]
    assert {each.chunk for each in events[1:-1]} == set(range(5))
    assert threads == {threading.current_thread()}


def test_a_mistake_in_one_chunk_keeps_the_others(whole, folder):
    broken = replace(JOB, fails=3)
    with pytest.raises(ZeroDivisionError):
        start(broken, folder, workers=1)
    run = open_run(folder)
    assert run.missing() == (3, 4)
    assert not list((folder / "chunks").glob(".*"))
    done = []
    again = resume(JOB, folder, progress=lambda e: done.append(e.chunk))
    assert sorted(done) == [-1, -1, 3, 4]
    assert same_tables(again, whole)


def test_a_damaged_chunk_is_set_aside_and_computed_again(whole, folder):
    run = start(JOB, folder)
    _, cut, changed, *_ = run.files()
    cut.write_bytes(b"")
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    assert [each.chunk for each in run.check()] == [1, 2]
    events = []
    again = start(JOB, folder, progress=events.append)
    assert [each.chunk for each in events if each.kind == "damaged"] == [1, 2]
    assert len(list((folder / "damaged").iterdir())) == 2
    assert again.check() == ()
    assert same_tables(again, whole)


def test_another_run_is_refused_with_what_differs(whole, folder):
    start(JOB, folder)
    with pytest.raises(RunError, match="seed: 0 in this run, 1 asked"):
        start(replace(JOB, seed=1), folder)
    with pytest.raises(RunError, match=r"case\.yaml: the file has changed"):
        start(replace(JOB, inputs={"case.yaml": "a: 2\n"}), folder)
    with pytest.raises(RunError, match=r"game\.yaml: only in what is asked for"):
        resume(replace(JOB, inputs=JOB.inputs | {"game.yaml": ""}), folder)
    with pytest.raises(RunError, match="5 chunks in this run, 6 asked"):
        start(replace(JOB, n_chunks=6), folder)
    assert same_tables(open_run(folder), whole)


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(RunError, match=r"not empty(.|\n)*thesis\.txt"):
        start(JOB, tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {"thesis.txt"}
    with pytest.raises(RunError, match="is not the folder of a run"):
        resume(JOB, tmp_path)
    with pytest.raises(RunError, match="cannot be made"):
        start(JOB, tmp_path / "thesis.txt")


def test_copies_of_inputs_are_kept_and_watched(folder):
    run = start(JOB, folder)
    assert run.manifest.read_inputs(folder) == JOB.inputs
    copy = folder / "inputs" / "case.yaml"
    copy.write_text("a: 2\n")
    with pytest.raises(RunError, match="has changed since this run began"):
        run.manifest.read_inputs(folder)
    copy.unlink()
    with pytest.raises(RunError, match="cannot be read"):
        run.manifest.read_inputs(folder)


def test_other_versions_are_refused_unless_accepted(folder):
    run = start(JOB, folder)
    replace(run.manifest, versions=versions() | {"numpy": "1"}).write(folder, {})
    with pytest.raises(RunError, match="numpy 1, here "):
        start(JOB, folder)
    accepted = resume(JOB, folder, accept_versions=True)
    assert accepted.manifest.versions == versions()
    assert [each["numpy"] for each in accepted.manifest.earlier] == ["1"]
    assert same_tables(start(JOB, folder), run)


def test_one_folder_has_one_owner(folder):
    errors = []

    def progress(event):
        if event.kind == "start":
            try:
                start(JOB, folder)
            except RunError as error:
                errors.append(str(error))

    start(JOB, folder, progress=progress)
    assert len(errors) == 1
    assert f"process {subprocess.os.getpid()} on " in errors[0]
    # The owner has gone, and so has the lock.
    start(JOB, folder)


def test_the_system_refuses_to_write(whole, folder, monkeypatch):
    written = []

    def full(path):
        written.append(path)
        if len(written) > 2:
            raise OSError(28, "No space left on device")
        return hashed(path)

    hashed = store.sync_file
    monkeypatch.setattr(store, "sync_file", full)
    with pytest.raises(RunError, match=r"No space left(.|\n)*2 of 5 chunks are kept"):
        start(JOB, folder, workers=1)
    assert not list((folder / "chunks").glob(".*"))
    monkeypatch.undo()
    assert same_tables(start(JOB, folder), whole)


@pytest.mark.parametrize("where", ["standoff.run.lock._write", "standoff.run.manifest.write_text"])
def test_a_disk_that_is_full_from_the_start_keeps_nothing(tmp_path, monkeypatch, where):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, full)
    with pytest.raises(RunError, match=r"cannot begin there\n  Found: No space left"):
        start(JOB, tmp_path / "new" / "run")
    assert not list(tmp_path.iterdir())
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "mine.txt").write_text("years of work")
    with pytest.raises(RunError, match="cannot begin there"):
        start(JOB, tmp_path)
    assert [each.name for each in tmp_path.rglob("*")] == ["inputs", "mine.txt"]


def test_a_lock_that_its_owner_just_removed_is_taken_again(folder, monkeypatch):
    taken = []

    def taking(place):
        handle = take(place)
        if not taken:
            (place / "lock").unlink()
        taken.append(handle)
        return handle

    take = lock._taken
    monkeypatch.setattr(lock, "_taken", taking)
    assert start(JOB, folder).missing() == ()
    assert len(taken) == 2


def test_files_that_are_no_chunks_are_named(whole, folder):
    run = start(JOB, folder)
    one = run.files()[0]
    strangers = [
        one.with_name("notes.txt"),
        one.with_name(f"chunk-0000000-{'f' * 64}.parquet"),
        one.with_name(f"chunk-0000005-{'0' * 64}.parquet"),
    ]
    for each in strangers[::2]:
        each.write_text("not ours")
    strangers[1].write_bytes(one.read_bytes())
    one.unlink()
    events = []
    again = start(JOB, folder, progress=events.append)
    # The second file of chunk 0 is not what its name says, and goes.
    assert [each.chunk for each in events if each.kind == "damaged"] == [0]
    told = [each.text for each in events if each.kind == "foreign"]
    assert ["notes.txt" in told[1], "chunk-0000005" in told[0], len(told)] == [True, True, 2]
    assert {each.path for each in again.check()} == set(strangers[::2])
    assert same_tables(again, whole)


def test_what_is_missing_is_not_listed_to_be_counted():
    missing = store.Missing(10**12, {0: None, 2: None})
    assert len(missing) == 10**12 - 2
    assert [each for each, _ in zip(missing, range(3), strict=False)] == [1, 3, 4]
    assert (2 in missing, 3 in missing, 10**12 in missing) == (False, True, False)


_LIMITED = """
import resource
from standoff.run import RunError, start
from tests.run.jobs import Squares
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    start(Squares(n_rows=20_000), {folder!r}, workers=2)
except RunError as error:
    print(error)
"""


def test_a_limit_of_the_system_is_told_and_not_a_traceback(folder, root):
    """A real refusal: files must not grow beyond a size."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED.format(folder=str(folder))],
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert done.stderr == ""
    assert "a chunk cannot be written" in done.stdout
    assert "File too large" in done.stdout
    assert "0 of 5 chunks are kept" in done.stdout
    assert not list((folder / "chunks").iterdir())


_INTERRUPTED = """
from standoff.run import start
from tests.run.jobs import Squares
try:
    start(Squares(n_chunks=1_000_000, seconds=0.05), {folder!r}, workers=2)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_ends_cleanly(folder, root):
    process = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED.format(folder=str(folder))],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and len(store.files(folder)) < 3:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)
    assert 3 <= len(store.files(folder)) < 1_000_000
    assert open_run(folder).check() == ()
    assert not list((folder / "chunks").glob(".*"))


#: Stops at a chunk until it is killed, so that however slow the killer is something is left.
_KILLED = """
import threading
from standoff.run import start
from tests.run.jobs import Squares
class Stopping(Squares):
    def columns(self, chunk):
        if chunk >= {last}:
            threading.Event().wait()
        return super().columns(chunk)
start(Stopping(seed=5, n_chunks=40, seconds=0.01), {folder!r}, workers=2)
"""


def test_killed_at_random_moments_it_ends_with_the_same_bits(tmp_path, root):
    job = Squares(seed=5, n_chunks=40)
    whole = start(job, tmp_path / "whole")
    folder = tmp_path / "killed"
    rng = random.Random(7)
    seen = []
    for last in (10, 20, 30, 39):
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED.format(folder=str(folder), last=last)], cwd=root
        )
        began = len(store.files(folder))
        while process.poll() is None and len(store.files(folder)) == began:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.06))
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.append(len(store.files(folder)))
    assert 0 < seen[0] < 40
    assert seen == sorted(seen)
    run = start(job, folder)
    assert run.missing() == ()
    assert names(run) == names(whole)
    assert sorted(each.name for each in (folder / "chunks").iterdir()) == names(run)
    assert same_tables(run, whole)
