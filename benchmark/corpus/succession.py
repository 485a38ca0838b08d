"""Whether a new release may have its version: not too low for what changed since the one before."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from benchmark.corpus import difference, versions
from benchmark.records.errors import CheckError, DatelineError, MisuseError
from benchmark.records.leaderboard import by_age
from benchmark.store import releases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmark.records.diff import Reason
    from benchmark.records.manifest import Manifest
    from benchmark.store.releases import Release

COMMITTED: Final = "releases"
"""Folder beside benchmark.toml: ``<version>/manifest.json`` of each version that was published."""


def require(made: Release, out: Path, home: Path, say: Callable[[str], None]) -> None:
    """Check a new release against the latest of its name in ``out``, and the manifests committed to ``home``.

    ``home`` is the folder of benchmark.toml.
    Where the latest is a preview, the last release before it is asked, too.
    A version that either has with the same digest is that release made again, and always right.
    ``say`` is told what could not be judged, or only by manifests.

    Raises:
        CheckError: the version is too low, with the step that is called for and why.
        FindingsError: a committed manifest is not what the schema says.
    """
    new = made.manifest
    manifests = sorted((home / COMMITTED).glob(f"*/{releases.MANIFEST}"))
    committed = {path.parent: releases.read_manifest(path.parent) for path in manifests}
    ours = {path: old for path, old in committed.items() if old.name == new.name}
    there = dict(_released(out, new.name, say))
    if (new.version, new.digest) in {(old.version, old.digest) for old in (*ours.values(), *there.values())}:
        return
    for path, old in _before(there):
        reasons, first = _reasons(path, old, made, say)
        _judge(old, new, path, reasons, say, first)
    same = {path: old for path, old in ours.items() if old.version == new.version}
    for path, old in _before(same or ours):
        _judge(old, new, path, difference.compare_manifests(old, new), say)


def _released(out: Path, name: str, say: Callable[[str], None]) -> Iterator[tuple[Path, Manifest]]:
    """Yield the releases of a name, and their halves, that a folder holds under the names of bench build."""
    for path in sorted(out.glob(f"{name}-*")):
        try:
            manifest = releases.read_manifest(path)
        except MisuseError:
            continue
        except DatelineError:
            say(f"{path} has no sound manifest: what changed since then is not judged")
            continue
        plain = f"{name}-{manifest.version}"
        told = path.name.removesuffix(releases.WITHOUT_TEXTS)
        if manifest.name == name and told in {plain, f"{plain}-public", f"{plain}-gold"}:
            yield path, manifest


def _before(found: dict[Path, Manifest]) -> Iterator[tuple[Path, Manifest]]:
    """Yield the latest version and, where that is a preview, also the latest that is none."""
    settled = {path: old for path, old in found.items() if not versions.is_preview(old.version)}
    latest, last = _latest(found), _latest(settled)
    if latest is not None:
        yield latest
    if last is not None and last != latest:
        yield last


def _latest(found: dict[Path, Manifest]) -> tuple[Path, Manifest] | None:
    """Return the latest version; of its halves the one with gold and with texts, which tells more."""

    def told(one: tuple[Path, Manifest]) -> tuple[object, ...]:
        _, manifest = one
        return by_age(manifest.key), not manifest.withheld, manifest.texts

    return max(found.items(), key=told, default=None)


def _reasons(
    path: Path, old: Manifest, made: Release, say: Callable[[str], None]
) -> tuple[Sequence[Reason], Mapping[str, str]]:
    """Return what changed and, where lines could be compared, words for the first article of each change."""
    if old.digest == made.manifest.digest:
        return (), {}
    if not old.texts:
        say(f"{path} has no texts: what changed since then is judged by its manifest alone")
        return difference.compare_manifests(old, made.manifest), {}
    try:
        found = difference.compare(releases.open_release(path), made)
    except DatelineError:
        say(f"{path} is no sound release: what changed since then is judged by its manifest alone")
        return difference.compare_manifests(old, made.manifest), {}
    first = difference.first_articles(found)
    return found.reasons, {change: f", first {article_id}" for change, article_id in first.items()}


def _judge(  # noqa: PLR0913, PLR0917 - both sides, what lies between them, and who is told
    old: Manifest,
    new: Manifest,
    place: Path,
    reasons: Sequence[Reason],
    say: Callable[[str], None],
    first: Mapping[str, str] = MappingProxyType({}),
) -> None:
    step = versions.higher([reason.step for reason in reasons])
    enough = versions.is_enough(old.version, new.version, step)
    if enough is None and (step == "none" or old.version != new.version):
        if step != "none":
            say(f"not numbered like 1.2.3: whether {new.version} may follow {old.version} is not judged")
        return
    if enough:
        return
    if step == "none":
        raise CheckError(
            f"{new.version} is lower than {old.version} ({place}), want that or a higher version"
        )
    why = "; ".join(
        f"{reason.change}: {reason.count:,}{first.get(reason.change, '')}"
        for reason in reasons
        if reason.step == step
    )
    wanted = versions.lowest(old.version, step)
    number = "another version" if wanted is None else f"{wanted} or higher"
    message = f"version {new.version} is too low after {old.version} ({place})"
    raise CheckError(f"{message}: a {step} change wants {number} ({why})")
