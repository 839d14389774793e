"""The cheap look at a file: it may say too much, never too little."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest

import mapperlint
from mapperlint.facts.scan import ANY_BASE, ScannedImport, definitions, scan
from tests.support.trees import FIXTURES

FORMS = {
    "import app": (0, "app", (), ("app",)),
    "import app.models": (0, "app.models", (), ("app",)),
    "import app.models as m": (0, "app.models", (), ("m",)),
    "from app import User": (0, "app", ("User",), ("User",)),
    "from app import User as U, Post": (0, "app", ("User", "Post"), ("U", "Post")),
    "from app import (User, Post,)": (0, "app", ("User", "Post"), ("User", "Post")),
    "from app import (\n    User,  # who (else)\n    Post\n)": (
        (0, "app", ("User", "Post"), ("User", "Post"))
    ),
    "from app import User, \\\n    Post": (0, "app", ("User", "Post"), ("User", "Post")),
    "from app \\\n    import User": (0, "app", ("User",), ("User",)),
    "from . import User": (1, "", ("User",), ("User",)),
    "from .. import User": (2, "", ("User",), ("User",)),
    "from ...app.models import User": (3, "app.models", ("User",), ("User",)),
    "from .app import *": (1, "app", ("*",), ("*",)),
    "from.app import(User)": (1, "app", ("User",), ("User",)),
    "from app import User # here": (0, "app", ("User",), ("User",)),
    "from app.data_import import load": (0, "app.data_import", ("load",), ("load",)),
    "from .import_data import load": (1, "import_data", ("load",), ("load",)),
    "import zipimport": (0, "zipimport", (), ("zipimport",)),
    "from modèle import Été": (0, "modèle", ("Été",), ("Été",)),
}


@pytest.mark.parametrize("text", FORMS)
def test_an_import_in_every_form(text: str) -> None:
    level, module, names, bound = FORMS[text]
    found = scan(text.encode()).imports
    assert found == (ScannedImport(level, module, names, bound, 1, top_level=True),)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted(ends: str) -> None:
    text = ends.join(["x = 1", "import a", "", "def f():", "    from b import c", "import d", ""])
    found = scan(text.encode()).imports
    lines = [(each.module, each.line, each.top_level) for each in found]
    assert lines == [("a", 2, True), ("b", 5, False), ("d", 6, True)]


@pytest.mark.parametrize(
    "text",
    ["try: import a", "x = 1; import a", "if x: y = 1; from a import b", "\tfrom a import b"],
)
def test_an_import_that_is_not_at_the_margin(text: str) -> None:
    (found,) = scan(text.encode()).imports
    assert found.module == "a"
    assert not found.top_level


def test_several_modules_of_one_import() -> None:
    found = scan(b"import a.b, c as d, e\n").imports
    assert [(each.module, each.bound) for each in found] == [
        ("a.b", ("a",)),
        ("c", ("d",)),
        ("e", ("e",)),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "import", "from", "from x import", "import (", "x" * 10_000, "import " * 3000, "\\"],
)
def test_nonsense_is_no_trouble(text: str) -> None:
    scan(text.encode())


def test_one_endless_line_is_cheap() -> None:
    scan(b"x = '" + b"import z, " * 50_000 + b"'")


def _imports(tree: ast.AST) -> set[tuple[int, str, tuple[str, ...], int]]:
    found: set[tuple[int, str, tuple[str, ...], int]] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names, lineno=line):
                found |= {(0, each.name, (), line) for each in names}
            case ast.ImportFrom(module=module, names=names, level=level, lineno=line):
                found.add((level, module or "", tuple(each.name for each in names), line))
            case _:
                pass
    return found


STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
SOURCE_TREES = {
    "fixtures": FIXTURES,
    "mapperlint": Path(mapperlint.__file__).parent,
    "standard library": STANDARD_LIBRARY,
}


def _files(folder: Path) -> list[Path]:
    """The files of a tree; of Python's own without its tests and what is installed beside it."""
    aside = {"site-packages", "dist-packages", "test", "tests", "idlelib"}
    files = sorted(folder.rglob("*.py"))
    if folder != STANDARD_LIBRARY:
        return files
    return [path for path in files if aside.isdisjoint(path.relative_to(folder).parts)]


