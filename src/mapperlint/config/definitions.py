"""All settings: what each is called, what it may be, what it does.

This table is the one definition. From it come the check of what a project has written, the lines of
`--show-settings`, the JSON Schema that is shipped, and the page of the documentation.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from mapperlint.config import OUTPUT_FORMATS

Schema: TypeAlias = "dict[str, Any]"
"""A value's type, in the words of JSON Schema: those that `fits` knows."""


class Definition(NamedTuple):
    """One setting.

    `expected` completes "is to be ..."; `example` is a value in TOML; `default` is a value in TOML,
    or says how the value is found out. `help` says what the setting does.
    """

    name: str
    schema: Schema
    expected: str
    example: str
    default: str
    help: str


class Group(NamedTuple):
    """Settings that belong together, under a heading."""

    title: str
    settings: tuple[Definition, ...]


_FLAG: Schema = {"type": "boolean"}
_STRING: Schema = {"type": "string", "minLength": 1}
_STRINGS: Schema = {"type": "array", "items": _STRING}
_RULES = "a list of codes, families or names of rules"
_DOTTED = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_DOTTED_NAMES: Schema = {"type": "array", "items": {"type": "string", "pattern": f"^{_DOTTED}$"}}
_ENTRY_POINT: Schema = {
    "type": "string",
    "pattern": rf"^{_DOTTED}(?::{_DOTTED}(?:\(\))?)?$",
}
# The oldest with declarative classes, to the latest that may come.
_SQLALCHEMY_VERSION: Schema = {
    "type": "string",
    "pattern": r"^(?:0\.[5-9]|[1-3]\.\d{1,2})(?:\.\d{1,4}(?:(?:a|b|rc)\d{1,3})?)?$",
}
_CLAUSE = r"\s*(?:==|!=|~=|>=|<=|>|<)\s*\d{1,6}(?:\.\d{1,6}){0,3}\s*"
_REQUIREMENT: Schema = {"type": "string", "pattern": f"^{_CLAUSE}(?:,{_CLAUSE})*$"}

