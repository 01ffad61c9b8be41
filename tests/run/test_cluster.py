"""A real Dask cluster of worker processes on this machine, one of which is killed."""

from __future__ import annotations

import os
import signal

import pytest
from tests.run.conftest import same_tables
from tests.run.jobs import Squares

from standoff.run import RunError, open_run, start

distributed = pytest.importorskip("distributed", reason="no Dask here")
dask = pytest.importorskip("dask", reason="no Dask here")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """However busy the machine is, what is there answers in the end."""
    monkeypatch.setattr("standoff.run.cluster.PATIENCE", 3600.0)
    monkeypatch.setattr("standoff.run.cluster.CONNECT", "1h")


@pytest.fixture(scope="module")
def cluster():
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1h"}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=60
        ) as made,
    ):
        yield made


def test_a_worker_is_killed_and_no_bit_changes(cluster, tmp_path):
    job = Squares(seed=9, n_chunks=24, seconds=0.02)
    whole = start(job, tmp_path / "threads", workers=2)
    killed = []

    def progress(event):
        if event.n_done >= 6 and not killed:
            nanny = next(iter(cluster.workers.values()))
            killed.append(nanny.pid)
            os.kill(nanny.pid, signal.SIGKILL)

    run = start(job, tmp_path / "cluster", cluster=cluster.scheduler_address, progress=progress)
    assert len(killed) == 1
    assert run.missing() == ()
    assert [each.name for each in run.files()] == [each.name for each in whole.files()]
    assert same_tables(run, whole)


def test_a_mistake_of_the_job_comes_back_and_finished_chunks_stay(cluster, tmp_path):
    with distributed.Client(cluster, set_as_default=False) as client:
        with pytest.raises(ZeroDivisionError):
            start(Squares(n_chunks=8, fails=7), tmp_path / "run", cluster=client)
        run = open_run(tmp_path / "run")
        assert 7 in run.missing()
        assert run.check() == ()
        # The client is the caller's, and lives on.
        assert client.status == "running"


def test_a_chunk_that_kills_its_workers_is_told(cluster, tmp_path):
    with pytest.raises(RunError, match=r"workers died(.|\n)*--resume"):
        start(Squares(n_chunks=3, kills=1), tmp_path / "run", cluster=cluster.scheduler_address)
    assert 1 in open_run(tmp_path / "run").missing()


def test_a_cluster_without_workers_is_not_waited_for_forever(tmp_path, monkeypatch):
    monkeypatch.setattr("standoff.run.cluster.PATIENCE", 1.0)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(RunError, match="no worker has been there"),
    ):
        start(Squares(), tmp_path / "run", cluster=empty.scheduler_address)


def test_nobody_at_the_address(tmp_path, monkeypatch):
    def no_client(*_, **__):
        raise AssertionError("a client that cannot connect complains when the process ends")

    monkeypatch.setattr("distributed.Client", no_client)
    monkeypatch.setattr("standoff.run.cluster.CONNECT", "1s")
    with pytest.raises(RunError, match="no Dask scheduler answers there"):
        start(Squares(), tmp_path / "run", cluster="tcp://127.0.0.1:9")
    with pytest.raises(RunError, match="no Dask scheduler answers there"):
        start(Squares(), tmp_path / "run", cluster="nonsense://x")
    # Nothing was computed, so that another job may have the folder.
    other = start(Squares(seed=2, inputs={"game.yaml": ""}), tmp_path / "run")
    assert other.missing() == ()
    assert [each.name for each in (tmp_path / "run/inputs").iterdir()] == ["game.yaml"]
