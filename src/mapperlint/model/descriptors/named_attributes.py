"""What a name is on a mapped class and on its objects, where it surely is nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Class

_MADE_LATER = ("__getattr__", "__getattribute__", "__init_subclass__")


def has_nothing(mapper: Mapper, name: str, floating: Collection[str] = ()) -> bool:
    """Whether a class surely has nothing of a name, nor any class below it.

    What only a subclass has may be used through the subclass. `floating` are the names of backrefs
    that may belong to any class.
    """
    family = [mapper, *mapper.descendants]
    if name in floating or any(each.hierarchy_open_reason for each in family):
        return False
    if any(each.attribute(name) is not None for each in family):
        return False
    classes = [each.cls for each in family]
    if any(name in cls.all_names() or _annotates(cls.classes, name) for cls in classes):
        return False
    return not any(cls.defines(each) for cls in classes for each in _MADE_LATER)


def objects_have_nothing(mapper: Mapper, name: str, floating: Collection[str] = ()) -> bool:
    """Whether objects of a class surely have nothing of a name: no `__init__` could give it."""
    family = [mapper, *mapper.descendants]
    return has_nothing(mapper, name, floating) and not any(
        _init_may_set(cls, name) for each in family for cls in each.cls.classes
    )


_SETS_ANY_NAME = rb"setattr|__dict__|vars\("
_SELF_OF_A_METHOD = rb"def\s+\w+\(\s*self|super\([\w.]+,\s*self\)|__init__\(\s*self"
_ONLY_READ = rb"\b(?:getattr|hasattr|inspect|isinstance|repr|str|type)\(\s*self\b"
_HANDED_ON = rb"[(,=]\s*\*?self\s*[,)\n]"


def _init_may_set(cls: Class, name: str) -> bool:
    """Whether the `__init__` of a class, or a method that it calls, may set an attribute."""
    if cls.own("__init__") is None:
        return False
    lines = cls.module.source.text(cls.module.path).splitlines()
    text = b"\n".join(lines[cls.facts.span.line - 1 : cls.facts.span.end_line])
    if re.search(rb"\b%s\b" % re.escape(name).encode(), text) or re.search(_SETS_ANY_NAME, text):
        return True
    text = re.sub(_ONLY_READ, b"", re.sub(_SELF_OF_A_METHOD, b"", text))
    return re.search(_HANDED_ON, text) is not None


def _annotates(classes: Collection[object], name: str) -> bool:
    return any(name in getattr(cls, "annotations", {}) for cls in classes)


def names_of(mapper: Mapper) -> list[str]:
    """The names that may have been meant: all attributes of the class and of its parents."""
    return list(mapper.all_attributes)
