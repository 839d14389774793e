"""Findings with all that a terminal, XML, Markdown, a command or a column count stumbles over."""

from __future__ import annotations

from mapperlint.diagnostics import Applicability, Counts, Diagnostic, Fix, Note, Severity
from mapperlint.places import START_OF_FILE, Location, Span
from mapperlint.reporters.view import Replacement, View

ROOT = "/home/me/the app"
COUNTS = Counts(3, 2, 5, 4)

MODELS = """\
class 注文(Base):
\t__tablename__ = "注文"

\t客 = relationship("顧客 😀", back_populates="e\u0301") # ]]> <b> & %0A
\tlines = relationship(
\t\t"Line",
\t)
"""
OTHER = "class Größe(Base):\n    pass\n"
TEXTS = {"src/größe; 100%.py": MODELS, "src/other,file.py": OTHER, "src/line\nbreak.py": "x = 1\n"}

_MODELS, _OTHER = list(TEXTS)[:2]

WIDE = Diagnostic(
    "MAP301",
    "unknown-target",
    Severity.ERROR,
    Location(_MODELS, Span(4, 18, 4, 24)),
    "`注文.客` leads to `顧客 😀`, which\nno file defines: 100% <b>&amp;]]> | \x1b[31m",
    subject="src.größe.注文.客",
    notes=(Note(Location(_OTHER, Span(1, 6, 1, 11)), "`Größe` is | defined * here_"),),
    help="did you mean `Größe`?",
)
LONG = Diagnostic(
    "MAP401",
    "missing-reverse",
    Severity.WARNING,
    Location(_MODELS, Span(5, 9, 7, 2)),
    "the call of `lines` stands on three lines",
    subject="src.größe.注文.lines",
    fixes=(
        Fix("rename it", Applicability.SAFE, ()),
        Fix("rename it in both files", Applicability.UNSAFE, ()),
        Fix("delete it", Applicability.SHOWN, ()),
        Fix("rename what cannot be found any more", Applicability.UNSAFE, ()),
    ),
)
TWIN = LONG._replace(location=Location(_OTHER, Span(2, 4, 2, 8)), fixes=())
"""Has the fingerprint of another finding."""
EMPTY = Diagnostic(
    "MAP604",
    "shadowed-module",
    Severity.WARNING,
    Location("src/line\nbreak.py", START_OF_FILE),
    "this file is never imported",
    subject="src.empty",
)
CRASH = Diagnostic(
    "MAP902",
    "rule-crash",
    Severity.ERROR,
    Location(".", START_OF_FILE),
    "The rule x (MAP999) failed: KeyError: 'a'",
    subject="MAP999",
)
FINDINGS = (CRASH, EMPTY, WIDE, LONG, TWIN)

_NEW = "Größe 😀"
_HERE = Replacement(_MODELS, 61, 74, WIDE.location.span, _NEW)
_THERE = Replacement(_OTHER, 6, 13, Span(1, 6, 1, 11), _NEW)
EDITS = {
    "rename it": (_HERE,),
    "rename it in both files": (_HERE, _THERE),
    "delete it": (_HERE._replace(text=""),),
}

DOCUMENTATION = "https://mapperlint.example.org/"


def view(*, documentation: str = DOCUMENTATION, checkout: str = ROOT) -> View:
    """The project, seen from its root."""
    return View(
        ROOT,
        ROOT,
        lambda path: TEXTS.get(path, ""),
        checkout=checkout,
        documentation=documentation,
        edits=lambda fix: EDITS.get(fix.title),
    )
