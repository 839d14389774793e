"""Which SQLAlchemy a project runs on, as far as its meaning of a mapping depends on it.

Nearly everything means the same in 1.4, 2.0 and 2.1. Where it does not, the version is found out,
and only then, from what is most certain:

1. The setting `sqlalchemy-version`.
2. What the models themselves import: `mapped_column` was not there before 2.0.
3. What is installed in the environment of the project. A lock file says what should be there; this
   is what runs, and it is where the bases and mixins of other packages are read from. With the
   library of one and the version of the other we would speak of a project that exists nowhere.
4. In the directory of the models and those above it: lock files, then requirements, which mostly
   name one version, then declared dependencies, which mostly give a range.

Each narrows what the ones before it left possible. One that contradicts them is passed over.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from mapperlint.facts.questions import Holds
from mapperlint.facts.shapes import When
from mapperlint.model.modules.modules import Zone
from mapperlint.model.modules.tree import ancestors
from mapperlint.model.versions.requirements import Demand, demands, installed
from mapperlint.model.versions.specifiers import Release, Specifiers, specifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.source import Source

T = TypeVar("T")

SERIES = ("1.3", "1.4", "2.0", "2.1")
"""The series that are told apart. The first stands for all older ones, the last for all later."""

SUPPORTED = SERIES[1:]
"""What is taken for possible where nothing is known."""

_NAME = "sqlalchemy"

_NEW_IN_2_0 = frozenset(
    {
        "DeclarativeBase",
        "DeclarativeBaseNoMeta",
        "DynamicMapped",
        "MappedAsDataclass",
        "MappedColumn",
        "WriteOnlyMapped",
        "mapped_as_dataclass",
        "mapped_column",
    }
)
_USES_2_0 = Holds(
    rb"""(?m)^[^\n#"']*=\s*[\w.]+\.mapped_column\(|^class [^\n#]*\.DeclarativeBase\b""",
    words=(b".mapped_column(", b".DeclarativeBase"),
)
"""`orm.mapped_column(...)`: names that need no import of their own."""

_NEW_IN_2_1 = frozenset({"Unmapped", "unmapped_column", "unmapped_dataclass"})


class Versions(Struct, frozen=True):
    """The series that are possible, in order. `release` is the one that is named exactly, or None.

    `place` is the file and the line that decided, or the setting; None where nothing says anything.
    """

    possible: tuple[str, ...] = SUPPORTED
    release: str | None = None
    place: str | None = None

    @property
    def series(self) -> str | None:
        """The series, None while several are possible."""
        return self.possible[0] if len(self.possible) == 1 else None

    def all_before(self, series: str) -> bool:
        """Whether every possible version is older than this series."""
        return self.possible[-1] < series

    def all_from(self, series: str) -> bool:
        """Whether every possible version is of this series or a later one."""
        return self.possible[0] >= series

    def narrowed(self, demand: Demand) -> Versions:
        """What is left by a further demand; the same if it says nothing new, or contradicts."""
        allowed = _series_of(demand.alternatives)
        left = tuple(each for each in _known(self) if each in allowed)
        if not left or left == self.possible:
            return self
        return Versions(left, _one_release(demand.alternatives), demand.place)


