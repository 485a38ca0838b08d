"""Mutation testing of benchmark/scoring: runs mutmut over modules, then writes the tables of docs/testing.md.

``python docs/mutants.py [MODULE ...]``, or ``make mutants MODULES="dates alpha"``; without a module, all of
them. Results are kept in ``mutants/``, those of other modules too; a function that changed is tested again.
A module of which this folder has no results keeps its rows of the page, if it has as many mutants as then.
A worker runs on each processor that may be used: ``taskset --cpu-list 0 make mutants`` has one. With
``--tables`` nothing is run. Why a survivor may live stands in ``docs/mutants.toml``.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from generate import ROOT, between

PAGE = ROOT / "docs" / "testing.md"
REASONS = ROOT / "docs" / "mutants.toml"
ROOM = "benchmark.scoring"
WAITING = ("not checked", "check was interrupted by user")
"""States of a mutant that was not run. It is killed, or timed out, or else has survived."""
_NUMBERS = re.compile(r"\| (\w+) \| [\d,]+ \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| [\d.]+ \|")
"""The row of a module: how many of its mutants were killed, timed out and survived."""
ALIKE = "equivalent: what is zipped is as long by construction"


def mutmut(*arguments: str) -> str:
    """What mutmut prints to these arguments; hypothesis draws few examples."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    environ = {**os.environ, "HYPOTHESIS_PROFILE": "mutants"}
    done = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def results() -> dict[str, dict[str, str]]:
    """The state of every mutant that mutmut made, by module and then by mutmut's name for it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in mutmut("results", "--all", "true").splitlines():
        name, colon, state = line.strip().partition(": ")
        if colon and name.startswith(f"{ROOM}."):
            module = name.removeprefix(f"{ROOM}.").rpartition(".")[0]
            found[module or "__init__"][name] = state
    return dict(sorted(found.items()))


def change(module: str, name: str) -> str:
    """A mutant as ``function: old -> new``, which stays where mutmut numbers it anew."""
    # mutmut show prints this too, but takes seconds for each of hundreds.
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    function = re.sub(r"^x_|__mutmut_[0-9]+$", "", name.rpartition(".")[2])
    function = re.sub(r"^xǁ(\w+)ǁ", r"\1.", function)
    old, new = [], []
    with contextlib.chdir(ROOT):
        difference = get_diff_for_mutant(name, path=f"{ROOM.replace('.', '/')}/{module}.py")
    for line in difference.splitlines():
        if line.startswith("-") and not line.startswith("---"):
            old.append(line[1:].strip())
        elif line.startswith("+") and not line.startswith("+++"):
            new.append(line[1:].strip())
    return f"{function}: {' '.join(old)} -> {' '.join(new)}"


def earlier(page: str) -> dict[str, tuple[Counter[str], list[str]]]:
    """What the page tells of each module: its mutants by their state, and the rows of its survivors."""
    told: dict[str, tuple[Counter[str], list[str]]] = {}
    for line in page.splitlines():
        if row := _NUMBERS.fullmatch(line):
            killed, late, survived = (int(cell.replace(",", "")) for cell in row.groups()[1:])
            told[row[1]] = Counter(killed=killed, timeout=late, survived=survived), []
        elif (module := line.strip("| ").partition(" | ")[0]) in told:
            told[module][1].append(line)
    return told


def tables(found: dict[str, dict[str, str]], reasons: dict[str, dict[str, str]], page: str) -> str:
    """The page's tables: modules with their numbers, those that were not run, and each survivor."""
    before = earlier(page)
    rows = [
        "| module | mutants | killed | timed out | survived | killed, % |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    survivors = ["| module | mutant | why it lives |", "|---|---|---|"]
    missing, begun, whole = [], [], Counter[str]()
    for module, states in found.items():
        waiting = sum(state in WAITING for state in states.values())
        if waiting == len(states):
            counted, rows_before = before.get(module, (Counter[str](), []))
            if counted.total() == len(states):
                whole += counted
                rows.append(_row(module, counted))
                survivors += rows_before
                continue
            missing.append(f"{module} ({waiting:,})")
            continue
        if waiting:
            begun.append(f"{module} ({waiting:,} of {len(states):,} left)")
            continue
        counted = Counter(states.values())
        whole += counted
        rows.append(_row(module, counted))
        told = [change(module, name) for name, state in states.items() if state not in {"killed", "timeout"}]
        survivors += _survivors(module, told, reasons.get(module, {}))
    rows.append(_row("together", whole))
    rest = [f"Not run, with their mutants: {', '.join(missing) or 'none'}."]
    rest += [f"Not run to the end: {', '.join(begun)}."] if begun else []
    return "\n".join([*rows, "", *rest, "", *survivors])


def _survivors(module: str, told: list[str], reasons: dict[str, str]) -> list[str]:
    """Rows of a module's survivors; those of a function that have one reason for all of them share a row."""
    rows = Counter[tuple[str, str]]()
    for one in told:
        function, _, changed = one.partition(": ")
        if one not in reasons and _loosened(changed):
            rows[f"{function}: zip(..., strict=True)", ALIKE] += 1
        else:
            known = one if one in reasons or function not in reasons else function
            rows[known, reasons.get(known, "no reason found yet")] += 1
    return [
        f"| {module} | `{name.replace('|', chr(92) + '|')}`{f': {times}' if times > 1 else ''} | {why} |"
        for (name, why), times in rows.items()
    ]


def _loosened(changed: str) -> bool:
    """Whether a change, ``old -> new``, takes nothing but its strictness from a zip."""
    old, new = (re.sub(r",\s*(strict=\w+)?\s*(\)|$)", ")", part) for part in changed.split(" -> ", 1))
    return old == new


def _row(module: str, counted: Counter[str]) -> str:
    mutants, killed, late = counted.total(), counted["killed"], counted["timeout"]
    share = f"{100 * killed / mutants:.1f}" if mutants else "-"
    return f"| {module} | {mutants:,} | {killed:,} | {late:,} | {mutants - killed - late:,} | {share} |"


def main(arguments: list[str]) -> None:
    """Run the modules, unless only tables are asked for, and write the page."""
    if "--tables" not in arguments:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        # mutmut asks only new tests what they reach; a function that is new, too, would miss all others.
        (ROOT / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
        # What stands in the room itself is of no module, by mutmut's names.
        rooms = (ROOM if module == "__init__" else f"{ROOM}.{module}" for module in arguments)
        mutmut("run", "--max-children", str(workers), *(f"{room}.x*" for room in rooms))
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    written = tables(results(), reasons, PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(between(PAGE, "mutants", written), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
