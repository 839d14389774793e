"""What annotations say: columns, targets and collections, however they are written."""

from __future__ import annotations

from typing import Any

from tests.support.models import ANNOTATED, mirrored, project_of

USERS_AND_POSTS = """
{before}


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: {annotation} = relationship({arguments})


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
"""


def related(annotation: str, arguments: str = "", before: str = "") -> tuple[Any, Any]:
    """(target, uselist) of a one-to-many relationship with this annotation."""
    source = USERS_AND_POSTS.format(annotation=annotation, arguments=arguments, before=before)
    (found,) = mirrored(source, "User", ANNOTATED)["relationships"]
    return found["target"], found["uselist"]


def test_each_collection_class_makes_a_list() -> None:
    """Of `typing`, `builtins`, `collections.abc`; of a mapping the last part counts."""
    before = (
        "from collections.abc import MutableSequence\n"
        "from typing import Dict, Set\n"
        "from sqlalchemy.orm import KeyFuncDict, attribute_keyed_dict"
    )
    keyed = 'collection_class=attribute_keyed_dict("id")'
    many = ("models.Post", True)
    assert related('Mapped[Set["Post"]]', "", before) == many
    assert related('Mapped[set["Post"]]', "", before) == many
    assert related('Mapped[MutableSequence["Post"]]', "collection_class=list", before) == many
    assert related('Mapped[Dict[str, "Post"]]', keyed, before) == many
    assert related('Mapped[dict[int, "Post"]]', keyed, before) == many
    assert related('Mapped[KeyFuncDict[int, "Post"]]', keyed, before) == many


def test_a_class_of_the_project_that_is_a_list_makes_a_list() -> None:
    """Its bases say so."""
    before = "class Bag(list):\n    pass"
    assert related('Mapped[Bag["Post"]]', "", before) == ("models.Post", True)


def test_a_union_with_none_is_one_object() -> None:
    """All ways to write it."""
    one = ("models.Post", False)
    before = "from typing import Union"
    assert related('Mapped[Union["Post", None]]', "", before) == one
    assert related('Mapped[Union[None, "Post"]]', "", before) == one
    assert related('Mapped["Optional[Post]"]') == one
    assert related('Mapped["Post | None"]') == one
    assert related('"Mapped[Post | None]"') == one


def test_quotes_stand_around_the_whole_or_the_name() -> None:
    """Both are the same annotation."""
    assert related('Mapped[List["Post"]]') == ("models.Post", True)
    assert related('"Mapped[List[Post]]"') == ("models.Post", True)
    assert related('"DynamicMapped[Post]"') == ("models.Post", True)


def test_the_argument_wins_over_the_annotation_for_the_target() -> None:
    """The annotation still decides between one and many."""
    assert related('Mapped["Nobody"]', '"Post"') == ("models.Post", False)
    assert related('Mapped[List["Nobody"]]', '"Post"') == ("models.Post", True)


def test_arguments_against_the_annotation() -> None:
    """`uselist` is overruled by one object and obeyed by a list; `collection_class` is obeyed."""
    assert related('Mapped["Post"]', "uselist=True") == ("models.Post", False)
    assert related('Mapped[List["Post"]]', "uselist=False") == ("models.Post", False)
    assert related('Mapped["Post"]', "collection_class=set") == ("models.Post", True)


def test_dynamic_and_write_only_are_collections() -> None:
    """Whatever stands in their brackets."""
    assert related('DynamicMapped["Post"]') == ("models.Post", True)
    assert related('WriteOnlyMapped["Post"]') == ("models.Post", True)


def test_a_generic_out_of_sight_leaves_the_cardinality_open() -> None:
    """It may be a collection or not."""
    before = "from elsewhere import Bag"
    source = USERS_AND_POSTS.format(annotation='Mapped[Bag["Post"]]', arguments="", before=before)
    (found,) = mirrored(source, "User", ANNOTATED)["relationships"]
    assert found["uselist"] is None
    assert found["unknown"]["uselist"] == "its annotation is a generic that is not read"


