"""What stands at a place of a file: literals, names, keywords, parentheses."""

from __future__ import annotations

import pytest

from mapperlint.facts.written import keywords, mentions, parenthesised, plain_string
from mapperlint.places import Span


def place(source: str, part: str) -> Span:
    """Where a part of a text begins and ends; it stands there once."""
    assert source.count(part) == 1
    start = source.index(part)
    return Span(*_at(source, start), *_at(source, start + len(part)))


def _at(source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1)


def said(source: str, part: str, written: str) -> list[tuple[str, str | None]]:
    """What is written at each mention, and the whole text of those in literals."""
    lines = source.split("\n")
    found = []
    for each in mentions(source.encode(), place(source, part), written):
        span = each.span
        assert span.line == span.end_line
        found.append((lines[span.line - 1][span.column : span.end_column], each.text))
    return found


def test_a_literal_says_a_name() -> None:
    source = "posts = relationship('Pots', \"Pots\")"
    assert said(source, "'Pots'", "Pots") == [("'Pots'", "Pots")]


def test_a_name_is_a_word_of_a_literal() -> None:
    source = "order_by='desc(Cat.nam), Cat.nam_2, My.Cat.nam'"
    (found,) = mentions(source.encode(), place(source, source.partition("=")[2]), "Cat.nam")
    assert found.instead("Cat.nam", "Cat.name") == "desc(Cat.name), Cat.nam_2, My.Cat.nam"


def test_names_of_the_source_are_found_with_their_attributes() -> None:
    source = "    x = lambda: Street.citys_id == other.Street.citys_id"
    body = "lambda: Street.citys_id == other.Street.citys_id"
    assert said(source, body, "Street.citys_id") == [("Street.citys_id", None)]


def test_a_place_of_several_lines_and_wide_letters() -> None:
    source = "x = f(\n    'é',\n    ['é', \"plan.id\"],\n)"
    whole = source.partition(" = ")[2]
    assert said(source, whole, "plan.id") == [('"plan.id"', "plan.id")]


@pytest.mark.parametrize(
    "literal",
    ['"Po" "ts"', '"P\\x6fts"', 'f"Pots"', 'f"{x}Pots"', 'b"Pots"', 'x + f"Pots"'],
)
def test_what_cannot_be_changed_by_its_value_is_no_mention(literal: str) -> None:
    source = f"y = {literal}"
    assert mentions(source.encode(), place(source, literal), "Pots") == ()
    assert plain_string(source.encode(), place(source, literal)) is None


@pytest.mark.parametrize("literal", ['"Pots"', "'Pots'", 'r"Pots"', "u'Pots'", '"""Pots"""'])
def test_plain_literals(literal: str) -> None:
    source = f"y = {literal}"
    assert plain_string(source.encode(), place(source, literal)) == "Pots"


def test_a_place_that_is_gone_says_nothing() -> None:
    assert mentions(b"x = 1\n", Span(7, 0, 7, 3), "x") == ()
    assert mentions(b"\xff", Span(1, 0, 1, 1), "x") == ()
    assert keywords(b"x = (", Span(1, 4, 1, 5)) is None


def test_keywords_of_a_call() -> None:
    source = "x = f(1, *a, b=2, c={**d})"
    assert keywords(source.encode(), place(source, "f(1, *a, b=2, c={**d})")) == ("b", "c")
    source = "x = f(b=2, **d)"
    assert keywords(source.encode(), place(source, "f(b=2, **d)")) is None
    assert keywords(b"x = y", Span(1, 4, 1, 5)) is None


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("x = (f(1))", True),
        ("x = (  # why\n    f(1)  # because\n)", True),
        ("x = f(1)", False),
        ("x = (f(1), 2)", False),
        ("x = g(f(1))", False),
    ],
)
def test_parentheses_around_a_value(source: str, answer: bool) -> None:  # noqa: FBT001
    assert parenthesised(source.encode(), place(source, "f(1)")) is answer
