"""The comparison itself: what differs is seen, and what is said to be unknown is not held wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fidelity.compare import FIELDS, Finding, Outcome, compared

Plain = dict[str, Any]


def relationship(**changed: Any) -> Plain:
    return {
        "key": "posts",
        "own": True,
        "target": "blog.Post",
        "direction": "ONETOMANY",
        "uselist": True,
        "viewonly": False,
        "back_populates": "author",
        "backref": None,
        "reverse": ["blog.Post.author"],
        "secondary": None,
        "pairs": [["user.id", "post.user_id"]],
        "file": "blog.py",
        "unknown": {},
        **changed,
    }


def user(**changed: Any) -> Plain:
    return {
        "class": "blog.User",
        "file": "blog.py",
        "line": 7,
        "table": "user",
        "inherits": None,
        "columns": {"id": ["user.id"], "name": ["user.name"]},
        "foreign_keys": [["user.group_id", "group.id"]],
        "relationships": [relationship()],
        "unknown": {},
        **changed,
    }


def answer(*classes: Plain, unknowns: tuple[Plain, ...] = ()) -> Plain:
    """Serves as the answer of either: each reads what it needs."""
    return {"classes": classes, "files": ["blog.py"], "coverage": {"unknowns": unknowns}}


def found(ours: Plain, theirs: Plain) -> list[tuple[str, str]]:
    """Field and outcome of what is not equal."""
    return [
        (one.field, one.outcome.value)
        for one in compared(answer(ours), answer(theirs)).findings
        if one.outcome is not Outcome.EQUAL
    ]


def test_two_like_answers_are_equal_in_each_field() -> None:
    comparison = compared(answer(user()), answer(user()))
    assert {one.field for one in comparison.of(Outcome.EQUAL)} == set(FIELDS)
    assert found(user(), user()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("line", 8),
        ("table", "users"),
        ("inherits", "blog.Person"),
        ("columns", {"id": ["user.id"]}),
        ("foreign_keys", []),
    ],
)
def test_a_field_of_a_class_that_differs_is_wrong(field: str, value: object) -> None:
    assert found(user(**{field: value}), user()) == [(field, "wrong")]


@pytest.mark.parametrize("field", [field for field in relationship() if field in FIELDS[8:]])
def test_a_field_of_a_relationship_that_differs_is_wrong(field: str) -> None:
    changed = user(relationships=[relationship(**{field: ["blog.Post.other"]})])
    assert found(changed, user()) == [(field, "wrong")]


def test_a_field_that_is_said_to_be_unknown_is_not_wrong() -> None:
    changed = relationship(target=None, unknown={"target": "it is computed"})
    comparison = compared(answer(user(relationships=[changed])), answer(user()))
    reasons = [("target", "it is computed", 1)]
    assert comparison.reasons() == reasons
    assert not comparison.of(Outcome.WRONG)


def test_columns_that_are_listed_have_to_be_right_though_there_may_be_others() -> None:
    some = user(columns={"id": ["user.id"]}, unknown={"columns": "its base is not read"})
    assert ("columns", "unknown") in found(some, user())
    false = user(columns={"id": ["user.uid"]}, unknown={"columns": "its base is not read"})
    assert ("columns", "wrong") in found(false, user())


def test_what_only_sqlalchemy_has_is_missing() -> None:
    assert found(user(relationships=[]), user()) == [("relationship", "missing")]
    without = compared(answer(), answer(user()))
    outcomes = [(one.field, one.outcome) for one in without.findings]
    assert outcomes == [("class", Outcome.MISSING), ("relationship", Outcome.MISSING)]


def test_what_only_mapperlint_has_is_wrong() -> None:
    assert found(user(), user(relationships=[])) == [("relationship", "wrong")]
    alone = compared(answer(user()), answer())
    assert alone.findings == (Finding("blog.User", "class", Outcome.WRONG, "user"),)


def test_a_class_said_to_be_mapped_later_is_unknown() -> None:
    later = {"subject": "blog.User", "field": "class", "reason": "by automap"}
    comparison = compared(answer(unknowns=(later,)), answer(user(relationships=[])))
    assert comparison.findings == (
        Finding("blog.User", "class", Outcome.UNKNOWN, reason="by automap"),
    )


def test_what_the_import_did_not_load_is_left_out() -> None:
    elsewhere = {**user(), "class": "more.Extra", "file": "more.py", "relationships": []}
    made_there = relationship(key="extras", file="more.py")
    reverse = ["blog.Post.author", "more.Extra.user"]
    ours = user(relationships=[relationship(reverse=reverse), made_there])
    comparison = compared(answer(ours, elsewhere), answer(user()))
    assert {one.outcome for one in comparison.findings} == {Outcome.EQUAL}
