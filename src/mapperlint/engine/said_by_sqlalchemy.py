"""Which rules a message of SQLAlchemy belongs to: what is pasted is compared with their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.rule import Rule

_RUN = 3
"""Words in a row that two texts must share to be said to share anything."""

_ENOUGH = 0.5
"""The part of the pasted words in runs that a page must have, or that of the page's message."""

_NEAR = 0.8
"""Pages that share nearly as much as the best one are named beside it."""


def rules_saying(text: str, rules: Sequence[Rule]) -> list[Rule]:
    """The rules whose pages show the message, the best first; none where no page is near."""
    scores = {rule.code: _score(text, rule.page) for rule in rules}
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH:
        return []
    near = [rule for rule in rules if scores[rule.code] >= max(best * _NEAR, _ENOUGH)]
    return sorted(near, key=lambda rule: -scores[rule.code])


def messages(page: str) -> list[str]:
    """The messages of SQLAlchemy that a page shows: its indented blocks before the example."""
    before = page.partition("## Example")[0]
    blocks = re.findall(r"(?m)(?:^ {4}\S.*\n?)+", before)
    return [" ".join(block.split()) for block in blocks]


def _score(text: str, page: str) -> float:
    return max((_shared(text, message) for message in messages(page)), default=0.0)


def _shared(text: str, message: str) -> float:
    """How much of the shorter of two texts stands in the other, as runs of words."""
    one, other = _runs(text), _runs(message)
    if not one or not other:
        return float(_words(text) == _words(message) != [])
    return len(one & other) / min(len(one), len(other))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def _words(text: str) -> list[str]:
    """Words in lower case; names that differ from program to program are left out."""
    plain = re.sub(r"'[^']*'|\"[^\"]*\"|\b\w+(?:\.\w+)+\b|[A-Z]\w*\[[^\]]*\]+|\{\w+\}", " ", text)
    return re.findall(r"[a-z_]+", plain.lower())
