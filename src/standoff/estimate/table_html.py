"""A table of estimates as HTML."""

from __future__ import annotations

from markupsafe import escape

from standoff.estimate.tables import Cell, Table
from standoff.text.characters import readable


def as_html(table: Table) -> str:
    """Write a table as one `<table>` element; whatever comes from data is escaped."""
    n_columns = sum(n for _, n in table.groups)
    lines = ['<table class="estimates">']
    if table.caption:
        lines.append(f"<caption>{escape(table.caption)}</caption>")
    lines.append("<thead>")
    spans = "".join(
        f'<th scope="colgroup" colspan="{n}">{escape(name)}</th>' for name, n in table.groups
    )
    lines.append(f"<tr><td></td>{spans}</tr>")
    if table.heads:
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.heads)
        lines.append(f"<tr><td></td>{heads}</tr>")
    lines.append("</thead>")
    for part in table.sections:
        lines.append("<tbody>")
        if part.title:
            lines.append(
                f'<tr><th scope="rowgroup" colspan="{n_columns + 1}">{escape(part.title)}</th></tr>'
            )
        for label, cells in part.rows:
            shown = "".join(f"<td>{_cell(cell)}</td>" for cell in cells)
            lines.append(f'<tr><th scope="row">{escape(label)}</th>{shown}</tr>')
        lines.append("</tbody>")
    lines.append('<tbody class="facts">')
    for name, values in table.facts:
        shown = "".join(
            f'<td colspan="{n}">{_minus(value)}</td>'
            for value, (_, n) in zip(values, table.groups, strict=True)
        )
        lines.append(f'<tr><th scope="row">{escape(name)}</th>{shown}</tr>')
    lines.append("</tbody>")
    notes = "<br>".join(str(escape(note)) for note in table.notes)
    lines.append(f'<tfoot><tr><td colspan="{n_columns + 1}">{notes}</td></tr></tfoot>')
    lines.append("</table>")
    return readable("\n".join(lines)) + "\n"


def _cell(cell: Cell) -> str:
    if not cell.number:
        return ""
    stars = f"<sup>{'*' * cell.n_stars}</sup>" if cell.n_stars else ""
    return f"{_minus(cell.number)}{stars}<br>{_minus(cell.below)}"


def _minus(text: str) -> str:
    return str(escape(text.replace("-", "\u2212")))
