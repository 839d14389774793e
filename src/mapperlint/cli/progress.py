"""A bar on a terminal while a long check goes on, for those who look at it.

It only looks on: an alarm asks the session from time to time how far it is. That is no thread,
since a session may copy its process. A check that takes less than half a second is over before
anything is drawn. Where there are no alarms, on Windows, there is no bar.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.engine.session import Session

PATIENCE = 0.5
"""Seconds before the bar appears."""
BEAT = 0.1
"""Seconds between two looks."""
WIDTH = 30
"""Columns of the bar itself, where the terminal has them."""
CLEARED = "\r\x1b[K"


@contextmanager
def progress_bar(session: Session) -> Iterator[None]:
    """Show how far a session is, until the block ends; then the line is as if nothing was there."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    terminal = sys.stderr.fileno()
    drawn = False

    def draw(*_: object) -> None:
        nonlocal drawn
        drawn = True
        _write(terminal, CLEARED + line(*session.progress, _columns(terminal)))

    before = signal.signal(signal.SIGALRM, draw)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE, BEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if drawn:
            _write(terminal, CLEARED)


def line(done: int, total: int, columns: int) -> str:
    """One line that fits the terminal; the cursor stands behind it."""
    said = f"{done} of {total} files" if done < total else f"{total} files: linking, checking"
    room = min(WIDTH, columns - len(said) - 4)
    if room < WIDTH // 3:
        return said[: max(columns - 1, 0)]
    filled = room * done // max(total, 1)
    return f"[{'#' * filled}{' ' * (room - filled)}] {said}"


def _write(terminal: int, text: str) -> None:
    """Past the buffers, which may be in use: an alarm can ring between any two instructions."""
    try:
        os.write(terminal, text.encode())
    except OSError:
        return  # a terminal that is gone is no reason to end a check


def _columns(terminal: int) -> int:
    try:
        return os.get_terminal_size(terminal).columns
    except OSError:
        return 0
