"""What the terminal that reads can do, and whether anybody looks at it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAMS = frozenset({"WezTerm", "Hyper", "Tabby", "ghostty", "iTerm.app", "rio", "vscode", "zed"})
_TERMINALS = ("alacritty", "contour", "foot", "ghostty", "kitty", "wezterm", "xterm-kitty")
_SIGNS = ("DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION")
_FIRST_VTE = 5002
"""Version 0.50.2 of the library behind GNOME's terminals; the first with links ended on them."""


def opens_links(environment: Mapping[str, str]) -> bool:
    """Whether a terminal is known to open links; the others would be shown the bare codes."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in {"", "0"}
    name = environment.get("TERM", "")
    if name == "dumb" or environment.get("PRE_COMMIT") or environment.get("CI"):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or name.startswith(_TERMINALS)
        or any(environment.get(sign) for sign in _SIGNS)
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE)
    )


def is_watched(output: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a person sees what appears on an output for a moment: no hook, no CI, a terminal."""
    if environment.get("PRE_COMMIT") or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    try:
        return output.isatty() and os.get_terminal_size(output.fileno()).columns > 0
    except (OSError, ValueError):
        return False
