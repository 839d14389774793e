"""What mapperlint says: a finding, with its place, the other places it speaks of, and its identity.

Rules make diagnostics, the engine chooses which to report, reporters write them down. Nothing here
knows of rules, files or formats.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.intentions import Intention


class Severity(Enum):
    """ERROR: SQLAlchemy (or Python) raises. WARNING: it warns, or silently does something else."""

    ERROR = "error"
    WARNING = "warning"


class Counts(NamedTuple):
    """How many mapped classes and relationships there are, and how many are fully understood."""

    classes: int
    classes_understood: int
    relationships: int
    relationships_understood: int


class Note(NamedTuple):
    """Another place that explains the finding, with one sentence about it."""

    location: Location
    message: str


class Applicability(Enum):
    """How far a fix may be trusted.

    SAFE: the program then means what the source clearly intended. UNSAFE: mostly so, and only
    applied when asked for. SHOWN: one of several ways, or a loss; a person has to choose.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    SHOWN = "shown"


class Fix(NamedTuple):
    """A way to mend a finding: all its intentions together, or none.

    `title` says it as an order: "add `back_populates` to `Post.user`". A fix that comes from a kept
    answer has no intentions; they are asked of the rules again when they are needed.
    """

    title: str
    applicability: Applicability
    intentions: tuple[Intention, ...]


class Diagnostic(NamedTuple):
    """One finding.

    `message` is one sentence in the user's own names; `help` says what to do, or which name was
    probably meant. `subject` names what the finding is about without any line number
    ("db.models.core.Chef.bookings"), so that the finding keeps its identity when lines move.
    `concerns` lists the files of all classes and modules it speaks of, beyond those of its places.
    `fixes` are the ways to mend it; several where a person has to choose.
    """

    code: str
    name: str
    severity: Severity
    location: Location
    message: str
    subject: str
    notes: tuple[Note, ...] = ()
    help: str | None = None
    concerns: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def __str__(self) -> str:
        path, span = self.location
        return f"{path}:{span.line}:{span.column + 1}: {self.code} {self.message}"

    @property
    def fingerprint(self) -> str:
        """The same for the same finding however its lines move."""
        return f"{self.code}|{self.subject}"

    @property
    def paths(self) -> frozenset[str]:
        """All files this finding touches; it is reported when one of them is asked for."""
        return frozenset(
            (self.location.path, *(note.location.path for note in self.notes), *self.concerns)
        )

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, code, message: the order of every report."""
        span = self.location.span
        return (self.location.path, span.line, span.column, self.code, self.message)
