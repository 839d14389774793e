"""Which files the model has to read."""
from __future__ import annotations
def candidates(source, modules):
    return frozenset(p for p in source.paths if source.scan(p).mentions_mappings)
