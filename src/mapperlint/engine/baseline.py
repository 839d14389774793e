"""The baseline: findings that are known, so that only new ones are reported.

A finding is known by its fingerprint, which has no line in it: it stays the same when lines move. A
fingerprint counts as often as it was found. The file is JSON, sorted, one line for each, so that
two people who change it meet in few lines.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.config import BASELINE, SettingsError
from mapperlint.engine.answer import RULE_CRASH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.config import Settings
    from mapperlint.diagnostics import Diagnostic

VERSION = 1


class Baseline(NamedTuple):
    """Fingerprints, and how often each is known."""

    counts: dict[str, int]

    def unknown(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings that are not known; of several with one fingerprint, the later ones."""
        left = dict(self.counts)
        new: list[Diagnostic] = []
        for finding in findings:
            known = left.get(finding.fingerprint, 0)
            left[finding.fingerprint] = known - 1
            if known < 1:
                new.append(finding)
        return tuple(new)

    def gone(self, findings: Iterable[Diagnostic]) -> Baseline:
        """What is known and not found any more."""
        found = baseline_of(findings).counts
        left = {each: count - found.get(each, 0) for each, count in self.counts.items()}
        return Baseline({each: count for each, count in left.items() if count > 0})

    def without(self, other: Baseline) -> Baseline:
        """What is known here and not there."""
        left = {each: count - other.counts.get(each, 0) for each, count in self.counts.items()}
        return Baseline({each: count for each, count in left.items() if count > 0})

    @property
    def size(self) -> int:
        """How many findings are known."""
        return sum(self.counts.values())

    @property
    def text(self) -> str:
        """What stands in the file."""
        document = {"version": VERSION, "findings": dict(sorted(self.counts.items()))}
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def baseline_of(findings: Iterable[Diagnostic]) -> Baseline:
    """The baseline that knows all of some findings, but not that a rule failed."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.code != RULE_CRASH:
            counts[finding.fingerprint] = counts.get(finding.fingerprint, 0) + 1
    return Baseline(counts)


def baseline_path(settings: Settings) -> str:
    """Where the baseline of a project lies, if it has one."""
    return os.path.join(os.path.abspath(settings.root), settings.baseline or BASELINE)


def read(settings: Settings) -> Baseline | None:
    """The baseline of a project; None where there is none. Raises SettingsError."""
    path = baseline_path(settings)
    try:
        with open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        if settings.baseline is None:
            return None
        message = "this file is not there; `mapperlint baseline` writes it"
        raise settings.refused(("baseline",), settings.baseline, message) from None
    except OSError as error:
        raise SettingsError(f"{_shown(path)}: {error.strerror}") from None
    return _parsed(path, content)


def _parsed(path: str, content: bytes) -> Baseline:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        place = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SettingsError(f"{_shown(path)}{place}: not JSON, which a baseline is") from None
    version = document.get("version") if isinstance(document, dict) else None
    if version != VERSION:
        said = f"of version {version}" if isinstance(version, int) else "no baseline of mapperlint"
        raise SettingsError(
            f"{_shown(path)}: it is {said}; this mapperlint reads version {VERSION},"
            " which `mapperlint baseline` writes"
        )
    counts = document.get("findings")
    if not isinstance(counts, dict) or not all(type(each) is int for each in counts.values()):
        raise SettingsError(f"{_shown(path)}: `findings` is to be an object with counts")
    return Baseline(counts)


def write(settings: Settings, baseline: Baseline) -> str:
    """Put a baseline in place in one step; the answer is its path. Raises SettingsError."""
    path = baseline_path(settings)
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            file.write(baseline.text)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise SettingsError(f"{_shown(path)}: it cannot be written: {error.strerror}") from None
    return path


def _shown(path: str) -> str:
    from mapperlint.config.document import shown

    return shown(path)
