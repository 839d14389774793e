"""mapperlint from Python: what the command line finds, as values.

For a test that wants the mappings to hold together. It lives in a process that is not ours, so it
starts no other process but git, leaves signals alone, and puts the garbage collector back.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapperlint import config
from mapperlint.config import SettingsError
from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.opening import PathError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from mapperlint.config import Settings
    from mapperlint.engine.disk import Disk
    from mapperlint.model.mirror import Mirror

    Path: TypeAlias = "str | os.PathLike[str]"

__all__ = ["Diagnostic", "PathError", "SettingsError", "Severity", "check", "models"]


def check(paths: Path | Iterable[Path] = ".") -> list[Diagnostic]:
    """What `mapperlint check` reports of files and directories, in the order of its report.

    The whole project they belong to is read, with its settings; its comments and its baseline keep
    silent what is known. The answer is kept for the next check, as that of the command line is.
    Fixes have their titles; what they would write, the command line shows.

    Raises PathError where a path is not there, has no Python in it or is of another project, and
    SettingsError where the settings are wrong.
    """
    from mapperlint.engine.answer import touching
    from mapperlint.engine.checking import checked
    from mapperlint.engine.opening import cache_directory, known_findings

    with _as_a_guest():
        settings, disk, named = _opened(paths)
        answer = checked(settings, disk, cache_directory(settings), jobs=1)
        known = known_findings(settings)
    findings = answer.findings if known is None else known.unknown(answer.findings)
    return [_as_always(finding) for finding in touching(findings, named)]


def models(paths: Path | Iterable[Path] = ".") -> Mirror:
    """What `mapperlint models --output-format json` shows: the mapped classes of some files.

    Coverage is that of the whole project. Raises what `check` raises.
    """
    from mapperlint.engine.disk import within
    from mapperlint.engine.session import Session
    from mapperlint.model.mirror import mirror

    with _as_a_guest():
        settings, disk, named = _opened(paths)
        found = mirror(Session(settings, disk=disk).project)
    classes = [
        entry for entry in found["classes"] if any(within(entry["file"], name) for name in named)
    ]
    return {**found, "classes": classes}


def _as_always(finding: Diagnostic) -> Diagnostic:
    """A finding as an answer that was kept has it: the same whether there was one or not."""
    fixes = tuple(fix._replace(intentions=()) for fix in finding.fixes)
    return finding._replace(fixes=fixes)


def _opened(paths: Path | Iterable[Path]) -> tuple[Settings, Disk, list[str]]:
    """The project of the paths, its files, and these paths as the project names them."""
    from mapperlint.engine.discover import discover
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.opening import named_in, require_python_files, require_readable

    given = [os.fspath(path) for path in _several(paths)]
    if not given:
        raise PathError("no path is given")
    for path in given:
        require_readable(path)
    settings = config.load(given)
    named = [named_in(path, settings) for path in given]
    disk = Disk(settings.root, discover(settings))
    disk.include(named)
    require_python_files(disk, named)
    return settings, disk, named


def _several(paths: Path | Iterable[Path]) -> Iterable[Path]:
    return (paths,) if isinstance(paths, str | os.PathLike) else paths


@contextmanager
def _as_a_guest() -> Iterator[None]:
    """Leave the garbage collector as it was: a session takes all there is out of its reach.

    What the host itself has put there before cannot be told apart, and stays.
    """
    frozen = gc.get_freeze_count()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()
