"""What a report needs besides its findings: the lines of the files, and how to name the files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class View(NamedTuple):
    """A project as seen from a directory.

    `root` and `base` are absolute: findings name files from the root, people and editors read them
    from the base. `text` gives the text of a file with `\\n` at the line ends.
    """

    root: str
    base: str
    text: Callable[[str], str]
    color: bool = False

    def absolute(self, path: str) -> str:
        """The absolute path of a file of the project."""
        return os.path.normpath(os.path.join(self.root, path))

    def shown(self, path: str) -> str:
        """A path as it would be typed in the base directory; absolute when it lies elsewhere."""
        absolute = self.absolute(path)
        if absolute == self.base:
            return "."
        return absolute.removeprefix(os.path.join(self.base, "")).replace(os.sep, "/")
