"""The tables that one process would make twice in one MetaData."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import When
from mapperlint.model.modules.second_names import SecondName, second_names
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.copies import Copies
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.source import Source
    from mapperlint.model.tables.tables import Table


class DuplicateTables:
    """Finds them among the tables that findings may be about: the `checked` ones."""

    def __init__(
        self,
        modules: Modules,
        source: Source,
        mappers: list[Mapper],
        tables: MetadataTables,
        checked: set[Table],
        copies: Copies,
        graph: ImportGraph,
    ) -> None:
        self._modules = modules
        self._source = source
        self._mappers = mappers
        self._tables = tables
        self._checked = checked
        self._copies = copies
        self._graph = graph

    @cached_property
    def pairs(self) -> tuple[tuple[Table, Table], ...]:
        """Tables of one name in one MetaData that come into one process: first and second.

        Those of a model that is written twice are left to the rules about copies.
        """
        copied = {frozenset((copy.stale.table, copy.live.table)) for copy in self._copies.copies}
        return tuple(
            (first, second)
            for tables in self._tables.duplicates()
            for first, second in pairwise(tables)
            if frozenset((first, second)) not in copied and self._collide(first, second)
        )

    def of_two_names(self) -> Iterator[tuple[Table, SecondName]]:
        """The first table of each file that runs twice, in a MetaData that stands elsewhere."""
        for second in second_names(self._modules, self._source):
            own = (
                mapper.table
                for mapper in self._mappers
                if mapper.module is second.module and mapper.table is not None
            )
            table = next(own, None)
            if table is None or table.extends or table.conditional or table.nameless:
                continue
            places = _places(table.metadata.identity)
            if places and all(place.path != second.module.path for place in places):
                yield table, second

    def hold(self, tables: Iterable[Table | None]) -> bool:
        """Whether one of some tables is made twice: what it lacks may be in the other."""
        return not self._all.isdisjoint(tables)

    @cached_property
    def _all(self) -> frozenset[Table | None]:
        return frozenset(table for both in self.pairs for table in both)

    def _collide(self, first: Table, second: Table) -> bool:
        if first.extends or second.extends or first.where == second.where:
            return False
        if _is_conditional(first) or _is_conditional(second):
            return False
        return {first, second} <= self._checked and self._graph.loaded_together(
            first.module, second.module
        )


def _is_conditional(table: Table) -> bool:
    if table.owner is not None:
        return table.owner.facts.when is not When.ALWAYS or table.owner.in_function
    return table.conditional


def _places(identity: object) -> list[Location]:
    """The places that an identity, of a MetaData say, is made of."""
    if isinstance(identity, Location):
        return [identity]
    if isinstance(identity, tuple):
        return [place for each in identity for place in _places(each)]
    return []
