"""A finding can be meant, and the source can say so; what says it for nothing is found as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.fixes.edits import spliced
from mapperlint.fixes.realise import realise

if TYPE_CHECKING:
    from mapperlint.diagnostics import Diagnostic

MODELS = """{head}
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
    author: Mapped["Author"] = relationship({other}){elsewhere}
"""
PLACES = ("head", "above", "first", "inside", "last", "other", "elsewhere")
IGNORE = "# mapperlint: ignore[one-sided-pair] read by nobody"
BOTH_SIDES = 'back_populates="books"'


def text_with(**parts: str) -> str:
    return MODELS.format(**{place: parts.get(place, "") for place in PLACES})


def findings(text: str, **settings: object) -> tuple[Diagnostic, ...]:
    session = Session(Settings(root="/nowhere", **settings))  # type: ignore[arg-type]
    session.update("models.py", text)
    return session.diagnostics()


def found(**parts: str) -> list[str]:
    return [finding.name for finding in findings(text_with(**parts))]


def test_without_a_comment_it_is_said() -> None:
    assert found() == ["one-sided-pair"]


# where a comment stands


@pytest.mark.parametrize("place", ["first", "inside", "last"])
def test_a_comment_anywhere_in_the_statement(place: str) -> None:
    assert found(**{place: f"  {IGNORE}"}) == []


@pytest.mark.parametrize("between", ["", "    # and this is about something else\n", "\n"])
def test_a_comment_alone_above_the_statement(between: str) -> None:
    assert found(above=f"    {IGNORE}\n{between}") == []


KEYLESS = """
# {comment}
@typing.final
@typing.no_type_check
class Tag(  # of many books
    Base,
):
    __tablename__ = "tags"
