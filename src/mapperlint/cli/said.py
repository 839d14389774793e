"""What a command answers with, and its exit status."""

from __future__ import annotations

from typing import NamedTuple

CLEAN, FINDINGS, FAILED = 0, 1, 2


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why."""


class Said(NamedTuple):
    """What a command says, and the exit status."""

    text: str
    status: int = CLEAN
