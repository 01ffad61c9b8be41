"""The crisis of Lewis and Schultz, asked of data: fit, predict, vary, simulate.

The names below are loaded when they are first used. No file is called like one of them: importing
it would put the module in the place of the function.
"""

from typing import TYPE_CHECKING

from standoff.estimate.lazy_names import lazily

if TYPE_CHECKING:
    from standoff.estimate.signaling.change import Curve as Curve
    from standoff.estimate.signaling.change import vary as vary
    from standoff.estimate.signaling.fit import SignalingFit as SignalingFit
    from standoff.estimate.signaling.fit import fit_signaling as fit_signaling
    from standoff.estimate.signaling.prediction import Prediction as Prediction
    from standoff.estimate.signaling.prediction import predict as predict
    from standoff.estimate.signaling.simulation import Simulated as Simulated
    from standoff.estimate.signaling.simulation import simulate as simulate

_HOMES = {
    "Curve": "change",
    "Prediction": "prediction",
    "SignalingFit": "fit",
    "Simulated": "simulation",
    "fit_signaling": "fit",
    "predict": "prediction",
    "simulate": "simulation",
    "vary": "change",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
