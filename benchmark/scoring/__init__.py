"""Scoring: gold and predicted events to a report whose every number can be unfolded."""
