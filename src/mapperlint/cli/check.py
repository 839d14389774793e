"""`mapperlint check`: report broken mappings."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TextIO

from mapperlint.cli.said import CLEAN, FAILED, FINDINGS, Said, UsageError
from mapperlint.cli.scope import (
    add_cache_directory,
    add_python,
    add_scope,
    cache_directory,
    opened,
    view_of,
)
from mapperlint.config import OUTPUT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from mapperlint.config import Settings
    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.baseline import Baseline
    from mapperlint.engine.checking import Watching
    from mapperlint.engine.disk import Disk
    from mapperlint.reporters.view import View


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Tell the parser what `check` takes."""
    add_scope(check, "report what touches these files and directories; the whole project is read")
    add_python(check)
    _add_selection(check)
    _add_output(check)
    _add_fixing(check)
    check.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="with - as the only path: the file whose text stands on standard input; default: none",
    )
    check.add_argument(
        "--no-cache", action="store_true", help="read all files anew and keep nothing"
    )
    add_cache_directory(check)
    check.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="processes that may read files; default: as many as can run at the same time",
    )
    check.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out excluded files though they are named",
    )
    check.add_argument(
        "--show-settings", action="store_true", help="show what would be checked with, as TOML"
    )
    check.add_argument("--show-files", action="store_true", help="list what would be checked")
    check.add_argument(
        "--watch",
        action="store_true",
        help="check again when something changes; needs the extra mapperlint[watch]",
    )


def _add_selection(check: argparse.ArgumentParser) -> None:
    """Which rules speak, and which findings are known or meant."""
    for name, what in (
        ("--select", "let only these rules speak: codes, families, names; default: those on"),
        ("--extend-select", "let these rules speak as well; default: none"),
        ("--ignore", "let these rules be silent; default: none"),
    ):
        check.add_argument(name, action="append", metavar="RULES", help=what)
    check.add_argument(
        "--no-baseline", action="store_true", help="report what the baseline knows as well"
    )
    check.add_argument(
        "--add-ignore",
        action="store_true",
        help="silence what is found, by a comment above each statement",
    )
    check.add_argument(
        "--reason",
        metavar="TEXT",
        default="",
        help="what is written behind each new comment; default: none",
    )


def _add_output(check: argparse.ArgumentParser) -> None:
    """What is said, how, and where."""
    check.add_argument(
        "--output-format",
        choices=OUTPUT_FORMATS,
        metavar="FORMAT",
        help=f"{', '.join(OUTPUT_FORMATS)}; default: as the settings say, or full",
    )
    check.add_argument(
        "--output-file", metavar="PATH", help="write the report there; default: standard output"
    )
    check.add_argument(
        "--statistics", action="store_true", help="count the findings of each rule instead"
    )
    check.add_argument(
        "--color",
        choices=("always", "never", "auto"),
        default="auto",
        help="default: auto, which is where a terminal reads and as NO_COLOR and FORCE_COLOR say",
    )
    loudness = check.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but the findings")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say on standard error what was read"
    )
    check.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 though there are findings"
    )


def _add_fixing(check: argparse.ArgumentParser) -> None:
    """What is mended."""
    check.add_argument(
        "--fix", action="store_true", help="mend what can be mended safely, report what remains"
    )
    check.add_argument(
        "--unsafe-fixes", action="store_true", help="mend also where what is meant is a good guess"
    )
    check.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, show the changes instead; exit with 1 if there are any",
    )
    check.add_argument(
        "--fix-only", action="store_true", help="mend, and report nothing of what remains"
    )
    check.add_argument(
        "--exit-non-zero-on-fix",
        action="store_true",
        help="exit with 1 if anything was mended, though nothing remains",
    )


class Asked(NamedTuple):
    """What a check is asked: of which project, about which paths. `given` is standard input."""

    options: argparse.Namespace
    settings: Settings
    disk: Disk
    named: list[str]
    given: bytes | None
    cache: str | None
    watching: Watching | None

    @property
    def baseline(self) -> Baseline | None:
        """The known findings. Raises SettingsError."""
        if self.options.no_baseline:
            return None
        from mapperlint.engine.opening import known_findings

        return known_findings(self.settings)

    def unknown(self, answer: Answer) -> tuple[Diagnostic, ...]:
        """The findings that no baseline knows."""
        baseline = self.baseline
        return answer.findings if baseline is None else baseline.unknown(answer.findings)


def run(options: argparse.Namespace) -> Said:
    """Check a project. Raises UsageError and SettingsError."""
    from mapperlint.engine.answer import touching
    from mapperlint.engine.checking import checked
    from mapperlint.engine.opening import require_python_files

    given = _given_text(options)
    settings, disk, named = opened(options)
    settings = _asked(settings, options)
    _refuse_contradictions(options)
    if options.force_exclude or settings.force_exclude:
        from mapperlint.engine.discover import Patterns

        named = list(filter(Patterns(settings.exclude).miss, named))
    if given is not None and named:
        disk.change(named[0], given)
    disk.include(named)
    require_python_files(disk, named)
    if options.show_settings or options.show_files:
        return _shown(settings, disk, named, options)
    view = _view(disk, options)
    cache = _cache(options, settings)
    with _looking_on(options, settings, disk) as watching:
        asked = Asked(options, settings, disk, named, given, cache, watching)
        if options.fix or options.fix_only or options.diff:
            from mapperlint.cli.fixing import fixed

            return fixed(asked, view, partial(_report, options=options))
        if options.output_format in WITH_EDITS:
            from mapperlint.cli.fixing import with_edits

            answer, view = with_edits(asked, view)
        else:
            answer = checked(settings, disk, cache, options.jobs, watching)
    findings = touching(asked.unknown(answer), named)
    if options.add_ignore and not answer.crashed:
        from mapperlint.cli.add_ignore import add_ignores

        return add_ignores(findings, disk, options.reason)
    _say_what_is_gone(asked, answer)
    text = _report(findings, answer.counts, view, options)
    if answer.crashed:
        return Said(text, FAILED, options.output_file)
    found = FINDINGS if findings and not options.exit_zero else CLEAN
    return Said(text, found, options.output_file)


