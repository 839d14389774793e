"""All settings have one definition, and what is made of it agrees: checks, schema, page, report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mapperlint import cli, config
from mapperlint.config import OUTPUT_FORMATS, Settings, SettingsError
from mapperlint.config.definitions import DEFINITIONS, EXTENDED, Definition
from mapperlint.config.schema import FILE, schema, tool_schema
from mapperlint.config.validation import fits
from mapperlint.reporters import reporter
from tests.support import settings_page
from tests.support.blog import BLOG, BROKEN_BLOG

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from tests.conftest import Git, Tree

DOCUMENTATION = Path(__file__).parents[1] / "docs"
ALL = list(DEFINITIONS.values())
FILES = {
    "src/app/main.py": "app = 1\n",
    "src/app/__init__.py": "",
    ".venv/lib/python3.11/site-packages/six.py": "",
    "ci/mapperlint-baseline.json": '{"version": 1, "findings": {}}\n',
}
WRONG_VALUES: tuple[Any, ...] = (
    *(3, 1.5, True, False, "", "\n", "x", "2.0", [], [""], [3], ["x"]),
    *(["a.b"], ["a/b"], ["a.b:c()"], {}, {"x": 3}, {"x": "y"}, {"x": ["y"]}, {"x": [3]}),
)


def loaded(tree: Tree, text: str, name: str = "mapperlint.toml") -> Settings:
    return config.load([str(tree({**FILES, name: text}))], environment={})


def refusal(tree: Tree, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(tree, text)
    return str(caught.value).removeprefix(f"{tree({})}/")


# the definitions


def test_each_field_has_a_definition_and_each_definition_a_field() -> None:
    fields = {name.replace("-", "_") for name in DEFINITIONS if name not in EXTENDED}
    found_out = {"root", "libraries", "file"}
    used_up = {"python", "required_version"}
    assert fields - used_up == set(Settings._fields) - found_out
    assert set(EXTENDED.values()) <= set(DEFINITIONS)


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_the_example_is_right(setting: Definition, tree: Tree) -> None:
    given = tomllib.loads(f"{setting.name} = {setting.example}\n")
    assert fits(given[setting.name], setting.schema)
    settings = loaded(tree, f"{setting.name} = {setting.example}\n")
    without = loaded(tree, "")
    changed = {
        name
        for name, one, other in zip(Settings._fields, settings, without, strict=True)
        if one != other
    }
    expected = EXTENDED.get(setting.name, setting.name).replace("-", "_")
    assert changed == {expected} - {"python", "required_version"}


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_the_default_is_that_of_no_file(setting: Definition, tree: Tree) -> None:
    try:
        value = json.loads(setting.default)
    except ValueError:
        assert not setting.default.startswith(("[", "{", '"'))
        return
    given = loaded(tree, f"{setting.name} = {json.dumps(value)}\n" if value != {} else "")
    assert given.of_findings == loaded(tree, "").of_findings


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_a_setting_is_explained(setting: Definition) -> None:
    assert setting.help.endswith(".")
    assert setting.expected
    assert not setting.default.endswith(".")


# the schema


def test_the_schema_that_is_shipped_is_that_of_the_definitions() -> None:
    """UPDATE_DOCUMENTATION=1 writes it, with the page (tests/test_documentation.py)."""
    assert tool_schema("mapperlint") == schema()
    assert Path(FILE).read_text(encoding="utf-8") == settings_page.schema_text()


def test_the_page_has_all_settings() -> None:
    page = settings_page.text()
    assert page == (DOCUMENTATION / "settings.md").read_text(encoding="utf-8")
    assert all(f"\n### `{name}`\n" in page for name in DEFINITIONS)


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    validator = jsonschema.Draft7Validator(schema())
    assert validator.is_valid({})
    assert not validator.is_valid({"selct": ["MAP4"]})
    assert "did you mean" not in schema()["properties"]["select"]["description"]


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_the_schema_takes_what_we_take(setting: Definition) -> None:
    validator = jsonschema.Draft7Validator(schema())
    for value in WRONG_VALUES:
        given: dict[str, Any] = {setting.name: value}
        assert validator.is_valid(given) is fits(value, setting.schema), value
    example = tomllib.loads(f"{setting.name} = {setting.example}\n")
    assert validator.is_valid(example)


def test_every_format_can_be_set() -> None:
    schema_of_it = DEFINITIONS["output-format"].schema
    assert schema_of_it["enum"] == list(OUTPUT_FORMATS)
    assert len({reporter(name) for name in OUTPUT_FORMATS}) == len(OUTPUT_FORMATS)


# which file


def test_the_first_file_of_a_directory_counts(tree: Tree) -> None:
    assert loaded(tree, '[tool.mapperlint]\nexclude = ["c"]\n', "pyproject.toml").exclude == ("c",)
    assert loaded(tree, 'exclude = ["b"]\n', "mapperlint.toml").exclude == ("b",)
    assert loaded(tree, 'exclude = ["a"]\n', ".mapperlint.toml").exclude == ("a",)


def test_a_file_without_a_word_makes_a_project(tree: Tree) -> None:
    root = tree({**FILES, "mapperlint.toml": ""})
    assert config.load([str(root / "src/app/main.py")], environment={}).root == str(root)


def test_lines_are_those_of_the_file(tree: Tree) -> None:
    text = "# exclude = 1\nsrc = []  # not exclude = 1\nexclude = 1\n"
    assert refusal(tree, text).startswith("mapperlint.toml:3: `exclude` is to be a list")
    assert refusal(tree, "exclude = [\n") == "mapperlint.toml:1: not TOML: Invalid value"


def test_an_unreadable_file(tree: Tree) -> None:
    (tree(FILES) / "mapperlint.toml").mkdir()
    with pytest.raises(SettingsError, match=r"mapperlint\.toml: Is a directory"):
        config.load([str(tree(FILES))], environment={})


def test_config_names_a_file(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({**FILES, "mapperlint.toml": "", "ci/other.toml": 'exclude = ["ci"]\n'})
    monkeypatch.chdir(root)
    given = config.load(["src"], file="ci/other.toml", environment={})
    assert (given.exclude, given.file) == (("ci",), str(root / "ci/other.toml"))
    assert given.root == str(root / "src"), "a file elsewhere says nothing of the root"
    beside = config.load(["src"], file="mapperlint.toml", environment={})
    assert beside.root == str(root)
    for file, reason in (("no.toml", "No such file or directory"), ("ci", "Is a directory")):
        with pytest.raises(SettingsError, match=f"--config {file}: {reason}"):
            config.load(["src"], file=file, environment={})
    tree({"pyproject.toml": "[project]\n"})
    with pytest.raises(SettingsError, match=r"pyproject.toml: there is no `\[tool.mapperlint\]`"):
        config.load(["src"], file="pyproject.toml", environment={})


def test_isolated_from_all_files(tree: Tree, git: Git) -> None:
    git("status")
    root = tree({**FILES, "mapperlint.toml": 'exclude = ["ci"]\n'})
    given = config.load([str(root / "src")], isolated=True, environment={})
    assert (given.exclude, given.root, given.file) == ((), str(root), None)


# what values are refused


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ('[severity]\nMAP3 = "error"\nMAP4 = "off"\n', 3, "severity"),
        ('select = "MAP4"\n', 1, "select"),
        ('\nper-file-ignores = ["a"]\n', 2, "per-file-ignores"),
        ('[per-file-ignores]\na = ["MAP4"]\n"b/**" = "MAP4"\n', 3, "per-file-ignores"),
        ('base-classes = [\n  "db.base",\n  "db/base",\n]\n', 3, "base-classes"),
        ('required-version = "newest"\n', 1, "required-version"),
        ('sqlalchemy-version = "4.0"\n', 1, "sqlalchemy-version"),
    ],
)
def test_a_value_of_another_kind(text: str, line: int, name: str, tree: Tree) -> None:
    wanted = f"is to be {DEFINITIONS[name].expected}, like {DEFINITIONS[name].example}"
    assert refusal(tree, text) == f"mapperlint.toml:{line}: `{name}` {wanted}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("slect = []\n", "1: unknown setting `slect`; did you mean `select`?"),
        (
            "\nper_file_ignores = {}\n",
            "2: unknown setting `per_file_ignores`; did you mean `per-file-ignores`?",
        ),
        ('src = [\n  "src",\n  "lib",\n]\n', "3: `src` names 'lib', which is no directory"),
        (
            'entry-points = [\n  "app.main",\n  "app.mian:app",\n]\n',
            "3: `entry-points` names 'app.mian:app', which is not found",
        ),
    ],
)
def test_what_there_is_not(text: str, message: str, tree: Tree) -> None:
    assert refusal(tree, text) == f"mapperlint.toml:{message}"


def test_the_nearest_choice(tree: Tree) -> None:
    said = refusal(tree, 'output-format = "josn"\n')
    assert said.startswith("mapperlint.toml:1: `output-format` is to be one of full, concise, ")
    assert said.endswith("; did you mean `json`?")


@pytest.mark.parametrize(
    ("wanted", "is_right"),
    [
        (">=0.1", True),
        ("==0.1", True),
        ("==0.1.0", True),
        ("~=0.1.0", True),
        (" >= 0.0.9 , < 0.2 ", True),
        ("!=0.1.1", True),
        (">0.1.0", False),
        ("<0.1", False),
        ("<=0.0.9", False),
        ("~=0.2", False),
        ("==0.1.1", False),
        ("!=0.1.0", False),
        (">=0.1,<0.1.0", False),
    ],
)
def test_required_version(
    wanted: str,
    is_right: bool,  # noqa: FBT001 - a table of cases
    tree: Tree,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is looked at first: the other settings may be those of a newer version."""
    monkeypatch.setattr("mapperlint.config.validation.__version__", "0.1.0")
    text = f'new-thing = 1\nrequired-version = "{wanted}"\n'
    assert refusal(tree, text).startswith(
        "mapperlint.toml:1: unknown setting `new-thing`"
        if is_right
        else f"mapperlint.toml:2: this project requires mapperlint {wanted}; this is 0.1.0"
    )


