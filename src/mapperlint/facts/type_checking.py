"""The lines of a file that only type checkers read, from its bytes alone.

An import below `if TYPE_CHECKING:` brings nothing into a process. Only the plain form at the margin
is known here; every other line counts as one that runs.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(
    rb"^if[ \t]+\(?(?:\w+\.)?TYPE_CHECKING\)?[ \t]*:[ \t]*(?:#[^\n]*)?\n"
    rb"(?:[ \t]+[^\n]*(?:\n|\Z)|[ \t]*(?:#[^\n]*)?\n|[)\]}][^\n]*(?:\n|\Z))*",
    re.MULTILINE,
)


def lines_for_checkers(source: bytes) -> frozenset[int]:
    """The numbers, from 1, of the lines that stand below `if TYPE_CHECKING:` at the margin."""
    if b"TYPE_CHECKING" not in source:
        return frozenset()
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found: set[int] = set()
    for block in _BLOCK.finditer(source):
        first = source.count(b"\n", 0, block.start()) + 1
        found.update(range(first, first + block[0].count(b"\n") + 1))
        if block[0].endswith(b"\n"):
            found.discard(first + block[0].count(b"\n"))
    return frozenset(found)