def _say_what_is_gone(asked: Asked, answer: Answer) -> None:
    """Say which known findings are gone, where all was asked.

    Some rules alone, or a text that is not on the disk, say nothing of the rest.
    """
    options, baseline = asked.options, asked.baseline
    narrowed = options.select or options.ignore or options.quiet or asked.given is not None
    if baseline is None or narrowed or answer.crashed:
        return
    gone = baseline.gone(answer.findings)
    if gone.size:
        from mapperlint.cli.baseline import said_of_gone

        sys.stderr.write(said_of_gone(gone, asked.settings))


def _asked(settings: Settings, options: argparse.Namespace) -> Settings:
    """The settings as the command line changes them; the options as the settings complete them."""
    options.output_format = options.output_format or settings.output_format
    if not (options.select or options.extend_select or options.ignore):
        return settings
    from mapperlint.cli.narrowing import narrowed

    return narrowed(settings, options)


def _shown(
    settings: Settings, disk: Disk, named: Sequence[str], options: argparse.Namespace
) -> Said:
    """With which settings would be checked, or which files."""
    if options.show_settings:
        from mapperlint.cli.show_settings import shown_settings

        return Said(shown_settings(settings))
    from mapperlint.engine.disk import within

    view = _view(disk, options)
    paths = (path for path in disk.files.paths if any(within(path, name) for name in named))
    return Said("".join(f"{view.shown(path)}\n" for path in paths))


WITH_EDITS = ("json", "json-lines", "rdjson", "sarif")
"""The formats that say what a fix would write."""


def _view(disk: Disk, options: argparse.Namespace) -> View:
    output = None if options.output_file else sys.stdout
    return view_of(
        disk,
        color=_wants_color(options.color, os.environ, output),
        links=_wants_links(os.environ, output),
        quiet=options.quiet,
    )


def _report(
    findings: Sequence[Diagnostic], counts: Counts, view: View, options: argparse.Namespace
) -> str:
    """What is said of the findings, in the format that was asked for."""
    if options.statistics:
        from mapperlint.reporters.statistics import statistics

        return statistics(options.output_format)(findings, counts, view)
    from mapperlint.reporters import reporter

    return reporter(options.output_format)(findings, counts, view)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    """Raise UsageError where options cannot be meant together."""
    if options.add_ignore and options.stdin_filename is not None:
        raise UsageError("--add-ignore writes into files, not into a text on standard input")
    if options.add_ignore and (options.fix or options.fix_only or options.diff):
        raise UsageError("--add-ignore goes with neither --fix nor --diff")
    if options.reason and not options.add_ignore:
        raise UsageError("--reason goes with --add-ignore")
    if options.statistics:
        from mapperlint.reporters.statistics import FORMATS

        if options.output_format not in FORMATS:
            raise UsageError(f"--statistics goes with the output formats {', '.join(FORMATS)}")


def _looking_on(
    options: argparse.Namespace, settings: Settings, disk: Disk
) -> AbstractContextManager[Watching | None]:
    """What looks on while a session works, and tells of it."""
    if not options.verbose:
        return nullcontext(_bar(options))
    from mapperlint.cli.verbose import told

    return told(_bar(options), settings, disk)


def _bar(options: argparse.Namespace) -> Watching | None:
    """A progress bar, where a person sees it."""
    if options.quiet or not sys.stderr.isatty():
        return None
    from mapperlint.cli.terminal import is_watched

    if not is_watched(sys.stderr, os.environ):
        return None
    from mapperlint.cli.progress import progress_bar

    return progress_bar


def _count(text: str) -> int:
    """A number from 1. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {text!r}")
    return int(text)


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
    return _all_of(sys.stdin)


def _all_of(given: TextIO | None) -> bytes:
    if given is None:
        raise UsageError("`-` stands for standard input, which is closed")
    return given.buffer.read()


def _cache(options: argparse.Namespace, settings: Settings) -> str | None:
    """The directory of the cache, None where there is to be none."""
    return None if options.no_cache else cache_directory(options, settings)


def _wants_color(choice: str, environment: Mapping[str, str], output: TextIO | None) -> bool:
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
    return output is not None and output.isatty()


def _wants_links(environment: Mapping[str, str], output: TextIO | None) -> bool:
    """Whether a terminal reads that opens links."""
    if output is None or not output.isatty():
        return False
    from mapperlint.cli.terminal import opens_links

    return opens_links(environment)
