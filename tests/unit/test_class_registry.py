"""Names of classes: the class registry, and the method resolution order they are found through."""

from __future__ import annotations

from mapperlint.model.names.resolution import (
    Ambiguous,
    Missing,
    Resolution,
    Resolved,
    Unfit,
    Unknowable,
)
from mapperlint.model.values.classes import Class
from tests.support.models import CLASSIC, mapper_of, project_of

BASE = {"app/__init__.py": "", "app/base.py": CLASSIC}
KEY = "    id = Column(Integer, primary_key=True)\n"


def model(name: str, table: str, body: str = "") -> str:
    """A module with one model."""
    return (
        f"from app.base import *\n\n\nclass {name}(Base):\n"
        f'    __tablename__ = "{table}"\n{KEY}{body}'
    )


def resolved(files: dict[str, str], text: str) -> Resolution[object]:
    """What `relationship(text)` of `app.owner.Owner` leads to."""
    owner = model("Owner", "owner", f"    other = relationship({text!r})\n")
    project = project_of({**BASE, "app/owner.py": owner, **files})
    found = next(each for each in project.all_relationships if each.label == "Owner.other")
    return found.target  # type: ignore[return-value]


def test_a_name_is_found_in_any_module() -> None:
    """No import is needed."""
    found = resolved({"app/post.py": model("Post", "post")}, "Post")
    assert isinstance(found, Resolved)


def test_a_name_that_nobody_has_and_one_of_a_table() -> None:
    """The table's name leads to the table, which is no class."""
    files = {"app/post.py": model("Post", "posts")}
    assert isinstance(resolved(files, "Pots"), Missing)
    assert isinstance(resolved(files, "posts"), Unfit)
    assert isinstance(resolved(files, " Post"), Missing)


def test_two_classes_of_one_name_need_their_module() -> None:
    """Any suffix of the module's path will do."""
    files = {
        "app/one/__init__.py": "",
        "app/one/post.py": model("Post", "one_post"),
        "app/two.py": model("Post", "two_post"),
    }
    assert isinstance(resolved(files, "Post"), Ambiguous)
    assert isinstance(resolved(files, "two.Post"), Resolved)
    assert isinstance(resolved(files, "one.post.Post"), Resolved)
    assert isinstance(resolved(files, "app.one.post.Post"), Resolved)
    assert isinstance(resolved(files, "one.Post"), Missing)


def test_another_registry_is_another_world() -> None:
    """A second `declarative_base()` does not lend its classes."""
    other = CLASSIC + 'class Post(Base):\n    __tablename__ = "post"\n' + KEY
    assert isinstance(resolved({"app/other.py": other}, "Post"), Missing)


def test_classes_of_tests_are_not_seen_by_the_application() -> None:
    """Nor do they make a name ambiguous."""
    files = {"app/post.py": model("Post", "post"), "tests/test_post.py": model("Post", "post")}
    assert isinstance(resolved(files, "Post"), Resolved)


def test_what_a_function_makes_may_be_there() -> None:
    """A class inside a function exists once the function ran."""
    made = "from app.base import *\n\n\ndef make():\n    class Post(Base):\n        pass\n"
    assert isinstance(resolved({"app/made.py": made}, "Post"), Unknowable)


def test_the_resolution_order_is_that_of_python() -> None:
    """C3, over mixins and abstract bases."""
    source = """
class Root:
    pass


class Left(Root):
    pass


class Right(Root):
    pass


class Bottom(Left, Right, Base):
    __tablename__ = "bottom"
    id = Column(Integer, primary_key=True)
"""
    cls = mapper_of(source, "Bottom").cls
    assert [each.name for each in cls.classes] == ["Bottom", "Left", "Right", "Root"]
    assert isinstance(cls, Class)
    assert cls.open_reason is None


def test_bases_in_a_circle_end() -> None:
    """Nonsense is unknown, and does not hang."""
    source = """
class One(Two, Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(One):
    pass
"""
    project = project_of({"models.py": f"{CLASSIC}{source}"})
    assert all(mapper.cls.mro for mapper in project.mappers)
