"""What we know we do not say yet, and why. An entry goes when its rule comes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Failures and warnings whose kind and text match are not reported.

    `reason` says what is missing.
    """

    name: str
    text: str
    reason: str


MISSES: tuple[Known, ...] = (
    Known(
        "annotation-alone",
        r"Could not de-stringify annotation|Could not (?:locate|resolve) .* annotation",
        "a later line takes the relationship away, which `hidden-attribute` warns of; that the "
        "annotation it leaves is read as that of a column is a consequence",
    ),
    Known(
        "unhashable",
        r"^attribute: TypeError: unhashable type",
        "whether objects fit into a set is no matter of the mapping",
    ),
)


SILENT_IN_1_4 = frozenset({"backref-over-attribute"})
"""Rules that warn of what SQLAlchemy 1.4 does as well, but without a word; their pages say so."""


def known_miss(text: str) -> str | None:
    """The name of the known miss that a failure is."""
    return next((known.name for known in MISSES if re.search(known.text, text)), None)
