"""The only compiled code: arrays in, arrays out. Each kernel has a plain-Python twin in tests/.

Division follows IEEE 754 (``error_model="numpy"``): a zero divisor gives inf or nan, which the
callers look for, and never an exception inside a loop over draws.

Functions that allocate nothing are compiled without counted references (``_nrt=False``, which the
compiler refuses where something is allocated after all): passing a workspace of twenty arrays from
function to function otherwise takes longer than what is done to a small game.

Compiled code is cached beside these files; in the user's own cache folder where that is not
writable, and else in one for temporary files. A cached kernel does not notice when a function that
it calls in another file changes: after such a change, delete `__pycache__` here.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from numba import config
from numba.misc.appdirs import AppDirs

from standoff.system import own_temporary


def _takes_files(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _find_room() -> None:
    """Say where compiled code is kept, if neither the package nor the user's folder takes it.

    The library for compiling ends the program there, as in an installation for all users of a
    machine that is used by one without a home.
    """
    places = [Path(__file__).parent / "__pycache__"]
    places += [Path(AppDirs(appname="numba", appauthor=False).user_cache_dir)]
    if not config.CACHE_DIR and not any(map(_takes_files, places)):
        config.CACHE_DIR = str(own_temporary("standoff-kernels"))


_find_room()
