"""What is not understood of a project, grouped by reason: what a check is silent about, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapperlint.reporters.lines import printable
from mapperlint.reporters.summary import understood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.model.coverage import Coverage, Unseen
    from mapperlint.places import Location
    from mapperlint.reporters.view import View


class _Subject(NamedTuple):
    """A class, an attribute or a relationship, and its fields that one reason keeps unknown."""

    place: Location
    name: str
    fields: tuple[str, ...]


def unknowns_as_text(coverage: Coverage, view: View) -> str:
    """A block for each reason, the one that hides most first, then the two counts."""
    blocks = [
        "\n".join([_headline(reason, subjects), *_aligned(subjects, view)])
        for reason, subjects in _grouped(coverage.unknowns)
    ]
    return "\n\n".join([*blocks, understood(coverage.counts)]) + "\n"


def unknowns_as_json(coverage: Coverage) -> str:
    """`{"version": 1, "reasons": [{"reason": ..., "unknown": [...]}, ...]}`."""
    import json

    document = {
        "version": 1,
        "reasons": [
            {
                "reason": reason,
                "unknown": [
                    {
                        "file": each.place.path,
                        "line": each.place.span.line,
                        "subject": each.name,
                        "fields": list(each.fields),
                    }
                    for each in subjects
                ],
            }
            for reason, subjects in _grouped(coverage.unknowns)
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _grouped(unknowns: Sequence[Unseen]) -> list[tuple[str, list[_Subject]]]:
    """The subjects of each reason; the reason with most subjects first, then by its text."""
    fields: dict[str, dict[tuple[Location, str], list[str]]] = {}
    for each in unknowns:
        subjects = fields.setdefault(each.reason, {})
        subjects.setdefault((each.place, each.subject), []).append(each.field)
    grouped = [
        (reason, [_Subject(place, name, tuple(each)) for (place, name), each in found.items()])
        for reason, found in fields.items()
    ]
    return sorted(grouped, key=lambda group: (-len(group[1]), group[0]))


def _headline(reason: str, subjects: Sequence[_Subject]) -> str:
    times = "once" if len(subjects) == 1 else f"{len(subjects)} times"
    return printable(f"{reason}  ({times})")


def _aligned(subjects: Sequence[_Subject], view: View) -> list[str]:
    rows = [
        (
            printable(
                f"{view.shown(each.place.path)}:{each.place.span.line}:{each.place.span.column + 1}"
            ),
            f"{printable(each.name)}: {', '.join(each.fields)}",
        )
        for each in subjects
    ]
    width = max(len(place) for place, _ in rows)
    return [f"    {place:<{width}}  {what}" for place, what in rows]
