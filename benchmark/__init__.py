"""Dateline: annotated news articles to a dataset, and event extraction scored with its dates.

From Python the door is ``benchmark.scoring.score``; ``benchmark.store`` opens releases, predictions, cards.
"""

__version__ = "0.1.0"
