"""The command line: arguments to the engine, its findings to a reporter, an exit status.

0: clean. 1: findings. 2: could not run. A traceback is shown only if `MAPPERLINT_DEBUG=1` asks.
What a plain check does not need is imported where it is needed: a hook runs on every commit.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from typing import TYPE_CHECKING, NamedTuple, TextIO

from mapperlint import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mapperlint.config import Settings
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.session import Session
    from mapperlint.reporters.view import View
    from mapperlint.rule import Rule

CLEAN, FINDINGS, FAILED = 0, 1, 2


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why."""


class Said(NamedTuple):
    """What a command says, and the exit status."""

    text: str
    status: int = CLEAN


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; the answer is the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Said] = options.command
    try:
        answer = command(options)
    except Exception as error:
        if "MAPPERLINT_DEBUG" in os.environ:
            raise
        return _failed(_explained(error), FAILED)
    return _written(answer)


def _explained(error: Exception) -> str:
    from mapperlint.config import SettingsError

    if isinstance(error, UsageError | SettingsError):
        return str(error)
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"a fault of mapperlint, not of the files: {said} (MAPPERLINT_DEBUG=1 shows where)"


def _failed(message: str, status: int) -> int:
    sys.stderr.write(f"mapperlint: {message}\n")
    return status


def _written(answer: Said) -> int:
    """Write the answer; a reader that has left already, as `head` does, is no failure."""
    output = sys.stdout
    if isinstance(output, io.TextIOWrapper):
        # A name on the disk or in the source need not be sayable in the terminal's encoding.
        output.reconfigure(errors="backslashreplace")
    try:
        output.write(answer.text)
        output.flush()
    except BrokenPipeError:
        _abandon(output)
    except OSError as error:
        _abandon(output)
        return _failed(f"the report could not be written: {error.strerror}", FAILED)
    return answer.status


def _abandon(output: TextIO) -> None:
    """Let the interpreter flush into nowhere when it ends, instead of complaining."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, output.fileno())


# arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mapperlint",
        description="Find broken SQLAlchemy mappings by reading the source, without running it.",
        epilog="Exit status: 0 clean, 1 findings, 2 could not run.",
        allow_abbrev=False,
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"mapperlint {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands)
    _add_models(commands)
    clean = _command(commands, "clean", "delete what earlier checks have kept")
    _add_scope(clean, "the project these files and directories belong to", python=False)
    _add_cache_directory(clean)
    clean.set_defaults(command=_clean)
    rules = _command(commands, "rules", "list the rules with severity and whether a fix exists")
    rules.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="default: text"
    )
    rules.set_defaults(command=_rules)
    explain = _command(commands, "explain", "show a rule's page")
    explain.add_argument("rule", metavar="RULE", help=_EXPLAINED)
    explain.set_defaults(command=_explain)
    return parser


_EXPLAINED = "a code (MAP401), a name (missing-reverse), or a message of SQLAlchemy"


class _Help(argparse.HelpFormatter):
    """Help of a fixed width; asking for that of the terminal loads five modules on each run."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=90)


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=summary, allow_abbrev=False, formatter_class=_Help
    )


def _add_check(commands: _Commands[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", "report broken mappings")
    _add_scope(check, "report what touches these files and directories; the whole project is read")
    check.add_argument(
        "--output-format", choices=("full", "concise", "json"), default="full", help="default: full"
    )
    check.add_argument("--color", choices=("always", "never", "auto"), default="auto")
    check.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="with - as the only path: the file whose text stands on standard input",
    )
    check.add_argument(
        "--no-cache", action="store_true", help="read all files anew and keep nothing"
    )
    _add_cache_directory(check)
    check.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out excluded files though they are named",
    )
    check.set_defaults(command=_check)


def _add_models(commands: _Commands[argparse.ArgumentParser]) -> None:
    models = _command(commands, "models", "show the mapped classes as mapperlint reads them")
    _add_scope(models, "show the classes of these files and directories")
    models.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="default: text"
    )
    models.add_argument(
        "--unknown",
        action="store_true",
        help="show what is not understood instead, grouped by reason",
    )
    models.set_defaults(command=_models)


def _add_cache_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache-dir",
        metavar="PATH",
        help="default: MAPPERLINT_CACHE_DIR, or .mapperlint_cache in the root of the project",
    )


def _add_scope(parser: argparse.ArgumentParser, scope: str, *, python: bool = True) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help=scope)
    if not python:
        return
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an interpreter or environment whose installed packages are read (nothing of it runs)",
    )


# commands


def _check(options: argparse.Namespace) -> Said:
    from mapperlint.engine.answer import touching
    from mapperlint.engine.checking import checked

    given = _given_text(options)
    settings, disk, named = _opened(options)
    if options.force_exclude:
        from mapperlint.engine.discover import Patterns

        named = list(filter(Patterns(settings.exclude).miss, named))
    if given is not None and named:
        disk.change(named[0], given)
    disk.include(named)
    answer = checked(settings, disk, _cache(options, settings))
    findings = touching(answer.findings, named)
    view = _view(disk, color=_wants_color(options.color, os.environ, sys.stdout))
    match options.output_format:
        case "json":
            from mapperlint.reporters.as_json import as_json

            text = as_json(findings, view)
        case "concise":
            from mapperlint.reporters.concise import concise

            text = concise(findings, answer.counts, view)
        case _:
            from mapperlint.reporters.full import full

            text = full(findings, answer.counts, view)
    if answer.crashed:
        return Said(text, FAILED)
    return Said(text, FINDINGS if findings else CLEAN)