class SqlalchemyVersion:
    """Finds out the version of a project when it is first asked for."""

    def __init__(self, source: Source, settings: Settings, modules: Iterable[Module]) -> None:
        self._source = source
        self._settings = settings
        self._modules = [module for module in modules if module.zone is Zone.APPLICATION]
        self._directories: dict[str, tuple[Demand, ...]] = {}

    def before(self, series: str) -> bool:
        """Whether the project surely runs on something older than a series."""
        return not self._imports(series) and self.versions.all_before(series)

    def since(self, series: str, older: T, newer: T) -> T | None:
        """The one of two answers that holds for the project, where a series changed it.

        None while both are possible. Nothing is read where the answers agree.
        """
        if older == newer:
            return older
        if self._imports(series) or self.versions.all_from(series):
            return newer
        return older if self.versions.all_before(series) else None

    @cached_property
    def versions(self) -> Versions:
        """The versions the project may run on."""
        if self._settings.sqlalchemy_version is not None:
            return _as_set(self._settings.sqlalchemy_version)
        known = Versions()
        if self._imported is not None:
            known = known.narrowed(self._imported[1])
        found = installed(self._source, self._settings.libraries, _NAME)
        if found is not None:
            known = known.narrowed(found)
        return known if known.series is not None else self._by_files(known)

    # what files say

    def _by_files(self, known: Versions) -> Versions:
        """What the files above each model say; where programs differ, all of it is possible."""
        found = {self._upwards(place, known) for place in self._directories_of_models} - {known}
        if not found:
            return known
        first = min(found, key=lambda each: (len(each.possible), each.place or ""))
        possible = {series for each in found for series in each.possible}
        if possible == set(first.possible):
            return first
        return Versions(tuple(sorted(possible)), None, first.place)

    @cached_property
    def _directories_of_models(self) -> tuple[str, ...]:
        return tuple(sorted({module.path.rpartition("/")[0] for module in self._modules} or {""}))

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """The directories of the models and those above, each before what is above it."""
        own = self._directories_of_models
        above = {up for directory in own for up in ancestors(directory)}
        return tuple(
            sorted({*own, *above}, key=lambda place: (-place.count("/") - bool(place), place))
        )

    def _upwards(self, directory: str, known: Versions) -> Versions:
        for place in dict.fromkeys((directory, *ancestors(directory))):
            for demand in self._demands(place):
                known = known.narrowed(demand)
        return known

    def _demands(self, directory: str) -> tuple[Demand, ...]:
        """What is asked for; last, what other packages that are asked for need in their turn."""
        found = self._directories.get(directory)
        if found is None:
            own = demands(self._source, directory, _NAME)
            found = (*own, *self._by_companions(directory))
            self._directories[directory] = found
        return found

    def _by_companions(self, directory: str) -> Iterator[Demand]:
        for each in _COMPANIONS:
            for demand in demands(self._source, directory, each.name):
                needed = each.needed(demand.alternatives)
                if needed is not None:
                    yield Demand((needed,), demand.place)

    @cached_property
    def flask_before_3(self) -> bool | None:
        """Whether the project runs on Flask-SQLAlchemy 2 or older; None if that is not known."""
        name = _FLASK.name
        found = installed(self._source, self._settings.libraries, name)
        given = [] if found is None else [found]
        for directory in self._places:
            given.extend(demands(self._source, directory, name))
        for demand in given:
            if _FLASK.is_older(demand.alternatives) is not None:
                return _FLASK.is_older(demand.alternatives)
        # The older ones do not work with 2.0.
        return False if self._imports("2.0") or self.versions.all_from("2.0") else None

    # what models import

    def _imports(self, series: str) -> bool:
        """Whether models import what came with a series; the answer costs less than files do."""
        if self._settings.sqlalchemy_version is not None or self._imported is None:
            return False
        return self._imported[0] >= series

    @cached_property
    def _imported(self) -> tuple[str, Demand] | None:
        """The newest series whose names are imported without any condition, and the place."""
        found: tuple[str, str] | None = None
        for series, place in self._words():
            if found is None or found[0] < series:
                found = series, place
        wanted = None if found is None else specifiers(f">={found[0]}")
        return None if found is None or wanted is None else (found[0], Demand((wanted,), found[1]))

    def _words(self) -> Iterator[tuple[str, str]]:
        """The series that what modules import and use came with, each with a place."""
        is_new = False
        for module in self._modules:
            for each in module.facts.imports:
                if each.when is not When.ALWAYS or each.optional or each.in_function:
                    continue
                if each.module.partition(".")[0] == _NAME and not each.level:
                    place = f"{module.path}:{each.span.line}"
                    if each.name in _NEW_IN_2_1:
                        yield "2.1", place
                    elif each.name in _NEW_IN_2_0:
                        is_new = True
                        yield "2.0", place
            if not is_new and module.source.ask(module.path, _USES_2_0):
                is_new = True
                yield "2.0", f"{module.path}:{_line(module.source.text(module.path))}"


