"""Small batches wake no threads; what was allowed before is allowed after."""

from __future__ import annotations

import numba
import pytest

from standoff.solve.kernels.threads import WORTH_A_THREAD, one_thread, threads_for


def test_a_small_batch_has_one_thread_and_a_large_one_all() -> None:
    allowed = numba.get_num_threads()
    with threads_for(100, 15):
        assert numba.get_num_threads() == 1
    with threads_for(allowed * WORTH_A_THREAD, 1):
        assert numba.get_num_threads() == allowed
    assert numba.get_num_threads() == allowed


def test_never_more_than_the_caller_has() -> None:
    allowed = numba.get_num_threads()
    with one_thread():
        with threads_for(10**9, 100):
            assert numba.get_num_threads() == 1
        assert numba.get_num_threads() == 1
    assert numba.get_num_threads() == allowed


def test_restored_after_an_error() -> None:
    allowed = numba.get_num_threads()
    with pytest.raises(ValueError, match="so"), one_thread():
        raise ValueError("so")
    assert numba.get_num_threads() == allowed
