"""Two small projects are checked in every run; all of them when `-m` asks for `ecosystem`."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "ecosystem" in config.option.markexpr:
        return
    left_out = [item for item in items if _waits(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not _waits(item)]


def _waits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("ecosystem")
    return marker is not None and "quick" not in marker.args