"""


def test_a_comment_above_the_decorators_of_a_class() -> None:
    text = text_with(head="import typing", other=BOTH_SIDES) + KEYLESS
    (said,) = findings(text.format(comment="nothing"))
    assert said.location.span.line == text.count("\n") - 3
    assert findings(text.format(comment=f"mapperlint: ignore[{said.code}] why")) == ()
    assert findings(text.replace("of many books", f"noqa: {said.code}")) == ()


def test_a_comment_at_the_head_of_the_file() -> None:
    whole = "# mapperlint: file-ignore[MAP405] all of them are read-only"
    assert found(head=whole) == []
    assert found(head=f'#!/usr/bin/env python\n"""Models."""\n\n{whole}') == []


def test_a_comment_for_the_file_counts_at_its_head_only() -> None:
    assert found(last="  # mapperlint: file-ignore[MAP405]") == [
        "one-sided-pair",
        "unused-suppression",
    ]


def test_a_comment_on_another_statement_or_for_another_rule_changes_nothing() -> None:
    assert "one-sided-pair" in found(elsewhere=f"  {IGNORE}")
    assert "one-sided-pair" in found(last="  # mapperlint: ignore[missing-reverse]")
    assert found(above='    note = "# mapperlint: ignore[one-sided-pair]"\n') == ["one-sided-pair"]
    assert found(above=f"    # so says `{IGNORE}`\n") == ["one-sided-pair"]


# what it says


@pytest.mark.parametrize(
    "comment",
    [
        "# mapperlint: ignore[MAP405]",
        "# mapperlint: ignore[MAP4]",
        "# mapperlint: ignore[ALL] legacy",
        "#mapperlint:ignore[ one-sided-pair ]",
        "# mapperlint: one-sided, since nobody walks back",
        "# noqa: MAP405",
        "# NOQA:MAP4",
        "# noqa: F401, MAP405",
        "# noqa: F401 MAP405",
        "# type: ignore[assignment]  # noqa: MAP405",
        "# mapperlint: ignore[MAP405] why  # pragma: no cover",
    ],
)
def test_what_silences(comment: str) -> None:
    assert found(last=f"  {comment}") == []


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: F401", "# noqa: ABC405", "# type: ignore"])
def test_what_speaks_to_other_tools(comment: str) -> None:
    assert found(last=f"  {comment}") == ["one-sided-pair"]


# what silences nothing


def unused(**parts: str) -> list[tuple[str, str | None]]:
    parts = {"other": BOTH_SIDES, **parts}
    said = findings(text_with(**parts))
    assert {finding.code for finding in said} <= {"MAP903"}
    return [(finding.message, finding.help) for finding in said]


@pytest.mark.parametrize("place", ["above", "last"])
def test_a_comment_that_silences_nothing(place: str) -> None:
    comment = f"  {IGNORE}\n" if place == "above" else f"  {IGNORE}"
    assert unused(**{place: comment}) == [
        ("nothing is found here that `one-sided-pair` would silence", "remove the comment")
    ]


def test_a_comment_that_names_no_rule() -> None:
    assert unused(last="  # mapperlint: ignore") == [
        (
            "this comment names no rule, and silences nothing",
            "name what it is to silence: `# mapperlint: ignore[one-sided-pair]`",
        )
    ]


def test_a_comment_that_names_what_there_is_not() -> None:
    assert unused(last="  # mapperlint: ignore[one-sided-pear]") == [
        (
            "there is no rule `one-sided-pear`, so nothing is silenced",
            "did you mean `one-sided-pair`?",
        )
    ]
    assert unused(last="  # noqa: MAP999") == []


def test_a_rule_that_was_not_asked_may_be_named_for_nothing() -> None:
    text = text_with(other=BOTH_SIDES, last="  # mapperlint: ignore[MAP405]")
    assert findings(text, ignore=("MAP405",)) == ()
    assert findings(text, select=("MAP3", "MAP903")) == ()
    assert [each.code for each in findings(text, select=("MAP405", "MAP903"))] == ["MAP903"]
    assert findings(text, select=("MAP405",)) == ()
    assert findings(text, per_file_ignores=(("models.py", ("MAP903",)),)) == ()


def test_a_family_with_rules_that_were_not_asked() -> None:
    text = text_with(other=BOTH_SIDES, last="  # mapperlint: ignore[MAP4]")
    assert [each.code for each in findings(text)] == ["MAP903"]
    assert findings(text, ignore=("MAP401",)) == ()


def test_a_comment_that_silences_nothing_may_be_meant() -> None:
    assert unused(last="  # mapperlint: ignore[MAP405, unused-suppression]") == []
    assert unused(last=f"  {IGNORE}", head="# mapperlint: file-ignore[MAP903]") == []


# and how that is mended


def mended(text: str) -> str:
    (finding,) = findings(text)
    (fix,) = finding.fixes
    edits = realise(fix, lambda _: text.encode())
    return spliced(text.encode(), edits).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"  {IGNORE}", ""),
        ("  # noqa: MAP405", ""),
        ("  # noqa: F401, MAP405", "  # noqa: F401"),
        ("  # noqa: MAP405, F401", "  # noqa: F401"),
        ("  # type: ignore  # noqa: MAP405", "  # type: ignore"),
        ("  # mapperlint: ignore[MAP405] why  # pragma: no cover", "  # pragma: no cover"),
    ],
)
def test_the_comment_goes_or_the_word(before: str, after: str) -> None:
    text = text_with(other=BOTH_SIDES, last=before)
    assert mended(text) == text_with(other=BOTH_SIDES, last=after)


def test_a_line_of_its_own_goes_with_the_comment() -> None:
    text = text_with(other=BOTH_SIDES, above=f"    {IGNORE}\n")
    assert mended(text) == text_with(other=BOTH_SIDES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[MAP401, MAP405]", "[MAP405]"),
        ("[MAP405, MAP401]", "[MAP405]"),
        ("[MAP401, MAP402, MAP405]", "[MAP405]"),
        ("[MAP405 , MAP401 , MAP402]", "[MAP405]"),
        ("[MAP401, MAP405, MAP402]", "[MAP405]"),
    ],
)
def test_the_words_that_serve_stay(before: str, after: str) -> None:
    text = text_with(last=f"  # mapperlint: ignore{before} why")
    assert mended(text) == text_with(last=f"  # mapperlint: ignore{after} why")
