"""The nouns of Dateline: frozen records that flow between rooms."""
