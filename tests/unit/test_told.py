"""What the settings tell of bases and functions that the source does not show."""

from __future__ import annotations

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session

MODELS = """
from sqlalchemy import Column, ForeignKey, Integer
{imports}

class User({base}):
    id = Column(Integer, primary_key=True)
    posts = {related}("Post", back_populates="user")

class Post({base}):
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    user = {related}("User")
    other = {related}("Nobody")
"""
FROM_LIBRARY = MODELS.format(imports="from lib.db import Base, rel", base="Base", related="rel")
BY_MODULE = MODELS.format(imports="import lib.db", base="lib.db.Base", related="lib.db.rel")
FROM_PROJECT = FROM_LIBRARY.replace("lib.db", "app.db")

MADE = """
from lib import make
Base = make()
def rel(target, **options):
    return make(target)(**options)
"""
DERIVED = """
from lib import Model, wrap
class Base(Model):
    pass
rel = wrap()
"""
PLAIN = """
from lib import rel
class Base:
    pass
"""
IMPORTED = """
from lib import Base, rel
"""
ELSEWHERE = """
from app.inner import Base, rel
"""


def found(
    files: dict[str, str], bases: tuple[str, ...] = (), functions: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    settings = Settings(root="/nowhere", base_classes=bases, relationship_functions=functions)
    session = Session(settings)
    for path, text in files.items():
        session.update(path, text)
    assert session.project.coverage.counts.relationships in {0, 3}
    return [(each.name, each.subject) for each in session.diagnostics()]


ONE_SIDED = ("one-sided-pair", "User.posts")
UNKNOWN = ("unknown-target", "Post.other")


def short(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, ".".join(subject.split(".")[-2:])) for name, subject in said]


@pytest.mark.parametrize("models", [FROM_LIBRARY, BY_MODULE])
def test_a_base_of_a_library(models: str) -> None:
    """What else is mapped with it is not known, so nothing is said of targets."""
    assert found({"models.py": models}) == []
    said = found({"models.py": models}, ("lib.db.Base",), ("lib.db.rel",))
    assert short(said) == [ONE_SIDED]
    assert found({"models.py": models}, ("lib.other.Base",), ("lib.db.rel",)) == []


@pytest.mark.parametrize("db", [MADE, DERIVED, PLAIN, IMPORTED])
def test_a_base_of_the_project(db: str) -> None:
    files = {"app/__init__.py": "", "app/db.py": db, "app/models.py": FROM_PROJECT}
    assert found(files) == []
    assert short(found(files, ("app.db.Base",), ("app.db.rel",))) == [ONE_SIDED, UNKNOWN]


def test_a_base_under_the_name_of_another_module() -> None:
    files = {
        "app/__init__.py": "",
        "app/inner.py": DERIVED,
        "app/db.py": ELSEWHERE,
        "app/models.py": FROM_PROJECT,
    }
    told = found(files, ("app.db.Base",), ("app.db.rel", "app.inner.rel"))
    assert short(told) == [ONE_SIDED, UNKNOWN]


def test_what_a_base_brings_along_stays_unknown() -> None:
    """It may give a table its name, a primary key, and the other side of a pair."""
    models = FROM_LIBRARY.replace("    id = Column(Integer, primary_key=True)\n", "").replace(
        '    user = rel("User")\n', ""
    )
    models = models.replace('    other = rel("Nobody")\n', "    other = rel('User')\n")
    files = {"app/__init__.py": "", "app/db.py": PLAIN, "models.py": models.replace("lib.", "app.")}
    settings = Settings(
        root="/nowhere", base_classes=("app.db.Base",), relationship_functions=("lib.rel",)
    )
    session = Session(settings)
    for path, text in files.items():
        session.update(path, text)
    assert session.project.coverage.counts.classes == 2
    assert [each.name for each in session.diagnostics()] == []
