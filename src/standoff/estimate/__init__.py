"""Games asked of data: estimate what players wanted from what they did.

`fit` is the usual way in. The names below are loaded when they are first used, and what the extra
`standoff[estimate]` brings is loaded only by what needs it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.estimate.likelihood import Likelihood as Likelihood
    from standoff.estimate.likelihood import weighted as weighted

# The public names and where each lives; a new name goes here and into the block above.
_HOMES = {
    "Likelihood": "likelihood",
    "weighted": "likelihood",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
