"""A table as an HTML fragment; its bodies have the classes ``ranked``, ``struck`` and ``aside``."""

from jinja2 import Environment, StrictUndefined

from benchmark.tables.table import Table

# Autoescape is off by default; without it every cell would be markup.
_TEMPLATE = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).from_string(
    """\
<table>
<caption>{{ table.heading }}{% if table.remark %} <code>{{ table.remark }}</code>{% endif %}</caption>
<thead>
<tr>
{% for column in table.columns %}
<th scope="col" class="{{ column.kind }}">{{ column.heading }}</th>
{% endfor %}
</tr>
</thead>
{% for name, rows in bodies if rows %}
<tbody class="{{ name }}">
{% for row in rows %}
<tr>
{% for cell in row %}
{% set column = table.columns[loop.index0] %}
<td class="{{ column.kind }}">{{ column.show(cell) }}</td>
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
    bodies = (("ranked", table.rows), ("struck", table.struck), ("aside", table.aside))
    return _TEMPLATE.render(table=table, bodies=bodies) + "\n"
