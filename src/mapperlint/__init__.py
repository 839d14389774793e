"""Finds broken SQLAlchemy mappings by reading the source, without running a line of it."""

__version__ = "0.1.0"

DOCUMENTATION = ""
"""Where the documentation is published, with a slash at the end; empty while it is nowhere."""
