"""What `mapperlint init` finds out about a project, and the settings that say so.

A setting is proposed where it keeps an answer as it is when files come and go, or on other
machines, or gives one that cannot be found out. What only may be so, and what files of the project
say already, becomes a comment.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.engine.checking import session_of
from mapperlint.model.modules.modules import Zone
from mapperlint.model.values.bases import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.disk import Disk
    from mapperlint.model.coverage import Coverage
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.versions.sqlalchemy_version import Versions

_ARCHIVED = re.compile(r"archived?|deprecated|legacy|obsolete|attic", re.IGNORECASE)
_WIDTH = 88
_WORDS = re.compile(r"[^\W_]+")


class Found(NamedTuple):
    """What a project is understood to be.

    `roots` are where imports start from; `bases` are the declarative bases with the number of their
    classes, `unseen_bases` those out of sight that a setting can tell of. `archived` are packages
    that have the name for it, `copied` pairs of them whose models are the same; which of the two is
    the old one, the source does not say for sure.
    """

    answer: Answer
    coverage: Coverage
    roots: tuple[str, ...]
    bases: tuple[tuple[str, int], ...]
    unseen_bases: tuple[str, ...]
    archived: tuple[str, ...]
    copied: tuple[tuple[str, str], ...]
    versions: Versions


def look_at(settings: Settings, disk: Disk, cache: str | None) -> Found:
    """Find out what can be. Raises nothing."""
    session = session_of(settings, disk, cache, jobs=None)
    project = session.project
    return Found(
        session.answer(),
        project.coverage,
        project.modules.roots,
        _bases(project.mapped_classes()),
        _unseen_bases(project.mapped_classes()),
        _archived(project),
        tuple(sorted(group.packages for group in project.copies.groups)),
        project.sqlalchemy.versions,
    )


# bases


def _bases(mappers: Iterable[Mapper]) -> tuple[tuple[str, int], ...]:
    """The bases in sight, the one with most classes first."""
    known = (mapper.registry.name for mapper in mappers if mapper.registry.known)
    return tuple(sorted(Counter(known).items(), key=lambda each: (-each[1], each[0])))


def _unseen_bases(mappers: Iterable[Mapper]) -> tuple[str, ...]:
    """The bases from out of sight of classes that have no other one, and must be mapped by it."""
    found: set[str] = set()
    for mapper in mappers:
        doubtful = [base.path for base in mapper.cls.external_bases if not harmless(base.path)]
        if mapper.evident_only and len(doubtful) == 1:
            found.update(doubtful)
    return tuple(sorted(found))


# packages


def _archived(project: Project) -> tuple[str, ...]:
    """The packages of the application whose names say that they are archived.

    No modules: an `archive.py` is mostly about something that the application archives.
    """
    found: set[str] = set()
    for module in project.modules.by_path.values():
        if module.zone is Zone.APPLICATION:
            parts = module.package.split(".")
            marked = (index for index, part in enumerate(parts) if _is_marked(part))
            found.update(".".join(parts[: index + 1]) for index in [*marked][:1])
    return tuple(sorted(found))


def _is_marked(name: str) -> bool:
    return any(map(_ARCHIVED.fullmatch, _WORDS.findall(name)))


# as settings


def settings_lines(found: Found, settings: Settings) -> tuple[str, ...]:
    """The settings to propose, as lines of TOML without a heading."""
    return (
        "# `mapperlint check --show-settings` lists all there are.",
        *_settings(found, settings),
    )


def _settings(found: Found, settings: Settings) -> Iterator[str]:
    roots = sorted(filter(None, found.roots))
    if roots:
        yield from _list("src", roots)
    if found.unseen_bases:
        yield from _list("base-classes", found.unseen_bases)
    series, place = found.versions.series, found.versions.place or ""
    if series is not None and place.startswith(settings.libraries):
        yield f'sqlalchemy-version = "{series}"  # as installed here; nothing else says it'
    elif series is not None and place:
        yield f'# sqlalchemy-version = "{series}"  # as {place} says'
    old = {**dict.fromkeys(found.archived, ""), **dict(found.copied)}
    if old:
        entries = ", ".join(f"{_quoted(each)} = {_quoted(new)}" for each, new in old.items())
        yield "# Packages that nothing may import any more, and what took their place. These may be"
        yield "# some, by their names or since their models are copies; which way round, you know."
        yield f"# archived = {{ {entries} }}"


def _list(name: str, words: Iterable[str]) -> Iterator[str]:
    """A setting on one line if that is short, else one line for each word."""
    quoted = [*map(_quoted, words)]
    line = f"{name} = [{', '.join(quoted)}]"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield from (f"{name} = [", *(f"    {word}," for word in quoted), "]")


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
