"""What a check tells of itself when asked to: what it read and parsed, and how long it took."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.engine.checking import Watching
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.session import Session


@contextmanager
def told(watching: Watching | None, settings: Settings, disk: Disk) -> Iterator[Watching]:
    """What looks on at a session, and tells of it on standard error when the check is done."""
    started = perf_counter()
    sessions: list[Session] = []

    @contextmanager
    def listening(session: Session) -> Iterator[None]:
        sessions.append(session)
        with watching(session) if watching else nullcontext():
            yield

    yield listening
    seconds = perf_counter() - started
    lines = [
        f"project {disk.root}, {_files(len(disk.files.paths))}",
        f"packages in {', '.join(settings.libraries) or 'no environment'}",
        *(map(_work, sessions) if sessions else ["nothing has changed since the last check"]),
        f"{seconds:.2f} s",
    ]
    sys.stderr.write("".join(f"mapperlint: {line}\n" for line in lines))


def _work(session: Session) -> str:
    read = set(session.read).intersection(session.paths)
    return f"{_files(len(read))} read, {_files(len(session.extracted))} parsed"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
