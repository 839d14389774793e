"""Pages of the site, and parts of pages, that are made of what the project knows.

A part stands on a page that is written by hand, between two comments:

    <!-- made of: missed -->
    ...
    <!-- end -->
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from mapperlint.engine.said_by_sqlalchemy import messages
from mapperlint.rule import Rule
from mapperlint.rules import RULES
from tests.fidelity.table import recorded
from tests.support.expectations import COMMENT
from tests.support.specification import Row, families
from tests.support.trees import FIXTURES, projects

DOCUMENTATION = Path(__file__).parents[2] / "docs"

FAMILIES = {
    "MAP1": "Classes, tables and columns",
    "MAP2": "Foreign keys and constraints",
    "MAP3": "Relationships: targets, joins, arguments",
    "MAP4": "The two sides of a pair",
    "MAP5": "Inheritance, proxies, synonyms, composites",
    "MAP6": "Imports, and what is never imported",
    "MAP9": "Files and comments",
}

_PART = re.compile(
    r"(?P<head><!-- made of: (?P<name>[^\n]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL
)
_BACKGROUND = re.compile(r" — code \*\*\w+\*\*$")
"""Where SQLAlchemy's own documentation says more."""

_KIND = re.compile(r"^(?:\w+\.)*(?P<kind>[A-Z]\w*): (?P<text>.+)$")


def index_of_rules() -> str:
    """All rules by family."""
    tables = (
        f"\n## {prefix}xx: {title}\n\n| code | rule | severity | fix | what it finds |\n"
        "|---|---|---|---|---|\n" + "".join(map(_row, _family(prefix)))
        for prefix, title in FAMILIES.items()
    )
    return _RULES_HEAD + "".join(tables)


_RULES_HEAD = """\
# Rules

An *error* is what SQLAlchemy or Python raises; a *warning* is what they warn of, or accept without
doing what the source says. Each page says what happens at run time, shows an example and what to
write instead, and says when the rule stays silent. `mapperlint explain` shows the same pages.
[Another index](../messages.md) leads from the messages of SQLAlchemy to the rules.

This page and those of the rules are made of the rules' own docstrings:

    UPDATE_DOCUMENTATION=1 pytest tests/test_documentation.py
"""


def _family(prefix: str) -> Iterator[Rule]:
    return (rule for rule in RULES if rule.code.startswith(prefix))


def _row(rule: Rule) -> str:
    fix = "yes" if rule.fix else ""
    return (
        f"| {rule.code} | [{rule.name}]({rule.name}.md) | {severity(rule)} | {fix} "
        f"| {' '.join(rule.page.partition(chr(10) * 2)[0].split())} |\n"
    )


def severity(rule: Rule) -> str:
    """The severity of a rule, as pages say it."""
    return rule.severity.value if rule.on else f"{rule.severity.value}, off unless selected"


def index_of_messages() -> str:
    """What SQLAlchemy and Python say, and the rules that say it before."""
    said: dict[str, dict[str, list[Rule]]] = {}
    for rule in RULES:
        for message in messages(rule.page):
            match = _KIND.match(message)
            kind, text = match.group("kind", "text") if match else ("", message)
            said.setdefault(kind, {}).setdefault(text, []).append(rule)
    kinds = sorted(said, key=lambda kind: (not kind, kind))
    return _MESSAGES_HEAD + "".join(
        f"\n## {kind or 'Others'}\n\n" + "".join(_entries(said[kind])) for kind in kinds
    )


_MESSAGES_HEAD = """\
# From a message to its rule

Somebody has a message in front of them and wants to know what it is about. The names in these are
those of the examples; look for the words around them. The command does the same with the message
as it is: `mapperlint explain "Could not determine join condition between"`.

This page is made of the pages of the rules:

    UPDATE_DOCUMENTATION=1 pytest tests/test_documentation.py
"""


def _entries(texts: dict[str, list[Rule]]) -> Iterator[str]:
    for text, rules in sorted(texts.items(), key=lambda entry: entry[0].lower()):
        links = ", ".join(f"[{rule.name}](rules/{rule.name}.md)" for rule in rules)
        yield f"* {_code(text)}: {links}\n"


def _code(text: str) -> str:
    """A text as code, whatever backticks are in it."""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def with_parts(text: str) -> str:
    """A page with its parts as they have to be."""
    return _PART.sub(
        lambda part: f"{part['head']}\n{PARTS[part['name']]().strip()}\n\n{part['end']}", text
    )


