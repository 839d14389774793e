"""Words of a terminal that lead somewhere when they are clicked (the escape code OSC 8).

A rule's page is its module's docstring, so where no page is published the module is opened.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import mapperlint

if TYPE_CHECKING:
    from mapperlint.reporters.view import View

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:")


def linked(text: str, address: str | None) -> str:
    """A text that leads to an address, if there is one."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


def address(rule: str, view: View) -> str | None:
    """Where a rule is explained: its published page, or its module on this machine."""
    return view.page(rule) or _module(rule)


def _module(rule: str) -> str | None:
    package = os.path.dirname(os.path.abspath(mapperlint.__file__))
    path = os.path.join(package, "rules", f"{rule.replace('-', '_')}.py")
    if not os.path.exists(path):
        return None
    path = path.replace(os.sep, "/")
    return f"file://{'' if path.startswith('/') else '/'}{_quoted(path)}"


def _quoted(path: str) -> str:
    return "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in path.encode(errors="replace")
    )
