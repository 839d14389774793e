"""What a command answers with, and its exit status."""

from __future__ import annotations

from typing import NamedTuple

CLEAN, FINDINGS, FAILED = 0, 1, 2


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why."""


class Said(NamedTuple):
    """What a command says, the exit status, and the file to say it in, None for standard output.

    Bytes are what stands in files, or is to: they are written as they are.
    """

    text: str | bytes
    status: int = CLEAN
    file: str | None = None
