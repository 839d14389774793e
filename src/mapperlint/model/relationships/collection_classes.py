"""Classes that cannot hold the objects of a relationship, given or taken from its annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.contradictions import typed
from mapperlint.model.relationships.loading import QUERIED, QUERYING_WRAPPERS
from mapperlint.model.values.values import External, Generic, Known, Value
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.relationships.annotated_types import AnnotatedTypes
    from mapperlint.model.relationships.relationships import Relationship


class NoCollection(Struct, frozen=True):
    """A class that cannot hold the objects of a relationship: `what` in words, `advice`."""

    relationship: Relationship
    where: Location
    what: str
    advice: str


_KEYED = frozenset({"dict", "Dict"})
_REFUSED = frozenset({"tuple", "Tuple", "frozenset", "FrozenSet", "deque", "Deque", "int", "str"})
_REFUSED_DICTS = frozenset({"OrderedDict", "defaultdict", "DefaultDict"})
_ABSTRACT = frozenset(
    {
        *("Sequence", "MutableSequence", "Collection", "AbstractSet", "MutableSet", "Mapping"),
        *("MutableMapping", "ByteString", "KeysView", "ValuesView", "ItemsView"),
    }
)
_FACTORIES = frozenset(
    {
        *("ordering_list", "attribute_mapped_collection", "attribute_keyed_dict"),
        *("column_mapped_collection", "column_keyed_dict", "mapped_collection"),
        "keyfunc_mapping",
    }
)
_PYTHON = ("builtins.", "collections.", "typing.", "typing_extensions.")
_KEY = "use `collection_class=attribute_keyed_dict(...)`, which knows the key of each object"
_LIST = "use `list`, `set`, or a class of your own with an appender"


def no_collection(relationship: Relationship, types: AnnotatedTypes) -> NoCollection | None:
    """The class of its collection, where it cannot be one."""
    read = relationship.read
    if read is None or relationship.poisoned:
        return None
    if not _makes_its_collection(relationship, read):
        return None
    match relationship.keyword("collection_class"):
        case Given(value, where) if relationship.uselist:
            return _given(relationship, value, where)
        case Absent():
            return _by_annotation(relationship, types)
    return None


def _makes_its_collection(relationship: Relationship, read: RelationshipRead) -> bool:
    """Whether the objects are surely loaded; those that are only queried need no collection."""
    if isinstance(read.made.maker, External) and read.made.maker.name == "dynamic_loader":
        return False
    if read.annotation is not None and read.annotation.wrapper in QUERYING_WRAPPERS:
        return False
    match relationship.keyword("lazy"):
        case Absent():
            return True
        case Given(Known(strategy)):
            return strategy not in QUERIED
    return False


def _given(relationship: Relationship, value: Value, where: Location) -> NoCollection | None:
    match value:
        case Known(str(text)):
            return NoCollection(relationship, where, f"the string {text!r}", _LIST)
        case External() if construct(value) in _FACTORIES:
            what = f"the function `{value.name}`, which is not called"
            return NoCollection(relationship, where, what, f"say `{value.name}(...)`")
        case External(path) if path.startswith(_PYTHON):
            return _of_python(relationship, value, where)
    return None


def _of_python(relationship: Relationship, value: External, where: Location) -> NoCollection | None:
    name = value.name
    if name in _KEYED | _REFUSED_DICTS:
        return NoCollection(relationship, where, f"`{name}`", _KEY)
    if name in _REFUSED:
        return NoCollection(relationship, where, f"`{name}`", _LIST)
    return None


def _by_annotation(relationship: Relationship, types: AnnotatedTypes) -> NoCollection | None:
    found = typed(relationship)
    if found is None or found[0].annotation is None or found[0].annotation.wrapper != "Mapped":
        return None
    read = found[0]
    outer = types.of(relationship, read)
    where = read.annotation_where
    assert where is not None
    if len(outer) != 1:
        return None
    match outer[0]:
        case External(path) if path.startswith("typing.") and outer[0].name in _GENERIC:
            advice = f"say what it holds: `{outer[0].name}[...]`"
            return NoCollection(relationship, where, f"the bare `{outer[0].name}`", advice)
        case Generic(External(path) as origin) if path.startswith(_PYTHON):
            if origin.name in _ABSTRACT or path == "collections.abc.Set":
                advice = "give a `collection_class`, such as `list`, or annotate with it"
                return NoCollection(relationship, where, f"the abstract `{origin.name}`", advice)
            return _of_python(relationship, origin, where) if relationship.uselist else None
    return None


_GENERIC = frozenset({"List", "Set", "FrozenSet", "Tuple", "Dict"})
