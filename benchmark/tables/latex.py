r"""A table as LaTeX for the packages ``booktabs`` and, where rows are struck through, ``ulem``.

Rows that stand apart follow a rule, in italics. The best of a column is bold, what ties with it has a dagger.
"""

from benchmark.tables.table import Column, Row, Table

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)


def render(table: Table) -> str:
    """Return a ``table`` environment with caption and ``tabular``."""
    lines = [
        r"\begin{table}",
        r"\centering\footnotesize\setlength{\tabcolsep}{3pt}",
        rf"\caption{{{_caption(table)}}}",
        rf"\begin{{tabular}}{{{''.join(column.alignment[0] for column in table.columns)}}}",
        r"\toprule",
        _line(list(map(_heading, table.columns))),
        r"\midrule",
        *(_line(_marked(table, i, row)) for i, row in enumerate(table.rows)),
        *([r"\midrule"] if table.rows and table.struck else []),
        *(_line([rf"\sout{{{cell}}}" for cell in _row(table.columns, row)]) for row in table.struck),
        *([r"\midrule"] if (table.rows or table.struck) and table.aside else []),
        *(_line([rf"\textit{{{cell}}}" for cell in _row(table.columns, row)]) for row in table.aside),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return a clean text as LaTeX that sets just these characters."""
    return text.translate(_SPECIAL)


def _row(columns: tuple[Column, ...], row: Row) -> list[str]:
    return [escape(column.show(cell)) for column, cell in zip(columns, row, strict=True)]


def _heading(column: Column) -> str:
    # A dozen columns go on a page only where their titles take several lines.
    stacked = r"\\{}".join(map(escape, column.pieces))
    return rf"\shortstack[{column.alignment[0]}]{{{stacked}}}" if column.pieces[1:] else stacked


def _caption(table: Table) -> str:
    # A signature has no spaces: without places to break it would run off the page.
    bar = _SPECIAL[ord("|")]
    text = escape(": ".join(part for part in (table.heading, table.remark) if part))
    return text.replace(bar, rf"{bar}\allowbreak{{}}")


def _marked(table: Table, place: int, row: Row) -> list[str]:
    return [
        (rf"\textbf{{{cell}}}" if (place, column) in table.best else cell)
        + (r"$^{\dagger}$" if (place, column) in table.tied else "")
        for column, cell in enumerate(_row(table.columns, row))
    ]


def _line(cells: list[str]) -> str:
    # The empty group keeps a cell that begins with `[` from being read as the option of the `\\` before it.
    return f"{{}}{' & '.join(cells)} \\\\"
