"""Dateline: annotated news articles to a dataset, and event extraction scored with its dates."""

__version__ = "0.1.0"
