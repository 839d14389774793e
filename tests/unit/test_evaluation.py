"""What expressions come to: strings, and the functions, classes and loops of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.mapping.mappers import UnknownAttribute
from mapperlint.model.names.resolution import Missing, Resolution, Resolved, Unknowable
from mapperlint.model.tables.tables import Column
from tests.support.models import (
    ANNOTATED,
    CLASSIC,
    mapper_of,
    mirrored,
    pairs_of,
    project_of,
    relationship_of,
)

if TYPE_CHECKING:
    from pathlib import Path


def table_named(expression: str, before: str = "") -> str | None:
    """The table of a class with this `__tablename__`, None where it is unknown with a reason."""
    source = f"""
{before}


class Item(Base):
    __tablename__ = {expression}
    id = Column(Integer, primary_key=True)
"""
    found = mirrored(source, "Item")
    assert (found["table"] is None) == ("table" in found["unknown"])
    return found["table"]


def only_reference(source: str) -> Resolution[Column]:
    """What the one foreign key of a module leads to."""
    project = project_of({"models.py": CLASSIC + source})
    (key,) = project.foreign_keys()
    return project.tables.referred(key)


def test_a_string_is_put_together_as_python_does() -> None:
    """The four ways to write one, over constants of the module."""
    before = 'APP, KIND = "app", "Item"'
    assert table_named('f"{APP}_{KIND.lower()}_{1 + 1}"', before) == "app_item_2"
    assert table_named('"%(a)s_%(k)s" % {"a": APP, "k": KIND}', before) == "app_Item"
    assert table_named('"%s_%s" % (APP, KIND)', before) == "app_Item"
    assert table_named('"{k}_{0}".format(APP, k=KIND)', before) == "Item_app"
    assert table_named('"_".join([APP, *("x", "y")])', before) == "app_x_y"
    assert table_named('APP.replace("a", "o").title() + "s" * 2', before) == "Oppss"


def test_a_string_whose_formatting_would_fail_is_unknown() -> None:
    """No guess, and no crash of ours."""
    assert table_named('"%s_%s" % ("one",)') is None
    assert table_named('"{1}".format("one")') is None


def test_formatting_that_asks_for_an_attribute_is_unknown_as_well() -> None:
    """`{0.missing}`."""
    assert table_named('"{0.missing}".format("one")') is None


def test_a_string_without_bounds_is_not_built() -> None:
    """Nobody has a table name of a hundred thousand letters; building it would cost us."""
    assert table_named('"{:>100000}".format("one")') is None
    assert table_named('"%100000d" % 1') is None
    assert table_named('"one" * 90 * 90 * 90') is None


def test_a_string_from_the_surroundings_is_unknown() -> None:
    """The environment, or a package out of sight."""
    before = "import os\nimport elsewhere"
    assert table_named('os.environ["APP"] + "_item"', before) is None
    assert table_named('f"{elsewhere.PREFIX}_item"', before) is None


def test_a_condition_over_the_surroundings_is_not_answered() -> None:
    """Neither way is guessed."""
    before = "import os\nimport elsewhere"
    assert table_named('"test_item" if os.getenv("TEST") else "item"', before) is None
    assert table_named('"test_item" if os.environ.get("TEST") else "item"', before) is None
    assert table_named('"test_item" if elsewhere.TEST else "item"', before) is None


def test_a_condition_over_constants_is_answered() -> None:
    """And one whose two ways agree needs no answer."""
    assert table_named('"test_item" if TEST else "item"', "TEST = False") == "item"
    assert table_named('"item" if os.getenv("TEST") else "item"', "import os") == "item"


def test_a_name_bound_twice_has_the_value_of_its_place() -> None:
    """A class body sees what stands above it, not what the module ends with."""
    source = """
NAME = "first"


class One(Base):
    __tablename__ = NAME
    id = Column(Integer, primary_key=True)


NAME = "second"


class Two(Base):
    __tablename__ = NAME
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "One")["table"] == "first"
    assert mirrored(source, "Two")["table"] == "second"


