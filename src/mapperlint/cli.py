"""The command line: arguments to the engine, its findings to a reporter, an exit status.

0: clean. 1: findings. 2: could not run. A traceback is shown only if `MAPPERLINT_DEBUG=1` asks.
What a plain check does not need is imported where it is needed: a hook runs on every commit.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

from mapperlint import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mapperlint.config import Settings
    from mapperlint.engine.session import Session
    from mapperlint.reporters.view import View
    from mapperlint.rule import Rule

CLEAN, FINDINGS, FAILED = 0, 1, 2


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says, and the exit status."""

    text: str
    status: int = CLEAN


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; the answer is the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Answer] = options.command
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


def _written(answer: Answer) -> int:
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
    rules = _command(commands, "rules", "list the rules")
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


def _add_scope(parser: argparse.ArgumentParser, scope: str) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help=scope)
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an interpreter or environment whose installed packages are read (nothing of it runs)",
    )


# commands


def _check(options: argparse.Namespace) -> Answer:
    session, named = _opened(options)
    if options.force_exclude:
        named = [path for path in named if not session.excluded(path)]
    session.include(named)
    findings = session.report(named)
    coverage = session.project.coverage
    view = _view(session, color=_wants_color(options.color, os.environ, sys.stdout))
    match options.output_format:
        case "json":
            from mapperlint.reporters.as_json import as_json

            text = as_json(findings, view)
        case "concise":
            from mapperlint.reporters.concise import concise

            text = concise(findings, coverage, view)
        case _:
            from mapperlint.reporters.full import full

            text = full(findings, coverage, view)
    if session.crashed:
        return Answer(text, FAILED)
    return Answer(text, FINDINGS if findings else CLEAN)


def _models(options: argparse.Namespace) -> Answer:
    from mapperlint.engine.session import within
    from mapperlint.model.mirror import mirror
    from mapperlint.reporters.models import models_as_json, models_as_text

    session, named = _opened(options)
    session.include(named)
    if options.unknown:
        return _unknown(session, named, options.output_format)
    document = mirror(session.project)
    classes = [
        entry for entry in document["classes"] if any(within(entry["file"], name) for name in named)
    ]
    document = {**document, "classes": classes}
    if options.output_format == "json":
        return Answer(models_as_json(document))
    return Answer(models_as_text(document, session.project.coverage, _view(session)))


def _unknown(session: Session, named: Sequence[str], output_format: str) -> Answer:
    from mapperlint.engine.session import within
    from mapperlint.reporters.unknowns import unknowns_as_json, unknowns_as_text

    whole = session.project.coverage
    coverage = replace(
        whole,
        unknowns=tuple(
            each for each in whole.unknowns if any(within(each.place.path, name) for name in named)
        ),
    )
    if output_format == "json":
        return Answer(unknowns_as_json(coverage))
    return Answer(unknowns_as_text(coverage, _view(session)))


def _rules(_: argparse.Namespace) -> Answer:
    from mapperlint.rules import RULES

    width = max(len(rule.name) for rule in RULES)
    lines = []
    for rule in RULES:
        severity = rule.severity.value if rule.on else f"{rule.severity.value}, off"
        title = rule.page.splitlines()[0]
        lines.append(f"{rule.code}  {rule.name:<{width}}  {severity:<12}  {title}\n")
    return Answer("".join(lines))


def _explain(options: argparse.Namespace) -> Answer:
    from mapperlint.engine.said_by_sqlalchemy import rules_saying
    from mapperlint.rules import RULES

    wanted = options.rule
    for rule in RULES:
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return Answer(_explained_rule(rule))
    said = rules_saying(wanted, RULES)
    if len(said) == 1:
        return Answer(_explained_rule(said[0]))
    if said:
        lines = [f"{rule.code}  {rule.name}  {rule.page.splitlines()[0]}\n" for rule in said]
        return Answer("".join(["SQLAlchemy says this where one of these rules speaks:\n", *lines]))
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


def _opened(options: argparse.Namespace) -> tuple[Session, list[str]]:
    """A session over the project of the named paths, and these paths as the project names them."""
    from mapperlint import config
    from mapperlint.engine.session import Session

    for path in options.paths:
        if not os.path.exists(path):
            raise UsageError(f"{path}: no such file or directory")
    settings = config.load(options.paths, python=options.python)
    session = Session(settings)
    session.load()
    return session, [_named(path, settings) for path in options.paths]


def _named(path: str, settings: Settings) -> str:
    """A path as the project names it: relative to its root, with forward slashes."""
    for resolved in (os.path.abspath, os.path.realpath):
        relative = os.path.relpath(resolved(path), resolved(settings.root)).replace(os.sep, "/")
        if relative != ".." and not relative.startswith("../"):
            return relative
    raise UsageError(f"{path} lies outside of the project {settings.root}; check it by itself")


def _view(session: Session, *, color: bool = False) -> View:
    from mapperlint.reporters.view import View

    return View(
        os.path.abspath(session.settings.root), os.getcwd(), session.source_text, color=color
    )


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
