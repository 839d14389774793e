"""How SQLAlchemy finds a class by a string: the class registry, in its order.

For one token: a class of that name in the owner's registry, a table of the MetaData, a schema, the
first part of a module path, a public name of `sqlalchemy`. What follows a dot is looked up in the
result. (SQLAlchemy: `orm/clsregistry.py`.)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import When
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.names.resolution import (
    Ambiguous,
    Missing,
    Resolution,
    Resolved,
    Unfit,
    Unknowable,
)
from mapperlint.model.names.universe import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.names.table_names import TableNames


class ClassRegistry:
    """All mapped classes, by registry and name and module path."""

    def __init__(
        self,
        mappers: Iterable[Mapper],
        table_names: TableNames,
        modules: Modules,
        graph: ImportGraph,
        unseen_reason: Callable[[Mapper, str], str | None],
    ) -> None:
        self.table_names = table_names
        self._modules = modules
        self._graph = graph
        self._unseen_reason = unseen_reason
        self._by_name: dict[str, list[Mapper]] = {}
        self.names: dict[str, None] = {}
        for mapper in mappers:
            self._by_name.setdefault(mapper.name, []).append(mapper)
            self.names[mapper.name] = None

    def unseen_reason(self, owner: Mapper, name: str) -> str | None:
        """Why the registry of `owner` may know another class of a name; None if it does not."""
        return self._unseen_reason(owner, name)

    def all_named(self, name: str) -> list[Mapper]:
        """Every mapped class of a name, in whichever registry."""
        return self._by_name.get(name, [])

    def same_registry(self, owner: Mapper, name: str) -> list[Mapper]:
        """The classes of a name that the registry of `owner` holds and its module can meet."""
        return [
            mapper
            for mapper in self._by_name.get(name, [])
            if self._meets(owner, mapper)
            and (mapper.registry == owner.registry or _either_unknown(mapper, owner))
        ]

    def _meets(self, owner: Mapper, mapper: Mapper) -> bool:
        """Whether both can be in one process; archived classes only if live code imports them."""
        if not visible(mapper.module, owner.module):
            return False
        if not self._modules.is_archived(mapper.module) or mapper.module is owner.module:
            return True
        return self._modules.is_archived(owner.module) or self._graph.loaded_together(
            mapper.module, owner.module
        )

    def resolve(self, owner: Mapper, text: str) -> Resolution[Mapper]:
        """What `relationship(text)` of `owner` leads to."""
        if text != text.strip() or not text:
            return Missing(text, self.near(owner))
        _, _, rest = text.partition(".")
        return self._path(owner, text) if rest else self._class(owner, text)

    def _class(self, owner: Mapper, name: str) -> Resolution[Mapper]:
        found = self.same_registry(owner, name)
        sure = [mapper for mapper in found if mapper.registry == owner.registry]
        if len(found) > 1 and len(sure) != 1:
            return self._several(owner, name, found)
        if found:
            return Resolved((sure or found)[0])
        if isinstance(self.table_names.token(owner, name), Resolved):
            return Unfit(name, "a table, not a class")
        reason = self._unseen_reason(owner, name)
        if reason is not None:
            return Unknowable(reason)
        return Missing(name, self.near(owner))

    def _several(self, owner: Mapper, name: str, found: list[Mapper]) -> Resolution[Mapper]:
        """Several classes of one name: an error if they are surely in one registry."""
        own_zone = [mapper for mapper in found if mapper.module.zone is owner.module.zone]
        sure = [
            mapper for mapper in found if mapper.registry == owner.registry and owner.registry.known
        ]
        if len(sure) == 1:
            return Resolved(sure[0])
        if owner.module.zone is not found[0].module.zone and own_zone:
            near = [mapper for mapper in found if mapper.module is owner.module]
            return Resolved(near[0]) if len(near) == 1 else Unknowable(f"several `{name}` in tests")
        if len(sure) < len(found) or any(_alternative(mapper) for mapper in found):
            return Unknowable(f"several classes are called `{name}`")
        live = [mapper for mapper in found if not self._modules.is_archived(mapper.module)]
        return Ambiguous(name, tuple(found), live[0] if len(live) == 1 else None)

    def _path(self, owner: Mapper, path: str) -> Resolution[Mapper]:
        """A dotted path: module tokens from any suffix of a module's name, then the class."""
        hidden = self._hidden(owner, path.partition(".")[0])
        if hidden is not None:
            return Missing(path, within=hidden)
        module, _, name = path.rpartition(".")
        found = [
            mapper
            for mapper in self.same_registry(owner, name)
            if mapper.module.name == module or mapper.module.name.endswith(f".{module}")
        ]
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return self._several(owner, path, found)
        if self.same_registry(owner, name):
            return Missing(path, tuple(m.full_name for m in self.same_registry(owner, name)))
        reason = self._unseen_reason(owner, name)
        return Unknowable(reason) if reason else Missing(path, self.near(owner))

    @cached_property
    def _module_words(self) -> frozenset[str]:
        names = {mapper.module.name for mappers in self._by_name.values() for mapper in mappers}
        return frozenset(word for name in names for word in name.split("."))

    def has_path(self, owner: Mapper, path: str) -> bool:
        """Whether a dotted path stands in the name of a module that has classes of the registry."""
        if path.partition(".")[0] not in self._module_words:
            return False
        return any(
            f".{path}." in f".{mapper.module.name}."
            for mappers in self._by_name.values()
            for mapper in mappers
            if mapper.registry == owner.registry and self._meets(owner, mapper)
        )

    def _hidden(self, owner: Mapper, token: str) -> str | None:
        """What a name stands for that could begin the path of a module, if it is not that."""
        if self.same_registry(owner, token):
            return None
        if isinstance(self.table_names.token(owner, token), Resolved):
            return f"the table `{token}`"
        return f"the schema `{token}`" if self.table_names.is_schema(owner, token) else None

    def near(self, owner: Mapper) -> tuple[str, ...]:
        """The names the registry of `owner` knows."""
        return tuple(name for name in self.names if self.same_registry(owner, name))


def _either_unknown(one: Mapper, other: Mapper) -> bool:
    """Whether one of two different registries may turn out to be the other."""
    return not one.registry.known or not other.registry.known


def _alternative(mapper: Mapper) -> bool:
    """Whether a class stands under a condition, so that another may stand in its place."""
    return mapper.cls.facts.when is not When.ALWAYS