GROUPS = (
    Group(
        "Which rules speak",
        (
            Definition(
                "select",
                _STRINGS,
                _RULES,
                '["MAP4", "unknown-target"]',
                "all rules that are on",
                "The rules that speak, in place of those that are on: codes (`MAP401`), families"
                " (`MAP4`), names (`missing-reverse`) or `ALL`. Where `select` and `ignore` both"
                " mean a rule, the one that names it more closely wins, and `ignore` if both do"
                " alike.",
            ),
            Definition(
                "extend-select",
                _STRINGS,
                _RULES,
                '["MAP104"]',
                "[]",
                "Rules that speak beside those that are on or selected.",
            ),
            Definition(
                "ignore",
                _STRINGS,
                _RULES,
                '["one-sided-pair"]',
                "[]",
                "Rules that are silent.",
            ),
            Definition(
                "extend-ignore",
                _STRINGS,
                _RULES,
                '["MAP405"]',
                "[]",
                "Rules that are silent, beside those of `ignore`.",
            ),
            Definition(
                "per-file-ignores",
                {"type": "object", "additionalProperties": _STRINGS},
                "a table of patterns with lists of rules",
                '{ "tests/**" = ["MAP4"], "legacy.py" = ["ALL"] }',
                "{}",
                "Rules that are silent about some files. A pattern without a slash speaks of any"
                " file or folder of that name; one with a slash counts from the root.",
            ),
            Definition(
                "severity",
                {
                    "type": "object",
                    "additionalProperties": {"type": "string", "enum": ["error", "warning"]},
                },
                'a table of rules, each "error" or "warning"',
                '{ MAP405 = "error", "import-cycle" = "warning" }',
                "{}",
                "What a finding counts as. A rule that is to be silent goes into `ignore`.",
            ),
            Definition(
                "fixable",
                _STRINGS,
                _RULES,
                '["MAP401"]',
                '["ALL"]',
                "The rules whose findings `--fix` may mend.",
            ),
            Definition(
                "extend-fixable",
                _STRINGS,
                _RULES,
                '["MAP603"]',
                "[]",
                "Rules whose findings `--fix` may mend, beside those of `fixable`.",
            ),
            Definition(
                "unfixable",
                _STRINGS,
                _RULES,
                '["MAP6"]',
                "[]",
                "The rules whose findings `--fix` leaves alone.",
            ),
            Definition(
                "extend-unfixable",
                _STRINGS,
                _RULES,
                '["MAP6"]',
                "[]",
                "Rules whose findings `--fix` leaves alone, beside those of `unfixable`.",
            ),
        ),
    ),
    Group(
        "What is read",
        (
            Definition(
                "src",
                _STRINGS,
                "a list of directories",
                '["src"]',
                "what can be found",
                "The directories that stand on `sys.path` when the project runs, relative to the"
                " root.",
            ),
            Definition(
                "exclude",
                _STRINGS,
                "a list of patterns",
                '["migrations/**"]',
                "[]",
                "Files and folders that are not read. A pattern without a slash speaks of any file"
                " or folder of that name; one with a slash counts from the root.",
            ),
            Definition(
                "extend-exclude",
                _STRINGS,
                "a list of patterns",
                '["old_*.py"]',
                "[]",
                "Files and folders that are not read, beside those of `exclude`.",
            ),
            Definition(
                "force-exclude",
                _FLAG,
                "true or false",
                "true",
                "false",
                "Whether excluded files are left out though the command line names them, as hooks"
                " do.",
            ),
            Definition(
                "respect-gitignore",
                _FLAG,
                "true or false",
                "false",
                "true",
                "Whether files that git ignores are left out.",
            ),
            Definition(
                "python",
                _STRING,
                "the path of an environment",
                '".venv"',
                "the active environment, `.venv` or `venv`",
                "An interpreter or environment whose installed packages are read. Nothing of it is"
                " run.",
            ),
        ),
    ),
    Group(
        "What the source does not say",
        (
            Definition(
                "sqlalchemy-version",
                _SQLALCHEMY_VERSION,
                "a version of SQLAlchemy",
                '"2.0"',
                "what is installed, locked or required",
                'The version the project runs on: a series (`"2.0"`) or a release of it'
                ' (`"2.0.36"`).',
            ),
            Definition(
                "entry-points",
                {"type": "array", "items": _ENTRY_POINT},
                "a list of modules or objects",
                '["app.main:app"]',
                "what can be found",
                "Where programs start: modules, or objects in them. What they do not import is not"
                " there at run time.",
            ),
            Definition(
                "archived",
                {"type": "object", "additionalProperties": {"type": "string"}},
                "a table of dotted packages",
                '{"models" = "db.models"}',
                "{}",
                "Packages that must no longer be imported, each with the package that took its"
                ' place, `""` for none.',
            ),
            Definition(
                "check-patches",
                _FLAG,
                "true or false",
                "true",
                "false",
                "Whether names given to `mock.patch` count as imports of archived packages.",
            ),
            Definition(
                "base-classes",
                _DOTTED_NAMES,
                "a list of dotted classes",
                '["framework.db.Base"]',
                "[]",
                "Classes that are declarative bases though the reader cannot see it: their"
                " subclasses are mapped. What such a base brings along stays unknown.",
            ),
            Definition(
                "relationship-functions",
                _DOTTED_NAMES,
                "a list of dotted functions",
                '["app.db.related"]',
                "[]",
                "Functions that take what `relationship()` takes and give what it gives.",
            ),
        ),
    ),
    Group(
        "What is shown and kept",
        (
            Definition(
                "output-format",
                {"type": "string", "enum": list(OUTPUT_FORMATS)},
                f"one of {', '.join(OUTPUT_FORMATS)}",
                '"concise"',
                '"full"',
                "How findings are shown where `--output-format` does not say it.",
            ),
            Definition(
                "baseline",
                _STRING,
                "the path of a file",
                '"ci/mapperlint-baseline.json"',
                "`.mapperlint-baseline.json` in the root, if it is there",
                "The findings that are known: they are not reported. `mapperlint baseline` writes"
                " the file.",
            ),
            Definition(
                "cache-dir",
                _STRING,
                "the path of a directory",
                '".cache/mapperlint"',
                "`.mapperlint_cache` in the root",
                "Where answers and facts are kept between checks. `--cache-dir` and"
                " `MAPPERLINT_CACHE_DIR` go before it.",
            ),
            Definition(
                "required-version",
                _REQUIREMENT,
                "a condition on the version of mapperlint",
                '">=0.1,<0.2"',
                "any version",
                "The versions of mapperlint that may check the project; another one refuses to.",
            ),
        ),
    ),
)

DEFINITIONS: dict[str, Definition] = {
    each.name: each for group in GROUPS for each in group.settings
}

EXTENDED = {
    "extend-ignore": "ignore",
    "extend-exclude": "exclude",
    "extend-fixable": "fixable",
    "extend-unfixable": "unfixable",
}
"""Settings that only add to another one."""
