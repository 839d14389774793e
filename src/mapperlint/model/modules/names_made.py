"""Signs in a text that it makes names which no statement binds, or modules that no file holds."""

from __future__ import annotations

from mapperlint.facts.questions import Holds

_ONLY_READ = rb"\.(?:items|get|keys|values|copy)\b|\[[^\[\]\n]*\](?![ \t]*=[^=])"

WRITES_GLOBALS = rb"globals\(\)(?!" + _ONLY_READ + rb")"
"""`globals()`, unless a value is only read from it: `globals()[name]`, `globals().get(name)`."""

WRITES_MODULES = rb"sys\.modules(?!" + _ONLY_READ + rb")|ModuleType\("
"""`sys.modules`, unless a module is only read from it, and modules made by hand."""

MAKES_NAMES = Holds(
    WRITES_GLOBALS + rb"|sys\.modules|\bexec\(|__dict__",
    (b"globals()", b"sys.modules", b"exec(", b"__dict__"),
)
"""In a module that has one of these, names may come from nowhere."""