def _reasons() -> str:
    """The rows of the specification that no rule speaks of, and why."""
    return "".join(
        f"\n### {family.title}\n\n" + "".join(map(_reason, rows))
        for family in families()
        if (rows := [row for row in family.rows if not row.rules])
    )


def _reason(row: Row) -> str:
    message = _BACKGROUND.sub("", " ".join(row.message.split()))
    return f"* {_code(message)}  \n  {' '.join(row.reason.split())}\n"


def _missed() -> str:
    """What the comments of fixtures call missed."""
    found = (
        (match[2], match[4].strip())
        for path in sorted(FIXTURES.rglob("*.py"))
        for match in map(COMMENT.search, path.read_text("utf-8", "replace").splitlines())
        if match is not None and match[1] == "missed"
    )
    return "".join(f"* [{rule}](rules/{rule}.md): {why}\n" for rule, why in sorted(set(found)))


def _listed_families() -> str:
    rows = (
        f"| `{prefix}xx` | {title} | {len([*_family(prefix)])} |\n"
        for prefix, title in FAMILIES.items()
    )
    return "| codes | about | rules |\n|---|---|---|\n" + "".join(rows)


def _mended() -> str:
    """The rules that have a fix."""
    rules = (rule for rule in RULES if rule.fix)
    return "".join(f"* {rule.code} [{rule.name}](rules/{rule.name}.md)\n" for rule in rules)


def _off() -> str:
    """The rules that speak only where they are asked for."""
    rules = (rule for rule in RULES if not rule.on)
    return "".join(f"* {rule.code} [{rule.name}](rules/{rule.name}.md)\n" for rule in rules)


def _fidelity() -> str:
    """What `mapperlint models` says of real projects, compared with their mappers."""
    counts: dict[str, Counter[str]] = {}
    for project in recorded().values():
        for field, outcomes in project.items():
            counts.setdefault(field, Counter()).update(outcomes)
    rows = (
        f"| {_FIELDS[field]} | "
        + " | ".join(str(counts[field][each]) for each in OUTCOMES)
        + " |\n"
        for field in _FIELDS
    )
    return f"| | {' | '.join(OUTCOMES)} |\n|---|---|---|---|---|\n" + "".join(rows)


OUTCOMES = ("equal", "unknown", "wrong", "missing")
_FIELDS = {
    "class": "mapped classes",
    "table": "their tables",
    "columns": "their columns",
    "foreign_keys": "their foreign keys",
    "relationship": "relationships",
    "target": "their targets",
    "direction": "their directions",
    "reverse": "their other sides",
    "pairs": "the columns they join",
}


def _kinds() -> str:
    """How many small packages different tools speak of. Those of others were counted by hand."""
    broken, valid = (
        [each for each in projects() if each.name.startswith(f"kinds/{folder}/")]
        for folder in ("broken", "valid")
    )
    ours = [sum(any(one.kind != "missed" for one in each.expected()) for each in broken)]
    ours.append(sum(bool(each.expected()) for each in valid))
    rows = (("mapperlint", *ours), ("`configure_mappers()`", 38, 0), ("sqlalchemy-lsp", 19, 11))
    return (
        f"| | speaks of the {len(broken)} with a mistake | speaks of the {len(valid)} without |\n"
        "|---|---|---|\n" + "".join(f"| {name} | {bad} | {good} |\n" for name, bad, good in rows)
    )


def _file(name: str) -> Callable[[], str]:
    """A file of the documentation, shown on a page."""
    language = _LANGUAGES[Path(name).suffix]
    return lambda: f"```{language}\n{(DOCUMENTATION / name).read_text(encoding='utf-8')}```"


_LANGUAGES = {".el": "lisp", ".json": "json", ".lua": "lua", ".xml": "xml", ".yml": "yaml"}

CI = ("ci/github-actions.yml", "ci/github-code-scanning.yml", "ci/gitlab-ci.yml")
EDITORS = (
    "editors/mapperlint-flymake.el",
    "editors/neovim.lua",
    "editors/pycharm-watchers.xml",
    "editors/vscode-tasks.json",
)

PARTS: dict[str, Callable[[], str]] = {
    "families": _listed_families,
    "fidelity": _fidelity,
    "kinds": _kinds,
    "missed": _missed,
    "mended": _mended,
    "off": _off,
    "reasons": _reasons,
    **{name: _file(name) for name in (*CI, *EDITORS)},
}
