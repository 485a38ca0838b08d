"""The nouns of Dateline: frozen records that flow between rooms."""

from typing import Final

SCHEMA_VERSION: Final = "1.0.0"
"""Of the JSON Schemas that these mirror, as their ``$id`` says it; files tell it as ``schema_version``."""
