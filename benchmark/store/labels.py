"""The names that an ontology allows, ready to be looked up many times, wrong ones too."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from benchmark.records.errors import nearest
from benchmark.records.ontology import Ontology

LOOKED_UP: Final = 100
"""Wrong names for which the nearest is looked up: each look-up goes through all known names."""


class Names:
    """Known names; ``near`` answers a wrong one."""

    __slots__ = ("_near", "_order", "known")

    def __init__(self, known: Iterable[str]) -> None:
        self._order = tuple(known)
        self.known = frozenset(self._order)
        self._near: dict[str, str | None] = {}

    def __str__(self) -> str:
        return ", ".join(self._order) or "none"

    def near(self, name: str) -> str | None:
        """Return the known name most like a wrong one, None where none is near or too many were asked."""
        if name not in self._near and len(self._near) < LOOKED_UP:
            self._near[name] = nearest(name, self._order)
        return self._near.get(name)


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of an ontology: all of them, and those that belong to a type."""

    types: Names
    roles: Names
    modes: Names
    roles_of: dict[str, Names]
    modes_of: dict[str, Names]


def labels(ontology: Ontology) -> Labels:
    """Return the names of an ontology; a role is known where it is explained."""
    return Labels(
        types=Names(event_type.id for event_type in ontology.types),
        roles=Names(ontology.roles),
        modes=Names(dict.fromkeys(mode for each in ontology.types for mode in each.mode_names)),
        roles_of={event_type.id: Names(event_type.role_names) for event_type in ontology.types},
        modes_of={event_type.id: Names(event_type.mode_names) for event_type in ontology.types},
    )
