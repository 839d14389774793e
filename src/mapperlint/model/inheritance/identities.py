"""How rows of a hierarchy find their class: `polymorphic_on` and `polymorphic_identity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.relationships.arguments import Absent, Argument, Given
from mapperlint.model.values.values import EnumMember, Known, Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location


def discriminator(mapper: Mapper) -> Argument[Value]:
    """`polymorphic_on` of a mapper itself."""
    return mapper_argument(mapper, "polymorphic_on")


def identity(mapper: Mapper) -> Argument[Value]:
    """`polymorphic_identity` of a mapper."""
    return mapper_argument(mapper, "polymorphic_identity")


def identity_place(mapper: Mapper) -> Location:
    """Where a class says its identity; the class itself where it takes that of a base."""
    if mapper.arguments is None or mapper.cls.own("__mapper_args__") is None:
        return mapper.cls.location
    return mapper.arguments.place("polymorphic_identity")


def declared_abstract(mapper: Mapper) -> bool | None:
    """Whether a mapper says `polymorphic_abstract`; None if that is not known."""
    match mapper_argument(mapper, "polymorphic_abstract"):
        case Absent():
            return False
        case Given(Known(value)):
            return bool(value)
    return None


def lacks_identity(mapper: Mapper) -> bool:
    """Whether rows of a subclass cannot be told from those of its parent."""
    return (
        mapper.parent is not None
        and isinstance(discriminator(mapper.base), Given)
        and isinstance(identity(mapper), Absent)
        and declared_abstract(mapper) is False
    )


def same_identities(mappers: Iterable[Mapper]) -> Iterator[tuple[Mapper, Mapper]]:
    """Pairs of classes of one hierarchy whose rows have the same identity, the earlier first.

    A parent is mapped before its children, whatever the names of their files.
    """
    first: dict[tuple[Mapper, Hashable], Mapper] = {}
    for mapper in sorted(mappers, key=lambda each: len(each.lineage)):
        if mapper.parent is None and not mapper.children:
            continue
        match identity(mapper):
            case Given(value) if isinstance(value, Known):
                earlier = first.setdefault((mapper.base, _told_by(value)), mapper)
                if earlier is not mapper:
                    yield earlier, mapper


def _told_by(value: Known) -> Hashable:
    """What tells an identity from others: members of an enumeration by what they are."""
    if isinstance(value, EnumMember):
        return value.owner, value.value
    return type(value.value).__name__, value.value


def without_discriminator(mapper: Mapper) -> bool:
    """Whether a mapper is abstract in a hierarchy that surely has no `polymorphic_on`."""
    return declared_abstract(mapper) is True and all(
        isinstance(discriminator(each), Absent) for each in mapper.lineage
    )
