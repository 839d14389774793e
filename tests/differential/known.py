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
        "attribute-of-class",
        r"^\w+: AttributeError: type object '.*' has no attribute",
        "no rule reads the attributes of classes in lambdas and in Python itself",
    ),
    Known(
        "annotation-alone",
        r"Could not de-stringify annotation|Could not (?:locate|resolve) .* annotation",
        "a later line takes the relationship away, and leaves its annotation",
    ),
    Known(
        "attribute-in-string",
        r"does not have a mapped column named",
        "an attribute that a join argument names: not in all its places yet",
    ),
    Known(
        "ambiguous-name-in-string",
        r"^relationship: .*Multiple classes found for path",
        "only targets are asked for ambiguous names, not join arguments",
    ),
    Known(
        "proxy-over-hidden",
        r"^attribute: .*has no property",
        "a proxy over what a later line of the class takes away",
    ),
    Known(
        "unhashable",
        r"^attribute: TypeError: unhashable type",
        "whether objects fit into a set is no matter of the mapping",
    ),
    Known("noload", r"``noload`` loader strategy is deprecated", "only 2.1, and only deprecated"),
    Known(
        "column-twice",
        r"named directly multiple times|Trying to redefine primary-key column",
        "1.4 lets the later of two columns of one name take the place of the first",
    ),
)


def known_miss(text: str) -> str | None:
    """The name of the known miss that a failure is."""
    return next((known.name for known in MISSES if re.search(known.text, text)), None)
