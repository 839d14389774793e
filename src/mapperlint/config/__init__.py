"""Settings of a project: `mapperlint.toml`, or `[tool.mapperlint]` of `pyproject.toml`.

Plain values; `load` reads them and says what is wrong with them, with the file and the line. What
only a file with settings needs is loaded with it: `definitions` has them all.

The analysis needs one root, since the two sides of a relationship stand in different files. It is
where the nearest file with settings stands, else the top of the git work tree, else the directory
that was named, or the one around it where that is a package.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapperlint.config.document import Document, Reading


OUTPUT_FORMATS = (
    "full", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "junit",
    "checkstyle", "rdjson", "azure", "pylint", "markdown",
)  # fmt: skip
"""What a report can look like; each has a module in `reporters`."""


BASELINE = ".mapperlint-baseline.json"
"""The file in the root that has the known findings, where the settings name no other."""


class SettingsError(Exception):
    """The settings cannot be used; the message names the file, the line and what would be right."""


class Settings(NamedTuple):
    """What a project says about itself, as `definitions` explains it.

    `select` is None where the rules that are on speak. What a setting and its `extend-` add up to
    stands in one field, but for `extend_select`. `libraries` are directories of installed packages,
    absolute, in the order of `sys.path`. `file` is where the settings stand, None without any.
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
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    base_classes: tuple[str, ...] = ()
    relationship_functions: tuple[str, ...] = ()
    output_format: str = "full"
    baseline: str | None = None
    cache_dir: str | None = None
    file: str | None = None

    @property
    def of_findings(self) -> Settings:
        """The settings that decide what is found, the others as they are without a file."""
        return self._replace(
            force_exclude=False,
            output_format="full",
            baseline=None,
            cache_dir=None,
        )

    def refused(self, names: Sequence[str], value: str, message: str) -> SettingsError:
        """An error about a value of one of some settings: at its line, or of the command line."""
        if self.file is not None:
            from mapperlint.config.validation import place

            found = place(self.file, names, value)
            if found is not None:
                return SettingsError(f"{found[0]}: `{found[1]}`: {message}")
        return SettingsError(f"--{names[0]}: {message}")


def load(
    paths: Sequence[str],
    *,
    python: str | None = None,
    environment: Mapping[str, str] | None = None,
    file: str | None = None,
    isolated: bool = False,
    read: Reading | None = None,
) -> Settings:
    """The settings of the project that the first of the paths belongs to. Raises SettingsError.

    `python` is an interpreter or an environment whose installed packages are read; it goes before
    the `python` of the settings. Nothing of it is run. The settings stand in `file` if it is given;
    with `isolated` none are read. `read` says what a file says, without parsing it if it knows.
    """
    environment = os.environ if environment is None else environment
    project = _project(paths, file, read, isolated=isolated)
    root, document = project.root, project.document
    if document is None:
        return Settings(root, libraries=_libraries(root, python, None, environment))
    from mapperlint.config.validation import values

    settings = Settings(root)._replace(**values(document, root), file=document.path)
    return settings._replace(libraries=_libraries(root, python, document, environment))


def surroundings(path: str, read: Reading | None = None) -> str | None:
    """The root of the project around a path, None where there is none.

    A directory with neither settings nor git around it is the project of what is in it, but of
    nothing that is named from elsewhere.
    """
    project = _project([path], None, read, isolated=False)
    return project.root if project.evident else None


# which project


class _Project(NamedTuple):
    """A root and its settings; `evident` where settings or git say that it is one."""

    root: str
    document: Document | None
    evident: bool = True


FILES = (".mapperlint.toml", "mapperlint.toml", "pyproject.toml")
"""Where settings may stand; of those in one directory the first counts."""


def _project(
    paths: Sequence[str], file: str | None, read: Reading | None, *, isolated: bool
) -> _Project:
    starts = [_directory(os.path.abspath(path)) for path in paths] or [os.getcwd()]
    given = None if file is None else _given(file, read)
    repository = None
    for directory in _upwards(starts[0]):
        if given is None:
            document = None if isolated else _document(directory, read)
        else:
            document = given if directory == os.path.dirname(given.path) else None
        if document is not None:
            return _Project(directory, document)
        if repository is None and os.path.exists(os.path.join(directory, ".git")):
            repository = directory
    root = repository or _outside_of_packages(_common(starts))
    return _Project(root, given, repository is not None)


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
        inside = os.path.basename(directory) in PACKAGE_FOLDERS
        if parent == directory or inside or os.path.isfile(os.path.join(directory, "pyvenv.cfg")):
            return
        directory = parent


def _document(directory: str, read: Reading | None) -> Document | None:
    """The settings in a directory."""
    for name in FILES:
        path = os.path.join(directory, name)
        try:
            with open(path, "rb") as file:
                content = file.read()
        except FileNotFoundError:
            continue
        except OSError as error:
            from mapperlint.config.document import shown

            raise SettingsError(f"{shown(path)}: {error.strerror}") from None
        # Most projects that have such a file say nothing of mapperlint in it.
        if name == "pyproject.toml" and b"mapperlint" not in content:
            continue
        from mapperlint.config.document import document

        found = document(path, content, read)
        if found is not None:
            return found
    return None


def _given(file: str, read: Reading | None) -> Document:
    """The settings that `--config` names. Raises SettingsError."""
    from mapperlint.config.document import document

    try:
        with open(file, "rb") as opened:
            found = document(os.path.abspath(file), opened.read(), read)
    except OSError as error:
        raise SettingsError(f"--config {file}: {error.strerror}") from None
    if found is None:
        raise SettingsError(f"--config {file}: there is no `[tool.mapperlint]` in it")
    return found


# what is installed

PACKAGE_FOLDERS = ("site-packages", "dist-packages")


def _libraries(
    root: str, python: str | None, document: Document | None, environment: Mapping[str, str]
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
    from mapperlint.config.environments import package_folders

    return package_folders(path)