def _given_text(options: argparse.Namespace) -> bytes | None:
    """The text on standard input, for `-`; its file takes the place of that among the paths."""
    if options.paths != ["-"]:
        if "-" in options.paths:
            raise UsageError("`-` stands for one text and goes with no other path")
        if options.stdin_filename is not None:
            raise UsageError("--stdin-filename goes with `-` as the only path")
        return None
    if options.stdin_filename is None:
        raise UsageError("`-` needs --stdin-filename, since the name of a file says what it is")
    options.paths = [options.stdin_filename]
    return sys.stdin.buffer.read()


def _clean(options: argparse.Namespace) -> Said:
    from mapperlint import config
    from mapperlint.engine.cache.directory import clean

    directory = _cache_directory(options, config.load(options.paths))
    count = clean(directory)
    return Said(f"Deleted {count} {'file' if count == 1 else 'files'} of {directory}.\n")


def _cache(options: argparse.Namespace, settings: Settings) -> str | None:
    """The directory of the cache, None where there is to be none."""
    return None if options.no_cache else _cache_directory(options, settings)


def _cache_directory(options: argparse.Namespace, settings: Settings) -> str:
    from mapperlint.engine.disk import CACHE

    named = options.cache_dir or os.environ.get("MAPPERLINT_CACHE_DIR")
    return os.path.abspath(named) if named else os.path.join(os.path.abspath(settings.root), CACHE)


def _models(options: argparse.Namespace) -> Said:
    from mapperlint.engine.disk import within
    from mapperlint.model.mirror import mirror
    from mapperlint.reporters.models import models_as_json, models_as_text

    session, named = _session(options)
    if options.unknown:
        return _unknown(session, named, options.output_format)
    document = mirror(session.project)
    classes = [
        entry for entry in document["classes"] if any(within(entry["file"], name) for name in named)
    ]
    document = {**document, "classes": classes}
    if options.output_format == "json":
        return Said(models_as_json(document))
    return Said(models_as_text(document, session.project.coverage, _view(session.disk)))


def _unknown(session: Session, named: Sequence[str], output_format: str) -> Said:
    from msgspec.structs import replace

    from mapperlint.engine.disk import within
    from mapperlint.reporters.unknowns import unknowns_as_json, unknowns_as_text

    whole = session.project.coverage
    coverage = replace(
        whole,
        unknowns=tuple(
            each for each in whole.unknowns if any(within(each.place.path, name) for name in named)
        ),
    )
    if output_format == "json":
        return Said(unknowns_as_json(coverage))
    return Said(unknowns_as_text(coverage, _view(session.disk)))


def _rules(options: argparse.Namespace) -> Said:
    from mapperlint.reporters.rule_list import rules_as_json, rules_as_text
    from mapperlint.rules import RULES

    return Said((rules_as_json if options.output_format == "json" else rules_as_text)(RULES))


def _explain(options: argparse.Namespace) -> Said:
    from mapperlint.engine.said_by_sqlalchemy import rules_saying
    from mapperlint.rules import RULES

    wanted = options.rule
    for rule in RULES:
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return Said(_explained_rule(rule))
    said = rules_saying(wanted, RULES)
    if len(said) == 1:
        return Said(_explained_rule(said[0]))
    if said:
        lines = [f"{rule.code}  {rule.name}  {rule.title}\n" for rule in said]
        return Said("".join(["SQLAlchemy says this where one of these rules speaks:\n", *lines]))
    raise UsageError(f"there is no rule '{wanted}'{_near(wanted, RULES)}")


def _explained_rule(rule: Rule) -> str:
    off = "" if rule.on else ", off unless selected"
    head = f"# {rule.name} ({rule.code}, {rule.severity.value}{off})"
    return f"{head}\n\nThe mistake {rule.runtime.value}.\n\n{rule.page}\n"


def _near(wanted: str, rules: Sequence[Rule]) -> str:
    import difflib

    words = [word for rule in rules for word in (rule.name, rule.code)]
    near = difflib.get_close_matches(wanted, words, n=1)
    return f"; did you mean '{near[0]}'?" if near else "; `mapperlint rules` lists them"


# what was asked for


def _opened(options: argparse.Namespace) -> tuple[Settings, Disk, list[str]]:
    """The project of the named paths, its files, and these paths as the project names them."""
    from mapperlint import config
    from mapperlint.engine.discover import discover
    from mapperlint.engine.disk import Disk

    for path in options.paths:
        if not os.path.exists(path) and path != getattr(options, "stdin_filename", None):
            raise UsageError(f"{path}: no such file or directory")
    settings = config.load(options.paths, python=options.python)
    named = [_named(path, settings) for path in options.paths]
    return settings, Disk(settings.root, discover(settings)), named


def _session(options: argparse.Namespace) -> tuple[Session, list[str]]:
    """A session over the project of the named paths, and these paths as the project names them."""
    from mapperlint.engine.session import Session

    settings, disk, named = _opened(options)
    disk.include(named)
    return Session(settings, disk=disk), named


def _named(path: str, settings: Settings) -> str:
    """A path as the project names it: relative to its root, with forward slashes."""
    for resolved in (os.path.abspath, os.path.realpath):
        relative = os.path.relpath(resolved(path), resolved(settings.root)).replace(os.sep, "/")
        if relative != ".." and not relative.startswith("../"):
            return relative
    raise UsageError(f"{path} lies outside of the project {settings.root}; check it by itself")


def _view(disk: Disk, *, color: bool = False) -> View:
    from mapperlint.reporters.view import View

    return View(disk.root, os.getcwd(), disk.shown_text, color=color)


def _wants_color(choice: str, environment: Mapping[str, str], output: TextIO) -> bool:
    """The flag, then what the environment asks for, then whether a terminal reads."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(
        environment.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return output.isatty()
