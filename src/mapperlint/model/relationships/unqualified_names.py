"""Names of tables without a schema, where the MetaData has one for all its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.relationships.arguments import Given, text_argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.places import Location


def unqualified(
    relationships: Iterable[Relationship],
) -> Iterator[tuple[Relationship, str, Location]]:
    """The `secondary` that names a table without a schema, against the default of its MetaData."""
    for relationship in relationships:
        metadata, table = relationship.owner.metadata, relationship.secondary_table
        if table is None or relationship.read is None or not metadata.schema_known:
            continue
        if not metadata.schema or not table.schema_known or table.schema:
            continue
        given = text_argument(relationship.read.made, "secondary")
        if isinstance(given, Given) and "." not in given.value:
            yield relationship, given.value, given.where
