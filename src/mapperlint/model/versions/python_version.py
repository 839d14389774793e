"""Which Python a project runs on, as far as the meaning of its models depends on it.

It does in one thing. Until 3.13 Python evaluates an annotation where it stands, and a name that is
not bound by then raises. From 3.14 on it does so only when somebody asks, and SQLAlchemy asks for
forward references in place of the names that are missing.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.modules.project_files import at, toml
from mapperlint.model.modules.tree import ancestors, joined
from mapperlint.model.versions.specifiers import Specifiers, specifiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.model.modules.modules import Module
    from mapperlint.model.source import Source

_LIBRARY = r"/python(3\.\d+)/(?:site|dist)-packages$"
_DEFERRING = tuple((3, minor, patch) for minor in range(14, 30) for patch in range(20))


class PythonVersion:
    """Finds out the Python of a project when it is first asked for."""

    def __init__(self, source: Source, libraries: Sequence[str]) -> None:
        self._source = source
        self._libraries = libraries
        self._by_directory: dict[str, bool] = {}

    def evaluates_annotations(self, module: Module) -> bool:
        """Whether the annotations of a module surely are evaluated where they stand."""
        if self._installed is not None:
            return _is_before_deferring(self._installed)
        directory = module.path.rpartition("/")[0]
        if directory not in self._by_directory:
            self._by_directory[directory] = self._by_files(directory)
        return self._by_directory[directory]

    @cached_property
    def _installed(self) -> Specifiers | None:
        """The Python that the libraries of the project are installed for."""
        for library in self._libraries:
            match = re.search(_LIBRARY, library.replace("\\", "/"))
            if match:
                return specifiers(f"=={match[1]}.*")
        return None

    def _by_files(self, directory: str) -> bool:
        """What is pinned is what runs; where nothing is, what is declared holds."""
        places = (directory, *ancestors(directory))
        for asked in (self._pinned, self._declared):
            for place in places:
                for written in asked(place):
                    demand = specifiers(written)
                    if demand is not None:
                        return _is_before_deferring(demand)
        return False

    def _pinned(self, directory: str) -> Iterator[str]:
        text = self._text(directory, ".python-version").decode(errors="replace")
        match = re.match(r"(?:cpython-|python-)?(3\.\d+)", text.strip())
        if match:
            yield f"=={match[1]}.*"

    def _declared(self, directory: str) -> Iterator[str]:
        document = toml(self._text(directory, "pyproject.toml"))
        for written in (
            at(document, "project", "requires-python"),
            at(document, "tool", "poetry", "dependencies", "python"),
        ):
            if isinstance(written, str):
                yield written

    def _text(self, directory: str, name: str) -> bytes:
        present = name in self._source.entries(directory)
        return self._source.text(joined(directory, name)) if present else b""


def _is_before_deferring(demand: Specifiers) -> bool:
    return not any(demand.allows(release) for release in _DEFERRING)