def test_a_function_sees_the_names_the_module_ends_with() -> None:
    """A `declared_attr` runs when the class is made, a plain function when it is called."""
    source = """
class Named:
    @declared_attr
    def __tablename__(cls):
        return PREFIX + cls.__name__.lower()


PREFIX = "app_"


class Item(Named, Base):
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "Item")["table"] == "app_item"


NAMING = """
import re


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Named(Base):
    __abstract__ = True

    @declared_attr
    def __tablename__(cls):
        words = snake(cls.__name__)
        if words.endswith("y"):
            return words[:-1] + "ies" if False else words.removesuffix("y") + "ies"
        return words + "s"


class UserRole(Named):
    id = Column(Integer, primary_key=True)


class Category(Named):
    id = Column(Integer, primary_key=True)


class AdminRole(UserRole):
    id = Column(ForeignKey("user_roles.id"), primary_key=True)
"""


def test_a_naming_function_is_followed_for_each_class() -> None:
    """Through helpers, conditions and `re.sub`; also for the child of a mapped class."""
    assert mirrored(NAMING, "UserRole")["table"] == "user_roles"
    assert mirrored(NAMING, "Category")["table"] == "categories"
    admin = mirrored(NAMING, "AdminRole")
    assert admin["table"] == "admin_roles"
    assert admin["foreign_keys"] == [["admin_roles.id", "user_roles.id"]]


def test_init_subclass_is_not_known_to_name_a_table() -> None:
    """It may do anything; the table is unknown, not absent."""
    source = """
class Named(Base):
    __abstract__ = True

    def __init_subclass__(cls, **options):
        cls.__tablename__ = cls.__name__.lower()
        super().__init_subclass__(**options)


class Item(Named):
    id = Column(Integer, primary_key=True)
"""
    assert "table" in mirrored(source, "Item")["unknown"]


# functions that are called


def test_a_wrapper_that_returns_a_column_is_followed() -> None:
    """Arguments, defaults, `*` and `**` are passed on as Python does."""
    source = """
def key(*targets, nullable=True, **options):
    options.setdefault("index", True)
    return Column(Integer, *[ForeignKey("users.id")], nullable=nullable, **options)


def plain_key(target, name=None):
    return Column(Integer, ForeignKey(f"{target}.id"), name=name)


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    author_id = key("users", name="author")
    editor_id = plain_key("users")
    owner_id = plain_key("users", name="owner")
"""
    found = mirrored(source, "Post")
    assert found["columns"]["author_id"] == ["posts.author"]
    assert found["foreign_keys"] == [
        ["posts.author", "users.id"],
        ["posts.editor_id", "users.id"],
        ["posts.owner", "users.id"],
    ]


def test_a_wrapper_that_returns_a_relationship_is_followed() -> None:
    """Its target, its backref, and the arguments it adds."""
    source = """
def belongs_to(target, back, **options):
    return relationship(target, backref=backref(back, lazy="dynamic"), **options)


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("users.id"))
    editor_id = Column(ForeignKey("users.id"))
    author = belongs_to("User", "written", foreign_keys=[author_id])
    editor = belongs_to("User", "edited", foreign_keys=[editor_id])
"""
    assert pairs_of(relationship_of(source, "Post.editor")) == [("posts.editor_id", "users.id")]
    assert pairs_of(relationship_of(source, "User.written")) == [("users.id", "posts.author_id")]


def test_a_partial_is_the_call_it_stands_for() -> None:
    """Later keywords win over those bound first."""
    source = """
from functools import partial

Key = partial(Column, Integer, nullable=False)
link = partial(relationship, viewonly=True)


class User(Base):
    __tablename__ = "users"
    id = Key(primary_key=True)
    posts = link("Post")
    kept = link("Post", viewonly=False)


class Post(Base):
    __tablename__ = "posts"
    id = Key(primary_key=True)
    user_id = Key(ForeignKey("users.id"))
