"""Signs in the text of a module that it makes names which no statement of it binds."""

from __future__ import annotations

WRITES_GLOBALS = rb"globals\(\)(?!\.(?:items|get|keys|values|copy)\b|\[[^\[\]\n]*\](?![ \t]*=[^=]))"
"""`globals()`, unless a value is only read from it: `globals()[name]`, `globals().get(name)`."""
