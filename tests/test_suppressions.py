"""A relationship can say in the source that it is meant as it is."""

from __future__ import annotations

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session

MODELS = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
{above}    books: Mapped[list["Book"]] = relationship({first}
        back_populates="author",{inside}
    ){last}

class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped["Author"] = relationship(){elsewhere}
"""
PLACES = ("above", "first", "inside", "last", "elsewhere")
IGNORE = "# mapperlint: ignore[one-sided-pair] read by nobody"


def found(**comments: str) -> list[str]:
    given = {place: comments.get(place, "") for place in PLACES}
    session = Session(Settings(root="/nowhere"))
    session.update("models.py", MODELS.format(**given))
    return [finding.name for finding in session.diagnostics()]


def test_without_a_comment_it_is_said() -> None:
    assert found() == ["one-sided-pair"]


@pytest.mark.parametrize("place", ["first", "inside", "last"])
def test_a_comment_anywhere_in_the_statement(place: str) -> None:
    assert found(**{place: f"  {IGNORE}"}) == []


def test_a_comment_alone_on_the_line_above() -> None:
    assert found(above=f"    {IGNORE}\n") == []


def test_codes_and_several_rules_in_one_comment() -> None:
    assert found(last="  # mapperlint: ignore[MAP101, MAP405]") == []


def test_a_comment_on_another_statement_or_for_another_rule_changes_nothing() -> None:
    assert found(elsewhere=f"  {IGNORE}") == ["one-sided-pair"]
    assert found(last="  # mapperlint: ignore[missing-reverse]") == ["one-sided-pair"]
    assert found(above='    note = "# mapperlint: ignore[one-sided-pair]"\n') == ["one-sided-pair"]
