"""`mapperlint check --add-ignore`: silence what is found, by a comment beside each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import CLEAN, FINDINGS, Said, UsageError
from mapperlint.fixes.comments import ignoring
from mapperlint.fixes.edits import CannotRealise, spliced
from mapperlint.fixes.write import Change, ChangedMeanwhile, NotWritable, turn, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.engine.disk import Disk


def add_ignores(findings: Sequence[Diagnostic], disk: Disk, reason: str) -> Said:
    """Write the comments, all of them or none. Raises UsageError."""
    by_path: dict[str, list[Diagnostic]] = {}
    left: list[Diagnostic] = []
    for finding in findings:
        mine = finding.location.path in disk.files.paths and not finding.code.startswith("MAP9")
        (by_path.setdefault(finding.location.path, []) if mine else left).append(finding)
    with turn(disk.root):
        changes = [
            change
            for path, few in by_path.items()
            if (change := _change(path, few, disk, reason)) is not None
        ]
        changed = {change.path for change in changes}
        for path, few in by_path.items():
            if disk.absolute(path) not in changed:
                left += few
        try:
            write(changes)
        except ChangedMeanwhile as error:
            raise UsageError(f"{error.path} was changed meanwhile; nothing was written") from None
        except NotWritable as error:
            raise UsageError(f"{error}; nothing was written") from None
    silenced = len(findings) - len(left)
    said = [f"Silenced {_counted(silenced, 'finding')} in {_counted(len(changes), 'file')}.\n"]
    for finding in left:
        place = f"{finding.location.path}:{finding.location.span.line}"
        said.append(f"No comment can silence {finding.code} in {place}.\n")
    return Said("".join(said), FINDINGS if left else CLEAN)


def _change(path: str, findings: Sequence[Diagnostic], disk: Disk, reason: str) -> Change | None:
    """The file with its comments; None where they cannot be written into it."""
    old = disk.read(path)
    try:
        return Change(disk.absolute(path), old, spliced(old, ignoring(path, old, findings, reason)))
    except CannotRealise:
        return None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
