"""The leaderboard: reports to ranks, ranks to published files, submissions kept to check them by."""
