"""What a check has looked at, so that one can tell whether it would see the same again."""

from __future__ import annotations

import time
from typing import NamedTuple

from mapperlint.engine.stamps import Stamp

try:
    from _blake2 import blake2b  # `hashlib` would load OpenSSL for it.
except ImportError:
    from hashlib import blake2b


class Content(NamedTuple):
    """What a file held: its stamp before it was read, if it has one, and a digest of its bytes.

    The digest is "" for a file that could not be read.
    """

    stamp: Stamp | None
    digest: str


def digest_of(content: bytes) -> str:
    """What stands for a content: the same for the same bytes, another for others."""
    return blake2b(content, digest_size=16).hexdigest()


class Observations:
    """Everything one check has seen of its project.

    `since` is when it began, in ns, now if it is not given. `unparsed` are files that were not
    parsed since nobody named them: one that is named is to be Python.
    """

    def __init__(self, since: int | None = None) -> None:
        self.since = time.time_ns() if since is None else since
        self.files: dict[str, Content] = {}
        self.exists: dict[str, bool] = {}
        self.entries: dict[str, tuple[str, ...]] = {}
        self.named: dict[str, bool] = {}
        self.unparsed: set[str] = set()
