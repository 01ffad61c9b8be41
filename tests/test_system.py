"""The side of each function that works on every system, forced here by taking the other away."""

from __future__ import annotations

import os
import queue
import signal
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.run.jobs import Squares

from standoff import system
from standoff.run import RunError, start
from standoff.run.lock import owned

HERE = Path(__file__).parent


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No `fcntl`, but a `msvcrt` that locks a byte for the file as it was opened."""
    from tests.posixless import byte_locks

    monkeypatch.setitem(sys.modules, "msvcrt", byte_locks())
    monkeypatch.setitem(sys.modules, "fcntl", None)


@pytest.fixture(params=["here", "windows"])
def locks(request: pytest.FixtureRequest) -> None:
    if request.param == "windows":
        request.getfixturevalue("windows")


@pytest.mark.usefixtures("locks")
def test_a_folder_has_one_owner_at_a_time(tmp_path: Path) -> None:
    with (
        owned(tmp_path),
        pytest.raises(RunError, match=rf"process {os.getpid()} on "),
        owned(tmp_path),
    ):
        pass
    with owned(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("windows")
def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    code = f"""
import os, signal, sys
from tests.posixless import byte_locks
sys.modules.update(msvcrt=byte_locks(), fcntl=None)
from standoff.run.lock import owned
with owned(__import__("pathlib").Path({str(tmp_path)!r})):
    print("owned", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE.parent
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"owned\n"
        with pytest.raises(RunError, match=f"process {other.pid} on "), owned(tmp_path):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
    with owned(tmp_path):
        pass


@pytest.mark.usefixtures("windows")
def test_a_run_is_begun_and_finished(tmp_path: Path) -> None:
    assert start(Squares(), tmp_path / "run", workers=2).missing() == ()
    assert start(Squares(), tmp_path / "run").missing() == ()


def test_a_system_without_locks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    with pytest.raises(RunError, match="knows no locks"), owned(tmp_path):
        pass


def test_an_open_file_that_cannot_be_removed_is_closed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    handle = system.open_to_lock(path)
    unlink = Path.unlink

    def refuse_while_open(self: Path, missing_ok: bool = False) -> None:
        try:
            os.fstat(handle)
        except OSError:
            unlink(self, missing_ok)
        else:
            raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "unlink", refuse_while_open)
    system.remove_and_close(handle, path)
    assert not path.exists()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def test_processors_are_counted_where_none_are_assigned(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.n_processors() == len(os.sched_getaffinity(0))
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 12)
    assert system.n_processors() == 12
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert system.n_processors() == 1


def test_a_folder_that_cannot_be_opened_is_left_to_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        system.sync_folder(tmp_path)
    monkeypatch.delattr(os, "O_DIRECTORY")
    system.sync_folder(tmp_path)


def test_a_file_is_synced_open_for_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags = []
    opened = os.open
    monkeypatch.setattr(os, "open", lambda path, flag: flags.append(flag) or opened(path, flag))
    (tmp_path / "x").write_bytes(b"1")
    system.sync_file(tmp_path / "x")
    assert flags[0] & os.O_RDWR


def test_new_files_follow_the_rules_of_their_owner_in_every_thread(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda _: system.new_file(tmp_path, ".x-", ".y"), range(200)))
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert len({*made}) == 200
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o640}
    assert all(path.name.startswith(".x-") and path.suffix == ".y" for path in made)


def test_waits_end_with_what_comes_however_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_TICK", 0.001)
    things: queue.SimpleQueue[int] = queue.SimpleQueue()
    waited = threading.Event()
    get = things.get

    class Late:
        def get(self, timeout: float) -> int:
            try:
                return get(timeout=timeout)
            except queue.Empty:
                if not waited.is_set():
                    waited.set()
                    things.put(7)
                raise

    assert system.take(Late()) == 7  # type: ignore[arg-type]
    assert waited.is_set()
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(pow, 2, n) for n in range(5)]
        assert sorted(each.result() for each in system.completed(futures)) == [1, 2, 4, 8, 16]


def test_two_threads_may_solve_where_numba_has_only_threads_of_its_own() -> None:
    """As on a Mac without OpenMP, where numba ends the process if they enter it together."""
    code = """
import sys, threading
import numba, numpy as np
from standoff import Draws, read_game, solve_quantal
game = read_game(sys.argv[1])
name, value = game.parameters[0].name, game.parameters[0].default
draws = Draws.from_columns({name: np.linspace(value, value * 1.01, 2000)})
threads = [threading.Thread(target=solve_quantal, args=(game, draws), kwargs={"precision": 5.0})
           for _ in range(4)]
for each in threads: each.start()
for each in threads: each.join()
print(numba.threading_layer())
"""
    game = HERE.parent / "src/standoff/cli/templates/game.yaml"
    done = subprocess.run(
        [sys.executable, "-c", code, str(game)],
        capture_output=True,
        text=True,
        env={**os.environ, "NUMBA_THREADING_LAYER": "workqueue"},
    )
    assert (done.stdout, done.returncode) == ("workqueue\n", 0), done.stderr
