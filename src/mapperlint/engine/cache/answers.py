"""The answer of the last check, given again while nothing it was made from has changed.

A check is a function of what it has seen: the list of files, their contents, which paths exist,
which names stand in some directories. All of that is noted beside the answer. To give it again
costs a look at each entry, and loads neither the model nor the rules. After an edit that moves
lines and nothing else, it is given again with its places moved.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mapperlint.diagnostics import Applicability, Counts, Diagnostic, Fix, Note, Severity
from mapperlint.engine.answer import Answer
from mapperlint.engine.cache.directory import keep_latest, seal, tool, unsealed
from mapperlint.engine.stamps import Stamp
from mapperlint.places import Location, Span

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.engine.cache.facts import FactStore
    from mapperlint.engine.cache.observations import Observations
    from mapperlint.engine.disk import Disk

_ONLY_PARSED = 0x400  # ast.PyCF_ONLY_AST, without loading `ast`
MOST_CHANGED = 20
"""Files; after more changes at once all is likely to be another."""
MOST_KEPT = 8
"""Answers kept for one project: for other settings, other environments."""


class Answers:
    """The answers kept in one directory for a project and its settings."""

    def __init__(self, directory: str, settings: Settings) -> None:
        self._key = f"{tool()} {settings.of_findings!r}"
        self._directory = directory

    @cached_property
    def facts(self) -> FactStore:
        """The facts that are kept beside the answers."""
        from mapperlint.engine.cache.facts import FactStore

        return FactStore(self._directory)

    def again(self, disk: Disk) -> Answer | None:
        """The kept answer, if a check would see now what it saw then.

        A text that is not on the disk is mostly an edit of one that is, or the same once more.
        """
        since = time.time_ns()
        try:
            kept = [self._kept(disk, given=given) for given in {bool(disk.changed), False}]
            known = sorted((each for each in kept if each is not None), key=lambda each: each.edits)
            answers = (self._from(each, disk, since) for each in known)
            return next((answer for answer in answers if answer is not None), None)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return None

    def _path(self, *, given: bool) -> str:
        """The file of the answer for what is on the disk, or for a text that is `given`."""
        key = f"{self._key} given" if given else self._key
        number = zlib.crc32(key.encode(errors="backslashreplace"))
        return os.path.join(self._directory, f"answer-{number:08x}.json")

    def _kept(self, disk: Disk, *, given: bool) -> Kept | None:
        text = unsealed(self._path(given=given))
        document = None if text is None else json.loads(text)
        if document is None or document["key"] != self._key or not _stands(document, disk):
            return None
        found = _read_again(document, disk)
        return None if found is None else Kept(document, found)

    def _from(self, kept: Kept, disk: Disk, since: int) -> Answer | None:
        answer = _answer(kept.document)
        if kept.edits:
            return self._moved(answer, kept, disk, since)
        if any(each.stamp is not None and each.stamp.trusted(since) for each in kept.read_again):
            self.keep(answer, kept.seen(since), disk)  # They are not read once more.
        return answer

    def _moved(self, answer: Answer, kept: Kept, disk: Disk, since: int) -> Answer | None:
        """The answer after edits, if all they did was to move lines."""
        from mapperlint.engine.cache.edits import Edits

        edits = Edits(self.facts)
        if not all(edits.moved_lines(each) for each in kept.read_again if each.has_changed):
            return None
        moved = edits.moved(answer)
        if moved is not None and not disk.changed:
            seen = kept.seen(since)
            edits.save(seen)
            self.keep(moved, seen, disk)
        return moved

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
        if seal(self._path(given=bool(disk.changed)), text):
            keep_latest(self._directory, "answer-", MOST_KEPT)


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


class ReadAgain(NamedTuple):
    """A file that had to be read again; `before` is the digest of what it held."""

    path: str
    before: str
    stamp: Stamp | None
    text: bytes
    digest: str

    @property
    def has_changed(self) -> bool:
        """Whether it holds something else than before."""
        return self.digest != self.before


class Kept(NamedTuple):
    """An answer as it is kept, and the files that had to be read again to compare them."""

    document: dict[str, Any]
    read_again: list[ReadAgain]

    @property
    def edits(self) -> int:
        """How many files have changed since."""
        return sum(each.has_changed for each in self.read_again)

    def seen(self, since: int) -> Observations:
        """What a check would have seen now, `since` when it began."""
        from mapperlint.engine.cache.observations import Content, Observations

        document, seen = self.document, Observations(since)
        seen.files = {
            path: Content(Stamp(*known) if known else None, digest)
            for path, digest, *known in document["files"]
        }
        for each in self.read_again:
            seen.files[each.path] = Content(each.stamp, each.digest)
        seen.exists = document["exists"]
        seen.entries = document["entries"]
        seen.named = document["named"]
        seen.unparsed = set(document["unparsed"])
        return seen


def _stands(document: dict[str, Any], disk: Disk) -> bool:
    """Whether all that a check sees beside the contents of files is as it was."""
    return (
        tuple(document["paths"]) == disk.files.paths
        and all((path in disk.named) == was for path, was in document["named"].items())
        and all(_parses(path, disk) for path in disk.named.intersection(document["unparsed"]))
        and all(disk.exists(path) == was for path, was in document["exists"].items())
        and all(disk.entries(path) == tuple(was) for path, was in document["entries"].items())
    )


def _read_again(document: dict[str, Any], disk: Disk) -> list[ReadAgain] | None:
    """The files of which a look at the disk does not say that they are the same.

    None where some can no longer be read, or now can be, and where many have changed.
    """
    found: list[ReadAgain] = []
    changed = 0
    for path, kept, *known in document["files"]:
        stamp = disk.stamp(path)
        if known and stamp == tuple(known):
            continue
        try:
            text = disk.read(path)
        except OSError:
            if kept == "":
                continue
            return None
        from mapperlint.engine.cache.observations import digest_of

        found.append(ReadAgain(path, kept, stamp, text, digest_of(text)))
        changed += found[-1].has_changed
        if changed > MOST_CHANGED:
            return None
    return found


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
