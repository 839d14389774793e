"""What a rule is: a code, a name, a page, and a question to the model."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.diagnostics import Diagnostic, Fix, Note, Severity
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapperlint.model.project import Project


class Runtime(Enum):
    """What happens when the program runs with the same mistake in it."""

    IMPORT = "raises when the module is imported"
    CONFIGURE = "raises when mappers are configured"
    USE = "raises when the table is created or first used"
    WARNS = "warns"
    SILENT = "is accepted in silence"


class Rule(Struct, frozen=True):
    """A rule as data. `check` yields one diagnostic for each root cause it finds.

    `on` is false for a rule that is right but that most projects would call noise: it speaks only
    where the settings ask for it. `fix` is true where mapperlint can mend what the rule finds.
    """

    code: str
    name: str
    severity: Severity
    runtime: Runtime
    check: Callable[[Project], Iterator[Diagnostic]]
    on: bool = True
    fix: bool = False

    @property
    def page(self) -> str:
        """The page of the rule: the docstring of its module."""
        page = sys.modules[self.check.__module__].__doc__ or self.check.__doc__ or self.name
        return page.strip()

    @property
    def title(self) -> str:
        """What the rule finds, in one line: the first of its page."""
        return self.page.splitlines()[0]

    def finding(
        self,
        location: Location,
        message: str,
        *,
        subject: str,
        notes: tuple[Note, ...] = (),
        help: str | None = None,
        concerns: tuple[str, ...] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> Diagnostic:
        """A diagnostic of this rule."""
        return Diagnostic(
            self.code,
            self.name,
            self.severity,
            location,
            message,
            subject,
            notes,
            help,
            concerns,
            fixes,
        )
