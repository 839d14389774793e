"""Finds broken SQLAlchemy mappings by reading the source, without running a line of it.

`mapperlint.check(paths)` and `mapperlint.models(paths)` say in Python what the commands of the same
names say; `mapperlint.api` has them. They are loaded when they are asked for: the command needs
neither.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapperlint.api import Diagnostic, PathError, SettingsError, Severity, check, models

__all__ = ["Diagnostic", "PathError", "SettingsError", "Severity", "check", "models"]

__version__ = "0.1.0"

DOCUMENTATION = ""
"""Where the documentation is published, with a slash at the end; empty while it is nowhere."""

if not TYPE_CHECKING:  # A type checker is told by the import above, and finds what is misspelt.

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from mapperlint import api

        return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
