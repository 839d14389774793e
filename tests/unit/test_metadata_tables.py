"""What a foreign key leads to: tables by their key, in one MetaData."""

from __future__ import annotations

from mapperlint.model.names.resolution import Missing, Resolution, Resolved, Unknowable
from mapperlint.model.tables.tables import Column
from tests.support.models import CLASSIC, project_of


def references(source: str) -> dict[str, Resolution[Column]]:
    """What each foreign key of a module leads to, by the label of its column."""
    project = project_of({"models.py": CLASSIC + source})
    return {key.column.label: project.tables.referred(key) for key in project.foreign_keys()}


def labels(source: str) -> dict[str, str | None]:
    """The same, by labels; None for what does not lead to a column."""
    return {
        name: found.value.label if isinstance(found, Resolved) else None
        for name, found in references(source).items()
    }


SCHEMAS = """
class Schemed(Base):
    __abstract__ = True
    metadata = MetaData(schema="app")


class One(Schemed):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Schemed):
    __tablename__ = "two"
    __table_args__ = {"schema": "other"}
    id = Column(Integer, primary_key=True)
    first = Column(ForeignKey("one.id"))
    second = Column(ForeignKey("app.one.id"))
    third = Column(ForeignKey("other.two.id"))
    fourth = Column(ForeignKey("two.id"))
"""


def test_a_name_without_schema_is_looked_for_in_the_schema_of_the_metadata() -> None:
    """Not in that of the table that refers."""
    assert labels(SCHEMAS) == {
        "other.two.first": "app.one.id",
        "other.two.second": "app.one.id",
        "other.two.third": "other.two.id",
        "other.two.fourth": None,
    }


def test_a_table_with_a_schema_of_its_own_is_found_by_its_full_name_only() -> None:
    """Also where the referring table has the same schema."""
    source = """
class One(Base):
    __tablename__ = "one"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)


class Two(Base):
    __tablename__ = "two"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)
    bare = Column(ForeignKey("one.id"))
    full = Column(ForeignKey("app.one.id"))
"""
    found = references(source)
    assert isinstance(found["app.two.bare"], Missing)
    assert isinstance(found["app.two.full"], Resolved)


def test_a_schema_may_have_dots() -> None:
    """All but the last part are the table's key."""
    source = """
class One(Base):
    __tablename__ = "one"
    __table_args__ = {"schema": "server.app"}
    id = Column(Integer, primary_key=True)


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("server.app.one.id"), primary_key=True)
"""
    assert labels(source) == {"two.id": "server.app.one.id"}


def test_a_key_without_a_column_means_the_column_of_the_same_name() -> None:
    """`ForeignKey("one")` of the column `id`."""
    source = """
class One(Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("one"), primary_key=True)
"""
    assert labels(source) == {"two.id": "one.id"}


def test_a_key_names_the_key_of_a_column_and_not_its_attribute() -> None:
    """The attribute of the class is not known to the table."""
    source = """
class One(Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)
    attribute = Column("name", Integer, key="key")


class Two(Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
    by_key = Column(ForeignKey("one.key"))
    by_name = Column(ForeignKey("one.name", link_to_name=True))
    by_attribute = Column(ForeignKey("one.attribute"))
    by_wrong_name = Column(ForeignKey("one.name"))
"""
    found = references(source)
    assert isinstance(found["two.by_key"], Resolved)
    assert isinstance(found["two.by_name"], Resolved)
    assert isinstance(found["two.by_attribute"], Missing)
    assert isinstance(found["two.by_wrong_name"], Missing)


def test_a_constraint_can_link_to_names_as_well() -> None:
    """`ForeignKeyConstraint(..., link_to_name=True)`."""
    source = """
class One(Base):
    __tablename__ = "one"
    id = Column("the_id", Integer, key="id", primary_key=True)


class Two(Base):
    __tablename__ = "two"
    __table_args__ = (ForeignKeyConstraint(["one_id"], ["one.the_id"], link_to_name=True),)
    id = Column(Integer, primary_key=True)
    one_id = Column(Integer)
"""
    assert labels(source) == {"two.one_id": "one.the_id"}


def test_a_key_by_object_needs_no_name() -> None:
    """A Column, a column of a Table, an attribute of a class; also to another MetaData."""
    source = """
far = Table("far", MetaData(), Column("id", Integer, primary_key=True))


class One(Base):
    __tablename__ = "one"
    id = Column("the_id", Integer, primary_key=True)


class Two(Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
    own = Column(ForeignKey(id))
    attribute = Column(ForeignKey(One.id))
    column = Column(ForeignKey(One.__table__.c.the_id))
    item = Column(ForeignKey(One.__table__.columns["the_id"]))
    far = Column(ForeignKey(far.c.id))
    word = Column(Integer, ForeignKey(column="one.the_id"))
"""
    assert labels(source) == {
        "two.own": "two.id",
        "two.attribute": "one.the_id",
        "two.column": "one.the_id",
        "two.item": "one.the_id",
        "two.far": "far.id",
        "two.word": "one.the_id",
    }


