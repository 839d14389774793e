"""`python -m mapperlint`, and the script of the same name."""

from __future__ import annotations

import os
import sys

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


def _forget_the_current_directory() -> None:
    """Import nothing from where the command is run: `python -m` puts that before all else.

    What is checked there may have a `numbers.py` of its own, which is not ours to run.
    """
    sys.path[:] = [path for path in sys.path if path not in {"", os.getcwd()}]


if __name__ == "__main__":
    _forget_the_current_directory()
    sys.exit(main())
