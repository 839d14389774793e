"""The directories that stand on `sys.path` when the project runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.model.source import Source

_CONVENTIONAL = ("src", "lib")


def find_roots(source: Source, settings: Settings) -> tuple[str, ...]:
    """The roots relative to the project, longest first, so that a file belongs to its nearest."""
    if settings.src:
        roots = {root.strip("/").removeprefix("./") for root in settings.src}
        return _ordered({"" if root == "." else root for root in roots} | {""})
    packages = {
        path.rpartition("/")[0] for path in source.paths if path.endswith("/__init__.py")
    }
    roots = {_above(package, packages) for package in packages}
    roots |= {root for path in source.paths for root in _conventional(path, packages)}
    return _ordered(roots | {""})


def _above(package: str, packages: set[str]) -> str:
    """The directory that holds the outermost package around `package`."""
    while package in packages:
        package = package.rpartition("/")[0]
    return package


def _conventional(path: str, packages: set[str]) -> list[str]:
    parts = path.split("/")[:-1]
    prefixes = ["/".join(parts[: index + 1]) for index in range(len(parts))]
    return [
        prefix
        for prefix, name in zip(prefixes, parts, strict=True)
        if name in _CONVENTIONAL and prefix not in packages
    ]


def _ordered(roots: set[str]) -> tuple[str, ...]:
    return tuple(sorted(roots, key=lambda root: (-root.count("/") - bool(root), root)))