def test_a_composite_key_pairs_its_columns_in_order() -> None:
    """Columns are given by name, or as objects of the class body."""
    source = """
class Seat(Base):
    __tablename__ = "seat"
    row = Column(Integer, primary_key=True)
    number = Column(Integer, primary_key=True)


class Ticket(Base):
    __tablename__ = "ticket"
    id = Column(Integer, primary_key=True)
    a = Column("first", Integer)
    b = Column(Integer)
    __table_args__ = (ForeignKeyConstraint([a, "b"], ["seat.number", "seat.row"]),)
"""
    assert labels(source) == {"ticket.first": "seat.number", "ticket.b": "seat.row"}


def test_a_table_of_another_metadata_is_not_found_by_name() -> None:
    """Each MetaData is a world of its own."""
    source = """
far = Table("far", MetaData(), Column("id", Integer, primary_key=True))


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("far.id"), primary_key=True)
"""
    found = references(source)["two.id"]
    assert isinstance(found, Missing)
    assert found.names == ("two",)


def test_bases_over_one_metadata_find_each_others_tables() -> None:
    """Whether it is passed to the base, or taken from the other one."""
    source = """
shared = MetaData()
First = declarative_base(metadata=shared)
Second = declarative_base(metadata=First.metadata)


class One(First):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Second):
    __tablename__ = "two"
    id = Column(ForeignKey("one.id"), primary_key=True)


loose = Table("loose", shared, Column("two_id", ForeignKey("two.id")))
"""
    assert labels(source) == {"two.id": "one.id", "loose.two_id": "two.id"}


def test_a_missing_column_is_missing_within_its_table() -> None:
    """The table is there, and says which columns it has."""
    source = """
class One(Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("one.uid"), primary_key=True)
"""
    found = references(source)["two.id"]
    assert isinstance(found, Missing)
    assert (found.name, found.names) == ("uid", ("id",))
    assert getattr(found.within, "key", None) == "one"


def test_what_a_table_may_have_besides_is_not_missing() -> None:
    """A reflected table, and one with columns from out of sight."""
    source = """
from elsewhere import columns

reflected = Table("reflected", Base.metadata, autoload_with=None)
starred = Table("starred", Base.metadata, Column("id", Integer, primary_key=True), *columns())


class Two(Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
    one = Column(ForeignKey("reflected.id"))
    other = Column(ForeignKey("starred.more"))
    sure = Column(ForeignKey("starred.id"))
"""
    found = references(source)
    assert isinstance(found["two.one"], Unknowable)
    assert isinstance(found["two.other"], Unknowable)


def test_a_table_whose_name_is_unknown_may_be_any() -> None:
    """So no other is missing in its MetaData."""
    source = """
from elsewhere import NAME

odd = Table(NAME, Base.metadata, Column("id", Integer, primary_key=True))


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("one.id"), primary_key=True)
"""
    assert isinstance(references(source)["two.id"], Unknowable)


def test_a_key_that_is_not_read_is_unknown() -> None:
    """From elsewhere, or computed by the program."""
    source = """
from elsewhere import target


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey(target()), primary_key=True)
"""
    assert isinstance(references(source)["two.id"], Unknowable)


def test_a_copy_into_another_metadata_is_there() -> None:
    """`to_metadata`, under its own name or another."""
    source = """
first = Table("first", MetaData(), Column("id", Integer, primary_key=True))
copied = first.to_metadata(Base.metadata)
renamed = first.to_metadata(Base.metadata, schema="app", name="second")


class Two(Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
    one = Column(ForeignKey("first.id"))
    other = Column(ForeignKey("app.second.id"))
"""
    found = references(source)
    assert not isinstance(found["two.one"], Missing)
    assert not isinstance(found["two.other"], Missing)


def test_a_column_that_is_appended_is_there() -> None:
    """`table.append_column(...)` of the module."""
    source = """
first = Table("first", Base.metadata, Column("id", Integer, primary_key=True))
first.append_column(Column("more", Integer))


class Two(Base):
    __tablename__ = "two"
    id = Column(ForeignKey("first.more"), primary_key=True)
"""
    assert not isinstance(references(source)["two.id"], Missing)


def test_a_flask_bind_has_a_metadata_of_its_own() -> None:
    """Tables of one bind key do not see those of another."""
    source = """
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class One(db.Model):
    __bind_key__ = "other"
    id = db.Column(db.Integer, primary_key=True)


class Two(db.Model):
    __bind_key__ = "other"
    id = db.Column(db.ForeignKey("one.id"), primary_key=True)


class Three(db.Model):
    id = db.Column(db.ForeignKey("one.id"), primary_key=True)
"""
    found = references(source)
    assert isinstance(found["two.id"], Resolved)
    assert isinstance(found["three.id"], Missing)


def test_a_default_schema_that_only_the_program_knows_is_shared() -> None:
    """Tables without a schema of their own still find each other."""
    source = """
import os


class Schemed(Base):
    __abstract__ = True
    metadata = MetaData(schema=os.environ.get("SCHEMA"))


class One(Schemed):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Schemed):
    __tablename__ = "two"
    id = Column(ForeignKey("one.id"), primary_key=True)
"""
    assert labels(source) == {"?.two.id": "?.one.id"}
