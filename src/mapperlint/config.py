"""Settings of a project: `[tool.mapperlint]` of the nearest `pyproject.toml`.

Plain values; `load` reads them and says what is wrong with them, with the file and the line.

The analysis needs one root, since the two sides of a relationship stand in different files. It is
where the nearest `pyproject.toml` with `[tool.mapperlint]` stands, else the top of the git work
tree, else the directory that was named, or the one around it where that is a package.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Table = dict[str, object]


class SettingsError(Exception):
    """The settings cannot be used; the message names the file, the line and what would be right."""


class Settings(NamedTuple):
    """What a project says about itself.

    `src` are the directories, relative to the root, that stand on `sys.path`; empty means: find
    them. `exclude` are glob patterns of files that are not read. `archived` maps a dotted package
    that must no longer be imported to the package that took its place ("" for none). `libraries`
    are directories of installed packages, absolute, in the order of `sys.path`.
    `sqlalchemy_version` is a series ("2.0") or a release of it; None means: find it out.
    `entry_points` are the modules that programs start with, alone or with an object in them
    ("app.main:app"); empty means: find them. `extend_select` are codes, families or names of rules
    that speak beside those that are on. `check_patches` is true where names given to `mock.patch`
    count as imports of archived packages.
    """

    root: str = "."
    src: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    archived: tuple[tuple[str, str], ...] = ()
    libraries: tuple[str, ...] = ()
    sqlalchemy_version: str | None = None
    extend_select: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    check_patches: bool = False


def load(
    paths: Sequence[str], *, python: str | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings of the project that the first of the paths belongs to. Raises SettingsError.

    `python` is an interpreter or an environment whose installed packages are read; it goes before
    the `python` of the settings. Nothing of it is run.
    """
    environment = os.environ if environment is None else environment
    root, document = _project(paths)
    table = document.table if document else {}
    if document:
        _check(document)
    return Settings(
        root=root,
        src=_strings(table.get("src", [])),
        exclude=_strings(table.get("exclude", [])),
        archived=_pairs(table.get("archived", {})),
        libraries=_libraries(root, python, document, environment),
        sqlalchemy_version=_optional(table.get("sqlalchemy-version")),
        extend_select=_strings(table.get("extend-select", [])),
        entry_points=_strings(table.get("entry-points", [])),
        check_patches=table.get("check-patches") is True,
    )


# which project


