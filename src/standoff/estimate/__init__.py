"""Games asked of data: estimate what players wanted from what they did.

`fit` is the usual way in. The names below are loaded when they are first used, and what the extra
`standoff[estimate]` brings is loaded only by what needs it.
"""

from typing import TYPE_CHECKING

from standoff.estimate.lazy_names import lazily

if TYPE_CHECKING:
    from standoff.estimate.bayes.fitting import fit_bayes as fit_bayes
    from standoff.estimate.bayes.posterior import Posterior as Posterior
    from standoff.estimate.compare import clarke as clarke
    from standoff.estimate.compare import likelihood_ratio as likelihood_ratio
    from standoff.estimate.compare import vuong as vuong
    from standoff.estimate.data import Data as Data
    from standoff.estimate.data import read_data as read_data
    from standoff.estimate.effects import first_difference as first_difference
    from standoff.estimate.effects import marginal_effects as marginal_effects
    from standoff.estimate.effects import predicted_profile as predicted_profile
    from standoff.estimate.fitting import fit as fit
    from standoff.estimate.game_model import fit_game as fit_game
    from standoff.estimate.likelihood import Likelihood as Likelihood
    from standoff.estimate.likelihood import weighted as weighted
    from standoff.estimate.profiles import likelihood_intervals as likelihood_intervals
    from standoff.estimate.profiles import profile as profile
    from standoff.estimate.resampling import bootstrap as bootstrap
    from standoff.estimate.result import Fit as Fit
    from standoff.estimate.tables import Table as Table
    from standoff.estimate.tables import table as table

# The public names and where each lives; a new name goes here and into the block above. No file is
# called like a public name: importing it would put the module in the place of the function.
_HOMES = {
    "Data": "data",
    "Fit": "result",
    "Likelihood": "likelihood",
    "Posterior": "bayes.posterior",
    "Table": "tables",
    "bootstrap": "resampling",
    "clarke": "compare",
    "first_difference": "effects",
    "fit": "fitting",
    "fit_bayes": "bayes.fitting",
    "fit_game": "game_model",
    "likelihood_intervals": "profiles",
    "likelihood_ratio": "compare",
    "marginal_effects": "effects",
    "predicted_profile": "effects",
    "profile": "profiles",
    "read_data": "data",
    "table": "tables",
    "vuong": "compare",
    "weighted": "likelihood",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
