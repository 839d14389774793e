"""The kind of value all facts are made of.

Facts are made by the hundred thousand and kept on the disk between runs. A `msgspec.Struct` is made
five times as fast as a frozen dataclass, its class needs no code generated at start-up, and bytes
become facts again in one validated pass. They hold no cycles, so the collector need not track them.
"""

from __future__ import annotations

from msgspec import Struct


class Fact(Struct, frozen=True, gc=False, array_like=True, tag=True):
    """A frozen, hashable value. Stored as its class's name and its fields in order."""