def test_an_alias_of_a_type_is_what_it_stands_for() -> None:
    """`Posts = List["Post"]`."""
    before = 'Posts = List["Post"]\nMaybe = Optional["Post"]'
    assert related("Mapped[Posts]", "", before) == ("models.Post", True)
    assert related("Mapped[Maybe]", "", before) == ("models.Post", False)


def test_postponed_annotations_and_imports_for_type_checking() -> None:
    """PEP 563: nothing is quoted, and the target's module is only imported by the type checker."""
    base = (
        "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n"
    )
    head = """
from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base

if TYPE_CHECKING:
"""
    user = f"""{head}    from app.post import Post


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    posts: Mapped[list[Post]] = relationship(back_populates="user")

    def first(self) -> Mapped[int]:
        return self.id
"""
    post = f"""{head}    from app import user
    from app.user import User


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="posts")
    again: Mapped[user.User] = relationship(viewonly=True)
"""
    files = {"app/__init__.py": "", "app/base.py": base, "app/user.py": user, "app/post.py": post}
    project = project_of(files)
    found = {
        each.label: (getattr(each.target_mapper, "name", None), each.uselist)
        for each in project.all_relationships
    }
    assert found == {
        "User.posts": ("Post", True),
        "Post.user": ("User", False),
        "Post.again": ("User", False),
    }
    columns = {
        mapper.name: mapper.table and list(mapper.table.columns) for mapper in project.mappers
    }
    assert columns == {"User": ["id", "name"], "Post": ["id", "user_id"]}


def test_a_bare_annotation_is_a_column() -> None:
    """`ClassVar`, and annotations that are not `Mapped`, are not."""
    source = """
from typing import ClassVar


class User(Base):
    __tablename__ = "users"
    __allow_unmapped__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int] = 5
    count: ClassVar[int] = 3
    limit: int = 4
"""
    found = mirrored(source, "User", ANNOTATED)
    assert list(found["columns"]) == ["id", "name"]
    assert found["unknown"] == {}


def test_a_method_that_returns_mapped_is_no_column() -> None:
    """Only a `declared_attr` is."""
    source = """
class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("users.id"))

    @declared_attr
    def owner(cls) -> Mapped["User"]:
        return relationship()

    def other(self) -> Mapped[int]:
        return self.owner_id


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Owned, Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
    found = mirrored(source, "Post", ANNOTATED)
    assert list(found["columns"]) == ["id", "owner_id"]
    (owner,) = found["relationships"]
    assert (owner["target"], owner["uselist"]) == ("models.User", False)


ANNOTATED_KEYS = """
{alias}


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[Annotated[int, mapped_column(primary_key=True)]]
    one: Mapped[user_key]
    two: Mapped[Optional[user_key]]
    three: Mapped["user_key"] = mapped_column("third")
"""


def test_the_column_of_an_annotated_type_is_copied_to_each_attribute() -> None:
    """Its keys and its primary key come along; a name of the attribute's own column wins."""
    alias = 'user_key = Annotated[int, mapped_column(ForeignKey("users.id"))]'
    found = mirrored(ANNOTATED_KEYS.format(alias=alias), "Post", ANNOTATED)
    assert found["columns"] == {
        "id": ["posts.id"],
        "one": ["posts.one"],
        "two": ["posts.two"],
        "three": ["posts.third"],
    }
    assert found["foreign_keys"] == [
        ["posts.one", "users.id"],
        ["posts.third", "users.id"],
        ["posts.two", "users.id"],
    ]


def test_an_annotated_type_of_an_annotated_type() -> None:
    """Python flattens them."""
    source = """
key = Annotated[int, mapped_column(ForeignKey("users.id"))]
noted = Annotated[key, 8]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[noted]
"""
    assert mirrored(source, "Post", ANNOTATED)["foreign_keys"] == [["posts.user_id", "users.id"]]


def keys_of_alias(alias: str) -> list[list[str]]:
    """The foreign keys of a class with columns of this type."""
    source = ANNOTATED_KEYS.format(alias=alias).partition("    three:")[0]
    return mirrored(source, "Post", ANNOTATED)["foreign_keys"]


