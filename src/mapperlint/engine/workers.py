"""Work on many files in several processes, where the system can copy a running one.

A copy knows all that this process knows, so that nothing is loaded or sent to it; it sends back
bytes. What a process does not finish is left to the one that asked.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST = 8
"""Processes. Beyond that, to start one and to read what it sends costs what it saves."""

_ANSWERS = msgspec.msgpack.Decoder(dict[str, bytes])


def available() -> int:
    """How many processes can run at the same time; 1 where a process cannot be copied."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def answers(
    question: Callable[[str], bytes | None], names: Sequence[str], jobs: int
) -> dict[str, bytes]:
    """What `question` answers for each name, asked in `jobs` processes, this one among them.

    The names are dealt out in turn: put those that take longest first. One that has no answer is
    missing, and so are those of a process that failed.
    """
    shares = [names[start::jobs] for start in range(jobs)]
    started = [_started(question, share) for share in shares[1:] if share]
    found = _answered(question, shares[0])
    for process, end in started:
        with os.fdopen(end, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(process, 0)
        try:
            found.update(_ANSWERS.decode(sent))
        except msgspec.MsgspecError:
            continue
    return found


def _answered(question: Callable[[str], bytes | None], names: Sequence[str]) -> dict[str, bytes]:
    asked = {name: question(name) for name in names}
    return {name: answer for name, answer in asked.items() if answer is not None}


def _started(question: Callable[[str], bytes | None], names: Sequence[str]) -> tuple[int, int]:
    """A copy of this process that answers for some names: its number, and where it will say it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(_answered(question, names)))
        status = 0
    finally:
        # Nothing else of this process may run twice: no exit handler, no buffer, no traceback.
        os._exit(status)
