"""Compute chunks on the threads of one process: no service, and nothing to start first."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator
from pathlib import Path

from standoff.run.job import Job
from standoff.run.store import Draft, Missing, draft
from standoff.system import take


def on_threads(
    job: Job, chunks: Missing, folder: Path, bond: str, n_threads: int
) -> Generator[Draft, None, None]:
    """Compute chunks and write their drafts, giving each as soon as it is written.

    Each thread works on one chunk at a time, so that memory holds as many as there are threads.
    When the generator is closed, also by Ctrl-C, no new chunk is begun and it waits for those under
    way: a thread left behind in the middle of somebody's C++ would take the process down.
    """
    waiting = iter(chunks)
    taking = threading.Lock()
    stopped = threading.Event()
    done: queue.SimpleQueue[Draft | BaseException] = queue.SimpleQueue()

    def work() -> None:
        while not stopped.is_set():
            with taking:
                chunk = next(waiting, None)
            if chunk is None:
                return
            try:
                columns = job.columns(chunk)
                if not stopped.is_set():
                    done.put(draft(folder, bond, chunk, columns))
            except BaseException as error:  # it is raised again by whoever waits
                done.put(error)
                return

    threads = [threading.Thread(target=work) for _ in range(min(n_threads, len(chunks)))]
    try:
        for thread in threads:
            thread.start()
        for _ in chunks:
            result = take(done)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stopped.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join()
