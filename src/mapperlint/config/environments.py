"""Where the packages of an environment are installed. Nothing of it is run."""

from __future__ import annotations

import os
import re

from mapperlint.config import PACKAGE_FOLDERS

_VERSION = r"python(3\.\d+)$"


def package_folders(path: str) -> tuple[str, ...]:
    """The package folders of an interpreter, an environment, or of such a folder itself."""
    if os.path.basename(path.rstrip("/\\")) in PACKAGE_FOLDERS and os.path.isdir(path):
        return (os.path.normpath(path),)
    if os.path.isdir(path):
        return _below(path, None)
    if not os.path.isfile(path):
        return ()
    # The interpreter of an environment is a link: its own place comes before that of its target.
    real = os.path.realpath(path)
    version = re.search(_VERSION, path) or re.search(_VERSION, real)
    places = dict.fromkeys(os.path.dirname(os.path.dirname(place)) for place in (path, real))
    found = (_below(place, version[1] if version else None) for place in places)
    return next(filter(None, found), ())


def _below(prefix: str, version: str | None) -> tuple[str, ...]:
    """The package folders below a prefix, those of the newest Python, or of the version given."""
    found: dict[tuple[int, ...], list[str]] = {}
    for lib in ("local/lib", "lib", "lib64"):
        for name in _names(os.path.join(prefix, lib)):
            match = re.fullmatch(r"python(3(?:\.\d+)?)", name)
            if match and version in (None, match[1]):
                key = tuple(map(int, match[1].split(".")))
                found.setdefault(key, []).append(os.path.join(prefix, lib, name))
    homes = found[max(found)] if found else []
    if (3,) in found and max(found) != (3,):
        homes += found[(3,)]
    homes.append(os.path.join(prefix, "Lib"))
    folders = (os.path.join(home, name) for home in homes for name in PACKAGE_FOLDERS)
    unique: dict[str, str] = {}
    for folder in filter(os.path.isdir, folders):
        unique.setdefault(os.path.realpath(folder), os.path.normpath(folder))
    return tuple(unique.values())


def _names(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
