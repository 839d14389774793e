"""Columns marked as remote that are the relationship's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.relationships.arguments import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.tables.tables import Column
    from mapperlint.places import Location


def local_remote_sides(call: RelationshipCall) -> Iterator[tuple[Column, Location]]:
    """The columns of `remote_side` that only the relationship's own side has.

    With a secondary table `remote_side` is not looked at.
    """
    given, join = call.value("remote_side"), call.relationship.join
    if not isinstance(given, Given) or join is None or join.second is not None:
        return
    for comparison in join.primary:
        for each in (*comparison.left.occurrences, *comparison.right.occurrences):
            if each.remote and each.column in join.parent and each.column not in join.target:
                yield each.column, given.where
