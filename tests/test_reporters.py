"""What the reports look like, to the letter: people, editors and hooks read them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from mapperlint.diagnostics import Applicability, Counts, Diagnostic, Fix, Note, Severity
from mapperlint.model.coverage import Coverage, Unseen
from mapperlint.places import START_OF_FILE, Location, Span
from mapperlint.reporters.as_json import as_json
from mapperlint.reporters.concise import concise
from mapperlint.reporters.full import full
from mapperlint.reporters.lines import CUT, WIDEST, marked, printable
from mapperlint.reporters.models import models_as_json, models_as_text
from mapperlint.reporters.summary import ending, summary
from mapperlint.reporters.view import Replacement, View

if TYPE_CHECKING:
    from collections.abc import Callable

CORE = """\
class Booking(Base):
    __tablename__ = "bookings"

    chef = relationship("Chef", back_populates="bookings")
    total = Column(Integer)


class Chef(Base):
    __tablename__ = "chefs"
"""
TEXTS = {"db/core.py": CORE, "empty.py": ""}

MISSING_REVERSE = Diagnostic(
    "MAP401",
    "missing-reverse",
    Severity.ERROR,
    Location("db/core.py", Span(4, 47, 4, 57)),
    "Booking.chef names 'bookings' as its other side, which Chef does not have",
    subject="db.core.Booking.chef",
    notes=(Note(Location("db/core.py", Span(8, 6, 8, 10)), "Chef is defined here"),),
    help="did you mean 'booking'?",
)
WARNING = Diagnostic(
    "MAP103",
    "copied-model",
    Severity.WARNING,
    Location("empty.py", START_OF_FILE),
    "This file is a copy",
    subject="empty",
)
UNKNOWN = Unseen(
    Location("db/core.py", Span(5, 4, 5, 9)), "db.core.Booking.total", "pairs", "a loop"
)


def counts(*, classes: int = 2, relationships: int = 1) -> Counts:
    return Counts(classes, classes, relationships, relationships)


def coverage(*unknowns: Unseen) -> Coverage:
    return Coverage(counts(), unknowns)


def view(text: Callable[[str], str] = TEXTS.__getitem__, *, color: bool = False) -> View:
    return View("/home/me/app", "/home/me", text, color=color)


def test_full() -> None:
    assert full((MISSING_REVERSE, WARNING), counts(), view()) == (
        """\
MAP401 missing-reverse: Booking.chef names 'bookings' as its other side, which Chef does not have
 --> app/db/core.py:4:48
  |
2 |     __tablename__ = "bookings"
3 |
4 |     chef = relationship("Chef", back_populates="bookings")
  |                                                ^^^^^^^^^^
5 |     total = Column(Integer)
  |
note: Chef is defined here
 --> app/db/core.py:8:7
  |
8 | class Chef(Base):
  |       ^^^^
  |
help: did you mean 'booking'?

MAP103 copied-model (warning): This file is a copy
 --> app/empty.py:1:1

Found 1 error and 1 warning. Understood 2 of 2 mapped classes and 1 of 1 relationship.
"""
    )


def test_full_in_color_says_the_same() -> None:
    colored = full((MISSING_REVERSE, WARNING), counts(), view(color=True))
    assert colored.startswith("\x1b[1;31mMAP401 missing-reverse\x1b[0m: ")
    plain = re.sub(r"\x1b\[[\d;]*m", "", colored)
    assert plain == full((MISSING_REVERSE, WARNING), counts(), view())


def test_full_of_a_span_of_several_lines() -> None:
    text = "posts = relationship(\n    'Post',\n)\n"
    finding = Diagnostic(
        "MAP301", "x", Severity.ERROR, Location("a.py", Span(1, 8, 3, 1)), "No", subject="a"
    )
    assert full((finding,), counts(), view(lambda _: text)).split("\n")[1:7] == [
        " --> app/a.py:1:9",
        "  |",
        "1 | posts = relationship(",
        "  |         ^^^^^^^^^^^^^",
        "2 |     'Post',",
        "3 | )",
    ]


def test_concise() -> None:
    assert concise((MISSING_REVERSE,), counts(), view()) == (
        """\
