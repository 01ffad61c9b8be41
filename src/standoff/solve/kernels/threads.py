"""How many threads a batch is worth: waking them for little work costs more than the work."""

from collections.abc import Iterator
from contextlib import contextmanager

from numba import get_num_threads, set_num_threads

#: Draws times nodes from which another thread pays (some ten milliseconds of work).
WORTH_A_THREAD = 20_000


@contextmanager
def threads_for(n_draws: int, n_nodes: int) -> Iterator[None]:
    """Let compiled loops inside use as many threads as the batch is worth, never more than before.

    Waiting threads spin, so that on a busy machine two threads for a small batch can take ten times
    as long as one.
    """
    before = get_num_threads()
    set_num_threads(max(1, min(before, n_draws * n_nodes // WORTH_A_THREAD)))
    try:
        yield
    finally:
        set_num_threads(before)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let compiled loops inside use only the calling thread: the caller has its own."""
    before = get_num_threads()
    set_num_threads(1)
    try:
        yield
    finally:
        set_num_threads(before)