def _line(text: bytes) -> int:
    """The line, from 1, of what a text uses of 2.0."""
    found = re.search(_USES_2_0.pattern, text)
    return text.count(b"\n", 0, found.end() if found else 0) + 1


class _Companion(Struct, frozen=True):
    """A package whose releases from one on need another SQLAlchemy than those before."""

    name: str
    since: Release
    releases: tuple[Release, ...]
    older: str | None
    newer: str | None

    def is_older(self, alternatives: tuple[Specifiers, ...]) -> bool | None:
        """Whether only releases before are allowed, or only the others; None if both are."""
        found = {
            release < self.since
            for each in alternatives
            for release in (*each.pinned, *self.releases)
            if each.allows(release)
        }
        return found.pop() if len(found) == 1 else None

    def needed(self, alternatives: tuple[Specifiers, ...]) -> Specifiers | None:
        """What the allowed releases need."""
        older = self.is_older(alternatives)
        text = {True: self.older, False: self.newer, None: None}[older]
        return None if text is None else specifiers(text)


_SQLMODEL_RELEASES = tuple((0, 0, patch) for patch in range(100))
_FLASK_RELEASES = tuple(
    (major, minor, patch) for major in range(5) for minor in range(10) for patch in range(6)
)
_FLASK = _Companion("flask-sqlalchemy", (3, 0), _FLASK_RELEASES, "<2.0", None)
_COMPANIONS = (
    _Companion("sqlmodel", (0, 0, 14), _SQLMODEL_RELEASES, "<2.0", ">=2.0"),
    _Companion("flask-sqlalchemy", (3, 1), _FLASK_RELEASES, None, ">=2.0"),
    _FLASK,
)


def _as_set(text: str) -> Versions:
    """The version that the setting names: `2.0`, or `2.0.36`."""
    release = tuple(int(part) for part in text.split(".") if part.isdecimal())
    exact = text if text.count(".") > 1 else None
    return Versions((_series(release),), exact, "the setting `sqlalchemy-version`")


def _known(versions: Versions) -> tuple[str, ...]:
    """What is possible; the oldest series too, as long as nothing is known."""
    return SERIES if versions == Versions() else versions.possible


def _series(release: Release) -> str:
    """The series a release belongs to."""
    name = f"{release[0]}.{release[1] if len(release) > 1 else 0}"
    if name in SERIES:
        return name
    return SERIES[0] if release < (1, 4) else SERIES[-1]


_RELEASES: dict[str, tuple[Release, ...]] = {
    "1.3": tuple(
        (*minor, patch) for minor in ((0, 9), (1, 0), (1, 1), (1, 2), (1, 3)) for patch in range(30)
    ),
    "1.4": tuple((1, 4, patch) for patch in range(100)),
    "2.0": tuple((2, 0, patch) for patch in range(200)),
    "2.1": tuple((2, minor, patch) for minor in range(1, 5) for patch in range(100)),
}
"""Releases to try conditions with. That some of them do not exist does no harm."""


def _series_of(alternatives: tuple[Specifiers, ...]) -> frozenset[str]:
    """The series that one of several conditions allows."""
    named = {_series(release) for each in alternatives for release in each.pinned}
    return frozenset(
        series
        for series, releases in _RELEASES.items()
        if series in named
        or any(each.allows(release) for each in alternatives for release in releases)
    )


def _one_release(alternatives: tuple[Specifiers, ...]) -> str | None:
    """The release that is named exactly, if only one is."""
    named = {release for each in alternatives for release in each.pinned}
    every = all(each.pinned for each in alternatives)
    return ".".join(map(str, named.pop())) if every and len(named) == 1 else None
