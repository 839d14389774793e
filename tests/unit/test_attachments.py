"""What is done to classes after their statements: attributes, properties, imperative mapping."""

from __future__ import annotations

import pytest

from tests.support.models import CLASSIC, mirrored, pairs_of, project_of, relationship_of

AB = """
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(ForeignKey("a.id"))


class C(A):
    pass


"""


@pytest.mark.parametrize(
    "statement",
    [
        'A.bs = relationship("B")',
        'setattr(A, "bs", relationship(B))',
        'A.__mapper__.add_property("bs", relationship(B))',
        'inspect(A).add_property("bs", relationship("B"))',
        'class_mapper(A).add_property("bs", relationship("B"))',
    ],
)
def test_a_relationship_can_come_after_the_class(statement: str) -> None:
    """Assigned, set, or added to the mapper."""
    source = f"from sqlalchemy import inspect\nfrom sqlalchemy.orm import class_mapper\n{AB}"
    found = relationship_of(source + statement, "A.bs")
    assert pairs_of(found) == [("a.id", "b.a_id")]


def test_several_properties_can_be_added_at_once() -> None:
    """`add_properties` takes a dict."""
    source = AB + 'A.__mapper__.add_properties({"bs": relationship("B")})'
    assert pairs_of(relationship_of(source, "A.bs")) == [("a.id", "b.a_id")]


def test_a_column_can_come_after_the_class() -> None:
    """Under its own name, into the table of the class."""
    found = mirrored(f'{AB}A.more = Column("further", Integer)', "A")
    assert found["columns"] == {"id": ["a.id"], "more": ["a.further"]}


def test_what_is_assigned_to_a_child_is_not_its_parents() -> None:
    """And a plain value is no property."""
    source = f"{AB}C.bs = relationship(B)\nA.limit = 5"
    assert mirrored(source, "A")["relationships"] == []
    (bs,) = mirrored(source, "C")["relationships"]
    assert (bs["key"], bs["pairs"]) == ("bs", [["a.id", "b.a_id"]])


def test_a_later_assignment_takes_the_place_of_the_attribute() -> None:
    """The last one counts, as in Python."""
    source = f"{AB}A.bs = relationship(B)\nA.bs = relationship(B, viewonly=True)"
    assert relationship_of(source, "A.bs").viewonly is True


def test_an_attribute_may_be_assigned_by_another_module() -> None:
    """Through a module, or an imported name."""
    head = "from sqlalchemy import *\nfrom sqlalchemy.orm import relationship\n"
    files = {
        "base.py": CLASSIC,
        "one.py": f"{head}from base import Base\n\n\nclass A(Base):\n"
        '    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n',
        "two.py": f"{head}from base import Base\nimport one\n\n\nclass B(Base):\n"
        '    __tablename__ = "b"\n    id = Column(Integer, primary_key=True)\n'
        '    a_id = Column(ForeignKey("a.id"))\n'
        '    a = relationship(one.A, back_populates="bs")\n\n\n'
        'one.A.bs = relationship(B, back_populates="a")\n',
    }
    found = {each.label: each for each in project_of(files).all_relationships}
    assert found["A.bs"].reverse == [found["B.a"]]
    assert found["B.a"].reverse == [found["A.bs"]]


def test_what_a_function_would_assign_may_be_there() -> None:
    """Whether it is called is not known, so the name is neither there nor missing."""
    source = f"""
{AB}
def connect():
    A.bs = relationship(B)


B.a = relationship(A, back_populates="bs")
"""
    project = project_of({"models.py": CLASSIC + source})
    assert [each.label for each in project.all_relationships] == ["B.a"]
    assert list(project.pairs.reverses_absent()) == []


def test_names_that_a_loop_computes_open_the_class() -> None:
    """A reverse that may be among them is not absent."""
    source = f"""
{AB}
B.a = relationship(A, back_populates="bs")
for name in ("bs", "cs"):
    setattr(A, name, relationship(B, viewonly=True))
"""
    project = project_of({"models.py": CLASSIC + source})
    assert list(project.pairs.reverses_absent()) == []


# imperative mapping

IMPERATIVE = """
mappers = registry()
users = Table(
    "users",
    mappers.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, key="nick"),
    Column("boss_id", ForeignKey("users.id")),
)
posts = Table(
    "posts",
    mappers.metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id")),
)


class User:
    limit = 5


class Post:
    pass


class Draft(Post):
    pass


"""


def test_a_class_is_mapped_to_a_table() -> None:
    """All its columns by their keys; properties give other names and relationships."""
    source = f"""{IMPERATIVE}
mappers.map_imperatively(
    User,
    users,
    properties={{
        "title": users.c.nick,
        "posts": relationship(Post, back_populates="user"),
        "boss": relationship("User", remote_side=[users.c.id]),
        "latest": relationship(
            "Post", viewonly=True, uselist=False, primaryjoin=users.c.id == posts.c.user_id
        ),
    }},
)
mappers.map_imperatively(
    Post, posts, properties={{"user": relationship(User, back_populates="posts")}}
)
mappers.map_imperatively(Draft, inherits=Post)
"""
    user = mirrored(source, "User")
    assert user["columns"] == {
        "boss_id": ["users.boss_id"],
        "id": ["users.id"],
        "title": ["users.name"],
    }
    boss, latest, found = user["relationships"]
    assert (boss["direction"], boss["pairs"]) == ("MANYTOONE", [["users.boss_id", "users.id"]])
    assert (latest["uselist"], latest["target"]) == (False, "models.Post")
    assert found["reverse"] == ["models.Post.user"]
    draft = mirrored(source, "Draft")
    assert (draft["table"], draft["inherits"]) == ("posts", "models.Post")
    assert [each["own"] for each in draft["relationships"]] == [False]


def test_a_class_may_be_mapped_by_a_function() -> None:
    """Such a function runs once at the start, wherever that may be."""
    source = f"""{IMPERATIVE}
def start_mappers():
    mapped = mappers.map_imperatively(Post, posts)
    mappers.map_imperatively(User, users, properties={{"posts": relationship(mapped)}})


start_mappers()
"""
    assert mirrored(source, "Post")["table"] == "posts"
    (found,) = mirrored(source, "User")["relationships"]
    assert found["key"] == "posts"


def test_a_class_that_nobody_maps_is_not_mapped() -> None:
    """A Table beside it does not map it."""
    project = project_of({"models.py": CLASSIC + IMPERATIVE})
    assert project.mappers == []


def test_properties_that_are_not_read_open_the_class() -> None:
    """They may hold the reverse that is looked for."""
    source = f"""
from elsewhere import more
{IMPERATIVE}
mappers.map_imperatively(User, users, properties={{**more()}})
mappers.map_imperatively(
    Post, posts, properties={{"user": relationship(User, back_populates="posts")}}
)
"""
    project = project_of({"models.py": CLASSIC + source})
    assert list(project.pairs.reverses_absent()) == []


def test_a_mapper_in_a_variable_takes_properties() -> None:
    """`map_imperatively` returns the mapper."""
    source = f"""{IMPERATIVE}
mapper = mappers.map_imperatively(User, users)
mapper.add_property("boss", relationship(User, remote_side=[users.c.id]))
"""
    assert pairs_of(relationship_of(source, "User.boss")) == [("users.boss_id", "users.id")]