app/db/core.py:4:48: MAP401 Booking.chef names 'bookings' as its other side, which Chef does not have
Found 1 error. Understood 2 of 2 mapped classes and 1 of 1 relationship.
"""  # noqa: E501 - the output as it is
    )


def test_paths_are_shown_from_where_one_stands() -> None:
    def shown(base: str, path: str = "db/core.py") -> str:
        return View("/home/me/app", base, str).shown(path)

    assert shown("/home/me/app") == "db/core.py"
    assert shown("/home/me/app/db") == "core.py"
    assert shown("/home/me/app/services") == "/home/me/app/db/core.py"
    assert shown("/") == "home/me/app/db/core.py"
    assert shown("/home/me/app", "/usr/lib/x.py") == "/usr/lib/x.py"
    assert shown("/home/me/app", "../other/x.py") == "/home/me/other/x.py"


def test_json() -> None:
    assert json.loads(as_json((MISSING_REVERSE,), counts(), view())) == [
        {
            "cell": None,
            "code": "MAP401",
            "name": "missing-reverse",
            "severity": "error",
            "message": MISSING_REVERSE.message,
            "filename": "/home/me/app/db/core.py",
            "location": {"row": 4, "column": 48},
            "end_location": {"row": 4, "column": 58},
            "noqa_row": 4,
            "fix": None,
            "url": None,
            "help": "did you mean 'booking'?",
            "fingerprint": "MAP401|db.core.Booking.chef",
            "related": [
                {
                    "filename": "/home/me/app/db/core.py",
                    "location": {"row": 8, "column": 7},
                    "end_location": {"row": 8, "column": 11},
                    "message": "Chef is defined here",
                }
            ],
            "fixes": [],
        }
    ]
    assert as_json((), counts(), view()) == "[]\n"


def test_summary() -> None:
    assert summary((), counts()) == (
        "No problems found. Understood 2 of 2 mapped classes and 1 of 1 relationship."
    )
    assert summary((), counts(classes=1, relationships=0)).endswith(
        "Understood 1 of 1 mapped class and 0 of 0 relationships."
    )
    assert summary((), counts(classes=0)) == "No problems found. There are no mapped classes."
    assert summary((WARNING, WARNING), counts()).startswith("Found 2 warnings. ")


@pytest.mark.parametrize(
    ("fixes", "said"),
    [
        ((), ()),
        ((Applicability.SHOWN,), ()),
        ((Applicability.SAFE, Applicability.SAFE), ("[*] 2 fixable with `--fix`.",)),
        ((Applicability.UNSAFE,), ("1 fixable with `--fix --unsafe-fixes`.",)),
        (
            (Applicability.SAFE, Applicability.UNSAFE, Applicability.SAFE),
            ("[*] 2 fixable with `--fix`, 1 more with `--unsafe-fixes`.",),
        ),
    ],
)
def test_ending_says_what_could_be_mended(
    fixes: tuple[Applicability, ...], said: tuple[str, ...]
) -> None:
    findings = [WARNING._replace(fixes=(Fix("mend it", each, ()),)) for each in fixes]
    assert ending(findings, counts(), view())[1:] == said


def test_json_of_fixes() -> None:
    """`fix` is for programs that know one file at a time; `fixes` has all."""
    here = Replacement("db/core.py", 90, 98, Span(4, 48, 4, 56), "booking")
    there = Replacement("db/other.py", 5, 5, Span(1, 5, 1, 5), "x")
    fixes = tuple(Fix(each, Applicability.SAFE, ()) for each in ("both", "here", "never"))
    edits = {"both": (here, there), "here": (here,), "never": None}
    shown = view()._replace(edits=lambda fix: edits[fix.title])
    (found,) = json.loads(as_json((MISSING_REVERSE._replace(fixes=fixes),), counts(), shown))
    ends = {"location": {"row": 4, "column": 49}, "end_location": {"row": 4, "column": 57}}
    assert found["fix"] == {
        "applicability": "safe",
        "message": "here",
        "edits": [{"content": "booking", **ends}],
    }
    assert [fix["title"] for fix in found["fixes"]] == ["both", "here", "never"]
    first, second = found["fixes"][0]["edits"]
    path = "/home/me/app/db/core.py"
    assert first == {"filename": path, **ends, "start": 90, "end": 98, "content": "booking"}
    assert second["filename"] == "/home/me/app/db/other.py"
    assert found["fixes"][2]["edits"] is None


# lines


def test_caret_stands_under_its_character() -> None:
    line = "\tname = 'éé' + '日本' + x"
    column = line.index("x")
    shown = marked(line, column, column + 1)
    assert shown.text == "    name = 'éé' + '日本' + x"
    assert (shown.start, shown.length) == (len(shown.text) - 1 + 2, 1)
    wide = marked(line, line.index("日"), line.index("日") + 2)
    assert wide.length == 4
    assert marked("e\u0301x", 2, 3).start == 1


@pytest.mark.parametrize("column", [0, 10, 59, 61, 130, 290, 299])
def test_long_line_is_clipped_around_the_mark(column: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(300))
    shown = marked(line, column, column + 5)
    assert len(shown.text) <= WIDEST + 2 * len(CUT)
    marked_text = shown.text[shown.start : shown.start + shown.length]
    assert line[column : column + 5].startswith(marked_text.removesuffix(CUT))
    assert marked_text


def test_mark_beyond_the_end_of_a_line() -> None:
    assert marked("abc", 10, 12).start == 3
    assert marked("", 0, 0).length == 1
    assert marked("abc", 1, 1_000_000).length == 2


def test_source_cannot_act_on_the_terminal() -> None:
    assert printable("a\x1b[31mb\x7f\x9b\u202e\u2066c\r\n") == "a␛[31mb␡\ufffd\ufffd\ufffdc␍␊"
    assert marked("x = '\x1b[2J'", 5, 6).text == "x = '␛[2J'"
    finding = Diagnostic(
        "MAP301", "x", Severity.ERROR, Location("a.py", START_OF_FILE), "No \x1b[2J", subject="a"
    )
    for report in (full, concise):
        assert "\x1b" not in report((finding,), counts(), view(lambda _: "\x1b[2J\n"))


# models

MIRROR: dict[str, Any] = {
    "version": 1,
    "sqlalchemy": {
        "version": "2.0",
        "release": "2.0.36",
        "possible": ["2.0"],
        "from": "uv.lock:123",
    },
    "classes": [
        {
            "class": "db.core.Booking",
            "file": "db/core.py",
            "line": 1,
            "registry": "db.base.Base",
            "table": "core.bookings",
            "inherits": None,
            "columns": {"id": ["core.bookings.id"], "chef_id": ["core.bookings.chef_id"]},
            "foreign_keys": [["core.bookings.chef_id", "core.chefs.id"]],
            "relationships": [
                {
                    "key": "chef",
                    "own": True,
                    "line": 4,
                    "target": "db.core.Chef",
                    "direction": "MANYTOONE",
                    "uselist": False,
                    "viewonly": False,
                    "back_populates": "bookings",
                    "backref": None,
                    "reverse": ["db.core.Chef.bookings"],
                    "secondary": None,
                    "pairs": [["core.bookings.chef_id", "core.chefs.id"]],
                    "unknown": {},
                },
                {
                    "key": "extras",
                    "own": False,
                    "line": 5,
                    "target": None,
                    "direction": None,
                    "uselist": None,
                    "viewonly": False,
                    "back_populates": None,
                    "backref": None,
                    "reverse": [],
                    "secondary": None,
                    "pairs": None,
                    "unknown": {"target": "a call of `make`"},
                },
            ],
            "unknown": {"inherits": "a base out of sight"},
        }
    ],
    "coverage": {},
}


def test_models_as_text() -> None:
    assert models_as_text(MIRROR, coverage(UNKNOWN), view()) == (
        """\
