"""Terminals for commands: how wide they are, and what stands on them."""

from __future__ import annotations

import os
import select


def resize(terminal: int, columns: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def drained(terminal: int) -> str:
    """All that is written to a terminal until nobody has it open any more."""
    text = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            read = os.read(terminal, 65536)
        except OSError:
            break
        if not read:
            break
        text += read
    os.close(terminal)
    return text.decode()
