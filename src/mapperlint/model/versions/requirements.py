"""Which version of a distribution the files of a project ask for.

Lock files name one version, requirements often do, declared dependencies give a range. Each file
that speaks of the distribution gives a `Demand`; several lines of one file are alternatives, since
they stand under conditions: another Python, another extra.

Lock files are long, so they are searched for the one entry instead of being read whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Constant, Expression, Mapping, Name, Sequence
from mapperlint.facts.shapes import Assign
from mapperlint.facts.walk import calls
from mapperlint.model.modules.project_files import at, entries, ini, items, toml
from mapperlint.model.modules.tree import joined, parent
from mapperlint.model.versions.specifiers import Specifiers, specifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.source import Source


class Demand(Struct, frozen=True):
    """What one file asks for. `place` is the file and the line, for people."""

    alternatives: tuple[Specifiers, ...]
    place: str


def installed(source: Source, libraries: Iterable[str], name: str) -> Demand | None:
    """The version that is installed in the first of some library folders that has one."""
    pattern = re.compile(
        rf"{_any_spelling(name)}-(\d[\w.+!]*)(?:-py[\d.]+)?\.(?:dist|egg)-info", re.IGNORECASE
    )
    for library in libraries:
        for entry in source.entries(library):
            match = pattern.fullmatch(entry)
            found = specifiers(f"=={match[1]}") if match else None
            if found is not None:
                return Demand((found,), joined(library, entry))
    return None


def demands(source: Source, directory: str, name: str) -> Iterator[Demand]:
    """What the files of one directory ask for, the most certain first."""
    return Requirements(source, directory, name).demands()


_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")
_REQUIREMENTS = r".*(?:requirements?|constraints?).*\.(?:txt|in)|(?:deps|pip).*\.txt"
_OF_OTHERS = r"(?i)(?:^|[-_.])(?:docs?|min\w*|lowest|oldest)[-_.]"
"""Names of requirements that are not those of the program: of its manual, of its lower bounds."""

_ENVIRONMENTS = ("environment.yml", "environment.yaml", "conda.yml", "conda.yaml")


class Requirements:
    """Reads the files of one directory for one distribution."""

    def __init__(self, source: Source, directory: str, name: str) -> None:
        self._source = source
        self._directory = directory
        self._present = frozenset(source.entries(directory))
        self._line = re.compile(
            rf"{_any_spelling(name)}\s*(?:\[[^\]]*\])?\s*(?![\w.-])(?P<rest>.*)", re.IGNORECASE
        )
        spelled = _any_spelling(name).encode()
        self._entry = re.compile(
            rb'^name\s*=\s*"' + spelled + rb'"\s*$(?:(?!^\[\[)[\s\S])*?^version\s*=\s*"([^"\n]+)"',
            re.IGNORECASE | re.MULTILINE,
        )
        self._member = re.compile(
            rb'"' + spelled + rb'"\s*:\s*\{[^{}]*?"version"\s*:\s*"([^"\n]+)"', re.IGNORECASE
        )

    def demands(self) -> Iterator[Demand]:
        """What each file asks for."""
        for name in _LOCKS:
            yield from self._locked(name)
        yield from self._required()
        if "pyproject.toml" in self._present:
            yield from self._of_pyproject()
        if "setup.cfg" in self._present:
            yield from self._of_setup_cfg()
        if "setup.py" in self._present:
            yield from self._of_setup_py()
        if "Pipfile" in self._present:
            yield from self._of_pipfile()
        for name in _ENVIRONMENTS:
            yield from self._of_conda(name)

    def _text(self, name: str) -> bytes:
        return self._source.text(joined(self._directory, name)) if name in self._present else b""

    def _demand(self, path: str, found: Iterable[tuple[str, int]]) -> Iterator[Demand]:
        """The demand of one file, from the conditions in it and their lines."""
        read = [(specifiers(text), line) for text, line in found]
        sure = [each for each, _ in read if each is not None]
        # An alternative that allows everything, or is not understood, leaves nothing certain.
        if sure and len(sure) == len(read):
            yield Demand(tuple(sure), f"{path}:{read[0][1]}")

    # lock files

    def _locked(self, name: str) -> Iterator[Demand]:
        text = self._text(name)
        pattern = self._member if name == "Pipfile.lock" else self._entry
        found = [
            (match[1].decode(errors="replace"), text.count(b"\n", 0, match.start()) + 1)
            for match in pattern.finditer(text)
        ]
        yield from self._demand(joined(self._directory, name), found)

    # requirements

    def _required(self) -> Iterator[Demand]:
        """`requirements.txt` with what it includes, then all others, of which any may be used."""
        seen: set[str] = set()
        first = joined(self._directory, "requirements.txt")
        if "requirements.txt" in self._present:
            yield from self._of_requirements(first, seen)
        others: list[Demand] = []
        for path in self._other_requirements():
            others.extend(self._of_requirements(path, seen))
        if others:
            every = tuple(each for demand in others for each in demand.alternatives)
            yield Demand(every, others[0].place)

    def _other_requirements(self) -> Iterator[str]:
        for name in sorted(self._present):
            if re.fullmatch(_REQUIREMENTS, name) and not re.search(_OF_OTHERS, name):
                yield joined(self._directory, name)
        for folder in ("requirements", "reqs"):
            if folder in self._present:
                inner = joined(self._directory, folder)
                for name in self._source.entries(inner):
                    if name.endswith((".txt", ".in")) and not re.search(_OF_OTHERS, name):
                        yield joined(inner, name)

    def _of_requirements(self, path: str, seen: set[str]) -> Iterator[Demand]:
        """What a file of requirements asks for, and those that it includes."""
        if path in seen:
            return
        seen.add(path)
        lines = self._source.text(path).decode(errors="replace").splitlines()
        found = [
            (written, number)
            for number, line in enumerate(lines, 1)
            if (written := self._condition(line)) is not None
        ]
        yield from self._demand(path, found)
        for line in lines:
            match = re.match(_INCLUDES, line)
            if match:
                yield from self._of_requirements(_beside(path, match[1]), seen)

    def _condition(self, requirement: str) -> str | None:
        """The condition in a requirement of the distribution; None for one of another."""
        match = self._line.match(requirement.strip())
        if match is None:
            return None
        return re.split(r"\s*[;#@]|\s--|\\$", f" {match['rest']}", maxsplit=1)[0].strip()

    def _conditions(self, requirements: Iterable[object]) -> list[str]:
        return [
            written
            for each in requirements
            if isinstance(each, str) and (written := self._condition(each)) is not None
        ]

    def _line_of(self, text: bytes) -> int:
        """The line that first names the distribution, as the readers of these files keep none."""
        lines = text.decode(errors="replace").splitlines()
        named = re.compile(rf"""(?:^|[\s"'\[,]){self._line.pattern}""", re.IGNORECASE)
        return next((number for number, line in enumerate(lines, 1) if named.search(line)), 1)

    def _declared(
        self, name: str, main: Iterable[object], extra: Iterable[object]
    ) -> Iterator[Demand]:
        """The demand of a list of requirements; of optional ones where it does not name it."""
        found = self._conditions(main) or self._conditions(extra)
        if found:
            line = self._line_of(self._text(name))
            yield from self._demand(joined(self._directory, name), [(each, line) for each in found])

    # declared dependencies

    def _of_pyproject(self) -> Iterator[Demand]:
        document = toml(self._text("pyproject.toml"))
        groups = [
            *entries(at(document, "project", "optional-dependencies")).values(),
            *entries(at(document, "dependency-groups")).values(),
        ]
        yield from self._declared(
            "pyproject.toml",
            items(at(document, "project", "dependencies")),
            [each for group in groups for each in items(group)],
        )
        yield from self._of_table("pyproject.toml", at(document, "tool", "poetry", "dependencies"))

    def _of_pipfile(self) -> Iterator[Demand]:
        yield from self._of_table("Pipfile", at(toml(self._text("Pipfile")), "packages"))

    def _of_table(self, name: str, table: object) -> Iterator[Demand]:
        """A table of names and conditions, which may be a table themselves or a list of them."""
        for key, value in entries(table).items():
            if self._condition(key) == "":
                line = self._line_of(self._text(name))
                each = value if isinstance(value, list) else [value]
                found = [_version(one) for one in each]
                path = joined(self._directory, name)
                yield from self._demand(path, [(one, line) for one in found])

    def _of_setup_cfg(self) -> Iterator[Demand]:
        sections = ini(self._text("setup.cfg"))
        main = sections.get("options", {}).get("install_requires", "")
        extras = sections.get("options.extras_require", {})
        extra = [line for value in extras.values() for line in value.splitlines()]
        yield from self._declared("setup.cfg", main.splitlines(), extra)

    def _of_setup_py(self) -> Iterator[Demand]:
        """The literal lists in `setup(...)`, as facts of the file; it is not run."""
        body = self._source.facts(joined(self._directory, "setup.py")).body
        names = {
            statement.target.id: statement.value
            for statement in body
            if isinstance(statement, Assign) and isinstance(statement.target, Name)
        }
        for call in calls(body):
            if _is_setup(call.function):
                given = {keyword.name: keyword.value for keyword in call.keywords}
                main = _texts(given.get("install_requires"), names)
                extra = _texts(given.get("extras_require"), names)
                yield from self._declared("setup.py", main, extra)

    def _of_conda(self, name: str) -> Iterator[Demand]:
        """The items of a list in YAML: `- conda-forge::sqlalchemy=2.0.36=py311`."""
        lines = self._text(name).decode(errors="replace").splitlines()
        found = []
        for number, line in enumerate(lines, 1):
            match = re.match(r"""\s*-\s*["']?(?:[\w-]+::)?([^"'#]+)""", line)
            written = self._condition(match[1]) if match else None
            if written is not None:
                found.append((re.sub(r"^(=[\w.*]+)=.*", r"\1", written), number))
        yield from self._demand(joined(self._directory, name), found)


_INCLUDES = r"""\s*(?:-r|-c|--requirement|--constraint)(?:\s+|=)["']?([^\s"'#]+)"""


def _any_spelling(name: str) -> str:
    return re.sub(r"[-_.]+", "[-_.]+", re.escape(name).replace(r"\-", "-"))


def _beside(path: str, name: str) -> str:
    """A file that another names, relative to it."""
    parts: list[str] = []
    for part in joined(parent(path), name).split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _version(value: object) -> str:
    """The condition in an entry of a table: `"^2.0"`, `{version = "^2.0", optional = true}`."""
    found = at(value, "version") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _is_setup(function: Expression) -> bool:
    return getattr(function, "id", getattr(function, "attribute", None)) == "setup"


def _texts(expression: Expression | None, names: dict[str, Expression | None]) -> list[str]:
    """The strings of a literal list, or of all lists in a literal dict; by a name as well."""
    match expression:
        case Name(id) if id in names:
            return _texts(names[id], {key: value for key, value in names.items() if key != id})
        case Sequence(_, found):
            return [text for each in found for text in _texts(each, names)]
        case Mapping(pairs):
            return [text for _, value in pairs for text in _texts(value, names)]
        case Constant(str(text)):
            return text.splitlines()
    return []