def test_what_extends_adds(tree: Tree) -> None:
    text = 'ignore = ["MAP1"]\nextend-ignore = ["MAP2"]\nextend-exclude = ["old"]\n'
    given = loaded(tree, f'{text}extend-fixable = ["MAP4"]\nextend-unfixable = ["MAP6"]\n')
    assert (given.ignore, given.exclude) == (("MAP1", "MAP2"), ("old",))
    assert (given.fixable, given.unfixable) == (("ALL", "MAP4"), ("MAP6",))


# what they do, where no other test says it


def concise(*arguments: str) -> list[str]:
    return ["check", "--output-format", "concise", *arguments]


def test_exclusion_and_git(
    tree: Tree, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git("status")
    monkeypatch.chdir(tree({"a.py": "", "b.py": "", "c.py": "", ".gitignore": "b.py\n"}))

    def files(text: str, *paths: str) -> list[str]:
        tree({"mapperlint.toml": text})
        assert cli.run(["check", "--show-files", *paths]) == 0
        return capsys.readouterr().out.split()

    assert files("") == ["a.py", "c.py"]
    assert files("respect-gitignore = false\n") == ["a.py", "b.py", "c.py"]
    assert files('exclude = ["a.py"]\nextend-exclude = ["c.py"]\nrespect-gitignore = false') == [
        "b.py"
    ]
    assert files('exclude = ["c.py"]\n', "c.py") == ["c.py"]
    assert files('exclude = ["c.py"]\nforce-exclude = true\n', "c.py") == []


def test_output_format_and_cache(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MAPPERLINT_CACHE_DIR")
    text = 'output-format = "json"\ncache-dir = "var/kept"\n'
    root = tree({**BLOG, "mapperlint.toml": text})
    monkeypatch.chdir(root / "blog")
    assert cli.run(["check"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert list((root / "var/kept").glob("answer-*"))
    assert not (root / ".mapperlint_cache").exists()
    assert cli.run(concise()) == 0
    assert capsys.readouterr().out.startswith("No problems found.")


def test_severity_and_files_in_a_report(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({**BROKEN_BLOG, "mapperlint.toml": 'severity = { MAP4 = "warning" }\n'})
    monkeypatch.chdir(root)
    assert cli.run(concise()) == 1
    assert "Found 1 warning." in capsys.readouterr().out
    tree({"mapperlint.toml": 'per-file-ignores = { "blog/post.py" = ["MAP4"] }\n'})
    assert cli.run(concise()) == 0
    tree({"mapperlint.toml": 'per-file-ignores = { "blog/user.py" = ["MAP4"] }\n'})
    assert cli.run(concise()) == 1


def test_shown_settings_are_toml(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'select = ["MAP4"]\nextend-exclude = ["größe\\u0000"]\nforce-exclude = true\n'
    text += 'per-file-ignores = { "a b" = ["ALL"] }\narchived = { "a.b" = "" }\n'
    root = tree({**FILES, "mapperlint.toml": text})
    monkeypatch.chdir(root)
    assert cli.run(["check", "--show-settings", "--ignore", "MAP405"]) == 0
    out = capsys.readouterr().out
    shown = tomllib.loads(out)
    assert shown == {
        "select": ["MAP4"],
        "ignore": ["MAP405"],
        "exclude": ["größe\0"],
        "force-exclude": True,
        "per-file-ignores": {"a b": ["ALL"]},
        "archived": {"a.b": ""},
    }
    assert out.startswith(f"# project: {root}\n# settings: mapperlint.toml\n# installed packages: ")
    assert all(f"{name} = " in out for name in DEFINITIONS if name not in EXTENDED)
    assert cli.run(["check", "--show-settings", "--isolated"]) == 0
    out = capsys.readouterr().out
    assert tomllib.loads(out) == {}
    assert "# settings: no file has any\n" in out


def test_settings_that_only_show_things_keep_the_answer() -> None:
    shown = Settings(output_format="json", cache_dir="x", baseline="y", force_exclude=True)
    assert shown.of_findings == Settings()
    for field in ("select", "ignore", "base_classes", "severity", "unfixable"):
        changed = Settings(**{field: ("MAP4",)})  # type: ignore[arg-type]
        assert changed.of_findings != Settings()
