"""Conditions on versions, as Python packaging, Poetry and conda write them."""

from __future__ import annotations

import pytest

from mapperlint.model.versions.specifiers import Release, specifiers


def allows(text: str, *release: int) -> bool:
    found = specifiers(text)
    assert found is not None
    return found.allows(release)


@pytest.mark.parametrize(
    ("text", "allowed", "refused"),
    [
        ("==2.0.36", (2, 0, 36), (2, 0, 37)),
        ("==2.0", (2, 0, 0), (2, 0, 1)),
        ("==2.0.*", (2, 0, 7), (2, 1, 0)),
        ("===2.0.36", (2, 0, 36), (2, 0, 3)),
        ("!=2.0.36", (2, 0, 35), (2, 0, 36)),
        ("!=2.0.*", (2, 1, 0), (2, 0, 5)),
        (">=2.0", (2, 0, 0), (1, 4, 54)),
        (">2.0", (2, 0, 1), (2, 0, 0)),
        ("<=2.0", (2, 0, 0), (2, 0, 1)),
        ("<2.1", (2, 0, 99), (2, 1, 0)),
        ("~=2.0", (2, 1, 0), (3, 0, 0)),
        ("~=2.0.30", (2, 0, 36), (2, 1, 0)),
        ("~=2.0.30", (2, 0, 30), (2, 0, 29)),
        ("^2.0.30", (2, 1, 0), (3, 0, 0)),
        ("^0.7.1", (0, 7, 9), (0, 8, 0)),
        ("^0.0.14", (0, 0, 14), (0, 0, 15)),
        ("~2.0.30", (2, 0, 36), (2, 1, 0)),
        ("~2", (2, 1, 0), (3, 0, 0)),
        ("2.0.36", (2, 0, 36), (2, 0, 35)),
        ("2.*", (2, 1, 0), (1, 4, 0)),
        ("=2.0", (2, 0, 36), (2, 1, 0)),
        (">=1.4,<2.1", (2, 0, 0), (2, 1, 0)),
        (">= 1.4, < 2.1", (1, 4, 0), (1, 3, 24)),
        ("(>=1.4,<2.1)", (1, 4, 0), (2, 1, 0)),
        (">=1.4 <2.1", (2, 0, 0), (2, 1, 0)),
        ("^1.4 || ^2.0", (2, 0, 0), (3, 0, 0)),
        ("1.4.*|2.0.*", (1, 4, 3), (2, 1, 0)),
        (">=2.0.0b4", (2, 0, 0), (1, 4, 54)),
        ("==2.1.0rc1", (2, 1, 0), (2, 0, 0)),
        ("==2.0.36+local.1", (2, 0, 36), (2, 0, 0)),
    ],
)
def test_conditions(text: str, allowed: Release, refused: Release) -> None:
    assert allows(text, *allowed)
    assert not allows(text, *refused)


@pytest.mark.parametrize(
    "text", ["", "*", "latest", "==x", ">=2.0,==?", ">=", "@ git+ssh://x", "9" * 9000, "^1.4 ||"]
)
def test_what_says_nothing_or_is_not_understood(text: str) -> None:
    assert specifiers(text) is None


def test_only_what_is_named_exactly_is_pinned() -> None:
    found = specifiers("==2.0.36 || ==2.1.* || >=1.4")
    assert found is not None
    assert found.pinned == ((2, 0, 36),)
