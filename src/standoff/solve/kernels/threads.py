"""How many threads a batch is worth: waking them for little work costs more than the work."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock

from numba import get_num_threads, set_num_threads, threading_layer

#: Draws times nodes from which another thread pays (some ten milliseconds of work).
WORTH_A_THREAD = 20_000

_ENTERED = RLock()


@contextmanager
def threads_for(n_draws: int, n_nodes: int) -> Iterator[None]:
    """Let compiled loops inside use as many threads as the batch is worth, never more than before.

    Waiting threads spin, so that on a busy machine two threads for a small batch can take ten times
    as long as one.
    """
    before = get_num_threads()
    set_num_threads(max(1, min(before, n_draws * n_nodes // WORTH_A_THREAD)))
    try:
        with one_at_a_time():
            yield
    finally:
        set_num_threads(before)


def one_at_a_time() -> AbstractContextManager[object]:
    """Return a context in which compiled loops may run, whatever other threads of Python do.

    Numba's own thread pool ends the process when two threads enter it. It is what numba falls back
    on where there is neither OpenMP nor TBB, as on a Mac; nobody knows before the first loop.
    """
    try:
        layer = threading_layer()
    except ValueError:
        layer = "not known yet"
    return nullcontext() if layer in ("omp", "tbb") else _ENTERED


@contextmanager
def one_thread() -> Iterator[None]:
    """Let compiled loops inside use only the calling thread: the caller has its own."""
    before = get_num_threads()
    set_num_threads(1)
    try:
        yield
    finally:
        set_num_threads(before)
