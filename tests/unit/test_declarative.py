"""What declarative makes of a class: mapped or not, its table, its columns."""

from __future__ import annotations

import pytest

from mapperlint.model.declarative.declarative import flask_name
from tests.support.models import ANNOTATED, CLASSIC, mapper_of, mirrored, project_of


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("UserProfile", "user_profile"),
        ("HTTPServer", "http_server"),
        ("UserV2", "user_v2"),
        ("V2User", "v2_user"),
        ("User2FAToken", "user2_fa_token"),
        ("_Private", "private"),
        ("ABC", "abc"),
        ("User_Role", "user__role"),
        ("IPAddressV4", "ip_address_v4"),
        ("OAuth2Client", "o_auth2_client"),
    ],
)
def test_flask_sqlalchemy_names_a_table_after_its_class(name: str, table: str) -> None:
    """The names Flask-SQLAlchemy 3 gives."""
    assert flask_name(name) == table


def test_abstract_is_not_inherited() -> None:
    """`__abstract__` speaks of its own class only."""
    source = """
class Common(Base):
    __abstract__ = True
    id = Column(Integer, primary_key=True)


class User(Common):
    __tablename__ = "users"
"""
    project = project_of({"models.py": f"{CLASSIC}{source}"})
    assert [mapper.name for mapper in project.mappers] == ["User"]
    assert list(project.mappers[0].all_attributes) == ["id"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ('"items"', "items"),
        ('f"{PREFIX}items"', "app_items"),
        ('PREFIX + "items"', "app_items"),
        ('"%sitems" % PREFIX', "app_items"),
        ('"{}{}".format(PREFIX, "items")', "app_items"),
        ('"_".join(["app", "items"])', "app_items"),
    ],
)
def test_a_table_name_is_computed_from_constants(name: str, table: str) -> None:
    """The evaluator does string work over what it knows."""
    source = f"""
PREFIX = "app_"


class Item(Base):
    __tablename__ = {name}
    id = Column(Integer, primary_key=True)
"""
    assert mapper_of(source, "Item").table.key == table  # type: ignore[union-attr]


def test_a_declared_name_on_a_mixin_follows_the_class() -> None:
    """`declared_attr` is evaluated for each class that uses it."""
    source = """
class Named:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "s"


class Item(Named, Base):
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "Item")["table"] == "items"


def test_single_and_joined_inheritance() -> None:
    """A child without a table name shares its parent's; one with a name joins it."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    kind = Column(String)


class Clerk(Person):
    desk = Column(String)


class Manager(Person):
    __tablename__ = "manager"
    id = Column(Integer, ForeignKey("person.id"), primary_key=True)
"""
    clerk, manager = mirrored(source, "Clerk"), mirrored(source, "Manager")
    assert clerk["table"] == "person"
    assert clerk["columns"]["desk"] == ["person.desk"]
    assert clerk["inherits"] == manager["inherits"] == "models.Person"
    assert manager["table"] == "manager"
    assert manager["columns"]["id"] == ["manager.id", "person.id"]


def test_schemas_come_from_arguments_and_from_the_metadata() -> None:
    """The table's own schema wins over the default of its MetaData."""
    source = """
class Base(DeclarativeBase):
    metadata = MetaData(schema="app")


class One(Base):
    __tablename__ = "one"
    id: Mapped[int] = mapped_column(primary_key=True)


class Two(Base):
    __tablename__ = "two"
    __table_args__ = (ForeignKeyConstraint(["id"], ["one.id"]), {"schema": "other"})
    id: Mapped[int] = mapped_column(primary_key=True)
"""
    assert mirrored(source, "One", ANNOTATED)["table"] == "app.one"
    two = mirrored(source, "Two", ANNOTATED)
    assert two["table"] == "other.two"
    assert two["foreign_keys"] == [["other.two.id", "app.one.id"]]


def test_annotated_columns_bring_their_keys() -> None:
    """`Annotated[int, mapped_column(ForeignKey(...))]` is read where it is used."""
    source = """
user_key = Annotated[int, mapped_column(ForeignKey("users.id"))]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[user_key]
    editor_id: Mapped[Optional[user_key]]
"""
    assert mirrored(source, "Post", ANNOTATED)["foreign_keys"] == [
        ["posts.author_id", "users.id"],
        ["posts.editor_id", "users.id"],
    ]


@pytest.mark.parametrize(
    ("annotation", "uselist"),
    [
        ('Mapped[List["Post"]]', True),
        ('"Mapped[List[Post]]"', True),
        ('Mapped["Post"]', False),
        ('Mapped[Optional["Post"]]', False),
        ('DynamicMapped["Post"]', True),
        ('WriteOnlyMapped["Post"]', True),
    ],
)
def test_the_annotation_decides_the_cardinality(annotation: str, uselist: bool) -> None:  # noqa: FBT001
    """Whatever the direction is."""
    source = f"""
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    post: {annotation} = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
"""
    (post,) = mirrored(source, "User", ANNOTATED)["relationships"]
    assert (post["target"], post["uselist"], post["unknown"]) == ("models.Post", uselist, {})


def test_a_base_out_of_sight_leaves_a_class_open() -> None:
    """What may come from another package is not known, and is said so."""
    source = """
from elsewhere import Tracked


class User(Tracked, Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
"""
    unknown = mirrored(source, "User")["unknown"]
    assert unknown["columns"] == "base `Tracked` comes from `elsewhere`, which is not read"


def test_a_class_that_a_base_is_made_of_is_not_mapped_for_a_table_of_none() -> None:
    """`__table__ = None` tells a type checker what will be there, and maps nothing."""
    source = """
from elsewhere import Tracked


class Model(Tracked):
    __table__ = None
    updated_at = Column(Integer)


Made = declarative_base(cls=Model)


class User(Made):
    __tablename__ = "users"
    __table_args__ = (Index("by_update", "updated_at"),)
    id = Column(Integer, primary_key=True)
"""
    project = project_of({"models.py": f"{CLASSIC}from sqlalchemy import Index\n{source}"})
    (mapper,) = project.mappers
    assert mapper.table is not None
    assert list(mapper.table.columns) == ["id", "updated_at"]
