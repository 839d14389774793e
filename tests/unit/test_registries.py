"""Registries and MetaData: which bases share their names, and which their tables."""

from __future__ import annotations

import pytest

from mapperlint.model.names.resolution import Missing, Resolved, Unknowable
from tests.support.models import (
    ANNOTATED,
    CLASSIC,
    mapper_of,
    pairs_of,
    project_of,
    relationship_of,
)

TWO = """
class A({one}):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B({two}):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(ForeignKey(A.id))
    a = relationship("A")
"""


def found(before: str, one: str, two: str) -> object:
    """What the name "A" leads to from a class of another base."""
    source = f"from sqlalchemy.orm import DeclarativeMeta\n{before}\n{TWO.format(one=one, two=two)}"
    return relationship_of(source, "B.a").target


def test_each_declarative_base_is_a_registry_of_its_own() -> None:
    """The class is there, and the name is not found."""
    before = "One = declarative_base()\nTwo = declarative_base()"
    assert isinstance(found(before, "One", "One"), Resolved)
    assert isinstance(found(before, "One", "Two"), Missing)


def test_a_class_itself_is_found_across_registries() -> None:
    """Only names are looked up in a registry."""
    before = "One = declarative_base()\nTwo = declarative_base()"
    source = f"{before}\n{TWO.format(one='One', two='Two')}".replace('("A")', "(A)")
    assert isinstance(relationship_of(source, "B.a").target, Resolved)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("One = reg.generate_base()", "Two = reg.generate_base()"),
        ("One = declarative_base()", "Two = One.registry.generate_base()"),
        (
            "One = reg.generate_base()",
            (
                "class Two(metaclass=DeclarativeMeta):\n    __abstract__ = True\n"
                "    registry = reg\n    metadata = reg.metadata"
            ),
        ),
        ("One = declarative_base()", "class Two(One):\n    __abstract__ = True"),
    ],
)
def test_bases_of_one_registry_share_their_names(one: str, two: str) -> None:
    """However they are made."""
    assert isinstance(found(f"reg = registry()\n{one}\n{two}\n", "One", "Two"), Resolved)


def test_the_mapped_decorator_maps_into_its_registry() -> None:
    """With the MetaData of the registry."""
    source = """
reg = registry(metadata=MetaData(schema="app"))


@reg.mapped
class A:
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


@reg.mapped
class B:
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(ForeignKey("a.id"))
    a = relationship("A")
"""
    assert isinstance(relationship_of(source, "B.a").target, Resolved)
    mapper = mapper_of(source, "B")
    assert mapper.table is not None
    assert mapper.table.key == "app.b"


def test_a_decorated_base_shares_the_registry_that_decorates_it() -> None:
    """`@reg.as_declarative_base()`."""
    before = (
        "reg = registry()\nOne = reg.generate_base()\n\n\n"
        "@reg.as_declarative_base()\nclass Two:\n    pass\n"
    )
    assert isinstance(found(before, "One", "Two"), Resolved)


def test_bases_can_share_a_class_registry() -> None:
    """A dict that is passed to both."""
    before = (
        "names = {}\nOne = declarative_base(class_registry=names)\n"
        "Two = declarative_base(class_registry=names)"
    )
    assert not isinstance(found(before, "One", "Two"), Missing)


def test_as_declarative_makes_a_base_of_a_class() -> None:
    """Its attributes are those of all models, and it is not mapped itself."""
    source = """
from sqlalchemy.orm import as_declarative


@as_declarative()
class Model:
    id = Column(Integer, primary_key=True)

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()


class User(Model):
    pass


class Post(Model):
    user_id = Column(ForeignKey("user.id"))
    user = relationship("User", backref="posts")
"""
    project = project_of({"models.py": CLASSIC + source})
    assert [mapper.name for mapper in project.mappers] == ["User", "Post"]
    assert isinstance(relationship_of(source, "Post.user").target, Resolved)