class _Document(NamedTuple):
    """A `pyproject.toml` with a `[tool.mapperlint]`: its path, its text and that table."""

    path: str
    text: str
    table: Table

    def refuse(self, key: str, message: str) -> NoReturn:
        """Raise SettingsError at the line of a key."""
        raise SettingsError(f"{_shown(self.path)}:{self.line(key)}: {message}")

    def line(self, key: str) -> int:
        """The line of a key, from 1. `tomllib` keeps no positions, so the text is searched."""
        lines = self.text.split("\n")
        head = next((index for index, line in enumerate(lines) if re.match(_HEADER, line)), 0)
        word = re.compile(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*([=.\]])""")
        found = (index for index in range(head, len(lines)) if word.search(lines[index]))
        return next(found, head) + 1


# Patterns are compiled where they are used: a plain check needs none of them.
_HEADER = r"""^\s*\[\s*tool\s*\.\s*["']?mapperlint"""
_MENTION = r"""(?m)^\s*(?:\[\s*)?(?:tool\s*\.\s*)?["']?mapperlint["']?\s*[].=]"""


def _project(paths: Sequence[str]) -> tuple[str, _Document | None]:
    starts = [_directory(os.path.abspath(path)) for path in paths] or [os.getcwd()]
    repository = None
    for directory in _upwards(starts[0]):
        document = _document(os.path.join(directory, "pyproject.toml"))
        if document:
            return directory, document
        if repository is None and os.path.exists(os.path.join(directory, ".git")):
            repository = directory
    return repository or _outside_of_packages(_common(starts)), None


def _directory(path: str) -> str:
    return path if os.path.isdir(path) else os.path.dirname(path)


def _common(directories: list[str]) -> str:
    try:
        return os.path.commonpath(directories)
    except ValueError:  # on different drives
        return directories[0]


def _outside_of_packages(directory: str) -> str:
    """The nearest directory that is no package: the names of modules count from there."""
    while os.path.isfile(os.path.join(directory, "__init__.py")):
        directory = os.path.dirname(directory)
    return directory


def _upwards(directory: str) -> Iterator[str]:
    """A directory and those around it, up to the edge of an environment.

    An environment is a world of its own: the project that keeps it in a folder does not own the
    packages in it.
    """
    while True:
        yield directory
        parent = os.path.dirname(directory)
        inside = os.path.basename(directory) in _PACKAGE_FOLDERS
        if parent == directory or inside or os.path.isfile(os.path.join(directory, "pyvenv.cfg")):
            return
        directory = parent


def _document(path: str) -> _Document | None:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{_shown(path)}: {error.strerror}") from None
    text = content.decode(errors="replace").replace("\r\n", "\n")
    # Cheaper than reading all TOML: is there a header, a dotted key, or a key below `[tool]`?
    if "mapperlint" not in text or not re.search(_MENTION, text):
        return None
    tool = _parse(path, content).get("tool")
    table = tool.get("mapperlint") if _is_table(tool) else None
    if table is None:
        return None
    document = _Document(path, text, table if _is_table(table) else {})
    if not _is_table(table):
        document.refuse("mapperlint", "`tool.mapperlint` is to be a table")
    return document


def _parse(path: str, content: bytes) -> Table:
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib
    try:
        return dict(tomllib.loads(content.decode()))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{_shown(path)}:{line}: not UTF-8, which TOML has to be") from None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", message)
        line = int(place[1]) if place and place[1] else content.rstrip().count(b"\n") + 1
        reason = message[: place.start()] if place else message
        raise SettingsError(f"{_shown(path)}:{line}: not TOML: {reason}") from None


def _shown(path: str) -> str:
    """A path as the user would type it here."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith("..") else relative


# what it says


def _is_table(value: object) -> TypeGuard[Table]:
    return isinstance(value, dict)


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_names(value: object) -> bool:
    return _is_table(value) and all(isinstance(item, str) for item in value.values())


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_version(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(_SQLALCHEMY_VERSION, value) is not None


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_entry_points(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, str) and re.fullmatch(_ENTRY_POINT, item) for item in value
    )


_ENTRY_POINT = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?::[^\W\d]\w*(?:\.[^\W\d]\w*)*(?:\(\))?)?"

# The oldest with declarative classes, to the latest that may come.
_SQLALCHEMY_VERSION = r"(?:0\.[5-9]|[1-3]\.\d{1,2})(?:\.\d{1,4}(?:(?:a|b|rc)\d{1,3})?)?"


_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "src": (_is_strings, 'a list of directories, like ["src"]'),
    "exclude": (_is_strings, 'a list of patterns, like ["migrations/**"]'),
    "archived": (_is_names, 'a table of dotted packages, like {"models" = "db.models"}'),
    "python": (_is_string, 'the path of an environment, like ".venv"'),
    "extend-select": (_is_strings, 'a list of rules, like ["MAP405", "one-sided-pair"]'),
    "entry-points": (_is_entry_points, 'a list of modules or objects, like ["app.main:app"]'),
    "check-patches": (_is_flag, "true or false"),
    "sqlalchemy-version": (_is_version, 'a version of SQLAlchemy, like "2.0" or "2.0.36"'),
}


def _check(document: _Document) -> None:
    for key, value in document.table.items():
        if key not in _KEYS:
            document.refuse(key, f"unknown setting `{key}`; {_nearest(key)}")
        fits, expected = _KEYS[key]
        if not fits(value):
            document.refuse(key, f"`{key}` is to be {expected}")
    root = os.path.dirname(document.path)
    for directory in _strings(document.table.get("src", [])):
        if not os.path.isdir(os.path.join(root, directory)):
            document.refuse("src", f"`src` names '{directory}', which is no directory")
    for entry_point in _strings(document.table.get("entry-points", [])):
        if not _has_module(root, entry_point.partition(":")[0]):
            document.refuse(
                "entry-points", f"`entry-points` names '{entry_point}', which is not found"
            )
    for old, new in _pairs(document.table.get("archived", {})):
        for name in filter(None, (old, new)):
            if not all(part.isidentifier() for part in name.split(".")):
                document.refuse(old, f"`archived` names '{name}', which is no dotted name")


def _has_module(root: str, dotted: str) -> bool:
    """Whether a module stands anywhere in a project: what is on `sys.path` is not known yet."""
    relative = dotted.replace(".", os.sep)
    files = (f"{relative}.py", os.path.join(relative, "__init__.py"))
    for directory, inner, _ in os.walk(root):
        if any(os.path.isfile(os.path.join(directory, file)) for file in files):
            return True
        inner[:] = [name for name in inner if name[0] != "." and name not in _NOT_SEARCHED]
    return False


_NOT_SEARCHED = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})


def _nearest(key: str) -> str:
    import difflib

    near = difflib.get_close_matches(key.lower(), _KEYS, n=1)
    known = ", ".join(f"`{name}`" for name in _KEYS)
    return f"did you mean `{near[0]}`?" if near else f"the settings are {known}"


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    items: Iterable[tuple[str, object]] = value.items() if _is_table(value) else ()
    return tuple(sorted((old, str(new)) for old, new in items))


# what is installed

_PACKAGE_FOLDERS = ("site-packages", "dist-packages")
_VERSION = r"python(3\.\d+)$"


def _libraries(
    root: str, python: str | None, document: _Document | None, environment: Mapping[str, str]
) -> tuple[str, ...]:
    """The folders of installed packages: of the flag, the settings, or an environment nearby."""
    if python is not None:
        found = _package_folders(os.path.abspath(python))
        if not found:
            raise SettingsError(f"--python {python}: no installed packages are found there")
        return found
    if document and "python" in document.table:
        named = str(document.table["python"])
        found = _package_folders(os.path.join(root, named))
        if not found:
            document.refuse("python", f"`python` names '{named}', which has no installed packages")
        return found
    for candidate in _nearby(root, environment):
        if os.path.isdir(candidate):
            return _package_folders(candidate)
    return ()


def _nearby(root: str, environment: Mapping[str, str]) -> Iterator[str]:
    active = environment.get("VIRTUAL_ENV")
    # pre-commit activates the environment it made for the hook, which is ours, not the project's.
    if active and environment.get("PRE_COMMIT") != "1":
        yield active
    yield os.path.join(root, ".venv")
    yield os.path.join(root, "venv")


def _package_folders(path: str) -> tuple[str, ...]:
    """The package folders of an interpreter, an environment, or of such a folder itself."""
    if os.path.basename(path.rstrip("/\\")) in _PACKAGE_FOLDERS and os.path.isdir(path):
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
    folders = (os.path.join(home, name) for home in homes for name in _PACKAGE_FOLDERS)
    unique: dict[str, str] = {}
    for folder in filter(os.path.isdir, folders):
        unique.setdefault(os.path.realpath(folder), os.path.normpath(folder))
    return tuple(unique.values())


def _names(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
