"""The answer of the last check, given again while nothing it was made from has changed.

A check is a function of what it has seen: the list of files, their contents, which paths exist,
which names stand in some directories. All of that is noted beside the answer. To give it again
costs a look at each entry, and loads neither the model nor the rules.
"""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, Any

from mapperlint.diagnostics import Applicability, Counts, Diagnostic, Fix, Note, Severity
from mapperlint.engine.answer import Answer
from mapperlint.engine.cache.directory import keep_latest, read, tool, write
from mapperlint.engine.stamps import Stamp
from mapperlint.places import Location, Span

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.engine.cache.observations import Observations
    from mapperlint.engine.disk import Disk

_ONLY_PARSED = 0x400  # ast.PyCF_ONLY_AST, without loading `ast`
KEPT = 8
"""Answers kept for one project: for other settings, other environments."""


class Answers:
    """The answers kept in one directory for a project and its settings."""

    def __init__(self, directory: str, settings: Settings) -> None:
        self._key = f"{tool()} {settings.of_findings!r}"
        name = f"answer-{zlib.crc32(self._key.encode(errors='backslashreplace')):08x}.json"
        self._path = os.path.join(directory, name)

    def again(self, disk: Disk) -> Answer | None:
        """The kept answer, if a check would see now what it saw then."""
        content = read(self._path)
        if content is None:
            return None
        checksum, _, text = content.partition(b"\n")
        if checksum != _checksum(text):
            return None
        try:
            document = json.loads(text)
            if document["key"] != self._key or not _unchanged(document, disk):
                return None
            return _answer(document)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return None

    def keep(self, answer: Answer, seen: Observations, disk: Disk) -> None:
        """Write down an answer with all that it was made from."""
        document = {
            "key": self._key,
            "paths": disk.files.paths,
            "files": [
                [path, each.digest, *_sure(each.stamp, seen)] for path, each in seen.files.items()
            ],
            "exists": seen.exists,
            "entries": seen.entries,
            "named": seen.named,
            "unparsed": sorted(seen.unparsed),
            "findings": [_without_intentions(finding) for finding in answer.findings],
            "counts": answer.counts,
        }
        text = json.dumps(document, default=_named_value, separators=(",", ":")).encode()
        if write(self._path, _checksum(text), b"\n", text):
            keep_latest(os.path.dirname(self._path), "answer-", KEPT)


def _checksum(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)


def _sure(stamp: Stamp | None, seen: Observations) -> tuple[int, ...]:
    return stamp if stamp is not None and stamp.trusted(seen.since) else ()


def _without_intentions(finding: Diagnostic) -> tuple[object, ...]:
    """A finding as it is kept: of its fixes what they are called and how far to trust them."""
    fixes = [(fix.title, fix.applicability) for fix in finding.fixes]
    return (*finding[:-1], fixes)


def _named_value(value: object) -> str:
    assert isinstance(value, Severity | Applicability)
    return str(value.value)


# would it be seen again?


def _unchanged(document: dict[str, Any], disk: Disk) -> bool:
    return (
        tuple(document["paths"]) == disk.files.paths
        and all((path in disk.named) == was for path, was in document["named"].items())
        and all(_parses(path, disk) for path in disk.named.intersection(document["unparsed"]))
        and all(_same(entry, disk) for entry in document["files"])
        and all(disk.exists(path) == was for path, was in document["exists"].items())
        and all(disk.entries(path) == tuple(was) for path, was in document["entries"].items())
    )


def _same(entry: list[Any], disk: Disk) -> bool:
    path, kept, *stamp = entry
    if stamp and disk.stamp(path) == tuple(stamp):
        return True
    try:
        content = disk.read(path)
    except OSError:
        return bool(kept == "")
    from mapperlint.engine.cache.observations import digest_of

    return bool(kept == digest_of(content))


def _parses(path: str, disk: Disk) -> bool:
    """Whether a file that is named now, and was not parsed then, is Python."""
    try:
        compile(disk.read(path), path, "exec", _ONLY_PARSED, dont_inherit=True)
    except (SyntaxError, ValueError, OSError, RecursionError, MemoryError, OverflowError):
        return False
    return True


# from JSON, checked


def _answer(document: dict[str, Any]) -> Answer:
    return Answer(
        tuple(_finding(entry) for entry in document["findings"]),
        Counts(*(_number(count) for count in document["counts"])),
    )


def _finding(entry: list[Any]) -> Diagnostic:
    code, name, severity, location, message, subject, notes, advice, concerns, fixes = entry
    return Diagnostic(
        _text(code),
        _text(name),
        Severity(severity),
        _location(location),
        _text(message),
        _text(subject),
        tuple(Note(_location(place), _text(said)) for place, said in notes),
        None if advice is None else _text(advice),
        tuple(_text(path) for path in concerns),
        tuple(Fix(_text(title), Applicability(how), ()) for title, how in fixes),
    )


def _location(entry: list[Any]) -> Location:
    path, span = entry
    return Location(_text(path), Span(*(_number(each) for each in span)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
