"""Whether a file is still the one that was read, told from its directory entry alone.

Size and times say so, with one trap: a file can be written again within the tick of the clock in
which it was read, and keep its size. As git does it, a stamp that is not clearly older than the
moment of reading is not trusted: the file is read again, and its content compared.
"""

from __future__ import annotations

import os
from typing import NamedTuple

TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use, FAT's."""


class Stamp(NamedTuple):
    """Size in bytes, times of the last change of content and of the entry in ns, and the inode."""

    size: int
    modified: int
    changed: int
    inode: int

    def trusted(self, since: int) -> bool:
        """Whether no change can hide behind this stamp if it was taken at `since`, in ns."""
        return self.modified + TICK < since and self.changed + TICK < since


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a file; None if there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
