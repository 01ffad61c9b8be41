"""A table of estimates as LaTeX."""

from __future__ import annotations

import re

from standoff.estimate.tables import Cell, Table

_LETTERS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
_POWER = re.compile(r"e([+-])0*(\d+)")


def as_latex(table: Table) -> str:
    """Write a `table` environment; it needs booktabs. Whatever comes from data is escaped."""
    n_columns = sum(n for _, n in table.groups)
    lines = ["% \\usepackage{booktabs}", "\\begin{table}[tbp]", "\\centering"]
    if table.caption:
        lines.append(f"\\caption{{{_text(table.caption)}}}")
    lines += [f"\\begin{{tabular}}{{l{'c' * n_columns}}}", "\\toprule"]
    lines.append(
        " & ".join(["", *(f"\\multicolumn{{{n}}}{{c}}{{{_text(g)}}}" for g, n in table.groups)])
        + " \\\\"
    )
    if table.heads:
        first, rules = 2, ""
        for _, n in table.groups:
            rules += f"\\cmidrule(lr){{{first}-{first + n - 1}}}"
            first += n
        lines += [rules, " & ".join(["", *(_text(name) for name in table.heads)]) + " \\\\"]
    lines.append("\\midrule")
    for part in table.sections:
        if part.title:
            title = f"\\emph{{{_text(part.title)}}}"
            lines.append(f"\\multicolumn{{{n_columns + 1}}}{{l}}{{{title}}} \\\\")
        for label, cells in part.rows:
            lines.append(" & ".join([_text(label), *(_estimate(cell) for cell in cells)]) + " \\\\")
            lines.append(" & ".join(["", *(_numbers(cell.below) for cell in cells)]) + " \\\\")
    lines.append("\\midrule")
    for name, values in table.facts:
        shown = [
            f"\\multicolumn{{{n}}}{{c}}{{{_numbers(value)}}}"
            for value, (_, n) in zip(values, table.groups, strict=True)
        ]
        lines.append(" & ".join([_text(name), *shown]) + " \\\\")
    lines += ["\\bottomrule", "\\end{tabular}", "", "\\smallskip"]
    lines.append("\\begin{minipage}{.95\\linewidth}\\footnotesize")
    lines += [f"{_text(note)}\\par" for note in table.notes]
    lines += ["\\end{minipage}", "\\end{table}"]
    return "\n".join(lines) + "\n"


def _estimate(cell: Cell) -> str:
    if not cell.number:
        return ""
    stars = f"^{{{'*' * cell.n_stars}}}" if cell.n_stars else ""
    return f"${_power(cell.number)}{stars}$"


def _numbers(text: str) -> str:
    """Set numbers with a true minus; words such as (held) stay words."""
    if not text or not any(letter.isdigit() for letter in text):
        return _text(text)
    # In mathematics a comma of thousands would be followed by a space.
    return f"${_power(re.sub(r',(?=[0-9])', '{,}', text))}$"


def _power(number: str) -> str:
    def power(found: re.Match[str]) -> str:
        sign = "-" if found[1] == "-" else ""
        return f" \\times 10^{{{sign}{found[2]}}}"

    return _POWER.sub(power, number)


def _text(text: str) -> str:
    return "".join(_LETTERS.get(letter, letter) for letter in " ".join(text.split()))
