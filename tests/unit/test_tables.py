"""What a table is called, which arguments it gets, and which columns an attribute maps."""

from __future__ import annotations

from mapperlint.model.mirror import MirroredClass
from tests.support.models import ANNOTATED, mirrored

FLASK = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import declared_attr

db = SQLAlchemy({options})
"""


def flask_table(source: str, name: str, options: str = "") -> str | None:
    """The table of a model of Flask-SQLAlchemy."""
    return mirrored(source, name, FLASK.format(options=options))["table"]


FLASK_MODELS = """
class UserProfile(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Single(UserProfile):
    extra = db.Column(db.String)


class SingleNamed(UserProfile):
    __tablename__ = "ignored"
    more = db.Column(db.String)


class JoinedProfile(UserProfile):
    id = db.Column(db.ForeignKey("user_profile.id"), primary_key=True)


class Named(db.Model):
    __tablename__ = "explicit"
    id = db.Column(db.Integer, primary_key=True)


class NamedChild(Named):
    id = db.Column(db.ForeignKey("explicit.id"), primary_key=True)


class Keyed:
    @declared_attr
    def id(cls):
        return db.Column(db.Integer, primary_key=True)


class FromMixin(Keyed, db.Model):
    pass


class Prefixed:
    @declared_attr
    def __tablename__(cls):
        return "x_" + cls.__name__


class ByFunction(Prefixed, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Constant:
    __tablename__ = "constant"


class ByConstant(Constant, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class ByConstraint(db.Model):
    first = db.Column(db.Integer)
    __table_args__ = (db.PrimaryKeyConstraint("first"),)


class Given(db.Model):
    __table__ = db.Table("given", db.Column("id", db.Integer, primary_key=True))
"""


def test_flask_names_a_table_where_a_primary_key_is_declared() -> None:
    """By a column, by one of a mixin, or by a constraint."""
    assert flask_table(FLASK_MODELS, "UserProfile") == "user_profile"
    assert flask_table(FLASK_MODELS, "FromMixin") == "from_mixin"
    assert flask_table(FLASK_MODELS, "ByConstraint") == "by_constraint"


def test_flask_gives_a_child_without_a_primary_key_the_table_of_its_parent() -> None:
    """Even where it has a name; one with a key is joined, under its own name."""
    assert flask_table(FLASK_MODELS, "Single") == "user_profile"
    assert flask_table(FLASK_MODELS, "SingleNamed") == "user_profile"
    assert flask_table(FLASK_MODELS, "JoinedProfile") == "joined_profile"
    assert flask_table(FLASK_MODELS, "NamedChild") == "named_child"


def test_flask_leaves_a_name_of_a_mixin_and_a_given_table_alone() -> None:
    """Only a name of a mapped parent is replaced."""
    assert flask_table(FLASK_MODELS, "ByFunction") == "x_ByFunction"
    assert flask_table(FLASK_MODELS, "ByConstant") == "constant"
    assert flask_table(FLASK_MODELS, "Given") == "given"


def test_flask_can_be_told_not_to_name() -> None:
    """A child then shares its parent's table like anywhere else."""
    source = """
class One(db.Model):
    __tablename__ = "one"
    id = db.Column(db.Integer, primary_key=True)


class Two(One):
    more = db.Column(db.Integer)
"""
    assert flask_table(source, "Two", "disable_autonaming=True") == "one"


def test_sqlmodel_names_a_table_by_its_class_in_lower_case() -> None:
    """No underscores; an explicit name wins, also one of a base without a table."""
    source = """
from typing import Optional

from sqlmodel import Field, SQLModel


class HTTPServer2(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)


class Typed(SQLModel, table=True):
    __tablename__: str = "explicit"
    id: Optional[int] = Field(default=None, primary_key=True)


class Meta(SQLModel):
    __tablename__ = "inherited"


class Below(Meta, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)


class Schemed(SQLModel, table=True):
    __table_args__ = {"schema": "app"}
    id: Optional[int] = Field(default=None, primary_key=True)
"""
    assert mirrored(source, "HTTPServer2", "")["table"] == "httpserver2"
    assert mirrored(source, "Typed", "")["table"] == "explicit"
    assert mirrored(source, "Below", "")["table"] == "inherited"
    assert mirrored(source, "Schemed", "")["table"] == "app.schemed"


# __table_args__


def arguments(written: str, before: str = "") -> MirroredClass:
    """What is said of a class with these `__table_args__`."""
    source = f"""
class Other(Base):
    __tablename__ = "other"
    id = Column(Integer, primary_key=True)


{before}


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    other_id = Column(Integer)
    __table_args__ = {written}
"""
    return mirrored(source, "Item")


def test_table_arguments_in_each_form() -> None:
    """A dict, a tuple, a tuple that ends in a dict, nothing at all."""
    key = 'ForeignKeyConstraint(["other_id"], ["other.id"])'
    assert arguments('{"schema": "app"}')["table"] == "app.item"
    assert arguments('dict(schema="app")')["table"] == "app.item"
    assert arguments(f"({key},)")["foreign_keys"] == [["item.other_id", "other.id"]]
    both = arguments(f'({key}, {{"schema": "app"}})')
    assert both["foreign_keys"] == [["app.item.other_id", "other.id"]]
    assert arguments("()")["table"] == arguments("None")["table"] == "item"


def test_table_arguments_put_together() -> None:
    """Merged dicts, and added tuples."""
    before = 'COMMON = {"schema": "app"}\nNONE = ()'
    assert arguments('{**COMMON, "comment": "kept"}', before)["table"] == "app.item"
    assert arguments("NONE + (COMMON,)", before)["table"] == "app.item"


def test_table_arguments_that_are_not_read_leave_the_schema_open() -> None:
    """The name alone is not the key of the table."""
    found = arguments("common()", "from elsewhere import common")
    assert found["table"] is None
    assert "table" in found["unknown"]


def test_columns_in_table_arguments_are_mapped_under_their_key() -> None:
    """They may stand beside constraints."""
    assert arguments('(Column("more", Integer), {"schema": None})')["columns"] == {
        "id": ["item.id"],
        "more": ["item.more"],
        "other_id": ["item.other_id"],
    }


def test_table_arguments_of_mixins_are_inherited_and_those_of_mapped_parents_not() -> None:
    """But a `declared_attr` of a mapped parent is asked again for its child."""
    source = """
class Schemed:
    __table_args__ = {"schema": "mixed"}


class Parent(Schemed, Base):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)


class Kept(Base):
    __tablename__ = "kept"
    __table_args__ = {"schema": "own"}
    id = Column(Integer, primary_key=True)


class Child(Kept):
    __tablename__ = "child"
    id = Column(ForeignKey("own.kept.id"), primary_key=True)


class Asked(Base):
    __tablename__ = "asked"
    id = Column(Integer, primary_key=True)

    @declared_attr
    def __table_args__(cls):
        return {"schema": f"for_{cls.__name__}"}


class AskedChild(Asked):
    __tablename__ = "asked_child"
    id = Column(ForeignKey("for_Asked.asked.id"), primary_key=True)
"""
    assert mirrored(source, "Parent")["table"] == "mixed.parent"
    assert mirrored(source, "Child")["table"] == "child"
    assert mirrored(source, "AskedChild")["table"] == "for_AskedChild.asked_child"


def test_table_arguments_of_an_abstract_base_are_replaced_as_a_whole() -> None:
    """A class that has its own does not add to them."""
    source = """
class Schemed(Base):
    __abstract__ = True
    __table_args__ = {"schema": "app"}


class One(Schemed):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Schemed):
    __tablename__ = "two"
    __table_args__ = {"comment": "second"}
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "One")["table"] == "app.one"
    assert mirrored(source, "Two")["table"] == "two"


def test_the_schema_of_the_metadata_can_be_left() -> None:
    """`None` does not leave it, `BLANK_SCHEMA` does."""
    source = """
from sqlalchemy.schema import BLANK_SCHEMA


class Schemed(Base):
    __abstract__ = True
    metadata = MetaData(schema="app")


class One(Schemed):
    __tablename__ = "one"
    __table_args__ = {"schema": None}
    id = Column(Integer, primary_key=True)


class Two(Schemed):
    __tablename__ = "two"
    __table_args__ = {"schema": BLANK_SCHEMA}
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "One")["table"] == "app.one"
    assert mirrored(source, "Two")["table"] == "two"


# columns


def test_the_attribute_the_name_and_the_key_of_a_column_are_three_things() -> None:
    """The database knows the name, `table.c` the key, the class the attribute."""
    source = """
class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    one = Column("first", Integer, key="uno")


class Link(Base):
    __tablename__ = "link"
    id = Column(Integer, primary_key=True)
    item_one = Column(ForeignKey("item.uno"))
"""
    assert mirrored(source, "Item")["columns"]["one"] == ["item.first"]
    assert mirrored(source, "Link")["foreign_keys"] == [["link.item_one", "item.first"]]


def test_a_column_inside_a_property_is_mapped_and_an_expression_is_not() -> None:
    """`deferred` and `column_property` hold a column; a synonym has none."""
    source = """
from sqlalchemy.orm import column_property, deferred, synonym


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    one = deferred(Column(String))
    two = column_property(Column("second", String), deferred=True)
    three = synonym("one")
    four = column_property(id + 1)
"""
    assert mirrored(source, "Item")["columns"] == {
        "id": ["item.id"],
        "one": ["item.one"],
        "two": ["item.second"],
    }


def test_a_mixin_gives_each_class_a_column_of_its_own() -> None:
    """Their keys lead each from its own table."""
    source = """
class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owner.id"))


class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)


class One(Owned, Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Owned, Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "One")["foreign_keys"] == [["one.owner_id", "owner.id"]]
    assert mirrored(source, "Two")["foreign_keys"] == [["two.owner_id", "owner.id"]]


def test_a_class_over_a_given_table_maps_its_columns_by_their_keys() -> None:
    """Whether the table stands in the class or before it."""
    source = """
first = Table("first", Base.metadata, Column("the_id", Integer, key="id", primary_key=True))


class First(Base):
    __table__ = first


class Second(Base):
    __table__ = Table("second", Base.metadata, Column("id", Integer, primary_key=True), schema="x")
"""
    assert mirrored(source, "First")["columns"] == {"id": ["first.the_id"]}
    second = mirrored(source, "Second")
    assert (second["table"], second["columns"]) == ("x.second", {"id": ["x.second.id"]})


def test_an_attribute_can_rename_a_column_of_a_given_table() -> None:
    """The column is not mapped under its key as well."""
    source = """
first = Table("first", Base.metadata, Column("id", Integer, primary_key=True), Column("a", String))


class First(Base):
    __table__ = first
    other = first.c.a


class Second(Base):
    __table__ = Table("second", Base.metadata, Column("id", Integer, primary_key=True))
    key = __table__.c["id"]
"""
    assert mirrored(source, "First")["columns"] == {"id": ["first.id"], "other": ["first.a"]}
    assert mirrored(source, "Second")["columns"] == {"key": ["second.id"]}


def test_an_excluded_column_is_not_an_attribute() -> None:
    """It is still a column of the table."""
    source = """
class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    hidden = Column(String)
    __mapper_args__ = {"exclude_properties": ["hidden"]}
"""
    assert "hidden" not in mirrored(source, "Item")["columns"]


def test_a_prefix_renames_the_columns_of_a_given_table() -> None:
    """`column_prefix` of the mapper."""
    source = """
class Item(Base):
    __table__ = Table("item", Base.metadata, Column("id", Integer, primary_key=True))
    __mapper_args__ = {"column_prefix": "_"}
"""
    found = mirrored(source, "Item")
    assert found["columns"] == {"_id": ["item.id"]} or "id" not in found["columns"]


def test_extend_existing_adds_to_the_one_table() -> None:
    """The second class maps what the first has defined, too."""
    source = """
class One(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    first = Column(Integer)


class Two(Base):
    __tablename__ = "item"
    __table_args__ = {"extend_existing": True}
    id = Column(Integer, primary_key=True)
    second = Column(Integer)
"""
    found = mirrored(source, "Two")
    assert "columns" in found["unknown"] or sorted(found["columns"]) == ["first", "id", "second"]


def test_a_star_among_the_columns_hides_columns_only() -> None:
    """The name of the table stands before it."""
    source = """
from elsewhere import columns


class Item(Base):
    __table__ = Table("item", Base.metadata, Column("id", Integer, primary_key=True), *columns())
"""
    found = mirrored(source, "Item")
    assert found["table"] == "item"
    assert "columns" in found["unknown"]


def test_a_class_over_a_table_maps_what_was_appended_to_it() -> None:
    """`append_column` before the class statement."""
    source = """
first = Table("first", Base.metadata, Column("id", Integer, primary_key=True))
first.append_column(Column("more", Integer))


class First(Base):
    __table__ = first
"""
    found = mirrored(source, "First")
    assert "more" in found["columns"] or "columns" in found["unknown"]


def test_a_column_under_two_names_is_mapped_under_one() -> None:
    """SQLAlchemy 1.4 mapped both; since 2.0 it warns and keeps one. Which is not said."""
    source = """
class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    one: Mapped[int] = mapped_column("first")
    two = one
"""
    found = mirrored(source, "Item", ANNOTATED)
    assert set(found["unknown"]) == {"attributes.one", "attributes.two"}
    assert found["columns"] == {"id": ["item.id"]}


# inheritance


def test_a_concrete_child_maps_its_own_table_only() -> None:
    """Nothing of the parent's columns."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    note = Column(String)


class Clerk(Person):
    __tablename__ = "clerk"
    id = Column(Integer, primary_key=True)
    __mapper_args__ = {"concrete": True}
"""
    assert mirrored(source, "Clerk")["columns"] == {"id": ["clerk.id"]}


def test_a_cascading_attribute_is_declared_again_for_each_child() -> None:
    """Others are declared for the first mapped class only."""
    source = """
class Keyed:
    @declared_attr.cascading
    def id(cls):
        if cls.__name__ == "Person":
            return Column(Integer, primary_key=True)
        return Column(ForeignKey("person.id"), primary_key=True)

    @declared_attr
    def note(cls):
        return Column(String)


class Person(Keyed, Base):
    __tablename__ = "person"


class Clerk(Person):
    __tablename__ = "clerk"
"""
    found = mirrored(source, "Clerk")
    assert found["columns"] == {"id": ["clerk.id", "person.id"], "note": ["person.note"]}
    assert found["foreign_keys"] == [["clerk.id", "person.id"]]


def test_siblings_share_a_column_that_the_first_of_them_adds() -> None:
    """The form SQLAlchemy recommends for one column in several single-table children."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)


class Clerk(Person):
    @declared_attr
    def desk(cls):
        return Person.__table__.c.get("desk", Column("desk", Integer))


class Cook(Person):
    @declared_attr
    def desk(cls):
        return Person.__table__.c.get("desk", Column("desk", Integer))
"""
    for name in ("Clerk", "Cook"):
        found = mirrored(source, name)
        assert found["columns"].get("desk") == ["person.desk"] or "columns" in found["unknown"]
