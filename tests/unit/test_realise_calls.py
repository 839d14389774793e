"""Keywords of a call are given, taken away and renamed in the layout the call has."""

from __future__ import annotations

from inspect import cleandoc

import pytest

from mapperlint.fixes.realise import CannotRealise
from mapperlint.intentions import (
    Intention,
    RemoveArgument,
    RemoveKeyword,
    RenameKeyword,
    Replace,
    Reword,
    SetKeyword,
)
from mapperlint.places import Location
from tests.support.mended import mended


def with_keyword(content: bytes, name: str = "lazy", source: str = '"select"') -> bytes:
    return mended(content, lambda places: (SetKeyword(places[0], name, source),))


def without_keyword(content: bytes, name: str = "gone") -> bytes:
    return mended(content, lambda places: (RemoveKeyword(places[0], name),))


GIVEN = {
    "no arguments": ("x = «f()»", 'x = f(lazy="select")'),
    "no arguments over lines": ("x = «f(\n)»", 'x = f(\n    lazy="select",\n)'),
    "no arguments but a comment": (
        "x = «f(  # none\n)»",
        'x = f(  # none\n    lazy="select",\n)',
    ),
    "one line": ('x = «f("A", b=1)»', 'x = f("A", b=1, lazy="select")'),
    "one line with a trailing comma": ("x = «f(a, b=1,)»", 'x = f(a, b=1, lazy="select",)'),
    "one line with space inside": ("x = «f( a, b=1 )»", 'x = f( a, b=1, lazy="select" )'),
    "spaces around the sign": ("x = «f(a, b = 1)»", 'x = f(a, b = 1, lazy = "select")'),
    "no spaces after commas": ("x = «f(a,b=1)»", 'x = f(a,b=1,lazy="select")'),
    "single quotes in the call": (
        "x = «f('A')»; y = \"b\"",
        "x = f('A', lazy='select'); y = \"b\"",
    ),
    "single quotes in the statement": ("x = g('A', «f(a)»)", "x = g('A', f(a, lazy='select'))"),
    "single quotes in the class": (
        ("a = \"b\"\n\nclass A:\n    t = 'a'\n    x = «f(a)»\n"),
        ("a = \"b\"\n\nclass A:\n    t = 'a'\n    x = f(a, lazy='select')\n"),
    ),
    "single quotes in the file": (
        "a = 'b'\nclass A:\n    x = «f(a)»\n",
        "a = 'b'\nclass A:\n    x = f(a, lazy='select')\n",
    ),
    "each on a line, with a trailing comma": (
        'x = «f(\n    "A",\n    b=1,\n)»',
        ('x = f(\n    "A",\n    b=1,\n    lazy="select",\n)'),
    ),
    "each on a line, without a trailing comma": (
        'x = «f(\n    "A",\n    b=1\n)»',
        ('x = f(\n    "A",\n    b=1,\n    lazy="select"\n)'),
    ),
    "one on a line of its own": (
        'x = «f(\n    "A",\n)»',
        'x = f(\n    "A",\n    lazy="select",\n)',
    ),
    "comments beside the arguments": (
        'x = «f(\n    "A",  # the A\n    b=1,  # one\n)»',
        ('x = f(\n    "A",  # the A\n    b=1,  # one\n    lazy="select",\n)'),
    ),
    "a comment beside the last without a comma": (
        'x = «f(\n    "A",\n    b=1  # one\n)»',
        ('x = f(\n    "A",\n    b=1,  # one\n    lazy="select"\n)'),
    ),
    "a comment below the last": (
        ('x = «f(\n    "A",\n    b=1,\n    # c=2,\n)»'),
        ('x = f(\n    "A",\n    b=1,\n    lazy="select",\n    # c=2,\n)'),
    ),
    "aligned with the bracket": (
        'x = «f("A",\n      b=1)»',
        'x = f("A",\n      b=1,\n      lazy="select")',
    ),
    "all on one inner line": (
        'x = «f(\n    "A", b=1\n)»',
        'x = f(\n    "A", b=1, lazy="select"\n)',
    ),
    "two on the last line": (
        'x = «f("A",\n      b=1, c=2)»',
        'x = f("A",\n      b=1, c=2, lazy="select")',
    ),
    "two on a last line that is full": (
        f'x = «f("A",\n      b={"1" * 70}, c=2)»',
        f'x = f("A",\n      b={"1" * 70}, c=2,\n      lazy="select")',
    ),
    "a last argument over lines": (
        "x = «f(a, b=lambda: and_(\n    c,\n    d,\n))»",
        'x = f(a, b=lambda: and_(\n    c,\n    d,\n), lazy="select")',
    ),
    "blank lines between the arguments": (
        ("x = «f(\n    a,\n\n    b=1,\n\n)»"),
        ('x = f(\n    a,\n\n    b=1,\n    lazy="select",\n\n)'),
    ),
    "a tab for each level": (
        ("class A:\n\tx = «f(\n\t\ta,\n\t)»\n"),
        ('class A:\n\tx = f(\n\t\ta,\n\t\tlazy="select",\n\t)\n'),
    ),
    "positions given as a star": ("x = «f(*a)»", 'x = f(*a, lazy="select")'),
    "keywords given as stars": ("x = «f(a, **more)»", 'x = f(a, lazy="select", **more)'),
    "nothing but keywords given as stars": ("x = «f(**more)»", 'x = f(lazy="select", **more)'),
    "keywords given as stars on a line": (
        "x = «f(\n    a,\n    **more,\n)»",
        ('x = f(\n    a,\n    lazy="select",\n    **more,\n)'),
    ),
    "a generator": ("x = «f(i for i in a)»", 'x = f((i for i in a), lazy="select")'),
    "a value that is there": ('x = «f(a, lazy="joined", b=1)»', 'x = f(a, lazy="select", b=1)'),
    "a value over lines that is there": (
        ("x = «f(\n    a,\n    lazy=(\n        b\n        or c\n    ),  # why\n)»"),
        'x = f(\n    a,\n    lazy="select",  # why\n)',
    ),
    "a call in a call": ("x = g(«f(a)», b)", 'x = g(f(a, lazy="select"), b)'),
    "a call of a call": ("x = «f(a)»(b)", 'x = f(a, lazy="select")(b)'),
    "brackets around": ("x = («f(a)»)", 'x = (f(a, lazy="select"))'),
    "a line continued": ("x = \\\n    «f(a)»", 'x = \\\n    f(a, lazy="select")'),
    "several statements on a line": (
        "a = f(b); «f(c)»; d = f(e)",
        'a = f(b); f(c, lazy="select"); d = f(e)',
    ),
    "a class on one line": (
        "class A(B): x = «f(a)»; y = f(b)",
        'class A(B): x = f(a, lazy="select"); y = f(b)',
    ),
    "the head of a class": (
        "class A(B, metaclass=«f(a)»):\n    # the a\n    a = 1\n",
        'class A(B, metaclass=f(a, lazy="select")):\n    # the a\n    a = 1\n',
    ),
    "a decorator": (
        ("class A:\n    @«f(a)»\n    @g\n    def h(self): ...\n"),
        ('class A:\n    @f(a, lazy="select")\n    @g\n    def h(self): ...\n'),
    ),
    "a nested class": (
        ("class A:\n    class B:\n        x = «f(a)»\n    y = f(b)\n"),
        ('class A:\n    class B:\n        x = f(a, lazy="select")\n    y = f(b)\n'),
    ),
    "for types only": (
        ("if TYPE_CHECKING:\n    x = «f(a)»\nelse:\n    x = f(b)\n"),
        ('if TYPE_CHECKING:\n    x = f(a, lazy="select")\nelse:\n    x = f(b)\n'),
    ),
    "wide characters before": (
        'x = {"é🐍": «f("ü")», "ß": 1}  # ä\n',
        'x = {"é🐍": f("ü", lazy="select"), "ß": 1}  # ä\n',
    ),
    "an f-string beside": ("x = «f(f'{a}')»", "x = f(f'{a}', lazy='select')"),
    "type parameters": (
        "class A[T](B):\n    x: C[T] = «f(a)»\n",
        'class A[T](B):\n    x: C[T] = f(a, lazy="select")\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), GIVEN.values(), ids=GIVEN)
def test_keyword_given(before: str, after: str) -> None:
    assert with_keyword(before.encode()).decode() == after


GONE = {
    "the only one": ("x = «f(gone=1)»", "x = f()"),
    "the only one over lines": ("x = «f(\n    gone=1,\n)»", "x = f()"),
    "the first": ("x = «f(gone=1, b=2)»", "x = f(b=2)"),
    "the last": ("x = «f(a, gone=1)»", "x = f(a)"),
    "one between": ("x = «f(a, gone=1, b=2)»", "x = f(a, b=2)"),
    "the last before a comma": ("x = «f(a, gone=1,)»", "x = f(a,)"),
    "the first on a line": (
        "x = «f(\n    gone=1,\n    b=2,\n)»",
        "x = f(\n    b=2,\n)",
    ),
    "one between on a line": (
        ("x = «f(\n    a,\n    gone=1,\n    b=2,\n)»"),
        "x = f(\n    a,\n    b=2,\n)",
    ),
    "the last on a line": ("x = «f(\n    a,\n    gone=1,\n)»", "x = f(\n    a,\n)"),
    "the last on a line without a comma": (
        "x = «f(\n    a,\n    gone=1\n)»",
        "x = f(\n    a\n)",
    ),
    "comments beside": (
        ("x = «f(\n    a,  # the a\n    gone=1,  # the one\n    b=2,  # the b\n)»"),
        "x = f(\n    a,  # the a\n    b=2,  # the b\n)",
    ),
    "comments beside the last": (
        "x = «f(\n    a,  # the a\n    gone=1,  # the one\n)»",
        "x = f(\n    a,  # the a\n)",
    ),
    "aligned": ("x = «f(a,\n      gone=1)»", "x = f(a)"),
    "aligned beside a comment": (
        "x = «f(a,  # the a\n      gone=1)»",
        "x = f(a  # the a\n      )",
    ),
    "one that ends a line": (
        "x = «f(a, gone=1,  # both\n      b=2)»",
        "x = f(a,  # both\n      b=2)",
    ),
    "one that begins a line": (
        "x = «f(a,\n      gone=1, b=2)»",
        "x = f(a,\n      b=2)",
    ),
    "stars after": ("x = «f(a, gone=1, **more)»", "x = f(a, **more)"),
}


@pytest.mark.parametrize(("before", "after"), GONE.values(), ids=GONE)
def test_keyword_taken_away(before: str, after: str) -> None:
    assert without_keyword(before.encode()).decode() == after


def test_keyword_renamed() -> None:
    before = b"x = \xc2\xabf(\n    a,\n    backpopulates = 'b',  # why\n)\xc2\xbb"
    after = b"x = f(\n    a,\n    back_populates = 'b',  # why\n)"
    wanted = mended(before, lambda p: (RenameKeyword(p[0], "backpopulates", "back_populates"),))
    assert wanted == after


HEADS = {
    "a base": ("«class A(B):\n    x = 1»\n", "class A(B, table=True):\n    x = 1\n"),
    "no brackets": ("«class A:\n    x = 1»\n", "class A(table=True):\n    x = 1\n"),
    "a keyword": (
        "«class A(B, metaclass=M): x = 1»\n",
        "class A(B, metaclass=M, table=True): x = 1\n",
    ),
    "type parameters": (
        "«class A[T](B):  # why\n    x = 1»\n",
        "class A[T](B, table=True):  # why\n    x = 1\n",
    ),
    "over lines": (
        ("@d\n«class A(\n    B,\n    C,\n):\n    # why\n    x = 1»\n"),
        ("@d\nclass A(\n    B,\n    C,\n    table=True,\n):\n    # why\n    x = 1\n"),
    ),
    "a value that is there": (
        "«class A(B, table=False):\n    x = 1»\n",
        "class A(B, table=True):\n    x = 1\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), HEADS.values(), ids=HEADS)
def test_keyword_of_a_class(before: str, after: str) -> None:
    assert with_keyword(before.encode(), "table", "True").decode() == after


def test_argument_taken_away() -> None:
    before = "x = «f(\n    «A»,  # the a\n    b,\n)»"
    wanted = mended(before.encode(), lambda places: (RemoveArgument(*places),))
    assert wanted.decode() == "x = f(\n    b,\n)"


LAYOUTS = {
    "line breaks of Windows": (
        b"x = 1\r\ny = \xc2\xabf(\r\n    a,\r\n)\xc2\xbb\r\nz = 2\r\n",
        b'x = 1\r\ny = f(\r\n    a,\r\n    lazy="select",\r\n)\r\nz = 2\r\n',
    ),
    "line breaks of old": (
        b"x = 1\ry = \xc2\xabf(\r    a,\r)\xc2\xbb\rz = 2\r",
        b'x = 1\ry = f(\r    a,\r    lazy="select",\r)\rz = 2\r',
    ),
    "line breaks of all kinds": (
        b"x = 1\r\ny = \xc2\xabf(\n    a,\r    b,\r\n)\xc2\xbb\rz = 2\n",
        b'x = 1\r\ny = f(\n    a,\r    b,\r\n    lazy="select",\r\n)\rz = 2\n',
    ),
    "a mark at the head": (
        b"\xef\xbb\xbfx = \xc2\xabf(a)\xc2\xbb\n",
        b'\xef\xbb\xbfx = f(a, lazy="select")\n',
    ),
    "form feeds": (
        b"\x0cx = 1\n\x0c\nclass A:\n    b = 1\n\x0c\n    x = \xc2\xabf(a)\xc2\xbb\x0c\n",
        b'\x0cx = 1\n\x0c\nclass A:\n    b = 1\n\x0c\n    x = f(a, lazy="select")\x0c\n',
    ),
    "a form feed in the call": (
        b"x = \xc2\xabf(a,\n\x0c  b)\xc2\xbb\n",
        b'x = f(a,\n\x0c  b,\n\x0c  lazy="select")\n',
    ),
    "latin-1": (
        b"# -*- coding: latin-1 -*-\nx = {'\xe9': \xc2\xabf('\xe4')\xc2\xbb, '\xfc': 1}\n",
        b"# -*- coding: latin-1 -*-\nx = {'\xe9': f('\xe4', lazy='select'), '\xfc': 1}\n",
    ),
    "no line break at the end": (
        b"x = 1\ny = \xc2\xabf(\n    a,\n)\xc2\xbb",
        b'x = 1\ny = f(\n    a,\n    lazy="select",\n)',
    ),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS)
def test_bytes_stay(before: bytes, after: bytes) -> None:
    assert with_keyword(before) == after


def test_several_intentions_in_one_call() -> None:
    before = cleandoc("""
        class User(Base):
            posts = «relationship(
                «"Pots"»,
                backref="user",  # old
                foreign_keys=«Post.user_id»,
            )»
    """)
    after = cleandoc("""
        class User(Base):
            posts = relationship(
                "Post",
                foreign_keys="Post.editor_id",
                back_populates="user",
                lazy="select",
            )
    """)

    def wanted(places: tuple[Location, ...]) -> tuple[Intention, ...]:
        call, target, keys = places
        return (
            Reword(target, "Post"),
            RemoveKeyword(call, "backref"),
            SetKeyword(call, "back_populates", '"user"'),
            SetKeyword(call, "lazy", '"select"'),
            Replace(keys, '"Post.editor_id"'),
        )

    assert mended(before.encode(), wanted).decode() == after


REFUSED = {
    "a comment in the value": "x = «f(lazy=(\n    1  # why\n))»",
    "no call": "x = «f»",
}


@pytest.mark.parametrize("before", REFUSED.values(), ids=REFUSED)
def test_keyword_refused(before: str) -> None:
    with pytest.raises(CannotRealise):
        with_keyword(before.encode())


def test_keyword_that_is_not_there() -> None:
    with pytest.raises(CannotRealise, match="no keyword `gone`"):
        without_keyword("x = «f(a)»".encode())
