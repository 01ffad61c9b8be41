"""`standoff fit`: estimate what players wanted from what they did."""

from __future__ import annotations

from pathlib import Path

from standoff.cli._fit_options import ModelOptions, OutputOptions, SearchOptions

# The defaults of the command are those of the options.
_MODEL, _SEARCH, _OUTPUT = ModelOptions(), SearchOptions(), OutputOptions()


def fit(
    model: str,
    data: Path,
    /,
    *formulas: str,
    how: ModelOptions = _MODEL,
    search: SearchOptions = _SEARCH,
    output: OutputOptions = _OUTPUT,
) -> int:
    """Estimate a model of a game from data, by maximum likelihood.

    Example: standoff fit egame12 disputes.csv "esc + war ~ balance | 0 | regime | 1"
    --cluster sender target --table table.tex --plot estimates.svg

    The exit code is 1 if the search ended at no maximum.

    Parameters
    ----------
    model
        egame12, egame122, egame123, ultimatum, lewis_schultz; or a game: a game file, a case file,
        or the name of a model.
    data
        A CSV file with a line of names; empty cells and NA are missing.
    formulas
        One formula with a bar between the utilities, or one for each utility; 0 is a utility that
        is zero, 1 a constant. For a game one for each parameter: "audience_cost ~ 1 + democracy".
    """
    from standoff.cli._files import in_turn
    from standoff.cli._fit import fitted
    from standoff.cli._fit_output import check_outputs, show_fit, write_outputs

    check_outputs(output, data)
    found = fitted(model, data, formulas, how, search)
    in_turn(
        lambda: show_fit(found, output, search.seed),
        lambda: write_outputs(found.fit, output, search.seed),
    )
    return 0 if found.fit.converged else 1
