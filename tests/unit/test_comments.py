"""Which lines a comment speaks of."""

from __future__ import annotations

from mapperlint.facts.comments import Line, comments, lines

SOURCE = '''\
#!/usr/bin/env python
# head
"""doc
# no comment
"""
# still the head
import a  # beside
# above, one
# above, two

@first(1)  # on a decorator
# between
@second
class A(
    Base,  # in the bases
):  # behind the head
    """doc"""
    x = f(
        1  # in a call
        @ 2,
    )
    y = "# no comment"
    # at the end of a body
z = 1; w = 2  # of both
# last
'''


def test_the_statement_a_comment_stands_in_or_above() -> None:
    assert [(each.text, each.first, each.last) for each in comments(SOURCE)] == [
        ("#!/usr/bin/env python", 1, 5),
        ("# head", 2, 5),
        ("# still the head", 6, 7),
        ("# beside", 7, 7),
        ("# above, one", 8, 16),
        ("# above, two", 9, 16),
        ("# on a decorator", 11, 16),
        ("# between", 11, 16),
        ("# in the bases", 11, 16),
        ("# behind the head", 11, 16),
        ("# in a call", 18, 21),
        ("# at the end of a body", 23, 24),
        ("# of both", 24, 24),
        ("# last", 25, 25),
    ]


def test_where_the_statement_begins_and_the_comment_stands() -> None:
    (inside,) = (each for each in comments(SOURCE) if each.text == "# in a call")
    assert inside.statement == 18
    assert (inside.span.line, inside.span.column, inside.span.end_column) == (19, 11, 22)


def test_the_head_of_a_file() -> None:
    heading = [each.text for each in comments(SOURCE) if each.heads_file]
    assert heading == ["#!/usr/bin/env python", "# head", "# still the head"]
    assert [each.heads_file for each in comments("import a\n'text'\n# here\nb\n")] == [False]
    assert [each.heads_file for each in comments("'a'\n'b'\n# here\nb\n")] == [False]


def test_statements_and_heads() -> None:
    pairs = [(3, 5), (7, 7), (11, 16), (17, 17), (18, 21), (22, 22), (24, 24)]
    assert lines(SOURCE) == tuple(Line(*pair) for pair in pairs)


def test_what_is_no_python() -> None:
    assert [each.text for each in comments("x = (1  # open\n")] == ["# open"]
    assert [each.text for each in comments("def f(:\n  # body\n")] == ["# body"]
    assert comments("\x00") == ()
    assert lines("x = (1\n") == ()
