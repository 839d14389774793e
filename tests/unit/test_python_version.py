"""The Python a project runs on: it decides what an annotation may name that is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapperlint import config
from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.versions.python_version import PythonVersion

if TYPE_CHECKING:
    from tests.conftest import Tree


def evaluates_annotations(settings: Settings) -> bool:
    session = Session(settings)
    session.load()
    modules = session.project.modules.by_path
    module = next(each for path, each in modules.items() if path.endswith("models.py"))
    return PythonVersion(session, settings.libraries).evaluates_annotations(module)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".python-version", "3.13.2\n", True),
        (".python-version", "3.14.7\n", False),
        (".python-version", "cpython-3.12.1-linux\n", True),
        (".python-version", "pypy\n", False),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.10,<3.14"\n', True),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.10"\n', False),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "~3.12"\n', True),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.12"\n', False),
        ("README.md", "Python 3.12\n", False),
    ],
)
def test_one_file(tree: Tree, path: str, text: str, *, expected: bool) -> None:
    root = tree({path: text, "models.py": "from sqlalchemy import Column\n"})
    assert evaluates_annotations(config.load([str(root)], environment={})) is expected


def test_what_is_pinned_goes_before_what_is_declared(tree: Tree) -> None:
    root = tree(
        {
            ".python-version": "3.14\n",
            "app/pyproject.toml": '[project]\nrequires-python = "<3.14"\n',
            "app/models.py": "from sqlalchemy import Column\n",
        }
    )
    assert not evaluates_annotations(config.load([str(root)], environment={}))


@pytest.mark.parametrize(("python", "expected"), [("3.12", True), ("3.14", False)])
def test_the_environment_goes_before_all(tree: Tree, python: str, *, expected: bool) -> None:
    root = tree(
        {
            ".python-version": "3.13\n" if not expected else "3.14\n",
            f".venv/lib/python{python}/site-packages/sqlalchemy/__init__.py": "",
            "models.py": "from sqlalchemy import Column\n",
        }
    )
    assert evaluates_annotations(config.load([str(root)], environment={})) is expected


LATER = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Bed(Base):
    __tablename__ = "beds"
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    room: Mapped[Room] = relationship()

class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
"""


@pytest.mark.parametrize(("python", "found"), [("3.13", ["unresolved-annotation"]), ("3.14", [])])
def test_a_class_that_is_defined_later(tree: Tree, python: str, found: list[str]) -> None:
    root = tree({".python-version": f"{python}\n", "models.py": LATER})
    session = Session(config.load([str(root)], environment={}))
    session.load()
    assert [each.name for each in session.diagnostics()] == found
