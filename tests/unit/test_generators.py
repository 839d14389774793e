"""Functions of the source that yield: what they give where a model collects it."""

from __future__ import annotations

from tests.support.models import mapper_of

CHECKS = """
from sqlalchemy import CheckConstraint

def checks(names):
    yield CheckConstraint("id > 0")
    for name in names:
        yield CheckConstraint(f"{name} > 0")
    yield from more()

def more():
    yield {"schema": "app"}

def waiting():
    found = yield
    yield found
"""


def test_a_tuple_of_a_generator_holds_what_it_yields() -> None:
    """`tuple(checks(...))` as table arguments, its last item the keywords."""
    source = f"""{CHECKS}
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    __table_args__ = tuple(checks(["id"]))
"""
    mapper = mapper_of(source, "User")
    assert mapper.table is not None
    assert mapper.table.key == "app.users"
    assert mapper.table.open_reason is None


def test_a_generator_that_is_sent_values_is_unknown() -> None:
    """What `yield` gives in the midst of an expression only the caller knows."""
    source = f"""{CHECKS}
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    __table_args__ = tuple(waiting())
"""
    mapper = mapper_of(source, "User")
    assert mapper.table is not None
    assert mapper.table.key is None
