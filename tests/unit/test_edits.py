"""Edits are made together, or not at all where they touch."""

from __future__ import annotations

import pytest

from mapperlint.fixes.edits import Conflict, Edit, spliced

CONTENT = b"0123456789"


def edit(start: int, end: int, text: bytes) -> Edit:
    return Edit("a.py", start, end, text)


def test_in_any_order() -> None:
    edits = [edit(8, 9, b"eight"), edit(0, 1, b""), edit(4, 4, b"+")]
    assert spliced(CONTENT, edits) == b"123+4567eight9"
    assert spliced(CONTENT, reversed(edits)) == b"123+4567eight9"


def test_none() -> None:
    assert spliced(CONTENT, []) == CONTENT


def test_the_same_edit_twice_is_one() -> None:
    assert spliced(CONTENT, [edit(2, 3, b"x"), edit(2, 3, b"x")]) == b"01x3456789"


@pytest.mark.parametrize(
    "other",
    [edit(2, 5, b"x"), edit(3, 4, b""), edit(1, 2, b""), edit(5, 5, b"x"), edit(2, 2, b"x")],
)
def test_edits_that_touch(other: Edit) -> None:
    one = edit(2, 5, b"y")
    assert one.touches(other)
    assert other.touches(one)
    with pytest.raises(Conflict, match=r"a\.py"):
        spliced(CONTENT, [one, other])


def test_edits_apart() -> None:
    assert not edit(2, 5, b"y").touches(edit(6, 6, b"x"))
    assert not edit(2, 5, b"y").touches(Edit("b.py", 3, 3, b"x"))
