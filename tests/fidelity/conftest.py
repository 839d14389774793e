"""Comparisons that take minutes are left out unless they are asked for: `pytest -m fidelity`."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "fidelity" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("fidelity")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("fidelity")]
