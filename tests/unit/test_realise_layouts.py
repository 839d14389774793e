"""Whatever the layout: what is not changed stays byte for byte, and the tree differs as intended.

Calls and classes are written in random layouts: line breaks, blanks, comments, trailing commas,
quotes, indentation, encodings, and other statements before and behind.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.decode import decoded
from mapperlint.fixes.edits import spliced
from mapperlint.fixes.realise import CannotRealise, realise
from mapperlint.intentions import (
    AddRelationship,
    Intention,
    RemoveKeyword,
    RemoveStatement,
    RenameKeyword,
    Replace,
    Reword,
    SetKeyword,
)
from mapperlint.places import Location
from tests.support.mended import PATH, marked

examples = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

INLINE = st.sampled_from(["", "", " ", "  ", "\t"])
COMMENT = st.sampled_from(["", "  # why", "# é ß 🐍", "  # f(a, b)", " #"])
MARGINS = st.sampled_from(["", "  ", "    ", "        ", "\t", "                 "])
VALUES = st.sampled_from(
    [
        "1",
        "'joined'",
        '"Post.id"',
        "None",
        "lambda: Post.id",
        "[Post.id, Like.id]",
        "(\n  'a'\n  'b'\n)",
        "f(\n    a,  # why\n    b=2,\n)",
        '"é🐍"',
        "a if b else c",
        "{'a': (1,), **b}",
        "-1",
    ]
)
LINES = [
    "# é",
    "",
    "import os",
    "x = {'é': 1}",
    "y = 1; z = 2",
    "\x0c",
    'S = """\n a\n"""',
    "if x: y = 2",
]


@st.composite
def spaces(draw: st.DrawFn) -> str:
    """White space within brackets, with or without line breaks and comments."""
    found = draw(INLINE)
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        found += f"{draw(COMMENT)}\n{draw(MARGINS)}"
    return found


@st.composite
def calls(draw: st.DrawFn, *, keyword: str | None = None) -> str:
    """A call, marked; with a keyword of this name, if one is given, amid the others."""
    keywords = [f"k{number}" for number in range(draw(st.integers(0, 3)))]
    if keyword:
        keywords.insert(draw(st.integers(0, len(keywords))), keyword)
    values = ["«'Pots'»"] + [draw(VALUES) for _ in range(draw(st.integers(0, 1)))]
    parts = [*values, *(f"{name}{draw(INLINE)}={draw(INLINE)}{draw(VALUES)}" for name in keywords)]
    if draw(st.integers(0, 4)) == 0:
        parts.append("**more")
    code = "«relationship("
    for number, part in enumerate(parts):
        code += draw(spaces()) + part + draw(spaces())
        last = number == len(parts) - 1
        code += "," if not last or draw(st.booleans()) else ""
    return f"{code}{draw(spaces())})»"


@st.composite
def files(draw: st.DrawFn, call: st.SearchStrategy[str]) -> bytes:
    """A file with a call somewhere in a class of it."""
    inside = draw(st.sampled_from(["    ", "  ", "\t"]))
    target = draw(st.sampled_from(["posts = ", "posts: Mapped[list['Post']] = ", "", "a = b = "]))
    behind = draw(st.sampled_from(["", "  # why", "; z = 1", ";"]))
    body = [*draw(st.lists(st.sampled_from(["a = 1", "# b", "", "'c'"]), max_size=2))]
    body += [f"{target}{draw(call)}{behind}"]
    body += draw(st.lists(st.sampled_from(["d = 1", "# e", "", "def f(self): ..."]), max_size=2))
    lines = draw(st.lists(st.sampled_from(LINES), max_size=3))
    lines += ["class User(Base):", *(inside + each for each in body)]
    lines += draw(st.lists(st.sampled_from(LINES), max_size=3))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def changed(
    content: bytes, wanted: Callable[[tuple[Location, ...]], tuple[Intention, ...]]
) -> tuple[bytes, bytes, tuple[Location, ...]]:
    """The content without its marks, and after the intentions; all else is asserted."""
    plain, places = marked(content)
    fix = Fix("mend it", Applicability.SAFE, wanted(places))
    edits = realise(fix, {PATH: plain}.__getitem__)
    assert edits
    return plain, spliced(plain, edits), places


def kept_outside(before: bytes, after: bytes, marked_content: bytes) -> None:
    """What stands before and behind the outermost marks is the same."""
    opening, closing = "«".encode(), "»".encode()
    head = marked_content[: marked_content.index(opening)]
    tail = marked_content[marked_content.rindex(closing) + len(closing) :]
    assert before.startswith(head)
    assert after.startswith(head)
    assert before.endswith(tail)
    assert after.endswith(tail)


def comments(content: bytes) -> list[str]:
    lines = decoded(content).split("\n")
    return sorted(line.partition("#")[2].strip() for line in lines if "#" in line)


def tree(content: bytes) -> ast.Module:
    return ast.parse(decoded(content))


def the_call(module: ast.Module) -> ast.Call:
    return next(
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "relationship"
    )


def same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


@examples
@given(files(calls()))
def test_keyword_given(content: bytes) -> None:
    before, after, _ = changed(content, lambda p: (SetKeyword(p[0], "lazy", '"select"'),))
    kept_outside(before, after, content)
    assert comments(before) == comments(after)
    new = tree(after)
    given_now = [each for each in the_call(new).keywords if each.arg == "lazy"]
    assert [ast.unparse(each.value) for each in given_now] == ["'select'"]
    the_call(new).keywords.remove(given_now[0])
    assert same(new, tree(before))


@examples
@given(files(calls(keyword="lazy")))
def test_keyword_given_anew(content: bytes) -> None:
    try:
        before, after, _ = changed(content, lambda p: (SetKeyword(p[0], "lazy", "7"),))
    except CannotRealise:
        # A comment in what goes would go with it.
        assert b"#" in content
        return
    kept_outside(before, after, content)
    old = tree(before)
    next(each for each in the_call(old).keywords if each.arg == "lazy").value = ast.Constant(7)
    assert same(tree(after), old)


@examples
@given(files(calls(keyword="gone")))
def test_keyword_taken_away(content: bytes) -> None:
    before, after, _ = changed(content, lambda p: (RemoveKeyword(p[0], "gone"),))
    kept_outside(before, after, content)
    old = tree(before)
    gone = next(each for each in the_call(old).keywords if each.arg == "gone")
    the_call(old).keywords.remove(gone)
    assert same(tree(after), old)


@examples
@given(files(calls(keyword="wrong")))
def test_several_changes_of_a_call(content: bytes) -> None:
    def wanted(places: tuple[Location, ...]) -> tuple[Intention, ...]:
        call, name = places
        return (
            SetKeyword(call, "first", "1"),
            Reword(name, "Post"),
            RenameKeyword(call, "wrong", "right"),
            SetKeyword(call, "second", "[Post.id]"),
        )

    before, after, _ = changed(content, wanted)
    kept_outside(before, after, content)
    assert comments(before) == comments(after)
    new = the_call(tree(after))
    old = the_call(tree(before))
    assert isinstance(new.args[0], ast.Constant)
    assert new.args[0].value == "Post"
    names = [each.arg for each in new.keywords]
    assert set(names) - {each.arg for each in old.keywords} == {"first", "second", "right"}
    new.keywords = [each for each in new.keywords if each.arg not in ("first", "second")]
    next(each for each in new.keywords if each.arg == "right").arg = "wrong"
    new.args[0] = old.args[0]
    assert same(new, old)


@examples
@given(files(calls()), st.sampled_from(["Post", "[A.id, B.id]", "lambda: A.id", "a | b"]))
def test_call_replaced(content: bytes, source: str) -> None:
    try:
        before, after, _ = changed(content, lambda p: (Replace(p[0], source),))
    except CannotRealise:
        # A comment in what goes would go with it.
        assert b"#" in content
        return
    kept_outside(before, after, content)
    assert ast.unparse(ast.parse(source)) in ast.unparse(tree(after))


@examples
@given(files(calls()))
def test_statement_removed(content: bytes) -> None:
    plain, places = marked(content)
    old = tree(plain)
    cls = next(each for each in old.body if isinstance(each, ast.ClassDef))
    gone = next(
        each
        for each in cls.body
        if each.lineno <= places[0].span.line <= (each.end_lineno or 0)
        and any(same(node, the_call(old)) for node in ast.walk(each))
    )
    _, after, _ = changed(content, lambda p: (RemoveStatement(p[0]),))
    following = cls.body[cls.body.index(gone) + 1 :][:1]
    expected = copy.deepcopy(old)
    body = next(each for each in expected.body if isinstance(each, ast.ClassDef)).body
    number = cls.body.index(gone)
    body.pop(number)
    if following and is_text(following[0]) and following[0].lineno == (gone.end_lineno or 0) + 1:
        body.pop(number)
    if not body:
        body.append(ast.Pass())
    assert same(tree(after), expected)


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@st.composite
def classes(draw: st.DrawFn) -> bytes:
    inside = draw(st.sampled_from(["    ", "  ", "\t"]))
    body = draw(
        st.lists(
            st.sampled_from(
                [
                    '"""Who writes."""',
                    "id = Column(Integer)",
                    "likes = relationship(\n'Like',\n)  # why",
                    "books: Mapped[list['Book']] = relationship()",
                    "def f(self): ...",
                    "# é",
                    "",
                    "pass",
                    "a = 1; b = 2",
                    "@d\n\tdef g(self): ...".replace("\t", inside),
                ]
            ),
            max_size=5,
        )
    )
    if not any(each and not each.startswith("#") for each in body):
        body.append("pass")
    lines = draw(st.lists(st.sampled_from(LINES), max_size=3))
    lines += [
        "from sqlalchemy.orm import Mapped, relationship",
        "@e" if draw(st.booleans()) else "",
    ]
    lines += ["«class User(Base):", *(inside + each for each in body)]
    text = "\n".join(lines) + "»\n" + "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=3)))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@examples
@given(classes(), st.booleans())
def test_relationship_added(content: bytes, many: bool) -> None:  # noqa: FBT001
    def wanted(places: tuple[Location, ...]) -> tuple[Intention, ...]:
        return (AddRelationship(places[0], "posts", "Post", "app.models", "user", many),)

    before, after, _ = changed(content, wanted)
    kept_outside(before, after, content)
    assert comments(before) == comments(after)
    new = tree(after)
    cls = next(each for each in new.body if isinstance(each, ast.ClassDef))
    posts = [each for each in cls.body if "posts" in ast.unparse(each).partition("=")[0]]
    assert len(posts) == 1
    assert "back_populates='user'" in ast.unparse(posts[0])
    old = tree(before)
    there = next(each for each in old.body if isinstance(each, ast.ClassDef))
    cls.body.remove(posts[0])
    if not cls.body:
        cls.body = [each for each in there.body if isinstance(each, ast.Pass)]
    assert same(new, old)
