"""Doors: bytes from outside become records, or findings; records become bytes, whole or not at all."""
