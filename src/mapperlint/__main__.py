"""`python -m mapperlint`, and the script of the same name."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""


def main() -> int:
    """Run the command line; the answer is the exit status."""
    try:
        from mapperlint.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("mapperlint: interrupted\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
