"""What a report needs besides its findings: the lines of the files, and how to name things."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapperlint.diagnostics import Fix


class Replacement(NamedTuple):
    """What a fix writes: `text` in place of the bytes from `start` to `end`, which are `span`."""

    path: str
    start: int
    end: int
    span: Span
    text: str


class View(NamedTuple):
    """A project as seen from a directory.

    `root` and `base` are absolute: findings name files from the root, people and editors read them
    from the base. CI services name them from where the repository was checked out, `checkout`.
    `text` gives the text of a file with `\\n` at the line ends. `documentation` is the address
    below which the pages of the rules are published, if they are. `links` is true where a terminal
    reads that can open what a word leads to. With `quiet` only the findings are said. `edits` says
    what a fix would write, None where it cannot be written or nobody asked.
    """

    root: str
    base: str
    text: Callable[[str], str]
    color: bool = False
    checkout: str = ""
    documentation: str = ""
    links: bool = False
    quiet: bool = False
    edits: Callable[[Fix], Sequence[Replacement] | None] | None = None

    def absolute(self, path: str) -> str:
        """The absolute path of a file of the project."""
        return os.path.normpath(os.path.join(self.root, path))

    def shown(self, path: str) -> str:
        """A path as it would be typed in the base directory; absolute when it lies elsewhere."""
        return _below(self.base, self.absolute(path))

    def checked_out(self, path: str) -> str:
        """A path as a CI service names it: from the checkout; absolute when it lies elsewhere."""
        return _below(self.checkout or self.base, self.absolute(path))

    def page(self, rule: str) -> str | None:
        """The address of the page of a rule, where it is published."""
        return f"{self.documentation}rules/{rule}/" if self.documentation else None


def _below(directory: str, absolute: str) -> str:
    if absolute == directory:
        return "."
    return absolute.removeprefix(os.path.join(directory, "")).replace(os.sep, "/")