db.core.Booking  core.bookings
  app/db/core.py:1
    id       core.bookings.id
    chef_id  core.bookings.chef_id  -> core.chefs.id
    chef    many to one  db.core.Chef  other side db.core.Chef.bookings, on core.bookings.chef_id = core.chefs.id
    extras  ?            ?             inherited, target is unknown: a call of `make`
    inherits is unknown: a base out of sight

app/db/core.py:5:5: db.core.Booking.total: pairs is unknown: a loop

Read as SQLAlchemy 2.0.36 does, as uv.lock:123 says.
Understood 2 of 2 mapped classes and 1 of 1 relationship.
"""  # noqa: E501 - the output as it is
    )


@pytest.mark.parametrize(
    ("possible", "place", "said"),
    [
        (["2.0", "2.1"], "a.py:3", "Read as SQLAlchemy 2.0 or 2.1 does, as a.py:3 says."),
        (["1.4", "2.0", "2.1"], None, "SQLAlchemy 1.4, 2.0 or 2.1 does, as nothing says which."),
    ],
)
def test_models_say_which_versions_are_possible(
    possible: list[str], place: str | None, said: str
) -> None:
    version = {"version": None, "release": None, "possible": possible, "from": place}
    assert said in models_as_text({**MIRROR, "sqlalchemy": version}, coverage(), view())


def test_models_as_json() -> None:
    assert json.loads(models_as_json(MIRROR)) == MIRROR
