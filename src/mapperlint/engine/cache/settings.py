"""What a file with settings said, kept by its text.

To load what reads TOML, and to read all of a `pyproject.toml` for a few lines, takes a sixth of a
check that finds nothing changed.
"""

from __future__ import annotations

import json
import os
import zlib

from mapperlint.engine.cache.directory import keep_latest, seal, tool, unsealed

KEPT = 3
"""Files with settings, or states of them."""


class KeptSettings:
    """What files said, kept in the directory of the cache, once there is one."""

    def __init__(self, directory: str | None) -> None:
        self._directory = directory

    def read(self, path: str, content: bytes) -> object:
        """What a file says of mapperlint. Raises SettingsError."""
        from mapperlint.engine.disk import CACHE

        directory = self._directory or os.path.join(os.path.dirname(path), CACHE)
        key = [tool(), path, content.decode(errors="backslashreplace")]
        number = zlib.crc32("\n".join(key).encode(errors="backslashreplace"))
        file = os.path.join(directory, f"settings-{number:08x}.json")
        try:
            *kept, said = json.loads(unsealed(file) or b"")
            if kept == key:
                return said
        except (ValueError, TypeError, RecursionError):
            pass
        from mapperlint.config.document import said_of_us

        said = said_of_us(path, content)
        if os.path.isdir(directory):
            _keep(file, [*key, said])
        return said


def _keep(file: str, document: list[object]) -> None:
    try:
        text = json.dumps(document).encode()
    except (ValueError, TypeError, RecursionError):
        return  # A date, which is no setting; the file is refused in a moment.
    if seal(file, text):
        keep_latest(os.path.dirname(file), "settings-", KEPT)
