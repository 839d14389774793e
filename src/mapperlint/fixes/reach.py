"""Which files may be changed: those of the project, each under its own name.

A file of an installed library, one that the settings exclude or one that a link fetches from
outside is read like the others, but it is somebody else's.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapperlint.engine.disk import Disk


class Reach:
    """The files of a project, and the links among them."""

    def __init__(self, disk: Disk) -> None:
        self._root = os.path.realpath(disk.root)
        self._paths = frozenset(disk.files.paths)
        self._targets = {
            path: self._target(disk.absolute(path))
            for path in disk.files.paths
            if os.path.islink(disk.absolute(path))
        }
        self._links: defaultdict[str, list[str]] = defaultdict(list)
        for link, target in self._targets.items():
            self._links[target].append(link)

    def obstacle(self, path: str) -> str | None:
        """Why a file is not changed; None if it may be."""
        if path not in self._paths:
            return f"{path} is no file of this project"
        target = self._targets.get(path, path)
        if os.path.isabs(target):
            return f"{path} is a link that leads out of this project"
        if target in self._paths and target != path:
            return f"{path} is a link to {target}, which is mended under that name"
        return None

    def names(self, path: str) -> tuple[str, ...]:
        """The names a file has in the project: its own, and those of the links to it."""
        return (path, *self._links[path])

    def _target(self, link: str) -> str:
        """Where a link leads, as the project names it; absolute where that is outside."""
        target = os.path.realpath(link)
        inside = target.removeprefix(os.path.join(self._root, ""))
        return inside.replace(os.sep, "/")
