"""Mending a project in memory: no fix counts before the whole project has been checked with it.

In each round the fixes that do not touch each other are made together, and the project is checked
again. Where that leaves a finding that was to go, brings a new one or makes a file unreadable, the
fixes to blame are looked for by halves and withdrawn. What touched another fix has its turn in a
later round, with what the rules say by then. Each round takes a finding away and brings none, or
withdraws a fix, so there is a last one.

A fix may uncover a mistake that stood behind the one it mends: a name that is found at last, on a
class without a join. Where that can be mended as well, both are one fix; else neither is made. What
a baseline knows was there before: a fix does not bring it, though a mistake has hidden it since.
"""

from __future__ import annotations

import os
import warnings
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.diagnostics import Counts, Diagnostic, Fix
from mapperlint.fixes.edits import Edit, spliced
from mapperlint.fixes.reach import Reach
from mapperlint.fixes.realise import CannotRealise, realise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mapperlint.engine.session import Session

DEEPEST = 5
"""Mistakes that may stand behind each other and still be mended as one."""


class Mended(NamedTuple):
    """A finding, the fix that was chosen for it, and its edits of the texts as they were then."""

    finding: Diagnostic
    fix: Fix
    edits: tuple[Edit, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The files it changes."""
        return frozenset(edit.path for edit in self.edits)


class Withdrawn(NamedTuple):
    """A fix that was not made, and why. `after` is how many had been made before it was tried."""

    finding: Diagnostic
    fix: Fix
    reason: str
    after: int


class _Trouble(NamedTuple):
    """What is wrong after some fixes: findings still there, new findings, or what `reason` says."""

    reason: str
    remaining: tuple[Mended, ...] = ()
    new: tuple[Diagnostic, ...] = ()


class _Standing(NamedTuple):
    """What is found in a project: how often each finding, and how much is not understood."""

    findings: Counter[str]
    counts: Counts


class Mending:
    """The fixes of one session. `wanted` gives those of a finding that may be made, best first.

    `known` is what a baseline knows: fingerprints, and how often each was found.
    """

    def __init__(
        self,
        session: Session,
        wanted: Callable[[Diagnostic], Sequence[Fix]],
        realised: Callable[[Fix, Callable[[str], bytes]], tuple[Edit, ...]] | None = None,
        *,
        known: Mapping[str, int] | None = None,
    ) -> None:
        self.made: list[tuple[Mended, ...]] = []
        self._session = session
        self._wanted = wanted
        self._realised = realised or realise
        self._known = known or {}
        self._reach = Reach(session.disk)
        self._read: dict[str, bytes] = {}
        self._withdrawn: dict[tuple[str, str], Withdrawn] = {}

    # what came of it

    @property
    def mended(self) -> tuple[Mended, ...]:
        """All fixes that were made, in that order."""
        return tuple(each for together in self.made for each in together)

    @property
    def withdrawn(self) -> tuple[Withdrawn, ...]:
        """The fixes that could not be made for findings that are still there."""
        there = {finding.fingerprint for finding in self._session.diagnostics()}
        return tuple(each for each in self._withdrawn.values() if each.finding.fingerprint in there)

    @property
    def changes(self) -> dict[str, tuple[bytes, bytes]]:
        """{path: (what was read, what is to be there)} of all files that change, sorted."""
        texts = {path: (old, self._session.text(path)) for path, old in self._read.items()}
        return {path: both for path, both in sorted(texts.items()) if both[0] != both[1]}

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The files that change, those that one fix changes together."""
        groups: list[set[str]] = []
        for together in self.made:
            paths = {path for each in together for path in each.paths}
            apart = [group for group in groups if not group & paths]
            groups = [*apart, paths.union(*(group for group in groups if group & paths))]
        changed = self.changes
        sorted_groups = sorted(tuple(sorted(group & changed.keys())) for group in groups)
        return tuple(filter(None, sorted_groups))

    # how it is done

    def run(self, only: Collection[str] | None = None) -> None:
        """Make all fixes that can be made; with `only`, those that change no other files."""
        again = True
        while again:
            while self._round(only):
                pass
            # What stood in the way of a fix may have been mended after it was tried.
            made = len(self.made)
            again = any(each.after < made for each in self._withdrawn.values())
            self._withdrawn = {
                key: each for key, each in self._withdrawn.items() if each.after == made
            }

    def _round(self, only: Collection[str] | None) -> bool:
        """Make or withdraw at least one fix; false if there is none left."""
        findings = self._session.diagnostics()
        before = self._standing()
        batch = self._together(findings, only)
        any_left = bool(batch)
        while batch:
            trouble = self._trouble_of(batch, before, only)
            if trouble is None:
                break
            if trouble.remaining or len(batch) == 1:
                guilty = trouble.remaining or batch
                for each in guilty:
                    self._withdraw(each.finding, each.fix, trouble.reason)
                batch = tuple(each for each in batch if each not in guilty)
            else:
                batch = batch[: len(batch) // 2]
        return any_left

    def _together(
        self, findings: Iterable[Diagnostic], only: Collection[str] | None
    ) -> tuple[Mended, ...]:
        """One fix for each finding that has one, as far as they do not touch each other."""
        chosen: list[Mended] = []
        taken: defaultdict[str, list[Edit]] = defaultdict(list)
        for finding in findings:
            found = self._choice(finding)
            if found is None or not (only is None or found.paths <= set(only)):
                continue
            if any(edit.touches(other) for edit in found.edits for other in taken[edit.path]):
                continue
            chosen.append(found)
            for edit in found.edits:
                taken[edit.path].append(edit)
        return tuple(chosen)

    def _choice(self, finding: Diagnostic) -> Mended | None:
        """The first fix of a finding that can be written into the texts as they are."""
        for fix in self._wanted(finding):
            if (finding.fingerprint, fix.title) in self._withdrawn:
                continue
            try:
                return Mended(finding, fix, self._edits(fix))
            except CannotRealise as reason:
                self._withdraw(finding, fix, str(reason))
        return None

    def _edits(self, fix: Fix) -> tuple[Edit, ...]:
        try:
            edits = self._realised(fix, self._session.text)
        except CannotRealise:
            raise
        except Exception as error:
            # One fix must not stop the others.
            if "MAPPERLINT_DEBUG" in os.environ:
                raise
            raise CannotRealise(f"mapperlint failed on it: {error!r}") from error
        if not edits:
            raise CannotRealise("it would change nothing")
        for edit in edits:
            obstacle = self._reach.obstacle(edit.path)
            if obstacle is not None:
                raise CannotRealise(obstacle)
        return edits

    def _withdraw(self, finding: Diagnostic, fix: Fix, reason: str) -> None:
        key = (finding.fingerprint, fix.title)
        self._withdrawn[key] = Withdrawn(finding, fix, reason, len(self.made))

    # whether it may stay

    def _trouble_of(
        self, batch: tuple[Mended, ...], before: _Standing, only: Collection[str] | None
    ) -> _Trouble | None:
        """Make fixes, and what they uncover as well; all is taken back if trouble comes of it."""
        texts: dict[str, bytes] = {}
        made: tuple[Mended, ...] = ()
        trouble: _Trouble | None = None
        for _ in range(DEEPEST):
            self._make(batch, texts)
            made += batch
            trouble = self._trouble(made, before)
            if trouble is None:
                self.made.append(made)
                return None
            batch = self._behind(trouble, only)
            if not batch:
                break
        for path, text in texts.items():
            self._session.update(path, text)
        return trouble

    def _make(self, batch: tuple[Mended, ...], texts: dict[str, bytes]) -> None:
        """Put the edits into the session; `texts` gets what was there before."""
        edits: defaultdict[str, list[Edit]] = defaultdict(list)
        for each in batch:
            for edit in each.edits:
                edits[edit.path].append(edit)
        for path, wanted in edits.items():
            old = self._session.text(path)
            for name in self._reach.names(path):
                texts.setdefault(name, self._session.text(name))
                self._session.update(name, spliced(old, wanted))
            self._read.setdefault(path, old)

    def _behind(self, trouble: _Trouble, only: Collection[str] | None) -> tuple[Mended, ...]:
        """Fixes for all findings that others have uncovered; none if one of them has no fix."""
        if trouble.remaining or not trouble.new:
            return ()
        batch = self._together(trouble.new, only)
        return batch if len(batch) == len(trouble.new) else ()

    def _trouble(self, made: tuple[Mended, ...], before: _Standing) -> _Trouble | None:
        """What is wrong with the project now; None if these fixes did what they were to do."""
        for path in sorted(frozenset[str]().union(*(each.paths for each in made))):
            if not _is_as_sound(self._session.text(path), self._read[path]):
                return _Trouble(f"{path} would not be Python any more")
        now = self._standing()
        fewer = before.findings.copy()
        fewer.subtract(each.finding.fingerprint for each in made)
        remaining = tuple(
            each
            for each in made
            if now.findings[each.finding.fingerprint] > max(0, fewer[each.finding.fingerprint])
        )
        if remaining:
            return _Trouble("the finding would still be there", remaining)
        new = tuple(
            finding
            for finding in self._session.diagnostics()
            if now.findings[finding.fingerprint] > self._expected(finding, before)
        )
        if new:
            place = f"{new[0].location.path}:{new[0].location.span.line}"
            return _Trouble(f"it would bring {new[0].code} at {place}: {new[0].message}", new=new)
        if _understands_less(now.counts, before.counts):
            return _Trouble("less of the project would be understood, so nobody could tell")
        return None

    def _expected(self, finding: Diagnostic, before: _Standing) -> int:
        """How often a finding may be there without being new."""
        found = before.findings[finding.fingerprint]
        return max(found, self._known.get(finding.fingerprint, 0))

    def _standing(self) -> _Standing:
        findings = Counter(finding.fingerprint for finding in self._session.diagnostics())
        return _Standing(findings, self._session.project.coverage.counts)


def _is_as_sound(new: bytes, old: bytes) -> bool:
    """Whether a text compiles; one in a newer Python than the running one never did."""
    return _compiles(new) or not _compiles(old)


def _compiles(text: bytes) -> bool:
    """Whether a text is a module, by more than its grammar: no keyword is given twice in a call."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def _understands_less(now: Counts, before: Counts) -> bool:
    """Whether silence may come of no longer understanding, instead of being right."""
    classes = before.classes_understood - now.classes_understood
    relationships = before.relationships_understood - now.relationships_understood
    # What was deleted need not be understood any more.
    return classes > max(0, before.classes - now.classes) or relationships > max(
        0, before.relationships - now.relationships
    )
