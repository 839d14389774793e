"""Signs in a text that it makes names which no statement binds, or modules that no file holds."""

from __future__ import annotations

_ONLY_READ = rb"\.(?:items|get|keys|values|copy)\b|\[[^\[\]\n]*\](?![ \t]*=[^=])"

WRITES_GLOBALS = rb"globals\(\)(?!" + _ONLY_READ + rb")"
"""`globals()`, unless a value is only read from it: `globals()[name]`, `globals().get(name)`."""

WRITES_MODULES = rb"sys\.modules(?!" + _ONLY_READ + rb")|ModuleType\("
"""`sys.modules`, unless a module is only read from it, and modules made by hand."""