"""
    assert mirrored(source, "Post")["foreign_keys"] == [["posts.user_id", "users.id"]]
    assert relationship_of(source, "User.posts").viewonly is True
    assert relationship_of(source, "User.kept").viewonly is False


def test_each_call_of_a_function_makes_a_column_of_its_own() -> None:
    """Two attributes made by one wrapper are two columns."""
    source = """
def text():
    return Column(String)


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    one = text()
    two = text()
"""
    assert mirrored(source, "Item")["columns"] == {
        "id": ["item.id"],
        "one": ["item.one"],
        "two": ["item.two"],
    }


def test_what_depends_on_a_condition_only_the_program_answers_is_unknown() -> None:
    """A wrapper that sometimes returns one target and sometimes another."""
    source = """
import os


def link():
    if os.environ.get("NEW"):
        return relationship("New")
    return relationship("Old")


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    other = link()


class New(Base):
    __tablename__ = "new"
    id = Column(Integer, primary_key=True)
    item_id = Column(ForeignKey("item.id"))


class Old(Base):
    __tablename__ = "old"
    id = Column(Integer, primary_key=True)
    item_id = Column(ForeignKey("item.id"))
"""
    assert isinstance(mapper_of(source, "Item").attributes["other"], UnknownAttribute)


def test_a_decorated_function_is_not_followed() -> None:
    """The decorator may return anything."""
    source = """
from elsewhere import traced


@traced
def name(text):
    return text


class Item(Base):
    __tablename__ = name("item")
    id = Column(Integer, primary_key=True)
"""
    assert "table" in mirrored(source, "Item")["unknown"]


# what is too much


@pytest.mark.parametrize(
    "function",
    [
        'def name(count):\n    return name(count - 1) + "x" if count else "t"',
        (
            "def name(count):\n    return other(count)\n\n\n"
            "def other(count):\n    return name(count - 1) if count else 't'"
        ),
    ],
)
def test_recursion_is_unknown(function: str) -> None:
    """A function that calls itself, or two that call each other."""
    assert table_named("name(3)", function) is None


def test_a_constant_defined_through_itself_is_unknown() -> None:
    """And does not hang."""
    assert table_named("A", "A = B\nB = A") is None


def test_what_runs_too_long_is_unknown_and_the_next_is_not() -> None:
    """The budget is for one call; the class after it is read as ever."""
    rounds = ", ".join(str(number) for number in range(60))
    source = f"""
ROUNDS = [{rounds}]


def long():
    text = ""
    for one in ROUNDS:
        for two in ROUNDS:
            text = text + "x"
    return "t"


def short():
    return "short"


class Long(Base):
    __tablename__ = long()
    id = Column(Integer, primary_key=True)


class Short(Base):
    __tablename__ = short()
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "Long")["table"] is None
    assert mirrored(source, "Short")["table"] == "short"


def test_deep_calls_are_followed_some_way() -> None:
    """Helpers call each other three or four deep, and not forty."""
    chain = "\n\n\n".join(
        f"def step{number}():\n    return step{number + 1}()" for number in range(40)
    )
    last = 'def step40():\n    return "deep"'
    assert table_named("step37()", f"{chain}\n\n\n{last}") == "deep"
    assert table_named("step0()", f"{chain}\n\n\n{last}") is None


# loops, and functions that make classes


def test_a_loop_over_constants_makes_its_tables() -> None:
    """A foreign key finds them."""
    source = """
for name in ("red", "blue"):
    table = Table(name, Base.metadata, Column("id", Integer, primary_key=True))


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    red_id = Column(ForeignKey("red.id"))
"""
    assert isinstance(only_reference(source), Resolved)
    unassigned = source.replace("table = ", "")
    assert not isinstance(only_reference(unassigned), Missing)


def test_a_loop_over_what_is_not_known_leaves_the_metadata_open() -> None:
    """A foreign key to a table that is not seen is then unknown, not missing."""
    source = """
from elsewhere import names

for name in names():
    Table(name, Base.metadata, Column("id", Integer, primary_key=True))


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    red_id = Column(ForeignKey("red.id"))
"""
    assert isinstance(only_reference(source), Unknowable)


