"""The only compiled code: arrays in, arrays out. Each kernel has a plain-Python twin in tests/.

Division follows IEEE 754 (``error_model="numpy"``): a zero divisor gives inf or nan, which the
callers look for, and never an exception inside a loop over draws.

Functions that allocate nothing are compiled without counted references (``_nrt=False``, which the
compiler refuses where something is allocated after all): passing a workspace of twenty arrays from
function to function otherwise takes longer than what is done to a small game.

Compiled code is cached in the folder that `NUMBA_CACHE_DIR` names, or beside these files; in the
user's own cache folder where that is not writable, and else in one for temporary files. A cached
kernel does not notice when a function that it calls in another file changes: after such a change,
delete `__pycache__` here.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from numba import config
from numba.misc.appdirs import AppDirs

from standoff.errors import FileProblem
from standoff.system import own_temporary


def takes_files(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def find_room() -> None:
    """Say where compiled code is kept, if no place that is looked at takes it.

    These are the one that the user names (`NUMBA_CACHE_DIR`), the package and the user's folder.
    The library for compiling ends the program where none does, as in an installation for all users
    of a machine that is used by one without a home.
    """
    places = [Path(config.CACHE_DIR)] if config.CACHE_DIR else []
    places += [Path(__file__).parent / "__pycache__"]
    places += [Path(AppDirs(appname="numba", appauthor=False).user_cache_dir)]
    if any(map(takes_files, places)):
        return
    try:
        config.CACHE_DIR = str(own_temporary("standoff-kernels"))
    except OSError as error:
        raise FileProblem(
            "there is no place for compiled code",
            found=error.strerror or str(error),
            right="a folder that takes files, in NUMBA_CACHE_DIR or TMPDIR",
        ) from error


find_room()
