"""Source of newer Pythons is read by older ones, and every line and column stays where it was."""

from __future__ import annotations

import pytest

from mapperlint.facts.extract import extract
from mapperlint.facts.newer_syntax import rewritten
from mapperlint.facts.shapes import Assign, ClassFacts, FunctionFacts, Opaque

NEWER = {
    "quotes in an f-string": 'x = f"{table["name"]}_id"\n',
    "a backslash in an f-string": "x = f\"{'\\n'.join(names)}\"\n",
    "an f-string over lines": 'x = f"{\n    table["name"]\n}_id"\n',
    "a comment in an f-string": 'x = f"{name  # of the table\n}"\n',
    "f-strings side by side": 'x = "a" f"{table["name"]}" "b"\n',
    "f-strings in each other": 'x = f"{f"{f"{name}"}"}"\n',
    "a format of its own": 'x = f"{name:{table["width"]}}"\n',
    "a t-string": 'x = t"{name}"\n',
    "type parameters of a class": "class Box[T, *Ts, **P](Base): ...\n",
    "type parameters over lines": "class Box[\n    T: int,  # bound\n    U,\n](Base):\n    x = 1\n",
    "type parameters without bases": "class Box[T]: ...\n",
    "a default of a type parameter": "class Box[T = int](Base): ...\n",
    "type parameters of a function": "def box[T](item: T) -> T: ...\n",
    "type parameters of a coroutine": "async def box[T](item: T) -> T: ...\n",
    "an alias": "type Ids = list[int]\n",
    "an alias with parameters": "type Ids[T] = list[T]; x = 1\n",
    "an alias over lines": "type Ids = (\n    list[int]\n    | None\n)\nx = 1\n",
    "exceptions without brackets": "try:\n    x = 1\nexcept KeyError, OSError:\n    x = 2\n",
    "an exception group": "try:\n    x = 1\nexcept* KeyError:\n    x = 2\n",
    "a star in a subscript": "x = Box[*Ts]\n",
    "a star in an annotation": "def box(*items: *Ts): ...\n",
    "a lazy import": "lazy import json\n",
    "a lazy from import": "lazy from app import User as Person\nx = 1\n",
    "a star in a comprehension": "x = [*each for each in rows]\n",
    "two stars in a comprehension": "x = {**each for each in rows}\n",
}


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
def test_newer_syntax_is_read(text: str) -> None:
    facts = extract(text.encode())
    assert facts.problem is None
    assert facts.body


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
def test_lines_stay(text: str) -> None:
    older = rewritten(text)
    assert older is not None
    assert older.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
def test_what_follows_stays_in_its_column(text: str) -> None:
    older = rewritten(text + "marker = 1\n")
    assert older is not None
    assert older.splitlines()[-1] == "marker = 1"
    if "over lines" not in text and "except KeyError" not in text:
        widths = [len(line.rstrip()) for line in text.splitlines()]
        assert all(
            len(line) <= width + 1 for line, width in zip(older.splitlines(), widths, strict=False)
        )


def test_a_class_keeps_its_name_and_its_bases() -> None:
    facts = extract(b"class Box[T](Base):\n    x = f'{a['b']}'\n    y = 1\n")
    (box,) = facts.body
    assert isinstance(box, ClassFacts)
    assert box.name == "Box"
    assert box.bases[0].span.column == len("class Box[T](")
    assert [statement.span.line for statement in box.body] == [2, 3]


def test_a_function_keeps_its_parameters() -> None:
    facts = extract(b"def box[T = int](item: T): return item\n")
    (box,) = facts.body
    assert isinstance(box, FunctionFacts)
    assert [parameter.name for parameter in box.parameters] == ["item"]


def test_an_alias_is_a_name_nobody_knows() -> None:
    facts = extract(b"type Ids[T = int] = list[T]\n")
    (alias,) = facts.body
    assert isinstance(alias, Opaque)
    assert alias.binds == ("Ids",)


def test_a_lazy_import_is_an_import() -> None:
    facts = extract(b"lazy from app import User as Person\n")
    (statement,) = facts.imports
    assert (statement.module, statement.name, statement.bound) == ("app", "User", "Person")
    assert statement.span.column == len("lazy from app import ")


def test_what_an_older_python_reads_is_left_alone() -> None:
    text = 'type Ids = int\nname = f"{prefix}_id"\nother = f"{table["x"]}"\n'
    older = rewritten(text)
    assert older is not None
    assert 'name = f"{prefix}_id"' in older


def test_columns_behind_wide_characters() -> None:
    facts = extract('class Box[T]: ...\nx = "é" + f"{a["é"]}" + Name\n'.encode())
    assign = facts.body[1]
    assert isinstance(assign, Assign)
    assert assign.span.end_column == len('x = "é" + f"{a["é"]}" + Name')


@pytest.mark.parametrize(
    "text",
    [
        'print "x"\n',
        "class\n",
        'f"{',
        "class A[T:\n    pass\n",
        "type X = \n",
        "x = " + "(" * 5000,
        "type X = int\nx = " + "(" * 5000 + ")" * 5000,
        "type X = int\nx = " + "not " * 20000 + "1\n",
        "type X = int\nif a: b\n" + "elif a: b\n" * 20000,
        "type X = int\nx = " + "+".join(["1"] * 20000),
    ],
    ids=range(10),
)
def test_what_is_wrong_stays_wrong_and_costs_nothing(text: str) -> None:
    first = extract(text.encode())
    assert first == extract(text.encode())


def test_the_problem_is_that_of_python() -> None:
    facts = extract(b"class Box[T](Base):\n    x = = 1\n")
    assert facts.problem is not None
    assert facts.problem.span.line in {1, 2}