def test_a_loop_in_a_class_body_leaves_the_class_open() -> None:
    """It may write any name into the body."""
    source = """
class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    for name in ("one", "two"):
        locals()[name] = Column(Integer)
"""
    assert "columns" in mirrored(source, "Item")["unknown"]


def test_a_function_that_returns_a_class_makes_it_with_its_arguments() -> None:
    """The table is named by the argument, and the class can be a target."""
    source = """
def versioned(table):
    class Version(Base):
        __tablename__ = f"{table}_version"
        id = Column(Integer, primary_key=True)

    return Version


ItemVersion = versioned("item")


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    version_id = Column(ForeignKey("item_version.id"))
    version = relationship(ItemVersion)
"""
    assert pairs_of(relationship_of(source, "Item.version")) == [
        ("item.version_id", "item_version.id")
    ]


def test_a_mixin_that_a_function_returns_is_a_base_like_any_other() -> None:
    """`class Post(owned_by("users"), Base)`."""
    source = """
def owned_by(table):
    class Owned:
        @declared_attr
        def owner_id(cls):
            return Column(ForeignKey(f"{table}.id"))

    return Owned


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Post(owned_by("users"), Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "Post")["foreign_keys"] == [["posts.owner_id", "users.id"]]


def test_a_declared_attr_asks_for_other_attributes_of_its_class() -> None:
    """`cls.__tablename__`, `cls.__name__`, and a constant that each class sets."""
    source = """
class Owned:
    owner = "User"

    @declared_attr
    def owner_id(cls):
        return Column(f"{cls.__tablename__}_owner", ForeignKey("users.id"))

    @declared_attr
    def owned(cls):
        return relationship(cls.owner, backref=cls.__name__.lower() + "s")


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Post(Owned, Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)


class Page(Owned, Base):
    __tablename__ = "pages"
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "Post")["columns"]["owner_id"] == ["posts.posts_owner"]
    backrefs = [each["key"] for each in mirrored(source, "User")["relationships"]]
    assert backrefs == ["pages", "posts"]


def test_an_item_and_a_part_of_a_string() -> None:
    """`NAME[0]` and `NAME[:2]`."""
    assert table_named("NAME[0]", 'NAME = "app"') == "a"
    assert table_named("NAME[:2]", 'NAME = "app"') == "ap"


def test_a_formatted_value_of_an_f_string() -> None:
    """`{number:03d}`."""
    assert table_named('f"part_{NUMBER:03d}"', "NUMBER = 7") == "part_007"


def test_the_annotated_wrappers_are_followed_too() -> None:
    """`mapped_column` behind a function, and a relationship whose target the annotation gives."""
    source = """
def key(target, **options):
    return mapped_column(ForeignKey(target), **options)


def link(back):
    return relationship(back_populates=back)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[List["Post"]] = link("user")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[Optional[int]] = key("users.id", index=True)
    user: Mapped[Optional["User"]] = link("posts")
"""
    (posts,) = mirrored(source, "User", ANNOTATED)["relationships"]
    assert (posts["target"], posts["reverse"]) == ("models.Post", ["models.Post.user"])
    assert mapper_of(source, "Post", ANNOTATED).open_reason is None


def test_the_fallback_of_an_import_counts_where_the_import_is_sure_to_fail(tmp_path: Path) -> None:
    """The package is installed, but the version that is has no such module."""
    library = tmp_path / "site-packages" / "extras"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text("")
    (library / "newer.py").write_text('NAME = "newer"\n')
    session = Session(Settings(root="/nowhere", libraries=(str(library.parent),)))
    session.update(
        "models.py",
        f"""{CLASSIC}
try:
    from extras.older import NAME
except ImportError:
    from extras.newer import NAME

class User(Base):
    __tablename__ = NAME
    id = Column(Integer, primary_key=True)
""",
    )
    table = session.project.mappers[0].table
    assert table is not None
    assert table.key == "newer"