def test_a_base_made_from_a_class_has_its_columns() -> None:
    """`declarative_base(cls=...)`, also with several."""
    source = """
class Keyed:
    id = Column(Integer, primary_key=True)


class Noted:
    note = Column(String)


Model = declarative_base(cls=(Keyed, Noted))


class User(Model):
    __tablename__ = "users"
"""
    assert sorted(mapper_of(source, "User").all_attributes) == ["id", "note"]


def test_direct_subclasses_of_declarative_base_are_bases() -> None:
    """Each with a registry of its own, unless it is given one; their subclasses are not."""
    source = """
from sqlalchemy.orm import registry

shared = registry()


class Own(DeclarativeBase):
    pass


class One(DeclarativeBase):
    registry = shared


class Two(DeclarativeBase):
    registry = shared


class Further(One):
    __abstract__ = True


class A(One):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)


class B(Two):
    __tablename__ = "b"
    id: Mapped[int] = mapped_column(primary_key=True)


class C(Further):
    __tablename__ = "c"
    id: Mapped[int] = mapped_column(primary_key=True)


class D(Own):
    __tablename__ = "d"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
    project = project_of({"models.py": ANNOTATED + source})
    registries = {mapper.name: mapper.registry for mapper in project.mappers}
    assert list(registries) == ["A", "B", "C", "D"]
    assert registries["A"] == registries["B"] == registries["C"]
    assert registries["D"] != registries["A"]


def test_the_metadata_of_a_base_may_be_another_than_its_registrys() -> None:
    """Names are shared over the registry, tables over the MetaData."""
    source = """
class Elsewhere(Base):
    __abstract__ = True
    metadata = MetaData()


class A(Elsewhere):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(ForeignKey("a.id"))
    a = relationship("A")
"""
    project = project_of({"models.py": CLASSIC + source})
    assert isinstance(relationship_of(source, "B.a").target, Resolved)
    (key,) = project.foreign_keys()
    assert isinstance(project.tables.referred(key), Missing)


def test_a_base_that_is_imported_by_two_ways_is_one() -> None:
    """Through a package, or from its module."""
    head = CLASSIC.partition("Base = ")[0]
    files = {
        "app/__init__.py": "from .base import Base\n",
        "app/base.py": CLASSIC,
        "app/a.py": f"{head}from app import Base\n\n\nclass A(Base):\n"
        '    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n',
        "app/b.py": f"{head}from .base import Base\n\n\nclass B(Base):\n"
        '    __tablename__ = "b"\n    id = Column(ForeignKey("a.id"), primary_key=True)\n'
        '    a = relationship("A")\n',
    }
    (found,) = project_of(files).all_relationships
    assert isinstance(found.target, Resolved)
    assert pairs_of(found) == [("b.id", "a.id")]


DEFERRED = """
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.ext.declarative import AbstractConcreteBase, DeferredReflection

Auto = automap_base()


class User(Auto):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Reflected(DeferredReflection, Base):
    __tablename__ = "reflected"


class Concrete(AbstractConcreteBase, Base):
    pass


class Below(Concrete):
    __tablename__ = "below"
    id = Column(Integer, primary_key=True)
    __mapper_args__ = {"concrete": True}


class Sure(Base):
    __tablename__ = "sure"
    id = Column(Integer, primary_key=True)
    reflected = relationship("Reflected")
"""


def test_automap_and_reflection_map_later() -> None:
    """They are counted as unknown, and a name of theirs is not missing."""
    project = project_of({"models.py": CLASSIC + DEFERRED})
    assert [mapper.name for mapper in project.mappers] == ["Sure"]
    assert {cls.name for cls in project.deferred} == {"User", "Reflected", "Concrete", "Below"}
    assert {each.subject for each in project.coverage.unknowns} >= {
        "models.User",
        "models.Reflected",
        "models.Below",
    }
    assert isinstance(project.all_relationships[0].target, Unknowable)


def test_a_base_out_of_sight_is_one_registry_for_those_who_share_it() -> None:
    """Their names find each other; what else it holds is not known, so nothing is missing."""
    source = """
from elsewhere import Model


class A(Model):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Model):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a = relationship("A")
    c = relationship("C")
"""
    assert isinstance(relationship_of(source, "B.a").target, Resolved)
    assert isinstance(relationship_of(source, "B.c").target, Unknowable)