@pytest.mark.parametrize("folder", SOURCE_TREES.values(), ids=SOURCE_TREES)
def test_no_import_is_overlooked(folder: Path) -> None:
    for path in _files(folder):
        source = path.read_bytes()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        seen = {(each.level, each.module, each.names, each.line) for each in scan(source).imports}
        assert _imports(tree) <= seen, path


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("class A: ...", set()),
        ("class A(): ...", set()),
        ("class A(B): ...", {"B"}),
        ("class A(db.Model, Mixin): ...", {"db.Model", "Mixin"}),
        ("class A(B, metaclass=Meta): ...", {"B", "Meta"}),
        ("class A(make(B)): ...", {"make", "B"}),
        ("class A(\n    B,  # (the base\n    C,\n): ...", {"B", "C"}),
        ("class A[T](B): ...", {"B"}),
        ("class A(f(g(h(B)))): ...", None),
    ],
)
def test_the_bases_of_a_class(text: str, bases: set[str] | None) -> None:
    (found,) = scan(text.encode()).classes
    assert found.name == "A"
    assert ANY_BASE in found.bases if bases is None else found.bases == bases


def test_mappings_are_said_class_by_class() -> None:
    text = b"class A(Base):\n    id = Column()\n\n\nclass B(Base):\n    def f(self): ...\n"
    found = {each.name: each.mentions_mappings for each in scan(text).classes}
    assert found == {"A": True, "B": False}


@pytest.mark.parametrize(
    "text",
    [
        "x = relationship()",
        "x: Mapped[int]",
        "t = Table('t', metadata)",
        "Base = declarative_base()",
        "class Base(DeclarativeBase): ...",
        "db = SQLAlchemy()",
        "class A(db.Model): ...",
        "class A(SQLModel, table=True): ...",
        "mapper_registry.map_imperatively(A, a)",
        "from sqlalchemy.orm import registry\nr = registry()",
        "class A(Base):\n    __tablename__ = 'a'",
        "@declared_attr\ndef f(cls): ...",
    ],
)
def test_what_maps_is_never_overlooked(text: str) -> None:
    assert scan(text.encode()).mentions_mappings


@pytest.mark.parametrize(
    "text",
    [
        "from app.fields import (\n    relationship,\n    String,\n)",
        "from sqlalchemy.orm import relationship as rel",
        "x = orm.relationship\n",
        "properties = {'posts': relationship(Post)}",
        "x = 'it\\'s'; y = Column(Integer)",
        'x = f"{a["#"]}"\ny = Column(Integer)',
        '"""A table."""\nx = Column(Integer)  # of numbers',
        "User.__table__ = users",
        'Post = type("Post", (Base,), {"__tablename__": "posts"})',
        "class __Hidden:\n    __mapper_args__ = {}",
        "db = SQLAlchemy()",
        "db = FlaskSQLAlchemy(app)",
        "from sqlalchemy.orm import mapper as map_class",
    ],
)
def test_what_maps_is_told_from_the_text_around_it(text: str) -> None:
    assert scan(text.encode()).mentions_mappings


@pytest.mark.parametrize("text", ["x = 1", "from sqlalchemy import select", "registry.register(x)"])
def test_what_maps_nothing(text: str) -> None:
    found = scan(text.encode())
    assert not found.mentions_mappings
    assert not found.has_mapping_words


@pytest.mark.parametrize(
    "text",
    [
        "# The Column is made with SQLAlchemy.\nx = 1",
        '"""\nx = Column(Integer)\n"""\n',
        "x = 'no Column here'",
        "package_relationship = relationship_of(package)",
        "for relationship in found:\n    relationship.comment = ''",
        "x = ColumnParameter()",
        "raise ForeignKeyViolationError",
        "users = select(User.__table__.c.id)",
        "mapped_error = HTTPError()",
        "import sqlalchemy\nwith db_registry.session(): ...",
        "import sqlalchemy\nfrom app.events import registry\nregistry.publish(x)",
    ],
)
def test_words_of_mappings_that_map_nothing(text: str) -> None:
    found = scan(text.encode())
    assert found.has_mapping_words
    assert not found.mentions_mappings


def test_definitions_are_those_at_the_margin() -> None:
    text = (
        b"class A: ...\ndef f(): ...\nasync def g(): ...\nx = 1\ny: int = 2\n    z = 3\n# w = 4\n"
    )
    assert definitions(text) == {"A", "f", "g", "x", "y"}
