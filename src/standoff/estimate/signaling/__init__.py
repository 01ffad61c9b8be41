"""The crisis of Lewis and Schultz, asked of data: fit, predict, vary, simulate.

The names below are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.estimate.signaling.change import Curve as Curve
    from standoff.estimate.signaling.change import vary as vary
    from standoff.estimate.signaling.fit import SignalingFit as SignalingFit
    from standoff.estimate.signaling.fit import fit_signaling as fit_signaling
    from standoff.estimate.signaling.predict import Prediction as Prediction
    from standoff.estimate.signaling.predict import predict as predict
    from standoff.estimate.signaling.simulate import Simulated as Simulated
    from standoff.estimate.signaling.simulate import simulate as simulate

_HOMES = {
    "Curve": "change",
    "Prediction": "predict",
    "SignalingFit": "fit",
    "Simulated": "simulate",
    "fit_signaling": "fit",
    "predict": "predict",
    "simulate": "simulate",
    "vary": "change",
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
