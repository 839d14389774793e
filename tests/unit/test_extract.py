"""From bytes to facts: blocks, conditions, imports, columns, and what cannot be read."""

from __future__ import annotations

import pytest

from mapperlint.facts.expressions import Attribute, Constant, FormattedString, Name, Unreadable
from mapperlint.facts.extract import extract, parse_expression
from mapperlint.facts.kept_functions import LONGEST_FUNCTION_KEPT
from mapperlint.facts.shapes import (
    Assign,
    Branch,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Import,
    Opaque,
    Statement,
    When,
)
from mapperlint.places import Span


def body(text: str) -> tuple[Statement, ...]:
    facts = extract(text.encode())
    assert facts.problem is None
    return facts.body


def conditions(text: str) -> dict[str, When]:
    """The condition under which each name is assigned."""
    return {
        statement.target.id: statement.when
        for statement in body(text)
        if isinstance(statement, Assign) and isinstance(statement.target, Name)
    }


def imports(text: str) -> dict[str, Import]:
    return {each.bound: each for each in extract(text.encode()).imports}


# conditions


def test_blocks_are_flattened_with_their_condition() -> None:
    text = (
        "a = 1\n"
        "if x:\n    b = 1\nelif y:\n    c = 1\nelse:\n    d = 1\n"
        "try:\n    e = 1\nexcept E:\n    f = 1\nelse:\n    g = 1\nfinally:\n    h = 1\n"
        "with x:\n    i = 1\n"
        "while x:\n    j = 1\n"
    )
    found = conditions(text)
    assert [name for name, when in found.items() if when is When.ALWAYS] == list("aeghi")
    assert [name for name, when in found.items() if when is When.MAYBE] == list("bcdj")
    assert found["f"] is When.FALLBACK


@pytest.mark.parametrize("test", ["TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"])
def test_type_checking(test: str) -> None:
    found = conditions(f"if {test}:\n    a = 1\nelse:\n    b = 1\nif not {test}:\n    c = 1\n")
    assert found == {"a": When.TYPE_CHECKING, "b": When.ALWAYS, "c": When.ALWAYS}


def test_an_inner_condition_counts_more() -> None:
    text = "if x:\n    a = 1\n    if TYPE_CHECKING:\n        b = 1\n"
    assert conditions(text) == {"a": When.MAYBE, "b": When.TYPE_CHECKING}


def test_branches_of_functions_are_kept_apart() -> None:
    (function,) = body("def f():\n    if x:\n        return a\n    else:\n        return b\n")
    assert isinstance(function, FunctionFacts)
    (branch,) = function.body
    assert isinstance(branch, Branch)
    assert len(branch.then) == len(branch.otherwise) == 1


# what imports bind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a.b.c", ("a.b.c", 0, None, "a")),
        ("import a.b.c as d", ("a.b.c", 0, None, "d")),
        ("from a.b import c", ("a.b", 0, "c", "c")),
        ("from a.b import c as d", ("a.b", 0, "c", "d")),
        ("from .. import c", ("", 2, "c", "c")),
        ("from .a import *", ("a", 1, "*", "*")),
    ],
)
def test_an_import(text: str, expected: tuple[str, int, str | None, str]) -> None:
    (found,) = extract(text.encode()).imports
    assert (found.module, found.level, found.name, found.bound) == expected


def test_the_places_of_an_import() -> None:
    _, second = extract(b"from a import (\n    b,\n    c as d,\n)\n").imports
    assert second.span == Span(3, 4, 3, 10)
    assert second.statement == Span(1, 0, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import a\nexcept ImportError:\n    pass",
        "try:\n    import a\nexcept ModuleNotFoundError:\n    pass",
        "try:\n    import a\nexcept (ValueError, ImportError):\n    pass",
        "try:\n    import a\nexcept Exception:\n    pass",
        "try:\n    import a\nexcept:\n    pass",
        "try:\n    import a\nexcept builtins.ImportError:\n    pass",
        "try:\n    import a\nexcept* ImportError:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    import a",
        "try:\n    if x:\n        import a\nexcept ImportError:\n    pass",
        "with suppress(ImportError):\n    import a",
        "with contextlib.suppress(ImportError):\n    import a",
        "with pytest.raises(ImportError):\n    import a",
        "if sys.version_info >= (3, 9):\n    import a",
        "def f():\n    if sys.version_info >= (3, 9):\n        import a",
        "def f():\n    try:\n        import a\n    except ImportError:\n        pass",
    ],
)
def test_an_optional_import(text: str) -> None:
    assert imports(text)["a"].optional


@pytest.mark.parametrize(
    "text",
    [
        "import a",
        "try:\n    import a\nexcept KeyError:\n    pass",
        "try:\n    import a\nfinally:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    pass\nimport a",
        "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    import a",
        "if TYPE_CHECKING:\n    import a",
        "with open(x):\n    import a",
        "def f():\n    if x:\n        import a",
    ],
)
def test_an_import_that_must_work(text: str) -> None:
    assert not imports(text)["a"].optional


def test_imports_of_functions_classes_and_long_functions() -> None:
    long = "    x = 1\n" * LONGEST_FUNCTION_KEPT
    text = (
        "def f():\n    import a\n\n    def g():\n        import b\n"
        "class C:\n    import c\n"
        f"def h():\n{long}    if x:\n        import d\n"
    )
    found = imports(text)
    assert {name: each.in_function for name, each in found.items()} == {
        "a": True,
        "b": True,
        "c": False,
        "d": True,
    }
    function = body(text)[-1]
    assert isinstance(function, FunctionFacts)
    assert function.opaque
    assert function.body == ()


