"""`python -m mapperlint`, and the script of the same name."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = 2
"""As for all that keeps a command from being carried out."""


def main() -> int:
    """Run the command line; the answer is the exit status."""
    try:
        from mapperlint.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("mapperlint: interrupted\n")
        return INTERRUPTED


NEW_OBJECTS = 100_000
"""After so many, garbage is looked for. To load all modules makes as many, and they all stay."""


def program() -> NoReturn:
    """Run the command line as a process of its own, and leave without clearing up.

    To take all apart that a check has built takes longer than to give it back as a whole. Who
    looks on, as a profiler does, sees the end with `MAPPERLINT_DEBUG=1`.
    """
    gc.set_threshold(NEW_OBJECTS)
    status = main()
    if "MAPPERLINT_DEBUG" in os.environ:
        sys.exit(status)
    with suppress(AttributeError, OSError, ValueError):  # Who was to read it may have left.
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _forget_the_current_directory() -> None:
    """Import nothing from where the command is run: `python -m` puts that before all else.

    What is checked there may have a `numbers.py` of its own, which is not ours to run.
    """
    sys.path[:] = [path for path in sys.path if path not in {"", os.getcwd()}]


if __name__ == "__main__":
    _forget_the_current_directory()
    program()
