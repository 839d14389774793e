"""The version of SQLAlchemy a project runs on: from which file, and what if they disagree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mapperlint import config
from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.versions.sqlalchemy_version import SUPPORTED, SqlalchemyVersion, Versions

if TYPE_CHECKING:
    from tests.conftest import Tree

MODELS = "from sqlalchemy import Column\n"
NEW_MODELS = "from sqlalchemy.orm import mapped_column\n"

UV = """\
version = 1

[[package]]
name = "sqlalchemy-utils"
version = "0.41.2"
dependencies = [
    { name = "sqlalchemy" },
]

[[package]]
name = "sqlalchemy"
version = "2.0.36"
source = { registry = "x" }

[[package]]
name = "starlette"
version = "1.4.0"
"""
POETRY = """\
[[package]]
name = "SQLAlchemy"
version = "1.4.54"
description = ""

[package.dependencies]
greenlet = "*"
"""
PDM = """\
[[package]]
name = "sqlalchemy"
version = "2.1.9"
"""
PYLOCK = """\
lock-version = "1.0"
[[packages]]
name = "sqlalchemy"
marker = "python_version >= '3.9'"
version = "2.0.40"
"""
PIPFILE_LOCK = """\
{
    "default": {
        "sqlalchemy": {
            "hashes": ["sha256:0"],
            "index": "x",
            "version": "==1.4.49"
        },
        "sqlalchemy-utils": {"version": "==0.41.0"}
    }
}
"""


def version_of(root: Path, **settings: object) -> SqlalchemyVersion:
    session = Session(Settings(root=str(root), **settings))  # type: ignore[arg-type]
    session.load()
    return session.project.sqlalchemy


def versions(tree: Tree, files: dict[str, str], models: str = "models.py") -> Versions:
    return version_of(tree({models: MODELS, **files})).versions


def read(tree: Tree, name: str, text: str) -> tuple[tuple[str, ...], str | None]:
    found = versions(tree, {name: text})
    return found.possible, found.place


# one file of each kind


@pytest.mark.parametrize(
    ("name", "text", "release", "line"),
    [
        ("uv.lock", UV, "2.0.36", 11),
        ("poetry.lock", POETRY, "1.4.54", 2),
        ("pdm.lock", PDM, "2.1.9", 2),
        ("pylock.toml", PYLOCK, "2.0.40", 3),
        ("Pipfile.lock", PIPFILE_LOCK, "1.4.49", 3),
        ("uv.lock", UV.replace("\n", "\r\n"), "2.0.36", 11),
    ],
)
def test_a_lock_file_names_the_release(
    tree: Tree, name: str, text: str, release: str, line: int
) -> None:
    found = versions(tree, {name: text})
    assert (found.release, found.place) == (release, f"{name}:{line}")
    assert found.series == release[:3]


@pytest.mark.parametrize(
    ("text", "possible", "line"),
    [
        ("sqlalchemy==2.0.36\n", ("2.0",), 1),
        ("flask\nSQLAlchemy[asyncio] == 1.4.54  # via flask\n", ("1.4",), 2),
        ("flask\nsqlalchemy==2.0.36 \\\n    --hash=sha256:0\n", ("2.0",), 2),
        ("sqlalchemy<2.1 ; python_version > '3'\n", ("1.3", "1.4", "2.0"), 1),
        ("sqlalchemy~=1.4.0\n", ("1.4",), 1),
        ("sqlalchemy>=1.4.41,<2\n", ("1.4",), 1),
        (
            "sqlalchemy==1.4.54; python_version<'3.9'\nsqlalchemy==2.0.36; python_version>='3.9'\n",
            ("1.4", "2.0"),
            1,
        ),
        ("sqlalchemy-utils==0.41.2\nsqlalchemy_json==0.7\nflask-sqlalchemy\n", SUPPORTED, None),
        ("sqlalchemy\n", SUPPORTED, None),
        ("sqlalchemy @ git+ssh://x/sqlalchemy@rel_2_0\n", SUPPORTED, None),
        ("-e .\n# sqlalchemy==1.4\n", SUPPORTED, None),
    ],
)
def test_requirements(tree: Tree, text: str, possible: tuple[str, ...], line: int | None) -> None:
    place = None if line is None else f"requirements.txt:{line}"
    assert read(tree, "requirements.txt", text) == (possible, place)


def test_requirements_that_include_others(tree: Tree) -> None:
    files = {
        "requirements.txt": "-r requirements/base.txt\n-c ../nowhere.txt\n",
        "requirements/base.txt": "sqlalchemy>=1.4\n--constraint=../pins/all.txt\n-r base.txt\n",
        "pins/all.txt": "sqlalchemy==2.0.36\n",
    }
    assert versions(tree, files).place == "pins/all.txt:1"


@pytest.mark.parametrize(
    "name",
    [
        "requirements/prod.txt",
        "requirements/base.in",
        "requirements-dev.txt",
        "dev-requirements.txt",
        "constraints.txt",
    ],
)
def test_requirements_of_other_names(tree: Tree, name: str) -> None:
    assert read(tree, name, "sqlalchemy==2.0.36\n") == (("2.0",), f"{name}:1")


def test_of_several_requirements_any_may_be_used(tree: Tree) -> None:
    files = {
        "requirements/sqlalchemy14.txt": "sqlalchemy==1.4.54\n",
        "requirements/sqlalchemy20.txt": "sqlalchemy==2.0.36\n",
        "requirements/docs.txt": "sqlalchemy==2.1.0\n",
    }
    assert versions(tree, files).possible == ("1.4", "2.0")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\ndependencies = [\n"x",\n"sqlalchemy>=2.0,<2.1",\n]\n'),
        ("pyproject.toml", '[project.optional-dependencies]\n\n\nsql = ["SQLAlchemy~=2.0.1"]\n'),
        ("pyproject.toml", '[dependency-groups]\n\n\nsql = ["SQLAlchemy (>=2.0,<2.1)"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "*"\n\nSQLAlchemy = "~2.0"\n'),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\n\n\nsqlalchemy = {version = "~2.0", extras = ["x"]}\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\n\n\nsqlalchemy = [{version = "~2.0"}, "2.0.36"]\n',
        ),
        ("setup.cfg", "[options]\ninstall_requires =\n  flask\n  sqlalchemy==2.0.*\n"),
        ("setup.cfg", "[options.extras_require]\n\n\nsql = sqlalchemy==2.0.*\n"),
        ("setup.py", "setup(\n\ninstall_requires=[\n'sqlalchemy~=2.0.1'])\n"),
        ("setup.py", "\n\nneeds = [\n'sqlalchemy~=2.0.1']\nx.setup(install_requires=needs)\n"),
        ("setup.py", "setup(extras_require={\n\n\n'sql': ['sqlalchemy~=2.0.1']})\n"),
        ("Pipfile", '[packages]\nflask = "*"\n\nsqlalchemy = "~=2.0.1"\n'),
        ("environment.yml", "dependencies:\n  - python=3.12\n\n  - conda-forge::sqlalchemy=2.0\n"),
        ("environment.yml", "dependencies:\n  - pip:\n\n    - 'sqlalchemy==2.0.36'\n"),
        ("environment.yaml", "dependencies:\n\n\n  - sqlalchemy=2.0.36=py312h0\n"),
    ],
)  # fmt: skip
def test_declared_dependencies(tree: Tree, name: str, text: str) -> None:
    assert read(tree, name, text) == (("2.0",), f"{name}:4")


def test_optional_dependencies_count_where_nothing_else_does(tree: Tree) -> None:
    text = """\
        [project]
        dependencies = ["sqlalchemy>=2.0"]
        [project.optional-dependencies]
        old = ["sqlalchemy<2.0"]
        """
    assert read(tree, "pyproject.toml", text)[0] == ("2.0", "2.1")


# what the environment, the models and the settings say


def test_what_is_installed(tree: Tree, tmp_path: Path) -> None:
    library = "env/lib/python3.12/site-packages"
    root = tree(
        {
            "app/models.py": MODELS,
            f"{library}/SQLAlchemy_Utils-0.41.2.dist-info/METADATA": "",
            f"{library}/SQLAlchemy-1.4.54.dist-info/METADATA": "",
            "uv.lock": UV,
        }
    )
    found = version_of(root, libraries=(str(tmp_path / library),)).versions
    assert (found.series, found.release) == ("1.4", "1.4.54")
    assert found.place is not None
    assert found.place.endswith("SQLAlchemy-1.4.54.dist-info")


def test_models_import_what_came_with_a_series(tree: Tree) -> None:
    found = version_of(tree({"models.py": NEW_MODELS})).versions
    assert (found.possible, found.place) == (("2.0", "2.1"), "models.py:1")


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    from sqlalchemy.orm import mapped_column\nexcept ImportError: pass\n",
        "if X:\n    from sqlalchemy.orm import mapped_column\n",
        "def f():\n    from sqlalchemy.orm import mapped_column\n",
        "from shop.orm import mapped_column\nfrom sqlalchemy import Column\n",
        "from sqlalchemy import orm\n# id = orm.mapped_column()\n",
    ],
)
def test_what_may_not_be_imported_proves_nothing(tree: Tree, text: str) -> None:
    assert version_of(tree({"models.py": f"{MODELS}{text}"})).versions == Versions()


def test_names_that_need_no_import_of_their_own(tree: Tree) -> None:
    text = "from sqlalchemy import orm\nclass A(Base):\n    id = orm.mapped_column()\n"
    assert version_of(tree({"models.py": text})).versions.place == "models.py:3"


@pytest.mark.parametrize(
    ("setting", "series", "release"),
    [
        ("1.4", "1.4", None),
        ("2.0", "2.0", None),
        ("2.0.36", "2.0", "2.0.36"),
        ("2.1.0b1", "2.1", "2.1.0b1"),
        ("1.2", "1.3", None),
        ("3.0", "2.1", None),
    ],
)
def test_the_setting_decides(tree: Tree, setting: str, series: str, release: str | None) -> None:
    table = f'[tool.mapperlint]\nsqlalchemy-version = "{setting}"\n'
    root = tree({"models.py": NEW_MODELS, "uv.lock": UV, "pyproject.toml": table})
    session = Session(config.load([str(root)], environment={}))
    session.load()
    found = session.project.sqlalchemy.versions
    assert found == Versions((series,), release, "the setting `sqlalchemy-version`")


@pytest.mark.parametrize("setting", ['"2"', '"latest"', '"2.0.x"', '">=2.0"', "2.0", '""'])
def test_a_setting_that_is_no_version(tree: Tree, setting: str) -> None:
    root = tree({"pyproject.toml": f"[tool.mapperlint]\nsqlalchemy-version = {setting}\n"})
    with pytest.raises(config.SettingsError, match=r":2: `sqlalchemy-version` is to be a version"):
        config.load([str(root)], environment={})


def test_other_packages_tell_by_what_they_need(tree: Tree) -> None:
    assert versions(tree, {"requirements.txt": "sqlmodel==0.0.22\n"}).possible == ("2.0", "2.1")
    assert versions(tree, {"requirements.txt": "sqlmodel==0.0.8\n"}).possible == ("1.3", "1.4")
    old = versions(tree, {"requirements.txt": "Flask_SQLAlchemy==2.5.1\n"})
    assert (old.possible, old.place) == (("1.3", "1.4"), "requirements.txt:1")
    assert versions(tree, {"requirements.txt": "flask-sqlalchemy>=2.5\n"}) == Versions()


# several that agree or do not


def test_each_narrows_what_is_left(tree: Tree) -> None:
    files = {
        "requirements.txt": "sqlalchemy<2.1\n",
        "pyproject.toml": '[project]\ndependencies = ["sqlalchemy>=2.0"]\n',
    }
    found = versions(tree, files)
    assert (found.possible, found.place) == (("2.0",), "pyproject.toml:2")


def test_the_more_certain_wins(tree: Tree) -> None:
    files = {
        "uv.lock": UV,
        "requirements.txt": "sqlalchemy==1.4.54\n",
        "setup.cfg": "[options]\ninstall_requires = sqlalchemy>=2.1\n",
    }
    assert versions(tree, files).place == "uv.lock:11"


def test_what_cannot_be_imported_does_not_run(tree: Tree) -> None:
    found = version_of(tree({"models.py": NEW_MODELS, "uv.lock": POETRY})).versions
    assert found.possible == ("2.0", "2.1")


def test_the_nearest_directory_comes_first(tree: Tree) -> None:
    files = {
        "requirements.txt": "sqlalchemy==1.4.54\n",
        "shop/requirements.txt": "sqlalchemy==2.0\n",
    }
    assert versions(tree, files, "shop/app/models.py").place == "shop/requirements.txt:1"


def test_a_range_of_a_part_is_narrowed_by_the_lock_of_the_whole(tree: Tree) -> None:
    files = {"uv.lock": UV, "shop/pyproject.toml": '[project]\ndependencies = ["sqlalchemy>=1.4"]'}
    assert versions(tree, files, "shop/app/models.py").release == "2.0.36"


def test_programs_of_one_repository_may_differ(tree: Tree) -> None:
    root = tree(
        {
            "one/models.py": MODELS,
            "one/requirements.txt": "sqlalchemy==1.4.54\n",
            "two/models.py": MODELS,
            "two/requirements.txt": "sqlalchemy==2.0.36\n",
            "three/models.py": MODELS,
            "tests/models.py": NEW_MODELS,
        }
    )
    found = version_of(root).versions
    assert (found.possible, found.release) == (("1.4", "2.0"), None)


# what cannot be read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", '[[package]]\nname = "sqlalchemy"\n[[package]]\nversion = "2.0.36"\n'),
        ("uv.lock", '[[package]]\nname = "sqlalchemy"\nversion = "what"\n'),
        ("Pipfile.lock", '{"default": {"sqlalchemy": {"version": "'),
        ("pyproject.toml", '[project\ndependencies = ["sqlalchemy==2.0"]\n'),
        ("pyproject.toml", '[project]\ndependencies = "sqlalchemy==2.0"\n'),
        ("pyproject.toml", "project = 3\ntool = []\ndependency-groups = 1\n"),
        ("pyproject.toml", "[tool.poetry.dependencies]\nsqlalchemy = 2\n"),
        ("setup.cfg", "install_requires = sqlalchemy==2.0\n"),
        ("setup.py", "setup(install_requires=['sqlalchemy==2.0'\n"),
        ("setup.py", "needs = needs\nsetup(install_requires=needs + ['sqlalchemy==2.0'])\n"),
        ("Pipfile", "[packages\n"),
        ("environment.yml", "\x00\t- sqlalchemy\n"),
        ("requirements.txt", "-r requirements.txt\n-r .\n-r /\n\x00\nsqlalchemy==\n"),
    ],
)
def test_a_malformed_file_says_nothing(tree: Tree, name: str, text: str) -> None:
    assert versions(tree, {name: text}) == Versions()


def test_bytes_and_folders_in_place_of_files(tree: Tree, tmp_path: Path) -> None:
    root = tree({"models.py": MODELS, "poetry.lock/x": "", "requirements/x.txt/y": ""})
    for name in ("uv.lock", "pyproject.toml", "setup.cfg", "setup.py", "requirements.txt"):
        (tmp_path / name).write_bytes(b'\xff\xfe[[package]]\nname = "sqlalchemy"\n\xff')
    assert version_of(root).versions == Versions()


# when it is asked


def test_nothing_is_read_where_versions_agree(tree: Tree) -> None:
    root = tree({"models.py": f"{MODELS}class A:\n    pass\n", "uv.lock": UV})
    session = Session(Settings(root=str(root)))
    session.load()
    session.diagnostics()
    assert "versions" not in vars(session.project.sqlalchemy)
    assert session.project.sqlalchemy.since("2.1", 1, 1) == 1
    assert "versions" not in vars(session.project.sqlalchemy)
    assert session.project.sqlalchemy.since("2.1", "older", "newer") == "older"


def test_which_answer_holds(tree: Tree) -> None:
    unknown = version_of(tree({"models.py": MODELS}))
    assert unknown.since("2.0", "older", "newer") is None
    assert not unknown.before("2.0")
    new = version_of(tree({"models.py": NEW_MODELS}))
    assert new.since("2.0", "older", "newer") == "newer"
    assert new.since("2.1", "older", "newer") is None
    old = version_of(tree({"models.py": MODELS, "poetry.lock": POETRY}))
    assert old.before("2.0")
    assert old.since("2.1", "older", "newer") == "older"
