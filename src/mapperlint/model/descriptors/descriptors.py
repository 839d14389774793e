"""All attributes of a project that name others, and those whose names lead nowhere."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.descriptors.named_attributes import has_nothing, objects_have_nothing
from mapperlint.model.mapping.mappers import ColumnAttribute, OtherAttribute, PlainAttribute
from mapperlint.model.relationships.arguments import (
    Argument,
    Given,
    value_argument,
)
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known, Made

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mapperlint.model.mapping.mappers import Attribute, Mapper
    from mapperlint.model.values.values import Value
    from mapperlint.places import Location


class Fault(Enum):
    """Why a name leads nowhere."""

    ABSENT = "the class has no attribute of the name"
    NO_RELATIONSHIP = "it is mapped, but leads to no other class"
    ABSENT_BEYOND = "the class it leads to has no attribute of the name"


class DeadName(Struct, frozen=True):
    """A name that an attribute of `mapper` gives, and that leads nowhere.

    `within` is the class that was looked at; `found` what stands there instead.
    """

    mapper: Mapper
    attribute: str
    name: str
    where: Location
    within: Mapper
    fault: Fault = Fault.ABSENT
    found: Attribute | None = None


class Descriptors:
    """The questions about attributes that name others."""

    def __init__(self, mappers: list[Mapper], floating: Collection[str]) -> None:
        self._mappers = mappers
        self._floating = floating

    # association proxies

    def dead_proxies(self) -> Iterator[DeadName]:
        """The association proxies that cannot be used."""
        yield from _in_all_classes(self._proxies())

    def _proxies(self) -> Iterator[DeadName | _Alive]:
        for mapper, attribute, made in self._made(_PROXIES):
            collection = _text(value_argument(made, "target_collection", 0))
            value = _text(value_argument(made, "attr", 1))
            if collection is not None:
                yield self._proxy(mapper, attribute, collection, value) or _Alive(collection.where)

    def _proxy(
        self,
        mapper: Mapper,
        attribute: OtherAttribute,
        collection: Given[str],
        value: Given[str] | None,
    ) -> DeadName | None:
        way = mapper.attribute(collection.value)
        match way:
            case Relationship(target_mapper=target):
                if target is None or value is None:
                    return None
                if not objects_have_nothing(target, value.value, self._floating):
                    return None
                return DeadName(
                    mapper, attribute.name, value.value, value.where, target, Fault.ABSENT_BEYOND
                )
            case ColumnAttribute() | OtherAttribute(_, "composite" | "synonym" | "column_property"):
                fault = Fault.NO_RELATIONSHIP
            case PlainAttribute() if self._stays_plain(mapper, collection.value):
                fault = Fault.NO_RELATIONSHIP
            case None if has_nothing(mapper, collection.value, self._floating):
                fault = Fault.ABSENT
            case _:
                return None
        return DeadName(
            mapper, attribute.name, collection.value, collection.where, mapper, fault, way
        )

    def _stays_plain(self, mapper: Mapper, name: str) -> bool:
        """Whether a method or a value of a class is surely no property of its mapper."""
        unseen = mapper.hierarchy_open_reason or mapper.evident_only or name in self._floating
        return not unseen

    # synonyms, composites

    def dead_synonyms(self) -> Iterator[DeadName]:
        """The synonyms of nothing."""
        yield from _in_all_classes(self._synonyms())

    def _synonyms(self) -> Iterator[DeadName | _Alive]:
        for mapper, attribute, made in self._made(frozenset({"synonym"})):
            named = _text(value_argument(made, "name", 0))
            if named is None or made.keyword("map_column") is not None:
                continue
            if has_nothing(mapper, named.value, self._floating):
                yield DeadName(mapper, attribute.name, named.value, named.where, mapper)
            else:
                yield _Alive(named.where)

    def dead_composites(self) -> Iterator[DeadName]:
        """The names in composites that are mapped to nothing."""
        yield from _in_all_classes(self._composites())

    def _composites(self) -> Iterator[DeadName | _Alive]:
        for mapper, attribute, made in self._made(frozenset({"composite"})):
            for index in range(len(made.arguments)):
                named = _text(value_argument(made, "", index))
                if named is None:
                    continue
                if self._maps_nothing(mapper, named.value):
                    yield DeadName(mapper, attribute.name, named.value, named.where, mapper)
                else:
                    yield _Alive(named.where)

    def _maps_nothing(self, mapper: Mapper, name: str) -> bool:
        """Whether a mapper has no property of a name; a method is none."""
        if isinstance(mapper.attribute(name), PlainAttribute):
            return mapper.hierarchy_open_reason is None
        return has_nothing(mapper, name, self._floating)

    # validators

    def dead_validators(self) -> Iterator[DeadName]:
        """The attributes that are to be validated and do not exist."""
        yield from _in_all_classes(self._validators())

    def _validators(self) -> Iterator[DeadName | _Alive]:
        for mapper in self._mappers:
            for validator in mapper.validators:
                name, where = validator.attribute, validator.where
                if has_nothing(mapper, name, self._floating):
                    yield DeadName(mapper, validator.function, name, where, mapper)
                else:
                    yield _Alive(where)

    # collections

    def dead_keys(self, relationships: Iterable[Relationship]) -> Iterator[DeadName]:
        """The collections that are keyed or ordered by an attribute no object has."""
        yield from _in_all_classes(self._keys(relationships))

    def _keys(self, relationships: Iterable[Relationship]) -> Iterator[DeadName | _Alive]:
        for relationship in relationships:
            target = relationship.target_mapper
            if relationship.read is None or target is None:
                continue
            match relationship.keyword("collection_class"):
                case Given(Made() as made) if construct_of(made) in _KEYED:
                    named = _text(value_argument(made, _KEYED[str(construct_of(made))], 0))
                case _:
                    continue
            if named is None:
                continue
            owner = relationship.owner
            if objects_have_nothing(target, named.value, self._floating):
                yield DeadName(owner, relationship.name, named.value, named.where, target)
            else:
                yield _Alive(named.where)

    def _made(self, words: frozenset[str]) -> Iterator[tuple[Mapper, OtherAttribute, Made]]:
        """The attributes that calls of these words make, in the classes that have them."""
        for mapper, attribute, made in self._all_made:
            if construct_of(made) in words:
                yield mapper, attribute, made

    @cached_property
    def _all_made(self) -> tuple[tuple[Mapper, OtherAttribute, Made], ...]:
        """The attributes that calls make, columns and relationships left out."""
        return tuple(
            (mapper, attribute, attribute.made)
            for mapper in self._mappers
            for attribute in mapper.attributes.values()
            if isinstance(attribute, OtherAttribute) and attribute.made is not None
        )


_PROXIES = frozenset({"association_proxy", "AssociationProxy"})

_KEYED = {
    "attribute_keyed_dict": "attr_name",
    "attribute_mapped_collection": "attr_name",
    "ordering_list": "attr",
}


class _Alive(Struct, frozen=True):
    """A name that leads somewhere in one of the classes that share it, or may do so."""

    where: Location


def _in_all_classes(names: Iterator[DeadName | _Alive]) -> Iterator[DeadName]:
    """The names that lead nowhere in each class that has them from one place: a mixin's may fit."""
    found = list(names)
    alive = {each.where for each in found if isinstance(each, _Alive)}
    said: set[tuple[Location, str]] = set()
    for each in found:
        if isinstance(each, _Alive) or each.where in alive or (each.where, each.name) in said:
            continue
        said.add((each.where, each.name))
        yield each


def _text(argument: Argument[Value]) -> Given[str] | None:
    match argument:
        case Given(Known(str(text)), where):
            return Given(text, where)
    return None
