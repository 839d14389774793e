"""Where the cache lies, and how it is written: whole files, put in place in one step."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress

from mapperlint import __version__

_IGNORED = "# Made by mapperlint.\n*\n"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of mapperlint, safe to delete.\n"


def tool() -> str:
    """What facts and answers depend on besides the files: this program, and Python's own grammar.

    A copy that is being worked on says when it was last changed.
    """
    python = f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}"
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    installed = os.path.basename(os.path.dirname(package)) in {"site-packages", "dist-packages"}
    return f"{__version__} {python}" + ("" if installed else f" {_last_change(package)}")


def _last_change(package: str) -> int:
    latest = 0
    for directory, _, names in os.walk(package):
        for name in names:
            if name.endswith(".py"):
                latest = max(latest, os.stat(os.path.join(directory, name)).st_mtime_ns)
    return latest


def read(path: str) -> bytes | None:
    """The bytes of a file of the cache; None if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def write(path: str, *parts: bytes | bytearray) -> bool:
    """Put a file in place in one step; a cache that cannot be written is none."""
    directory = os.path.dirname(path)
    temporary = f"{path}.{os.getpid()}"
    try:
        _prepare(directory)
        with open(temporary, "wb") as file:
            file.writelines(parts)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        return False
    return True


def unsealed(path: str) -> bytes | None:
    """What `seal` has written into a file; None where there is none, or it is another now."""
    content = read(path)
    if content is None:
        return None
    checksum, _, text = content.partition(b"\n")
    return text if checksum == _checksum(text) else None


def seal(path: str, text: bytes) -> bool:
    """Write a text with what tells that it is whole; whether it could be written."""
    return write(path, _checksum(text), b"\n", text)


def _checksum(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)


def _prepare(directory: str) -> None:
    """A directory that git, backups and searches pass over."""
    if os.path.isdir(directory):
        return
    os.makedirs(directory)
    for name, text in ((".gitignore", _IGNORED), ("CACHEDIR.TAG", _TAG)):
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write(text)


def keep_latest(directory: str, prefix: str, count: int) -> None:
    """Delete all but the latest files of a kind, and what writers that were killed left behind."""
    with suppress(OSError):
        found = [entry for entry in os.scandir(directory) if entry.name.startswith(prefix)]
        found.sort(key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
        for entry in found[count:]:
            os.unlink(entry.path)


def clean(directory: str) -> int:
    """Delete a cache; the answer is how many files it had. What others put there stays."""
    removed = 0
    with suppress(OSError):
        for entry in list(os.scandir(directory)):
            if entry.name.startswith(("facts-", "answer-", "settings-")):
                os.unlink(entry.path)
                removed += 1
        for name in (".gitignore", "CACHEDIR.TAG"):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(directory, name))
        os.rmdir(directory)
    return removed
