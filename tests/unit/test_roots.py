"""The directories on `sys.path`, from packages, settings and imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.modules.modules import Module, Modules


def modules_of(files: dict[str, str], settings: Settings | None = None) -> Modules:
    """The modules of some files that stand nowhere on a disk."""
    settings = settings or Settings(root="/nowhere")
    session = Session(settings)
    for path, text in files.items():
        session.update(path, text)
    return Modules(session, settings)


def roots(files: dict[str, str]) -> tuple[str, ...]:
    return modules_of(files).roots


def test_the_top_directory_is_always_one() -> None:
    assert roots({}) == ("",)
    assert roots({"app/__init__.py": "", "app/models.py": ""}) == ("",)


def test_the_directory_around_the_outermost_package() -> None:
    files = {"backend/app/__init__.py": "", "backend/app/db/__init__.py": ""}
    assert roots(files) == ("backend", "")


def test_a_folder_that_no_import_can_name_is_no_package() -> None:
    files = {"user-api/__init__.py": "", "user-api/src/users/__init__.py": ""}
    assert roots(files) == ("user-api/src", "")
    files["user-api/src/__init__.py"] = ""
    assert "user-api" in roots(files)


def test_conventional_folders() -> None:
    assert roots({"src/app.py": ""}) == ("src", "")
    assert roots({"services/one/src/app.py": ""}) == ("services/one/src", "")


def test_a_folder_called_lib_in_a_package_is_no_root() -> None:
    files = {"app/__init__.py": "", "app/lib/__init__.py": "", "app/lib/text.py": ""}
    assert roots(files) == ("",)


def test_a_gap_inside_of_a_package_belongs_to_it() -> None:
    files = {"app/__init__.py": "", "app/tools/x.py": "", "app/tools/deep/__init__.py": ""}
    assert roots(files) == ("",)


def test_the_settings_decide() -> None:
    files = {"backend/app/__init__.py": "", "other/app/__init__.py": ""}
    modules = modules_of(files, Settings(root="/nowhere", src=("backend/",)))
    assert modules.roots == ("backend", "")


def test_imports_show_a_root_of_namespace_packages() -> None:
    files = {
        "apps/backend/db/models/core.py": "class User: ...",
        "apps/backend/services/users.py": "from db.models.core import User",
    }
    assert roots(files) == ("apps/backend", "")


def test_imports_show_a_folder_of_scripts() -> None:
    files = {"scripts/run.py": "import helper", "scripts/helper.py": "x = 1"}
    assert roots(files) == ("scripts", "")


def test_imports_show_a_root_that_was_made_a_package_by_mistake() -> None:
    files = {
        "backend/__init__.py": "",
        "backend/main.py": "from db.models import User\nfrom db.base import Base",
        "backend/db/__init__.py": "",
        "backend/db/models.py": "from db.base import Base",
        "backend/db/base.py": "",
    }
    assert "backend" in roots(files)


def test_full_names_show_a_namespace_package() -> None:
    files = {
        "company/shop/__init__.py": "",
        "company/shop/models.py": "from company.shop.base import Base",
        "company/shop/base.py": "",
    }
    assert roots(files) == ("",)


def test_a_module_named_like_a_library_shows_nothing() -> None:
    files = {
        "app/__init__.py": "",
        "app/celery.py": "from celery import Celery\nfrom celery.schedules import crontab",
        "app/redis/client.py": "",
        "app/cache.py": "import redis\nfrom redis.asyncio import Redis",
        "app/logging.py": "import logging.handlers",
    }
    assert roots(files) == ("",)


@pytest.mark.parametrize("copy", ["vendor", "third_party", "tests/data"])
def test_copies_and_test_data_show_nothing(copy: str) -> None:
    files = {
        "app/__init__.py": "",
        "app/service.py": "from app.models.lost import X\nfrom lib.x import Y",
        f"{copy}/app/models/lost.py": "class X: ...",
        f"{copy}/lib/x.py": "class Y: ...",
    }
    found = modules_of(files)
    assert found.by_name["app.service"].path == "app/service.py"
    assert copy not in {root for root in found.roots if not root.endswith("lib")}


def test_several_programs_in_one_repository() -> None:
    files = {
        "one/app/__init__.py": "",
        "one/app/base.py": "",
        "one/app/user.py": "from app.base import Base",
        "two/app/__init__.py": "",
        "two/app/base.py": "",
        "two/app/user.py": "from app.base import Base",
    }
    modules = modules_of(files)
    assert modules.roots == ("one", "two", "")
    for program in ("one", "two"):
        user = modules.by_path[f"{program}/app/user.py"]
        found = modules.named("app.base", user)
        assert isinstance(found, Module)
        assert found.path == f"{program}/app/base.py"


def test_tests_do_not_take_a_name_from_the_application() -> None:
    files = {
        "src/app/__init__.py": "",
        "src/app/models.py": "",
        "tests/unit/deep/app/__init__.py": "",
        "tests/unit/deep/app/models.py": "",
    }
    assert modules_of(files).by_name["app.models"].path == "src/app/models.py"


def test_a_module_is_found_under_each_root() -> None:
    files = {
        "backend/app/__init__.py": "",
        "backend/app/user.py": "",
        "run.py": "from backend.app.user import User",
        "backend/main.py": "from app.user import User\nimport app.other\nimport app.user",
        "backend/app/other.py": "",
    }
    modules = modules_of(files)
    for name in ("app.user", "backend.app.user"):
        found = modules.named(name)
        assert isinstance(found, Module)
        assert found.path == "backend/app/user.py"


DECLARED = {
    "setuptools": ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["python"]\n'),
    "package-dir": ("pyproject.toml", '[tool.setuptools.package-dir]\n"" = "python"\n'),
    "hatch": ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["python/app"]\n'),
    "hatch-sources": ("pyproject.toml", '[tool.hatch.build]\nsources = ["python"]\n'),
    "hatch-rewritten": (
        "pyproject.toml",
        '[tool.hatch.build.targets.wheel.sources]\n"python" = ""\n',
    ),
    "hatch-develop": ("pyproject.toml", '[tool.hatch.build]\ndev-mode-dirs = ["python"]\n'),
    "a-package": ("pyproject.toml", '[tool.setuptools.package-dir]\napp = "python/app"\n'),
    "pdm": ("pyproject.toml", '[tool.pdm.build]\npackage-dir = "python"\n'),
    "uv": ("pyproject.toml", '[tool.uv.build-backend]\nmodule-root = "python"\n'),
    "maturin": ("pyproject.toml", '[tool.maturin]\npython-source = "python"\n'),
    "scikit-build": ("pyproject.toml", '[tool.scikit-build]\nwheel.packages = ["python/app"]\n'),
    "poetry": (
        "pyproject.toml",
        '[tool.poetry]\npackages = [{include = "app", from = "python"}]\n',
    ),
    "pytest": ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["./python/"]\n'),
    "mypy": ("pyproject.toml", '[tool.mypy]\nmypy_path = "python:stubs"\n'),
    "setup.cfg": ("setup.cfg", "[options]\npackage_dir =\n    = python\n"),
    "find": ("setup.cfg", "[options.packages.find]\nwhere = python\n"),
    "pytest.ini": ("pytest.ini", "[pytest]\npythonpath = . python\n"),
    "setup.py": ("setup.py", 'setup(package_dir={"": "python"})\n'),
    "find_packages": ("setup.py", 'setup(packages=find_packages(where="python"))\n'),
    "cfg-package": ("setup.cfg", "[options]\npackage_dir =\n    app = python/app\n"),
    "alembic": ("alembic.ini", "[alembic]\nprepend_sys_path = %(here)s/python\n"),
}


@pytest.mark.parametrize(
    "text",
    [
        '[tool.flit.module]\nname = "app"\n',
        '[tool.setuptools.package-dir]\nshop = "src/app"\n',
        '[tool.hatch.build.targets.wheel.sources]\n"app" = "shop"\n',
    ],
)
def test_settings_that_name_no_directory(text: str, tmp_path: Path) -> None:
    (tmp_path / "src" / "app").mkdir(parents=True)
    (tmp_path / "src" / "app" / "models.py").write_text("x = 1\n")
    (tmp_path / "pyproject.toml").write_text(text)
    settings = Settings(root=str(tmp_path))
    session = Session(settings)
    session.load()
    assert Modules(session, settings).roots == ("src", "")


@pytest.mark.parametrize(("name", "text"), DECLARED.values(), ids=DECLARED)
def test_settings_of_other_tools(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "python" / "app").mkdir(parents=True)
    (tmp_path / "python" / "app" / "models.py").write_text("x = 1\n")
    (tmp_path / name).write_text(text)
    settings = Settings(root=str(tmp_path))
    session = Session(settings)
    session.load()
    assert Modules(session, settings).roots == ("python", "")


@pytest.mark.parametrize("text", ["[", "[tool]\nsetuptools = 1", "[tool.mypy]\nmypy_path = 3"])
def test_settings_that_make_no_sense_say_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = 1\n")
    (tmp_path / "pyproject.toml").write_text(text)
    settings = Settings(root=str(tmp_path))
    session = Session(settings)
    session.load()
    assert Modules(session, settings).roots == ("",)


def test_the_programs_of_a_repository_do_not_share_their_models() -> None:
    session = Session(Settings(root="/nowhere"))
    for program in ("one", "two"):
        files = {
            "app/__init__.py": "",
            "app/base.py": (
                "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
            ),
            "app/user.py": (
                "from sqlalchemy import Column, Integer\n"
                "from sqlalchemy.orm import relationship\n"
                "from app.base import Base\n\n\n"
                "class User(Base):\n"
                '    __tablename__ = "users"\n'
                "    id = Column(Integer, primary_key=True)\n"
                '    posts = relationship("Post")\n'
            ),
            "app/post.py": (
                "from sqlalchemy import Column, ForeignKey, Integer\n"
                "from . import base\n\n\n"
                "class Post(base.Base):\n"
                '    __tablename__ = "posts"\n'
                "    id = Column(Integer, primary_key=True)\n"
                '    user_id = Column(ForeignKey("users.id"))\n'
            ),
            "app/main.py": "import app.post\nimport app.user\n",
        }
        for path, text in files.items():
            session.update(f"{program}/{path}", text)
    assert session.diagnostics() == ()
