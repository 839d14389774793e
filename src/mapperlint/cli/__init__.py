"""The command line: arguments to the engine, its findings to a reporter, an exit status.

0: clean. 1: findings. 2: could not run. A traceback is shown only if `MAPPERLINT_DEBUG=1` asks.
Each command is a module that takes its arguments (`add_arguments`) and answers them (`run`); it is
imported when it is asked for, as is all that a plain check does not need: a hook runs on every
commit.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from mapperlint.cli.commands import parsed
from mapperlint.cli.said import CLEAN, FAILED, Said, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from mapperlint.cli.commands import Command


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; the answer is the exit status."""
    _have_somewhere_to_complain()
    command, options = parsed(arguments)
    if getattr(options, "watch", False):
        return _watched(command, options)
    return _carried_out(command, options)


def _carried_out(command: Command, options: Namespace) -> int:
    try:
        answer = command.run(options)
    except Exception as error:
        if _debugging():
            raise
        return _failed(_explained(error), FAILED)
    return _filed(answer, answer.file) if answer.file else _written(answer, sys.stdout)


def _watched(command: Command, options: Namespace) -> int:
    """Carry out a command again and again; it cannot be, as long as settings are half written."""
    from copy import copy

    from mapperlint.cli.changes import checks_due

    try:
        for _ in checks_due(options):
            _carried_out(command, copy(options))
    except KeyboardInterrupt:
        return CLEAN  # which is how watching ends
    except Exception as error:
        if _debugging():
            raise
        return _failed(_explained(error), FAILED)
    return CLEAN


def _debugging() -> bool:
    return "MAPPERLINT_DEBUG" in os.environ


def _explained(error: Exception) -> str:
    from mapperlint.config import SettingsError
    from mapperlint.engine.opening import PathError

    if isinstance(error, UsageError | SettingsError | PathError):
        return str(error)
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"a fault of mapperlint, not of the files: {said} (MAPPERLINT_DEBUG=1 shows where)"


def _failed(message: str, status: int) -> int:
    sys.stderr.write(f"mapperlint: {message}\n")
    return status


def _filed(answer: Said, path: str) -> int:
    """Write the answer into a file, as it is: what reads it there has no terminal's encoding."""
    text = answer.text
    content = text if isinstance(text, bytes) else text.encode(errors="backslashreplace")
    try:
        with open(path, "wb") as file:
            file.write(content)
    except OSError as error:
        return _failed(f"{path}: the report could not be written: {error.strerror}", FAILED)
    return answer.status


def _written(answer: Said, output: TextIO | None) -> int:
    """Write the answer; a reader that has left already, as `head` does, is no failure."""
    if output is None:
        return _failed("the report could not be written: standard output is closed", FAILED)
    if isinstance(output, io.TextIOWrapper):
        # A name on the disk or in the source need not be sayable in the terminal's encoding.
        output.reconfigure(errors="backslashreplace")
    try:
        if isinstance(answer.text, bytes):
            output.buffer.write(answer.text)
        else:
            output.write(answer.text)
        output.flush()
    except BrokenPipeError:
        _abandon(output)
        sys.exit(answer.status)  # Nobody is there to be told more, as one who watches would be.
    except OSError as error:
        _abandon(output)
        return _failed(f"the report could not be written: {error.strerror}", FAILED)
    return answer.status


def _abandon(output: TextIO) -> None:
    """Let the interpreter flush into nowhere when it ends, instead of complaining."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, output.fileno())


def _have_somewhere_to_complain() -> None:
    """Let what is said on standard error go nowhere where that is closed."""
    if sys.__stderr__ is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as we run
