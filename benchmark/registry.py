"""Names of what can be plugged in: a built-in of a literal table, else an entry point of a guest package.

Both are written ``package.module:attribute`` (or ``package.module``) and loaded only when asked for.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Any, Literal, cast, get_args

from benchmark.records.errors import MachineError, MisuseError, UnknownNameError

Group = Literal[
    "dateline.importers",
    "dateline.exporters",
    "dateline.metrics",
    "dateline.renderers",
    "dateline.baselines",
]


def find(group: Group, name: str, built_in: Mapping[str, str]) -> Any:
    """Return the object that a name stands for; a guest never takes the place of a built-in.

    Raises:
        UnknownNameError: neither a built-in nor a guest is called so; answers with the nearest name.
        MisuseError: two guests are called so.
        MachineError: the guest cannot be loaded; says the kind of failure, not the guest's own words.
    """
    if name in built_in:
        return EntryPoint(name, built_in[name], group).load()
    guests = sorted(set(entry_points(group=group, name=name)), key=lambda guest: guest.value)
    if not guests:
        raise UnknownNameError(_kind(group), name, names(group, built_in))
    if len(guests) > 1:
        places = " and ".join(guest.value for guest in guests)
        raise MisuseError(f"{_kind(group)} {name!r} is offered twice, by {places}: uninstall one of them")
    try:
        return guests[0].load()
    except (Exception, SystemExit) as error:  # a guest's module may raise anything while it is imported
        raise MachineError(
            f"{_kind(group)} {name!r} cannot be loaded from {guests[0].value}: {type(error).__name__}"
        ) from error


def names(group: Group, built_in: Mapping[str, str]) -> list[str]:
    """Return every name that ``find`` knows, sorted."""
    return sorted({*built_in, *(guest.name for guest in entry_points(group=group))})


def origin(group: Group, name: str) -> str:
    """Return the package of the guest that ``find`` gives, with its version."""
    return _package(next(iter(entry_points(group=group, name=name))))


def author(modules: Iterable[str]) -> str | None:
    """Return the package of a guest, with its version, that one of some modules is of, None where none is."""
    tops = {module.partition(".")[0] for module in modules}
    for group in get_args(Group):
        for guest in entry_points(group=group):
            if guest.module.partition(".")[0] in tops:
                return _package(guest)
    return None


def _package(guest: EntryPoint) -> str:
    package = cast("Distribution", guest.dist)  # None only of an entry point that no package has
    return f"{package.name} {package.version}"


def _kind(group: Group) -> str:
    return group.removeprefix("dateline.").removesuffix("s")