# statements


def test_a_chain_of_assignments() -> None:
    first, second = body("a = b = c\n")
    assert isinstance(first, Assign)
    assert isinstance(second, Assign)
    assert first.value == second.value


def test_an_annotation_with_and_without_a_value() -> None:
    first, second = body("a: int\nb: int = 1\n")
    assert isinstance(first, Assign)
    assert isinstance(second, Assign)
    assert first.value is None
    assert isinstance(second.annotation, Name)
    assert isinstance(second.value, Constant)


def test_an_assignment_to_an_attribute() -> None:
    (statement,) = body("User.posts = relationship()\n")
    assert isinstance(statement, Assign)
    assert isinstance(statement.target, Attribute)


def test_docstrings_are_no_statements() -> None:
    assert body('"""Page."""\n...\n1\n') == ()
    (statement,) = body("f()\n")
    assert isinstance(statement, Evaluate)


@pytest.mark.parametrize("text", ["del a", "match x:\n    case 1:\n        a = 1", "global a"])
def test_what_facts_have_no_word_for_says_what_it_binds(text: str) -> None:
    first = body(text)[0]
    assert isinstance(first, Opaque)
    assert first.binds == ("a",)


def test_names_and_qualified_names_of_classes() -> None:
    (outer, function) = body(
        "class A(B, metaclass=M):\n    class C: ...\ndef f():\n    class D: ...\n"
    )
    assert isinstance(outer, ClassFacts)
    assert isinstance(function, FunctionFacts)
    inner, local = outer.body[0], function.body[0]
    assert isinstance(inner, ClassFacts)
    assert isinstance(local, ClassFacts)
    assert (outer.qualname, inner.qualname, local.qualname) == ("A", "A.C", "f.<locals>.D")
    assert outer.keywords[0][0] == "metaclass"
    assert outer.name_span == Span(1, 6, 1, 7)
    assert inner.name_span == Span(2, 10, 2, 11)


def test_parameters() -> None:
    (function,) = body("async def f(a, b=1, /, c=2, *d, e, f=3, **g): ...\n")
    assert isinstance(function, FunctionFacts)
    kinds = [(each.name, each.kind, each.default is not None) for each in function.parameters]
    assert kinds == [
        ("a", "positional", False),
        ("b", "positional", True),
        ("c", "positional", True),
        ("d", "*", False),
        ("e", "keyword", False),
        ("f", "keyword", True),
        ("g", "**", False),
    ]
    assert function.name_span == Span(1, 10, 1, 11)


# places


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_count_code_points(ends: str, mark: str) -> None:
    text = ends.join(["x = 1", 'y = "é😀", Name', ""])
    (_, statement) = extract((mark + text).encode()).body
    assert isinstance(statement, Assign)
    assert statement.span == Span(2, 0, 2, len('y = "é😀", Name'))


# what cannot be read


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        (b"x = 1\nclass A(:\n", "invalid syntax", 2),
        (b"x = 1\ny = '\xff'\n", "cannot be decoded as utf-8", 2),
        (b"# coding: nothing\n", "unknown encoding", 1),
        (b"x = 1\0\n", "null byte", 1),
        (b"x = " + b"(" * 500 + b")" * 500, "too many nested", 1),
        (b"x = " + b"-" * 100_000 + b"1", "", 1),
        (b"x" + b".a" * 100_000, "", 1),
    ],
)
def test_a_problem_is_a_value(source: bytes, message: str, line: int) -> None:
    facts = extract(source)
    assert facts.body == ()
    assert facts.problem is not None
    assert message in facts.problem.message
    assert facts.problem.span.line == line


def test_warnings_of_the_compiler_are_not_ours() -> None:
    assert body("x = '\\d'\nif 1 is 1: y = 1\nassert (1, 'x')\n")


def test_an_empty_file() -> None:
    assert extract(b"") == extract(b"\n\n# nothing\n")


def test_future_annotations() -> None:
    assert extract(b"from __future__ import annotations\n").future_annotations
    assert not extract(b"from __future__ import division\n").future_annotations


def test_the_same_bytes_give_the_same_facts() -> None:
    text = b"class A(B):\n    x = f'{y}_z'\n"
    assert extract(text) == extract(text)
    assert hash(extract(text)) == hash(extract(text))


# expressions in strings


def test_an_expression_in_a_string() -> None:
    found = parse_expression("User.id == Post.user_id")
    assert found is not None
    assert parse_expression("User.") is None
    assert parse_expression("x = 1") is None


def test_f_strings_of_names_are_read() -> None:
    (statement,) = body('x = f"{PREFIX}_users"\n')
    assert isinstance(statement, Assign)
    assert isinstance(statement.value, FormattedString)
    assert not any(isinstance(part, Unreadable) for part in statement.value.parts)


@pytest.mark.parametrize("text", ["User", "User.id", "app.models.User.id", "_x", "match.case"])
def test_a_dotted_name_is_read_as_the_parser_reads_it(text: str) -> None:
    asked_of_the_parser = parse_expression(f"{text}\n")
    assert parse_expression(text) == asked_of_the_parser is not None


@pytest.mark.parametrize("text", ["class", "User.class", "1a", "User..id", ".id"])
def test_what_only_looks_like_a_dotted_name(text: str) -> None:
    assert parse_expression(text) is None
