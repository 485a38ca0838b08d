"""The event types a corpus is annotated with, their roles and modes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role that an event type allows; ``entity_types`` null means any kind of filler."""

    role: str
    required: bool = False
    repeatable: bool = True
    entity_types: tuple[str, ...] | None = None
    expected: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A way in which an event of one type happens."""

    id: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event type: what it is, its roles and modes, and how to tell it from its neighbours."""

    id: str
    quad: str | None = None
    definition: str
    recipient_expected: bool = False
    roles: tuple[Role, ...]
    modes: tuple[Mode, ...] = ()
    disambiguation: tuple[str, ...] = ()
    crosswalk: dict[str, tuple[str, ...]] | None = None
    example_triggers: tuple[str, ...] = ()

    @property
    def role_names(self) -> tuple[str, ...]:
        """Names of the roles allowed here, in the order of the ontology."""
        return tuple(role.role for role in self.roles)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Names of the modes allowed here, in the order of the ontology."""
        return tuple(mode.id for mode in self.modes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where names or ideas of an ontology come from."""

    name: str
    repo: str | None = None
    commit: str | None = None
    licence: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """A named, versioned set of event types. ``roles`` glosses every role name that any type uses."""

    name: str
    version: str
    description: str | None = None
    sources: tuple[Source, ...] = ()
    quad_classes: dict[str, int] | None = None
    entity_types: dict[str, str] | None = None
    roles: dict[str, str]
    attributes: dict[str, Any] | None = None
    types: tuple[EventType, ...]
    not_mapped: dict[str, tuple[str, ...]] | None = None
    legacy_names: dict[str, str] | None = None
    known_source_issues: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``name@version``, as articles write it."""
        return f"{self.name}@{self.version}"

    @property
    def by_name(self) -> dict[str, EventType]:
        """Event types by their id."""
        return {event_type.id: event_type for event_type in self.types}

    @property
    def mode_names(self) -> frozenset[str]:
        """Every mode of every type."""
        return frozenset(mode for event_type in self.types for mode in event_type.mode_names)


def lone_names(one: Ontology, other: Ontology) -> dict[str, tuple[list[str], list[str]]]:
    """Return the types, roles and modes that either side alone has, sorted; a kind that is alike is left out.

    Roles and modes, as ``TYPE.role``, are those of types that both have.
    """
    both = one.by_name.keys() & other.by_name.keys()
    ours, theirs = (_names(ontology, both) for ontology in (one, other))
    return {
        kind: (sorted(ours[kind] - theirs[kind]), sorted(theirs[kind] - ours[kind]))
        for kind in ours
        if ours[kind] != theirs[kind]
    }


def _names(ontology: Ontology, shared: Container[str]) -> dict[str, set[str]]:
    types = [one for one in ontology.types if one.id in shared]
    return {
        "types": set(ontology.by_name),
        "roles": {f"{one.id}.{role}" for one in types for role in one.role_names},
        "modes": {f"{one.id}.{mode}" for one in types for mode in one.mode_names},
    }
