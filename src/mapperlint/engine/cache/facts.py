"""The facts and scans of all files in one file, by the content they were taken from.

A file that was renamed, restored or checked out again finds its facts by its content; one whose
stamp is unchanged is not even read. Facts are decoded when they are asked for, each by itself.

    mapperlint facts\n | crc32 of the rest | length of the index | index | facts and scans
"""

from __future__ import annotations

import os
import struct
import zlib
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from mapperlint.engine.cache.directory import keep_latest, read, tool, write
from mapperlint.engine.stamps import Stamp
from mapperlint.facts.questions import Kept
from mapperlint.facts.scan import Scan
from mapperlint.facts.shapes import FileFacts, Problem

if TYPE_CHECKING:
    from mapperlint.engine.cache.observations import Observations

T = TypeVar("T")

_MAGIC = b"mapperlint facts\n"
_HEAD = struct.Struct(">IQ")
LONGEST_UNUSED = 10
"""A content nobody asked for in so many writes is dropped."""
LARGEST = 512 * 1024 * 1024
"""Bytes; a file that would be larger is not written."""


class Look(Struct, frozen=True, array_like=True):
    """A cheap look at a file, and why it cannot be decoded, if it cannot."""

    scan: Scan
    problem: Problem | None


class Heard(Struct, frozen=True, array_like=True):
    """What was asked of the bytes of a file, and what was answered."""

    given: list[tuple[Kept, bool | frozenset[str]]]


class _Place(Struct, array_like=True):
    """Where the stored values of one content lie: offset and length, 0 for none."""

    unused: int
    look: tuple[int, int] = (0, 0)
    facts: tuple[int, int] = (0, 0)
    answers: tuple[int, int] = (0, 0)


class _Index(Struct, array_like=True):
    tool: str
    files: dict[str, tuple[Stamp, str]]
    contents: dict[str, _Place]


_INDEX = msgspec.msgpack.Decoder(_Index)
LOOK = msgspec.msgpack.Decoder(Look)
FACTS = msgspec.msgpack.Decoder(FileFacts)
_HEARD = msgspec.msgpack.Decoder(Heard)
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def encoded(value: Look | FileFacts | Heard) -> bytes | None:
    """A look, facts or answers as bytes; None where they hold what cannot be written down."""
    try:
        return _encode(value)
    except (ValueError, TypeError, RecursionError):
        # A string of half a surrogate pair has no encoding.
        return None


_KINDS = {Look: "look", FileFacts: "facts", Heard: "answers"}
"""What is kept of a content, and where its `_Place` says so."""


class FactStore:
    """The facts kept between runs, in one file of a directory."""

    def __init__(self, directory: str) -> None:
        self._tool = tool()
        self._path = os.path.join(directory, f"facts-{zlib.crc32(self._tool.encode()):08x}.bin")
        self._index, self._stored = _opened(self._path, self._tool)
        self._new: dict[str, dict[str, bytes]] = {}
        self._asked: set[str] = set()

    def __len__(self) -> int:
        """How many contents are kept."""
        return len(self._index.contents)

    def known(self, path: str, stamp: Stamp | None) -> str | None:
        """The digest of a file whose stamp is the one it had; None if it must be read."""
        if stamp is None:
            return None
        found = self._index.files.get(path)
        return found[1] if found is not None and found[0] == stamp else None

    def look(self, digest: str) -> Look | None:
        """The stored look at a content; None if there is none."""
        return self._decoded(digest, "look", LOOK)

    def facts(self, digest: str) -> FileFacts | None:
        """The stored facts of a content; None if there are none."""
        return self._decoded(digest, "facts", FACTS)

    def answers(self, digest: str) -> dict[Kept, bool | frozenset[str]]:
        """What questions to a content were answered."""
        stored = self._decoded(digest, "answers", _HEARD)
        return {} if stored is None else dict(stored.given)

    def add(self, digest: str, value: Look | FileFacts | Heard) -> bool:
        """Keep what was taken from a content, and say whether that can be written down."""
        text = encoded(value)
        if text is not None:
            self._new.setdefault(digest, {})[_KINDS[type(value)]] = text
        return text is not None

    def save(self, seen: Observations) -> None:
        """Write down what is new."""
        files = {
            path: (content.stamp, content.digest)
            for path, content in seen.files.items()
            if content.stamp is not None and content.digest and content.stamp.trusted(seen.since)
        }
        if not self._new and files.items() <= self._index.files.items():
            return
        body = bytearray()
        contents: dict[str, _Place] = {}
        alive = {content.digest for content in seen.files.values()} | self._asked
        for digest in {**self._index.contents, **dict.fromkeys(self._new)}:
            old = self._index.contents.get(digest, _Place(0))
            unused = 0 if digest in alive else old.unused + 1
            if unused > LONGEST_UNUSED:
                continue
            new = self._new.get(digest, {})
            place = _Place(unused)
            for kind in _KINDS.values():
                part = new.get(kind) or self._slice(getattr(old, kind))
                setattr(place, kind, _appended(body, part))
            contents[digest] = place
        kept = {path: each for path, each in self._index.files.items() if each[1] in contents}
        index = _encode(_Index(self._tool, {**kept, **files}, contents))
        length = _HEAD.pack(0, len(index))[4:]
        if len(index) + len(body) > LARGEST:
            return
        checksum = zlib.crc32(body, zlib.crc32(index, zlib.crc32(length))).to_bytes(4, "big")
        if write(self._path, _MAGIC, checksum, length, index, body):
            keep_latest(os.path.dirname(self._path), "facts-", 3)

    def _decoded(self, digest: str, kind: str, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
        self._asked.add(digest)
        stored: bytes | memoryview | None = self._new.get(digest, {}).get(kind)
        place = self._index.contents.get(digest)
        if stored is None and place is not None:
            stored = self._slice(getattr(place, kind))
        if not stored:
            return None
        try:
            return decoder.decode(stored)
        except (msgspec.MsgspecError, RecursionError):
            return None

    def _slice(self, place: tuple[int, int]) -> memoryview:
        offset, length = place
        return self._stored[offset : offset + length]


def _appended(body: bytearray, part: bytes | memoryview) -> tuple[int, int]:
    offset = len(body)
    body += part
    return offset, len(part)


def _opened(path: str, tool: str) -> tuple[_Index, memoryview]:
    """The index and the bytes behind it; empty ones where the file is not what we wrote."""
    empty = _Index(tool, {}, {}), memoryview(b"")
    content = read(path)
    start = len(_MAGIC) + _HEAD.size
    if content is None or len(content) < start or not content.startswith(_MAGIC):
        return empty
    rest = memoryview(content)[len(_MAGIC) + 4 :]
    checksum, length = _HEAD.unpack_from(content, len(_MAGIC))
    if checksum != zlib.crc32(rest):
        return empty
    view = memoryview(content)
    try:
        index = _INDEX.decode(view[start : start + length])
    except msgspec.MsgspecError:
        return empty
    return (index, view[start + length :]) if index.tool == tool else empty
