"""Which rules speak, how loud, and which findings may be mended: as the settings ask for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Severity
from mapperlint.engine.answer import RULE_CRASH
from mapperlint.engine.discover import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from mapperlint.config import Settings
    from mapperlint.diagnostics import Diagnostic
    from mapperlint.rule import Rule

    class Named(Protocol):
        """What has a code and a name: a rule, or a finding of it."""

        @property
        def code(self) -> str: ...

        @property
        def name(self) -> str: ...


def selected(rules: Sequence[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules that speak, in their order. Raises SettingsError where a selector means no rule."""
    for names, selector in _selectors(settings):
        if selector != "ALL" and not _among((selector,), *rules):
            message = f"there is no rule '{selector}'{near(selector, rules)}"
            raise settings.refused(names, selector, message)
    return tuple(rule for rule in rules if _speaks(rule, settings))


def _selectors(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """All selectors, each with the settings it may stand in."""
    for names, given in (
        (("select",), settings.select or ()),
        (("extend-select",), settings.extend_select),
        (("ignore", "extend-ignore"), settings.ignore),
        (("fixable", "extend-fixable"), settings.fixable),
        (("unfixable", "extend-unfixable"), settings.unfixable),
        (("severity",), (selector for selector, _ in settings.severity)),
        (("per-file-ignores",), (each for _, few in settings.per_file_ignores for each in few)),
    ):
        for selector in given:
            yield names, selector


def _speaks(rule: Rule, settings: Settings) -> bool:
    """Whether a rule is on or asked for, and no selector silences it that names it as closely."""
    wanted = max(int(settings.select is None and rule.on), _closest(settings.select or (), rule))
    wanted = max(wanted, _closest(settings.extend_select, rule))
    return wanted > _closest(settings.ignore, rule)


def as_settings_say(finding: Diagnostic, settings: Settings) -> Diagnostic | None:
    """A finding with the severity it counts with; None where it is not to be said of its file."""
    path = finding.location.path
    if finding.code == RULE_CRASH:
        return finding  # No setting hides that something was not asked.
    for pattern, selectors in settings.per_file_ignores:
        if not _patterns(pattern).miss(path) and _among(selectors, finding):
            return None
    given = [each for each in settings.severity if selects(each[0], finding)]
    if not given:
        return finding
    _, severity = max(given, key=lambda each: closeness(each[0], finding))
    return finding._replace(severity=Severity(severity))


@lru_cache(maxsize=256)
def _patterns(pattern: str) -> Patterns:
    return Patterns((pattern,))


def with_fixes(finding: Diagnostic, settings: Settings) -> Diagnostic:
    """A finding with the fixes the settings allow; the others are only shown."""
    allowed = _closest(settings.fixable, finding) > _closest(settings.unfixable, finding)
    if allowed or not finding.fixes:
        return finding
    shown = tuple(fix._replace(applicability=Applicability.SHOWN) for fix in finding.fixes)
    return finding._replace(fixes=shown)


def selects(selector: str, named: Named) -> bool:
    """Whether a code, the beginning of one, a name or ALL means a rule."""
    return closeness(selector, named) > 0


def closeness(selector: str, named: Named) -> int:
    """How closely a selector names a rule: from 2 for ALL to 6 for a code or name, 0 if not."""
    if selector == named.name:
        return len(named.code)
    if selector == "ALL":
        return 2
    return len(selector) if selector.startswith("MAP") and named.code.startswith(selector) else 0


def near(selector: str, rules: Iterable[Rule]) -> str:
    """The rule that was probably meant, as the end of a sentence."""
    import difflib

    words = [word for rule in rules for word in (rule.name, rule.code)]
    found = difflib.get_close_matches(selector, words, n=1) or difflib.get_close_matches(
        selector.upper(), words, n=1
    )
    return f"; did you mean '{found[0]}'?" if found else "; `mapperlint rules` lists them"


def _closest(selectors: Iterable[str], named: Named) -> int:
    return max((closeness(each, named) for each in selectors), default=0)


def _among(selectors: Sequence[str], *named: Named) -> bool:
    return any(selects(selector, each) for selector in selectors for each in named)
