"""Expressions and statements are changed where they stand, and nothing around them is."""

from __future__ import annotations

import pytest

from mapperlint.fixes.realise import CannotRealise
from mapperlint.intentions import (
    AsDeclaredAttr,
    Decorate,
    DropTrailingComma,
    Enclose,
    Needed,
    RemoveComment,
    RemoveStatement,
    Replace,
    Reword,
)
from tests.support.mended import mended

REWORDED = {
    "double quotes": ('x = f(«"Pots"»)', 'x = f("Post")'),
    "single quotes": ("x = f(«'Pots'»)", "x = f('Post')"),
    "three quotes": ('x = f(«"""Pots"""»)', 'x = f("""Post""")'),
    "a prefix": ("x = f(«u'Pots'»)", "x = f(u'Post')"),
    "a raw string": ('x = f(«r"Pots"»)', 'x = f(r"Post")'),
    "brackets around": ("x = f((«'Pots'»))", "x = f(('Post'))"),
    "strings side by side": ('x = f(«"Po" "ts"»)', 'x = f("Post")'),
    "strings over lines": ('x = f(\n    «"Po"\n    "ts"»,\n)', 'x = f(\n    "Post",\n)'),
    "an annotation": ('x: Mapped[«"Pots"»] = f()', 'x: Mapped["Post"] = f()'),
    "an element": ('x = [«"Pots"»,  # here\n]', 'x = ["Post",  # here\n]'),
    "a key": ('x = {«"Pots"»: 1}', 'x = {"Post": 1}'),
    "wide characters before": ('é = "🐍", f(«"Pots"»)', 'é = "🐍", f("Post")'),
    "a return": ('def f():\n    return «"Pots"»\n', 'def f():\n    return "Post"\n'),
    "a default": ('def f(a=«"Pots"»):\n    pass\n', 'def f(a="Post"):\n    pass\n'),
    "a decorator": (
        'class A:\n    @validates(«"Pots"»)\n    def f(self): ...\n',
        'class A:\n    @validates("Post")\n    def f(self): ...\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), REWORDED.values(), ids=REWORDED)
def test_reworded(before: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (Reword(p[0], "Post"),)).decode() == after


SAID = {
    "a quote": ('x = «"a"»', 'it "is"', 'x = "it \\"is\\""'),
    "the other quote": ('x = «"a"»', "it 'is'", "x = \"it 'is'\""),
    "a backslash": ('x = «"a"»', "a\\b", 'x = "a\\\\b"'),
    "a backslash in a raw string": ('x = «r"a"»', "a\\b", 'x = r"a\\b"'),
    "a line break": ('x = «"a"»', "a\nb", 'x = "a\\x0ab"'),
}


@pytest.mark.parametrize(("before", "text", "after"), SAID.values(), ids=SAID)
def test_text_is_escaped(before: str, text: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (Reword(p[0], text),)).decode() == after


UNSAID = {
    "an f-string": "x = «f'{a}'»",
    "bytes": "x = «b'a'»",
    "a quote in a raw string": "x = «r'a'»",
    "no string": "x = «a»",
    "strings with comments": 'x = (\n    «"a"  # one\n    "b"»\n)',
}


@pytest.mark.parametrize("before", UNSAID.values(), ids=UNSAID)
def test_cannot_be_reworded(before: str) -> None:
    with pytest.raises(CannotRealise):
        mended(before.encode(), lambda p: (Reword(p[0], "it's"),))


def test_what_an_encoding_lacks_is_not_written() -> None:
    before = b"# coding: latin-1\nx = \xc2\xab'\xe9'\xc2\xbb\n"
    with pytest.raises(CannotRealise, match="latin-1"):
        mended(before, lambda p: (Reword(p[0], "🐍"),))


REPLACED = {
    "a name": ("x = f(«a»)", "b", "x = f(b)"),
    "quotes as around": ("x = f('c', «a»)", 'g("b")', "x = f('c', g('b'))"),
    "a string in a string stays": ("x = f('c', «a»)", "\"g('b')\"", "x = f('c', \"g('b')\")"),
    "a tuple": ("x = f(«(a, b)»)", "c", "x = f(c)"),
    "a tuple without brackets": ("x = «a, b»", "c", "x = c"),
    "brackets around": ("x = f((\n    «a»\n))", "c", "x = f((\n    c\n))"),
    "an operator": ("x = «a» & b", "c | d", "x = (c | d) & b"),
    "an operator in brackets": ("x = («a») & b", "c | d", "x = (c | d) & b"),
    "an operator that stands alone": ("x = f(«a»)", "c | d", "x = f(c | d)"),
    "what is called": ("x = «a»()", "lambda: b", "x = (lambda: b)()"),
    "what is asked for": ("x = «a».b", "c or d", "x = (c or d).b"),
    "over lines": (("x = f(\n    «g(\n        a,\n    )»,\n)"), "b", "x = f(\n    b,\n)"),
    "a base": ("class A(«B»): pass", "C", "class A(C): pass"),
}


@pytest.mark.parametrize(("before", "source", "after"), REPLACED.values(), ids=REPLACED)
def test_replaced(before: str, source: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (Replace(p[0], source),)).decode() == after


def test_comments_are_not_replaced() -> None:
    with pytest.raises(CannotRealise, match="comment"):
        mended("x = «f(\n    a,  # why\n)»".encode(), lambda p: (Replace(p[0], "b"),))


ENCLOSED = {
    "a list": ("x = f(«a»)", "[", "]", "x = f([a])"),
    "over lines": (
        ("x = f(\n    «g(\n        a,  # why\n    )»,\n)"),
        "lambda: ",
        "",
        ("x = f(\n    lambda: g(\n        a,  # why\n    ),\n)"),
    ),
    "an annotation": ("x: «list[A]» = f()", "Mapped[", "]", "x: Mapped[list[A]] = f()"),
    "an annotation alone": ("x: «A»", "", " = relationship()", "x: A = relationship()"),
    "quotes as around": (
        "x: Mapped[list] = f('a', «b»)",
        'g("c", ',
        ")",
        "x: Mapped[list] = f('a', g('c', b))",
    ),
    "a tuple of one": ("x = «a»", "(", ",)", "x = (a,)"),
    "an operand": ("x = «a» & b", "not ", "", "x = (not a) & b"),
    "a call": ("x = «relationship»", "", "()", "x = relationship()"),
}


@pytest.mark.parametrize(("text", "before", "after", "wanted"), ENCLOSED.values(), ids=ENCLOSED)
def test_enclosed(text: str, before: str, after: str, wanted: str) -> None:
    assert mended(text.encode(), lambda p: (Enclose(p[0], before, after),)).decode() == wanted


COMMAS = {
    "a call": ("«x = f(a),»", "x = f(a)"),
    "a blank before": ("«x = f(a) ,»  # why\n", "x = f(a)  # why\n"),
    "an annotation": ("class A:\n    «x: B = f(a),»\n", "class A:\n    x: B = f(a)\n"),
    "over lines": ("«x = f(\n    a,\n),»\n", "x = f(\n    a,\n)\n"),
    "brackets": ("«x = (f(a),)»", "x = (f(a))"),
    "brackets over lines": ("«x = (\n    f(a),\n)»", "x = (\n    f(a)\n)"),
    "brackets inside": ("«x = (f(a)),»", "x = (f(a))"),
    "several on a line": ("y = 1; «x = f(a),»; z = 2", "y = 1; x = f(a); z = 2"),
}


@pytest.mark.parametrize(("before", "after"), COMMAS.values(), ids=COMMAS)
def test_trailing_comma(before: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (DropTrailingComma(p[0]),)).decode() == after


@pytest.mark.parametrize("before", ["«x = a, b,»", "«x = f(a)»"])
def test_no_trailing_comma(before: str) -> None:
    with pytest.raises(CannotRealise):
        mended(before.encode(), lambda p: (DropTrailingComma(p[0]),))


REMOVED = {
    "one between": ("a = 1\n«b = 2»\nc = 3\n", "a = 1\nc = 3\n"),
    "the first": ("«a = 1»\nb = 2\n", "b = 2\n"),
    "the last": ("a = 1\n«b = 2»\n", "a = 1\n"),
    "the last without a line break": ("a = 1\n«b = 2»", "a = 1"),
    "a comment beside it": ("a = 1\n«b = 2»  # two\nc = 3\n", "a = 1\nc = 3\n"),
    "over lines": (("a = 1\n«b = f(\n    2,\n)»\nc = 3\n"), "a = 1\nc = 3\n"),
    "blank lines around": (("a = 1\n\n«b = 2»\n\nc = 3\n"), "a = 1\n\nc = 3\n"),
    "more blank lines below": (("a = 1\n\n«b = 2»\n\n\nc = 3\n"), ("a = 1\n\n\nc = 3\n")),
    "a comment above and blank lines": (
        ("a = 1\n\n# two\n# and more\n«b = 2»\n\nc = 3\n"),
        "a = 1\n\nc = 3\n",
    ),
    "a heading": (("a = 1\n\n# numbers\n«b = 2»\nc = 3\n"), ("a = 1\n\n# numbers\nc = 3\n")),
    "a text below": (
        ('class A:\n    a = 1\n    «b = 2»\n    """The two."""\n\n    c = 3\n'),
        ("class A:\n    a = 1\n\n    c = 3\n"),
    ),
    "a text below, in an empty class": (
        'class A:\n    «b = 2»\n    """The two."""\n',
        "class A:\n    pass\n",
    ),
    "the last of a class": (
        ("class A:\n    a = 1\n\n    «b = 2»\n\n\nclass B:\n    c = 3\n"),
        ("class A:\n    a = 1\n\n\nclass B:\n    c = 3\n"),
    ),
    "the only one": ("class A:\n    «b = 2»  # two\n", "class A:\n    pass  # two\n"),
    "the only one in line": ("class A: «b = 2»\n", "class A: pass\n"),
    "one of several in line": ("a = 1; «b = 2»; c = 3\n", "a = 1; c = 3\n"),
    "the first of several in line": ("«a = 1»; b = 2\n", "b = 2\n"),
    "the last of several in line": ("a = 1; «b = 2»  # why\n", "a = 1  # why\n"),
    "a function": (
        ("class A:\n    a = 1\n\n    @d\n    «def b(self): ...»\n\n    c = 3\n"),
        ("class A:\n    a = 1\n\n    c = 3\n"),
    ),
    "line breaks of Windows": ("a = 1\r\n«b = 2»\r\nc = 3\r\n", "a = 1\r\nc = 3\r\n"),
}


@pytest.mark.parametrize(("before", "after"), REMOVED.values(), ids=REMOVED)
def test_statement_removed(before: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (RemoveStatement(p[0]),)).decode() == after


def test_all_statements_of_a_class_removed() -> None:
    before = "class A:\n    «b = 2»\n\n    «c = 3»\n"
    removed = mended(before.encode(), lambda places: tuple(map(RemoveStatement, places)))
    assert removed == b"class A:\n    pass\n"


COMMENTS = {
    "beside code": ("a = 1  «# why»\n", "a = 1\n"),
    "on its own": ("a = 1\n    «# why»\nb = 2\n", "a = 1\nb = 2\n"),
    "the first part": ("a = 1  «# noqa»  # why\n", "a = 1  # why\n"),
    "the last part": ("a = 1  # why  «# noqa»\n", "a = 1  # why\n"),
    "the first part on its own": ("  «# noqa»  # why\na = 1\n", "  # why\na = 1\n"),
    "words": ("a = 1  # ignore[b«, c»]\n", "a = 1  # ignore[b]\n"),
    "at the end": ("a = 1\n«# why»", "a = 1"),
}


@pytest.mark.parametrize(("before", "after"), COMMENTS.values(), ids=COMMENTS)
def test_comment_removed(before: str, after: str) -> None:
    assert mended(before.encode(), lambda p: (RemoveComment(p[0]),)).decode() == after


DECORATED = {
    "a function": (
        "from x import d\nclass A:\n    «def f(cls): ...»\n",
        ("from x import d\nclass A:\n    @d\n    def f(cls): ...\n"),
    ),
    "a decorated one": (
        ("from x import d\nclass A:\n    @e\n    @g(1)\n    «def f(cls): ...»\n"),
        ("from x import d\nclass A:\n    @d\n    @e\n    @g(1)\n    def f(cls): ...\n"),
    ),
    "a comment above": (
        "from x import d\nclass A:\n\t# why\n\t«async def f(cls): ...»",
        ("from x import d\nclass A:\n\t# why\n\t@d\n\tasync def f(cls): ..."),
    ),
    "an import that is missing": (
        "class A:\n    «def f(cls): ...»\n",
        ("from x import d\n\n\nclass A:\n    @d\n    def f(cls): ...\n"),
    ),
}


@pytest.mark.parametrize(("before", "after"), DECORATED.values(), ids=DECORATED)
def test_decorated(before: str, after: str) -> None:
    needs = (Needed("x", "d"),)
    assert mended(before.encode(), lambda p: (Decorate(p[0], "d", needs),)).decode() == after


IMPORT = "from sqlalchemy.orm import declared_attr\n"
OF_CLASS = {
    "one line": (
        "class M:\n    «posts = relationship('Post')»  # why\n",
        (
            "class M:\n"
            "    @declared_attr\n"
            "    def posts(cls):\n"
            "        return relationship('Post')  # why\n"
        ),
    ),
    "an annotation": (
        "class M:\n    «posts: Mapped[list['Post']] = relationship()»\n",
        (
            "class M:\n"
            "    @declared_attr\n"
            "    def posts(cls) -> Mapped[list['Post']]:\n"
            "        return relationship()\n"
        ),
    ),
    "over lines": (
        (
            "class M:\n"
            "    «posts = relationship(\n"
            "        'Post',  # the post\n"
            "        lazy='joined',\n"
            "    )»\n"
            "    a = 1\n"
        ),
        (
            "class M:\n"
            "    @declared_attr\n"
            "    def posts(cls):\n"
            "        return relationship(\n"
            "            'Post',  # the post\n"
            "            lazy='joined',\n"
            "        )\n"
            "    a = 1\n"
        ),
    ),
    "aligned": (
        "class M:\n    «posts = relationship('Post',\n                         lazy='joined')»\n",
        (
            "class M:\n"
            "    @declared_attr\n"
            "    def posts(cls):\n"
            "        return relationship('Post',\n"
            "                            lazy='joined')\n"
        ),
    ),
    "names of the class": (
        (
            "class M:\n"
            "    id = 1\n"
            "    «posts = relationship('P', id=id, key=[id, a.id], x=lambda: id)»\n"
        ),
        (
            "class M:\n"
            "    id = 1\n"
            "    @declared_attr\n"
            "    def posts(cls):\n"
            "        return relationship('P', id=cls.id, key=[cls.id, a.id], x=lambda: id)\n"
        ),
    ),
    "a text over lines": (
        'class M:\n    «posts = relationship("""\n    Post""")»\n',
        (
            "class M:\n"
            "    @declared_attr\n"
            "    def posts(cls):\n"
            '        return relationship("""\n'
            '    Post""")\n'
        ),
    ),
}


@pytest.mark.parametrize(("before", "after"), OF_CLASS.values(), ids=OF_CLASS)
def test_as_declared_attr(before: str, after: str) -> None:
    found = mended((IMPORT + before).encode(), lambda p: (AsDeclaredAttr(p[0]),)).decode()
    assert found == IMPORT + after
