"""Which project is meant, what its settings say, and what is said about wrong ones."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from mapperlint import config
from mapperlint.config import Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Git, Tree

WITH_SETTINGS = '[tool.mapperlint]\nsrc = ["src"]\n'


def load(*paths: Path, python: str | None = None, **environment: str) -> Settings:
    return config.load([str(path) for path in paths], python=python, environment=environment)


def refusal(root: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(root)
    return str(caught.value).removeprefix(str(root) + os.sep)


def test_settings_of_the_nearest_pyproject(tree: Tree) -> None:
    root = tree(
        {
            "pyproject.toml": '[tool.mapperlint]\nexclude = ["old"]\n',
            "inner/pyproject.toml": WITH_SETTINGS,
            "inner/src/app/models.py": "",
        }
    )
    inner = root / "inner"
    assert load(inner / "src/app/models.py") == Settings(
        str(inner), src=("src",), file=str(inner / "pyproject.toml")
    )
    assert load(root) == Settings(str(root), exclude=("old",), file=str(root / "pyproject.toml"))


def test_pyproject_of_another_tool_is_passed_over(tree: Tree) -> None:
    root = tree(
        {
            "pyproject.toml": WITH_SETTINGS,
            "src/pyproject.toml": '[project]\nname = "app"\ndependencies = ["mapperlint"]\n',
        }
    )
    assert load(root / "src").root == str(root)


def test_broken_pyproject_of_another_tool_is_passed_over(tree: Tree) -> None:
    root = tree({"pyproject.toml": "[tool.other\n"})
    assert load(root) == Settings(str(root))


@pytest.mark.parametrize(
    "text",
    [
        '[tool.mapperlint]\nexclude = ["old"]',
        '[ tool . mapperlint ]\r\nexclude = ["old"]',
        '[tool."mapperlint"]\nexclude = ["old"]',
        '[tool]\nmapperlint.exclude = ["old"]',
        '[tool]\nmapperlint = {exclude = ["old"]}',
        'tool.mapperlint.exclude = ["old"]',
        'tool.mapperlint = {exclude = ["old"]}',
    ],
)
def test_every_spelling_of_the_table(tree: Tree, text: str) -> None:
    assert load(tree({"pyproject.toml": text})).exclude == ("old",)


def test_archived_packages(tree: Tree) -> None:
    inline = 'archived = {"models" = "db.models", "core.auth" = ""}'
    root = tree({"pyproject.toml": f"[tool.mapperlint]\n{inline}\n"})
    assert load(root).archived == (("core.auth", ""), ("models", "db.models"))
    table = '[tool.mapperlint.archived]\nmodels = "db.models"\n"core.auth" = ""\n'
    assert load(tree({"pyproject.toml": table})).archived == load(root).archived


def test_top_of_the_work_tree_without_settings(tree: Tree, git: Git) -> None:
    git("status")
    root = tree({"app/models.py": "", "pyproject.toml": "[project]\n"})
    assert load(root / "app/models.py").root == str(root)


def test_directory_itself_outside_of_git(tree: Tree) -> None:
    root = tree({"a/b/models.py": "", "a/c/models.py": ""})
    assert load(root / "a/b").root == str(root / "a/b")
    assert load(root / "a/b/models.py", root / "a/c/models.py").root == str(root / "a")


def test_directory_around_the_package_outside_of_git(tree: Tree) -> None:
    root = tree({"a/app/__init__.py": "", "a/app/db/__init__.py": "", "a/app/db/models.py": ""})
    assert load(root / "a/app/db/models.py").root == str(root / "a")


def test_packages_of_an_environment_are_not_the_projects(tree: Tree, git: Git) -> None:
    git("status")
    site = "env/lib/python3.11/site-packages"
    root = tree({"pyproject.toml": WITH_SETTINGS, "src/a.py": "", f"{site}/thing/models.py": ""})
    assert load(root / site).root == str(root / site)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[project]\nsrc = "x"\n\n[tool.mapperlint]\nsrcs = ["src"]\n',
            "pyproject.toml:5: unknown setting `srcs`; did you mean `src`?",
        ),
        (
            "[tool.mapperlint]\nzzz = 1\n",
            (
                "pyproject.toml:2: unknown setting `zzz`;"
                " `mapperlint check --isolated --show-settings` lists them"
            ),
        ),
        (
            '[tool.mapperlint]\nexclude = []\nsrc = "src"\n',
            'pyproject.toml:3: `src` is to be a list of directories, like ["src"]',
        ),
        (
            "[tool.mapperlint]\nexclude = [1]\n",
            'pyproject.toml:2: `exclude` is to be a list of patterns, like ["migrations/**"]',
        ),
        (
            "[tool.mapperlint]\n\n[tool.mapperlint.archived]\nmodels = 3\n",
            (
                "pyproject.toml:4: `archived` is to be a table of dotted packages,"
                ' like {"models" = "db.models"}'
            ),
        ),
        (
            '[tool.mapperlint.archived]\nmodels = "db/models"\n',
            "pyproject.toml:2: `archived` names 'db/models', which is no dotted name",
        ),
        (
            '[tool.mapperlint]\nsrc = ["lib"]\n',
            "pyproject.toml:2: `src` names 'lib', which is no directory",
        ),
        (
            '[tool.mapperlint]\npython = "env"\n',
            "pyproject.toml:2: `python` names 'env', which has no installed packages",
        ),
        (
            '[tool.mapperlint]\ncheck-patches = "yes"\n',
            "pyproject.toml:2: `check-patches` is to be true or false",
        ),
        ("[tool]\nmapperlint = 3\n", "pyproject.toml:2: `tool.mapperlint` is to be a table"),
    ],
)
def test_wrong_setting_names_its_line_and_what_is_right(
    tree: Tree, text: str, message: str
) -> None:
    assert refusal(tree({"pyproject.toml": text})) == message


def test_broken_toml_names_its_line(tree: Tree) -> None:
    said = refusal(tree({"pyproject.toml": "[tool.mapperlint]\nsrc = [\n  oops,\n]\n"}))
    assert said.startswith("pyproject.toml:3: not TOML: ")
    said = refusal(tree({"pyproject.toml": '[tool.mapperlint]\nsrc = "'}))
    assert said.startswith("pyproject.toml:2: not TOML: ")


def test_pyproject_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.mapperlint]\n# caf\xe9\n")
    assert refusal(tmp_path) == "pyproject.toml:2: not UTF-8, which TOML has to be"


# installed packages


def environment(root: Path, name: str, version: str = "3.11") -> str:
    folder = root / name / f"lib/python{version}/site-packages"
    folder.mkdir(parents=True)
    return str(folder)


def test_environment_in_the_project(tmp_path: Path) -> None:
    assert load(tmp_path).libraries == ()
    venv = environment(tmp_path, "venv")
    assert load(tmp_path).libraries == (venv,)
    hidden = environment(tmp_path, ".venv")
    assert load(tmp_path).libraries == (hidden,)


def test_active_environment_goes_first(tmp_path: Path) -> None:
    environment(tmp_path, ".venv")
    active = environment(tmp_path, "active")
    assert load(tmp_path, VIRTUAL_ENV=str(tmp_path / "active")).libraries == (active,)


def test_environment_of_the_hook_is_not_the_projects(tmp_path: Path) -> None:
    own = environment(tmp_path, ".venv")
    environment(tmp_path, "hook")
    variables = {"VIRTUAL_ENV": str(tmp_path / "hook"), "PRE_COMMIT": "1"}
    assert load(tmp_path, **variables).libraries == (own,)


def test_environment_of_the_settings_and_of_the_flag(tree: Tree) -> None:
    root = tree({"pyproject.toml": '[tool.mapperlint]\npython = "mine"\n'})
    environment(root, ".venv")
    mine, other = environment(root, "mine"), environment(root, "other")
    assert load(root).libraries == (mine,)
    assert load(root, python=str(root / "other")).libraries == (other,)
    assert load(root, python=other).libraries == (other,)
    with pytest.raises(SettingsError, match="--python nowhere: no installed packages"):
        load(root, python="nowhere")


def test_interpreter_with_several_versions_beside_it(tmp_path: Path) -> None:
    old, new = environment(tmp_path, "usr", "3.9"), environment(tmp_path, "usr", "3.12")
    (tmp_path / "usr/bin").mkdir()
    for name in ("python3", "python3.9"):
        (tmp_path / "usr/bin" / name).write_text("")
    assert load(tmp_path, python=str(tmp_path / "usr/bin/python3.9")).libraries == (old,)
    assert load(tmp_path, python=str(tmp_path / "usr/bin/python3")).libraries == (new,)


def test_this_interpreter(tmp_path: Path) -> None:
    assert any(
        os.path.isdir(os.path.join(folder, "libcst"))
        for folder in load(tmp_path, python=sys.executable).libraries
    )


def test_entry_points_are_modules_or_objects_in_them(tree: Tree) -> None:
    """A path is neither."""
    text = '[tool.mapperlint]\nentry-points = ["app.main:app", "app.cli", "app:create_app()"]\n'
    files = {"lib/app/main.py": "", "lib/app/cli/__init__.py": "", "lib/app/__init__.py": ""}
    found = load(tree({**files, "pyproject.toml": text})).entry_points
    assert found == ("app.main:app", "app.cli", "app:create_app()")
    wrong = '[tool.mapperlint]\nentry-points = ["alembic/env.py"]\n'
    assert refusal(tree({"pyproject.toml": wrong})) == (
        "pyproject.toml:2: `entry-points` is to be a list of modules or objects,"
        ' like ["app.main:app"]'
    )
    gone = '[tool.mapperlint]\nsrc = []\nentry-points = ["app.man:app"]\n'
    assert refusal(tree({**files, "pyproject.toml": gone})) == (
        "pyproject.toml:3: `entry-points` names 'app.man:app', which is not found"
    )
