"""A table as an HTML fragment; its bodies have the classes ``ranked``, ``struck`` and ``aside``."""

from jinja2 import Environment, StrictUndefined

from benchmark.tables.table import Table

# Autoescape is off by default; without it every cell would be markup.
_TEMPLATE = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).from_string(
    """\
<table>
<caption>{{ title }}{% if note %} <code>{{ note }}</code>{% endif %}</caption>
<thead>
<tr>
{% for column, text in titles %}
<th scope="col" class="{{ column.kind }}">{{ text }}</th>
{% endfor %}
</tr>
</thead>
{% for name, rows in bodies if rows %}
<tbody class="{{ name }}">
{% for row in rows %}
<tr>
{% for column, text in row %}
<td class="{{ column.kind }}">{{ text }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
{% endfor %}
</table>
"""
)


def render(table: Table) -> str:
    """Return one ``table`` element; each cell carries its column's kind as its class."""
    return (
        _TEMPLATE.render(
            title=table.heading,
            note=table.remark,
            titles=[(column, column.heading) for column in table.columns],
            bodies=[
                (
                    name,
                    [
                        [(column, column.show(cell)) for column, cell in zip(table.columns, row, strict=True)]
                        for row in rows
                    ],
                )
                for name, rows in (("ranked", table.rows), ("struck", table.struck), ("aside", table.aside))
            ],
        )
        + "\n"
    )
