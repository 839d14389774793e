"""`mapperlint init`: look at a project, say what is understood, and write settings that fit it.

What is there stays as it is, byte for byte: settings go behind what stands in `pyproject.toml`, or
into a `mapperlint.toml` where there is none, and settings that are there already are not touched.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.cli.said import Said, UsageError
from mapperlint.cli.scope import add_python, cache_directory, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from mapperlint.cli.proposal import Found
    from mapperlint.config import Settings

_SHOWN = 5
"""Reasons that are listed; the others are counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what `init` takes."""
    parser.add_argument(
        "path", nargs="?", metavar="PATH", default=".", help="a path of the project; default: ."
    )
    add_python(parser)
    parser.add_argument("--hook", action="store_true", help="write the hook for pre-commit as well")
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing, show what would be written"
    )
    parser.set_defaults(config=None, isolated=False, cache_dir=None)


class Addition(NamedTuple):
    """Lines that a file is to have; `content` is all of it with them, None if it has them."""

    path: str
    lines: str
    content: bytes | None


def run(options: argparse.Namespace) -> Said:
    """Set up a project. Raises UsageError, PathError and SettingsError."""
    from mapperlint.cli.proposal import look_at
    from mapperlint.engine.opening import require_python_files

    options.paths = [options.path]
    settings, disk, named = opened(options)
    disk.include(named)
    require_python_files(disk, named)
    cache = None if options.dry_run else cache_directory(options, settings)
    found = look_at(settings, disk, cache)
    if not found.answer.counts.classes:
        raise UsageError(f"{options.path}: there are no mapped classes; nothing was written")
    told, hook = _settings(found, settings), _hook(settings, needed=options.hook)
    if not options.dry_run:
        _write(told)
        if options.hook:
            _write(hook)
    blocks = [
        "\n".join(_understood(found, settings, len(disk.files.paths))),
        _said(told, written=not options.dry_run),
        _said(hook, written=options.hook and not options.dry_run),
    ]
    return Said("\n\n".join(blocks) + "\n")


# what is understood


def _understood(found: Found, settings: Settings, files: int) -> Iterator[str]:
    from mapperlint.reporters.summary import summary

    yield f"Project: {os.path.abspath(settings.root)}, {files} files"
    yield f"Imports start from: {', '.join(root or '.' for root in found.roots)}"
    bases = [f"{name} ({count})" for name, count in found.bases]
    bases += [f"{name} (out of sight)" for name in found.unseen_bases]
    yield f"Bases and their classes: {', '.join(bases) or 'none is known'}"
    versions = found.versions
    said = f"as {versions.place} says" if versions.place else "as nothing says which"
    yield f"SQLAlchemy: {' or '.join(versions.possible)}, {said}"
    if found.archived:
        yield f"May be archived, by their names: {', '.join(found.archived)}"
    if found.copied:
        pairs = (" and ".join(pair) for pair in found.copied)
        yield f"Models are written twice, in: {'; '.join(pairs)}"
    yield summary(found.answer.findings, found.answer.counts)
    yield from _unknown(found)


def _unknown(found: Found) -> Iterator[str]:
    """The reasons for what is not understood, the one that hides most first."""
    subjects = {(each.reason, each.place, each.subject) for each in found.coverage.unknowns}
    reasons = Counter(reason for reason, *_ in subjects)
    if reasons:
        yield "Not understood, and `mapperlint models --unknown` says where:"
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    for reason, count in ordered[:_SHOWN]:
        yield f"    {reason}  ({'once' if count == 1 else f'{count} times'})"
    if len(ordered) > _SHOWN:
        yield f"    and {len(ordered) - _SHOWN} more reasons"


# what is written


def _settings(found: Found, settings: Settings) -> Addition:
    """The settings in the file where they belong. Raises UsageError where it cannot take them."""
    from mapperlint.cli.proposal import settings_lines
    from mapperlint.config.document import document, shown

    if settings.file is not None:
        return Addition(settings.file, "", None)
    root = os.path.abspath(settings.root)
    path = os.path.join(root, "pyproject.toml")
    lines = "".join(f"{line}\n" for line in settings_lines(found, settings))
    if not os.path.exists(path):
        return Addition(os.path.join(root, "mapperlint.toml"), lines, lines.encode())
    lines = f"[tool.mapperlint]\n{lines}"
    before = _read(path)
    newline = "\r\n" if b"\r\n" in before else "\n"
    content = before + (_gap(before, newline) + lines.replace("\n", newline)).encode()
    if document(path, content) is None:  # It raises where the file is no TOML, or would be none.
        raise UsageError(f"{shown(path)}: it has no place for `[tool.mapperlint]`")
    return Addition(path, lines, content)


def _gap(before: bytes, newline: str) -> str:
    """What makes one empty line behind what stands in a file."""
    end = newline.encode()
    if not before.strip() or before.endswith(end * 2):
        return ""
    return newline if before.endswith(end) else newline * 2


def _hook(settings: Settings, *, needed: bool) -> Addition:
    """The hook in the file where it belongs. Raises UsageError where it is needed and cannot be."""
    from mapperlint.cli.hook_lines import CONFIGURATION, HOOK, has_hook, with_hook
    from mapperlint.config.document import shown

    path = os.path.join(_top(os.path.abspath(settings.root)), CONFIGURATION)
    text = _read(path).decode(errors="surrogateescape") if os.path.exists(path) else ""
    if has_hook(text):
        return Addition(path, HOOK, None)
    whole = with_hook(text)
    if whole is None and needed:
        raise UsageError(f"{shown(path)}: its `repos` are no list of lines; nothing was written")
    return Addition(path, HOOK, (whole or "").encode(errors="surrogateescape"))


def _top(root: str) -> str:
    """The directory that git, and pre-commit with it, sees as the top; else the root itself."""
    directory = root
    while not os.path.exists(os.path.join(directory, ".git")):
        if directory == os.path.dirname(directory):
            return root
        directory = os.path.dirname(directory)
    return directory


def _read(path: str) -> bytes:
    from mapperlint.config.document import shown

    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"{shown(path)}: it cannot be read: {error.strerror}") from None


def _write(addition: Addition) -> None:
    from mapperlint.config.document import shown

    if addition.content is None:
        return
    try:
        with open(addition.path, "wb") as file:
            file.write(addition.content)
    except OSError as error:
        raise UsageError(
            f"{shown(addition.path)}: it cannot be written: {error.strerror}"
        ) from None


def _said(addition: Addition, *, written: bool) -> str:
    from mapperlint.config.document import shown

    path = shown(addition.path)
    if addition.content is None:
        return f"{path} speaks of mapperlint already, and stays as it is."
    heading = f"Wrote to {path}:" if written else f"For {path}:"
    return "\n".join((heading, "", *(f"    {line}" for line in addition.lines.splitlines())))
