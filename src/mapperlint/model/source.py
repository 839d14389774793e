"""Where the model gets its files from: the engine offers this, lazily, file by file."""

from __future__ import annotations

from typing import Protocol

from mapperlint.facts.shapes import FileFacts


class Source(Protocol):
    """The files of a project and, by absolute path, those of installed libraries."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All Python files of the project, relative to its root, with forward slashes, sorted."""

    def facts(self, path: str) -> FileFacts:
        """The facts of a file; extracted when first asked for. Raises nothing."""

    def text(self, path: str) -> bytes:
        """The bytes of a file; empty if it is gone."""

    def exists(self, path: str) -> bool:
        """Whether a file stands at an absolute path (only used for installed libraries)."""
