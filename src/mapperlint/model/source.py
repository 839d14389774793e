"""Where the model gets its files from: the engine offers this, lazily, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from mapperlint.facts.questions import Question
from mapperlint.facts.scan import Scan
from mapperlint.facts.shapes import FileFacts, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

Answer = TypeVar("Answer")


class Source(Protocol):
    """The files of a project and, by absolute path, those of installed libraries."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All Python files of the project, relative to its root, with forward slashes, sorted."""

    def is_named(self, path: str) -> bool:
        """Whether a check was asked about a file by name, not as part of a directory."""

    def scan(self, path: str) -> Scan:
        """A cheap look at a file; taken when first asked for. Raises nothing."""

    def facts(self, path: str) -> FileFacts:
        """The facts of a file; extracted when first asked for. Raises nothing."""

    def expect(self, paths: Iterable[str]) -> None:
        """Hear that the facts of these files will all be asked for. Raises nothing."""

    def problem(self, path: str) -> Problem | None:
        """Why a file of the project cannot be opened or decoded; None if it can."""

    def named_problem(self, path: str) -> Problem | None:
        """Why a file that a check was asked about by name is not Python; None for all others."""

    def text(self, path: str) -> bytes:
        """The bytes of a file; empty if it is gone.

        Where a question will do, `ask` one: any edit of a file whose text was taken is linked anew.
        """

    def ask(self, path: str, question: Question[Answer]) -> Answer:
        """What a question to the bytes of a file is answered. Raises nothing."""

    def exists(self, path: str) -> bool:
        """Whether a file or directory stands on the disk, at an absolute path or below the root.

        It may be none of `paths`: one of an installed library, or one that is not read.
        """

    def entries(self, path: str) -> tuple[str, ...]:
        """The names that stand in a directory, absolute or below the root, sorted; none is empty.

        Raises nothing.
        """
