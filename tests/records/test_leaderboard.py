"""What boards and their reports share: the order of dataset versions."""

import random

from benchmark.records.leaderboard import by_age

VERSIONS = ("0.9", "0.10", "2.0.0-beta", "2.0.0-rc.2", "2.0.0-rc.10", "2.0.0", "2024", "2024-05", "2024b")


def test_versions_go_from_old_to_new():
    """Numbers count as numbers, and a preview is older than its release."""
    keys = [*(f"a@{version}" for version in VERSIONS), "b@0.1"]
    mixed = random.Random(1).sample(keys, len(keys))

    assert sorted(mixed, key=by_age) == keys
