"""What is found in a folder with an example of a page, and what its comments say."""

from __future__ import annotations

from pathlib import Path

from mapperlint.config import Settings, load
from mapperlint.engine.session import Session
from tests.support.expectations import expectations


def found_in(root: Path) -> list[tuple[str, int, str]]:
    """Path, line and rule of each finding."""
    with_settings = (root / "pyproject.toml").exists()
    settings = load([str(root)]) if with_settings else Settings(root=str(root))
    session = Session(settings)
    session.load()
    return sorted(
        (found.location.path, found.location.span.line, found.name)
        for found in session.report(["."])
    )


def expected_in(root: Path) -> list[tuple[str, int, str]]:
    """Path, line and rule of each comment."""
    return sorted(
        (path.relative_to(root).as_posix(), one.line, one.rule)
        for path in root.rglob("*.py")
        for one in expectations(path.name, path.read_text())
    )