TWO_KEYS = [["posts.one", "users.id"], ["posts.two", "users.id"]]


def test_an_alias_type_brings_the_keys_of_its_type() -> None:
    """`TypeAliasType`, as it can be had on every Python."""
    alias = (
        "from typing_extensions import TypeAliasType\n\n"
        "user_key = TypeAliasType(\n"
        '    "user_key", Annotated[int, mapped_column(ForeignKey("users.id"))]\n)'
    )
    assert keys_of_alias(alias) == TWO_KEYS


def test_a_type_statement_brings_the_keys_of_its_type() -> None:
    """PEP 695, from Python 3.12 on."""
    alias = 'type user_key = Annotated[int, mapped_column(ForeignKey("users.id"))]'
    assert keys_of_alias(alias) == TWO_KEYS


def test_a_mapped_dataclass_is_read_like_any_class() -> None:
    """`init=False` and `default_factory` change nothing of the mapping."""
    source = """
from sqlalchemy.orm import MappedAsDataclass


class User(MappedAsDataclass, Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    posts: Mapped[List["Post"]] = relationship(default_factory=list)


class Post(MappedAsDataclass, Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
"""
    found = mirrored(source, "User", ANNOTATED)
    assert found["unknown"] == {}
    assert found["relationships"][0]["pairs"] == [["users.id", "posts.user_id"]]


# SQLModel

HEROES = """
from typing import List, Optional

from sqlmodel import Column, Field, ForeignKey, Relationship, SQLModel


class Link(SQLModel, table=True):
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: int = Field(foreign_key="hero.id", primary_key=True)


class TeamBase(SQLModel):
    name: str


class Team(TeamBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    motto: str = "none"
    heroes: List["Hero"] = Relationship(back_populates="teams", link_model=Link)


class TeamPublic(TeamBase):
    id: int


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    boss_id: Optional[int] = Field(sa_column=Column("the_boss", ForeignKey("hero.id")))
    teams: list[Team] = Relationship(back_populates="heroes", link_model=Link)
    boss: Optional["Hero"] = Relationship(sa_relationship_kwargs={"remote_side": "Hero.id"})
"""


def test_a_table_model_maps_all_its_fields() -> None:
    """Plain annotations are columns, inherited ones too; a model without a table is not mapped."""
    project = project_of({"models.py": HEROES})
    assert [mapper.name for mapper in project.mappers] == ["Link", "Team", "Hero"]
    team = mirrored(HEROES, "Team", "")
    assert list(team["columns"]) == ["id", "motto", "name"]
    assert mirrored(HEROES, "Hero", "")["foreign_keys"] == [["hero.the_boss", "hero.id"]]


def test_a_link_model_is_the_secondary_table() -> None:
    """And what SQLAlchemy is to be told goes through `sa_relationship_kwargs`."""
    (heroes,) = mirrored(HEROES, "Team", "")["relationships"]
    assert (heroes["secondary"], heroes["reverse"]) == ("link", ["models.Hero.teams"])
    boss, _ = mirrored(HEROES, "Hero", "")["relationships"]
    assert (boss["key"], boss["direction"]) == ("boss", "MANYTOONE")


def test_all_arguments_may_come_through_the_keywords_of_sqlmodel() -> None:
    """`back_populates`, `backref` and `viewonly` as well."""
    source = """
from typing import List, Optional

from sqlmodel import Field, Relationship, SQLModel


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    heroes: List["Hero"] = Relationship(sa_relationship_kwargs={"back_populates": "team"})


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    team: Team = Relationship(sa_relationship_kwargs={"back_populates": "heroes"})
    same: Team = Relationship(sa_relationship_kwargs={"viewonly": True})
    made: Team = Relationship(sa_relationship_kwargs={"backref": "all", "overlaps": "heroes,team"})
"""
    made, same, team = mirrored(source, "Hero", "")["relationships"]
    assert team["reverse"] == ["models.Team.heroes"]
    assert same["viewonly"] is True
    assert made["reverse"] == ["models.Team.all"]
