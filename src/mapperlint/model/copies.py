"""Classes that are defined more than once, and which of the definitions is the stale one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.mapping.mappers import ColumnAttribute, Mapper
from mapperlint.model.modules.modules import Module, Zone
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapperlint.model.modules.import_graph import ImportGraph

FEWEST_SHARED = 2
"""Columns two classes must share, beside their name, to count as one model written twice."""


class Copy(Struct, frozen=True):
    """A class that is defined a second time. `stale` is the one that probably has to go.

    That is known where its package is archived, or where nobody imports it while the other is
    imported.
    """

    stale: Mapper
    live: Mapper
    is_archived: bool = False
    is_unused: bool = False

    @property
    def advice(self) -> str | None:
        """What to do about it; None if it is not known which of the two is stale."""
        module, live = self.stale.module.name, self.live.module.name
        if self.is_archived:
            return f"`{module}` is archived: import `{self.live.name}` from `{live}`"
        if self.is_unused:
            return f"nobody imports `{module}`: remove it"
        return None

    @property
    def same_table(self) -> bool:
        """Whether both define the same table of one MetaData, which raises on import."""
        one, other = self.stale.table, self.live.table
        if one is None or other is None or one is other or one.key is None:
            return False
        return (
            one.key == other.key
            and one.metadata == other.metadata
            and not (one.extends or other.extends)
        )


class Choice(Struct, frozen=True):
    """A string of a relationship, its target or an argument, that fits several classes."""

    label: str
    where: Location
    candidates: tuple[Mapper, ...]


class CopyGroup(Struct, frozen=True):
    """The copies between one pair of packages: one root cause."""

    copies: tuple[Copy, ...]
    choices: tuple[Choice, ...]

    @property
    def packages(self) -> tuple[str, str]:
        """The packages they stand in, the stale one first; modules where that is one package."""
        return _packages(self.copies[0])

    @property
    def raises(self) -> bool:
        """Whether SQLAlchemy refuses them: one table twice, or a string that fits both."""
        return bool(self.choices) or any(copy.same_table for copy in self.copies)


class Copies:
    """Finds the models that are written twice in one registry and come into one process."""

    def __init__(
        self,
        mappers: list[Mapper],
        choices: Callable[[], tuple[Choice, ...]],
        graph: ImportGraph,
        archived: Callable[[str], bool],
    ) -> None:
        self._mappers = mappers
        self._strings = choices
        self._graph = graph
        self._archived = archived

    @cached_property
    def groups(self) -> list[CopyGroup]:
        """All copies, grouped by the packages they stand in."""
        by_packages: dict[tuple[str, str], list[Copy]] = {}
        for copy in self.copies:
            by_packages.setdefault(_packages(copy), []).append(copy)
        return [
            CopyGroup(tuple(sorted(copies, key=_place)), self._choices(copies))
            for copies in by_packages.values()
        ]

    @cached_property
    def copies(self) -> list[Copy]:
        """Each pair of definitions of one model."""
        by_name: dict[tuple[object, str], list[Mapper]] = {}
        for mapper in self._mappers:
            if mapper.zone is Zone.APPLICATION and mapper.registry.known:
                by_name.setdefault((mapper.registry, mapper.name), []).append(mapper)
        found = [
            copy
            for mappers in by_name.values()
            if len(mappers) > 1
            for copy in self._pairs(mappers)
        ]
        return [*found, *self._of_other_registries()]

    def _of_other_registries(self) -> Iterator[Copy]:
        """Archived classes that took their registry with them: what is live has one of its own."""
        live: dict[str, list[Mapper]] = {}
        archived = []
        for mapper in self._mappers:
            if mapper.zone is Zone.APPLICATION and mapper.registry.known:
                if self._archived(mapper.module.name):
                    archived.append(mapper)
                else:
                    live.setdefault(mapper.name, []).append(mapper)
        for stale in archived:
            for other in live.get(stale.name, ()):
                if other.registry != stale.registry and self._is_copy(stale, other):
                    yield self._copy(stale, other)

    def is_copied(self, mappers: tuple[Mapper, ...]) -> bool:
        """Whether some classes of one name are copies of one model, not two models of one name."""
        known = {frozenset((copy.stale, copy.live)) for copy in self.copies}
        return any(
            frozenset((one, other)) in known
            for index, one in enumerate(mappers)
            for other in mappers[index + 1 :]
        )

    def loaded_together(self, mappers: tuple[Mapper, ...]) -> bool:
        """Whether at least two of some classes come into one process."""
        return any(
            self._graph.loaded_together(one.module, other.module)
            for index, one in enumerate(mappers)
            for other in mappers[index + 1 :]
        )

    def _pairs(self, mappers: list[Mapper]) -> list[Copy]:
        live, *others = sorted(mappers, key=self._staleness)
        return [
            self._copy(other, live)
            for other in others
            if other.module is not live.module
            and (self._archived(other.module.name) or _same_model(other, live))
            and self._meet(other, live)
        ]

    def _is_copy(self, stale: Mapper, live: Mapper) -> bool:
        return _same_model(stale, live) and self._meet(stale, live)

    def _meet(self, one: Mapper, other: Mapper) -> bool:
        """Whether two classes are sure to be made, and come into one process."""
        return (
            _certain(one)
            and _certain(other)
            and self._graph.loaded_together(one.module, other.module)
        )

    def _copy(self, stale: Mapper, live: Mapper) -> Copy:
        archived = self._archived(stale.module.name) and not self._archived(live.module.name)
        unused = not self._graph.direct_importers(stale.module.path)
        used = bool(self._graph.direct_importers(live.module.path))
        return Copy(stale, live, archived, unused and used)

    def _staleness(self, mapper: Mapper) -> tuple[bool, int, str]:
        """Archived classes last, then those that fewer modules import, then by path."""
        importers = len(self._graph.direct_importers(mapper.module.path))
        return (self._archived(mapper.module.name), -importers, mapper.cls.location.path)

    def _choices(self, copies: list[Copy]) -> tuple[Choice, ...]:
        """The strings that fit several of the classes."""
        classes = {mapper for copy in copies for mapper in (copy.stale, copy.live)}
        return tuple(
            choice for choice in self._strings() if len(classes.intersection(choice.candidates)) > 1
        )


def _same_model(one: Mapper, other: Mapper) -> bool:
    """Whether two classes of one name are one model: the same table, or the same columns."""
    if one.table is not None and other.table is not None and one.table.name == other.table.name:
        return True
    if _of_other_tables(one, other):
        return False
    columns = _columns(one) & _columns(other)
    fewer = min(len(_columns(one)), len(_columns(other)))
    return len(columns) > FEWEST_SHARED and len(columns) * 2 >= fewer


def _packages(copy: Copy) -> tuple[str, str]:
    stale, live = _package(copy.stale.module), _package(copy.live.module)
    if stale == live:
        return copy.stale.module.name, copy.live.module.name
    return stale, live


def _package(module: Module) -> str:
    return module.name.rpartition(".")[0] or module.name


def _of_other_tables(one: Mapper, other: Mapper) -> bool:
    """Whether the tables surely have nothing to do with each other: neither name is in the other.

    A copy is given another table by a version or a plural: `hero_v1`, `customers`.
    """
    names = [each.table.name if each.table else None for each in (one, other)]
    first, second = names
    if first is None or second is None:
        return False
    return first not in second and second not in first


def _columns(mapper: Mapper) -> set[str]:
    """The columns that are written in the class itself, not those of its mixins."""
    own = set(mapper.cls.names())
    return {
        name
        for name, attribute in mapper.attributes.items()
        if isinstance(attribute, ColumnAttribute) and name in own
    }


def _certain(mapper: Mapper) -> bool:
    return mapper.cls.facts.when is When.ALWAYS and not mapper.cls.in_function


def _place(copy: Copy) -> tuple[str, int]:
    location = copy.stale.cls.location
    return location.path, location.span.line
