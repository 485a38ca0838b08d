"""How long ``bench --help`` takes beside importing typer: medians of paired runs, whole processes.

Usage: python benchmarks/start_up.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIMIT = 1.3
COMMANDS = {
    "import typer": [sys.executable, "-c", "import typer"],
    "bench --help": [sys.executable, "-m", "benchmark", "--help"],
    "bench validate --help": [sys.executable, "-m", "benchmark", "validate", "--help"],
    "bench --version": [sys.executable, "-m", "benchmark", "--version"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one run, in seconds."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(runs: int) -> int:
    """Print the table and return 1 where ``bench --help`` is beyond its limit."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(runs + 1):
        for name, command in COMMANDS.items():
            wall = seconds(command)
            if run:  # the first round only warms the file cache
                taken[name].append(wall)
    base = taken["import typer"]
    print("| command | median, ms | ratio to import typer, median of pairs |\n|---|---|---|")
    ratios = {}
    for name, walls in taken.items():
        ratios[name] = statistics.median(wall / other for wall, other in zip(walls, base, strict=True))
        print(f"| {name} | {1000 * statistics.median(walls):.0f} | {ratios[name]:.2f} |")
    return int(ratios["bench --help"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
