"""How files are written: each is the old or the new one at any moment, and all of a fix or none.

The new text goes into a temporary file of the same folder, which then takes the place of the old in
one step. Before the first step everything that can fail has been done, and the files are compared
once more with what was read: what somebody else has written meanwhile is not ours to overwrite. A
temporary file that a killed run has left has no name that anything reads; the next run that writes
in its folder deletes it.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

if sys.platform != "win32":
    import fcntl

_LEFT_BEHIND = re.compile(r"\.mapperlint-(\d+)-[0-9a-f]+\.tmp")


class Change(NamedTuple):
    """A file, by its absolute path, what was read from it, and what is to be in it."""

    path: str
    old: bytes
    new: bytes


class ChangedMeanwhile(Exception):
    """A file is not what was read any more. Nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NotWritable(Exception):
    """A file cannot be written. Nothing was written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@contextmanager
def turn(root: str) -> Iterator[None]:
    """Of several processes that write in one project, one at a time.

    The lock is on the root itself, so that nothing is left lying about; a file system without locks
    goes without.
    """
    if sys.platform == "win32":
        yield
    else:
        folder = os.open(root, os.O_RDONLY)
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(folder)


def write(changes: Sequence[Change]) -> None:
    """Write all of these files, or none. Raises ChangedMeanwhile and NotWritable."""
    prepared: list[_Prepared] = []
    replaced: list[_Prepared] = []
    for folder in {os.path.dirname(os.path.realpath(change.path)) for change in changes}:
        _sweep(folder)
    try:
        for change in changes:
            # One that fails leaves the others to be cleaned up.
            prepared.append(_Prepared.of(change))  # noqa: PERF401
        for each in prepared:
            each.compare()
        for each in prepared:
            each.compare()
            each.replace()
            replaced.append(each)
    except BaseException:
        for each in reversed(replaced):
            each.take_back()
        raise
    finally:
        for each in prepared:
            with suppress(OSError):
                os.unlink(each.temporary)
    for folder in {os.path.dirname(each.target) for each in prepared}:
        _reach_the_disk(folder)


def _sweep(folder: str) -> None:
    """Delete the temporary files in a folder whose writers are gone."""
    with suppress(OSError):
        for name in os.listdir(folder):
            match = _LEFT_BEHIND.fullmatch(name)
            if match and not _is_at_work(int(match[1])):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))


class _Prepared(NamedTuple):
    """A change whose new text lies beside the file it is for. `target` is no link."""

    change: Change
    target: str
    temporary: str

    @classmethod
    def of(cls, change: Change) -> _Prepared:
        target = os.path.realpath(change.path)
        folder = os.path.dirname(target)
        name = f".mapperlint-{os.getpid()}-{os.urandom(4).hex()}.tmp"
        prepared = cls(change, target, os.path.join(folder, name))
        try:
            status = os.stat(target)
            if not (status.st_mode & 0o222 and os.access(target, os.W_OK)):
                raise NotWritable(change.path, "the file is read-only")
            _put(prepared.temporary, change.new, like=target, status=status)
        except FileNotFoundError:
            raise ChangedMeanwhile(change.path) from None
        except OSError as error:
            reason = f"no file can be written in {folder}: {error.strerror}"
            raise NotWritable(change.path, reason) from None
        return prepared

    def compare(self) -> None:
        """Raise ChangedMeanwhile unless the file is still what was read."""
        if _content(self.target) != self.change.old:
            raise ChangedMeanwhile(self.change.path)

    def replace(self) -> None:
        try:
            os.replace(self.temporary, self.target)
        except OSError as error:
            raise NotWritable(self.change.path, str(error.strerror)) from None

    def take_back(self) -> None:
        """Put the old text where the new one is, in one step as well."""
        with suppress(OSError):
            if _content(self.target) == self.change.new:
                status = os.stat(self.target)
                _put(self.temporary, self.change.old, like=self.target, status=status)
                os.replace(self.temporary, self.target)


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _put(path: str, content: bytes, *, like: str, status: os.stat_result) -> None:
    """A new file with a content, and with the mode, owner and attributes of another one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags, 0o600), "wb") as file:
            file.write(content)
            _alike(path, like, status)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


def _alike(path: str, like: str, status: os.stat_result) -> None:
    """Give a file the owner, mode and attributes of another. Raises OSError."""
    own = os.stat(path)
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(like):
                os.setxattr(path, name, os.getxattr(like, name))


def _reach_the_disk(folder: str) -> None:
    """See to it that the new names survive a loss of power, where a folder can be synced."""
    with suppress(OSError):
        entry = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def _is_at_work(process: int) -> bool:
    """Whether the writer of a temporary file still runs.

    One of our own number is an earlier process: in a container each may be the first.
    """
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        return True  # to ask for a process there is to end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
