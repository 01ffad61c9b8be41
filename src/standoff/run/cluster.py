"""Compute chunks on a Dask cluster; only this process writes to the run folder."""

from __future__ import annotations

import asyncio
import pickle
import queue
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from standoff.run.job import Job
from standoff.run.manifest import versions
from standoff.run.problem import RunError, resume_line
from standoff.run.store import Draft, Missing, draft_bytes, write_parquet

if TYPE_CHECKING:
    from distributed import Client, Future

#: Tasks under way for each thread of the cluster: one that runs and one that waits for its turn.
DEPTH = 2
#: So long a cluster may be without any worker, in seconds: one that was killed may come back.
PATIENCE = 60.0
#: So long is waited for a scheduler to answer.
CONNECT = "10s"
_TICK = 1.0


def on_cluster(
    job: Job, chunks: Missing, folder: Path, bond: str, cluster: str | Client
) -> Generator[Draft, None, None]:
    """Compute chunks on the workers of a cluster and give each as soon as it is written here.

    A worker returns the bytes of the file. When one dies, the scheduler gives its chunks to others.

    Raises
    ------
    RunError
        If the cluster cannot be reached, its workers have no standoff or other versions, or none of
        them is left for a minute.
    """
    with _connected(cluster, folder) as client:
        _alike(client)
        text = pickle.dumps(job)
        waiting = iter(chunks)
        done: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()
        under_way: dict[Future[bytes], int] = {}

        def submit() -> None:
            room = DEPTH * max(_n_threads(client), 1)
            while len(under_way) < room and (chunk := next(waiting, None)) is not None:
                # Not pure: the scheduler must not look for an equal task of somebody else.
                future = client.submit(encoded, text, chunk, pure=False)
                under_way[future] = chunk
                future.add_done_callback(done.put)

        try:
            submit()
            while under_way:
                future = _next(done, client, folder)
                content = _content(future, folder)
                chunk = under_way.pop(future)
                future.release()
                submit()
                yield draft_bytes(folder, bond, chunk, content)
        finally:
            with suppress(Exception):
                client.cancel(list(under_way), force=True)


def encoded(job: bytes, chunk: int) -> bytes:
    """Compute one chunk, and return it as the bytes of a Parquet file; runs on a worker."""
    columns = _job(job).columns(chunk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chunk.parquet"
        write_parquet(path, columns)
        return path.read_bytes()


@lru_cache(maxsize=4)
def _job(text: bytes) -> Job:
    # From the client, which may run any code on a worker anyway.
    return pickle.loads(text)


@contextmanager
def _connected(cluster: str | Client, folder: Path) -> Generator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise RunError(
            "a cluster needs Dask, which is not installed", right="pip install 'standoff[cluster]'"
        ) from None
    if not isinstance(cluster, str):
        yield cluster
        return
    try:
        # First without a client: one that could not connect complains again when it is thrown away.
        _reach(cluster)
        client = Client(cluster, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(
            f"{cluster}: no Dask scheduler answers there",
            found=str(error).strip().splitlines()[0],
            right="the address that 'dask scheduler' prints, such as tcp://node1:8786",
            more=resume_line(folder),
        ) from None
    with client:
        yield client


def _reach(address: str) -> None:
    """Open a connection and close it again."""
    from distributed.comm.core import connect
    from distributed.security import Security

    async def reach() -> None:
        known = cast(dict[str, Any], Security().get_connection_args("client"))
        comm = await connect(address, timeout=CONNECT, **known)
        await comm.close()

    # In a thread of its own, since in a notebook this one has a loop that runs already.
    with ThreadPoolExecutor(1) as one:
        one.submit(asyncio.run, reach()).result()


def _alike(client: Client) -> None:
    """Make sure that the workers compute with the versions that this process has."""
    try:
        found = cast(dict[str, dict[str, str]], client.run(versions))
    except Exception as error:
        raise RunError(
            "the workers of the cluster cannot load standoff",
            found=str(error).strip(),
            right="install the same standoff on all of them",
        ) from None
    here = versions()
    for address, there in found.items():
        others = [
            f"{name} {there.get(name, 'absent')}, here {here[name]}"
            for name in here
            if name != "python" and there.get(name) != here[name]
        ]
        if others:
            raise RunError(
                "a worker of the cluster has other versions, so that its digits might differ",
                where=f"{address}: {'; '.join(others)}",
                right="install the same versions on all of them",
            )


def _n_threads(client: Client) -> int:
    # A client of this kind answers at once; its types say that it may also be awaited.
    return sum(cast(dict[str, int], client.nthreads()).values())


def _next(done: queue.SimpleQueue[Future[bytes]], client: Client, folder: Path) -> Future[bytes]:
    """Wait for a chunk, as long as there is somebody who works."""
    alone = 0.0
    while True:
        try:
            return done.get(timeout=_TICK)
        except queue.Empty:
            pass
        if client.status != "running":
            raise _lost(folder, "the connection to the scheduler is lost")
        alone = 0.0 if _n_threads(client) else alone + _TICK
        if alone >= PATIENCE:
            raise _lost(folder, f"no worker has been there for {PATIENCE:.0f} seconds")


def _content(future: Future[bytes], folder: Path) -> bytes:
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        return future.result()
    except KilledWorker:
        raise _lost(
            folder,
            "several workers died while computing the same chunk, perhaps for lack of memory",
        ) from None
    except (CommClosedError, TimeoutError) as error:
        raise _lost(folder, str(error)) from None


def _lost(folder: Path, reason: str) -> RunError:
    return RunError(
        "the cluster does not go on",
        found=reason,
        right="start workers anew, and resume; finished chunks are kept",
        more=resume_line(folder),
    )
