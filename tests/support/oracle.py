"""Whether real SQLAlchemy agrees with what the comments of a fixture say.

The comments are judged, not our findings: that the two are the same is what `test_fixtures.py`
asserts. So a mistake of ours and a wrong fixture never hide each other.

Both directions count. What a comment calls an error must raise, at that relationship, that foreign
key, that import. And each failure SQLAlchemy has must be met by a comment, or follow from one
(`follows_from_another`).
"""

from __future__ import annotations

import atexit
import functools
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapperlint.rule import Runtime
from mapperlint.rules import RULES
from tests.support import environments
from tests.support.trees import Declarations, Place, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.expectations import Expectation

    Answer = dict[str, Any]

SCRIPT = Path(__file__).with_name("ask_sqlalchemy.py")
RUNTIMES: dict[str, Runtime] = {rule.name: rule.runtime for rule in RULES}
UNDEFINED = ("failed to locate a name", "could not find table", "is not mapped")
CLAIMS = ("crossed-pair", "one-sided-pair")
JOINS = ("NoForeignKeysError", "NoReferencedTableError", "NoReferencedColumnError")


@functools.cache
def answer_of(project: Project, version: str) -> Answer:
    """What this SQLAlchemy says of a project."""
    roots = [str(root) for root in project.roots]
    question = json.dumps(
        {"roots": roots, "modules": project.imported, "others": list(project.modules)}
    )
    process = _process(version)
    assert process.stdin is not None
    assert process.stdout is not None
    print(question, file=process.stdin, flush=True)
    answer: Answer = json.loads(process.stdout.readline())
    if "crash" in answer:
        raise RuntimeError(answer["crash"])
    return answer


@functools.cache
def _process(version: str) -> subprocess.Popen[str]:
    """One process for each version: importing SQLAlchemy takes longer than asking it."""
    python = str(environments.python(version))
    process = subprocess.Popen(
        [python, "-I", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.communicate)
    return process


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that raised. `places` are the statements it can be blamed on.

    `facts` is what SQLAlchemy knows of the relationship or the foreign key; empty for an import.
    """

    kind: str
    text: str
    places: tuple[Place, ...]
    facts: Answer

    def __str__(self) -> str:
        where = ", ".join(f"{place.path}:{place.first}" for place in self.places[:1]) or "?"
        name = next(iter(self.facts.get("names", ())), "")
        return f"{where}: {self.kind} {name} {self.text[:200]}"


class Court:
    """The comments of one project before one SQLAlchemy; `said` are others than its own."""

    def __init__(
        self, project: Project, answer: Answer, said: tuple[Expectation, ...] | None = None
    ) -> None:
        self.project = project
        self.answer = answer
        self.declarations = Declarations(project)
        self.said = project.expected() if said is None else said
        self.failures = [
            *self._imports(),
            *self._relationships(),
            *self._foreign_keys(),
            *self._attributes(),
        ]
        self.warnings = list(self._warnings())
        self.statements = list(self._import_statements())

    def disagreements(self) -> Iterator[str]:
        """A sentence for each comment SQLAlchemy contradicts, and each failure no comment meets."""
        for said in self.said:
            if said.kind != "missed":
                yield from self._contradicted(said)
        met = [failure for failure in self.failures if self._is_met(failure)]
        for failure in self.failures:
            follows = (
                follows_from_another(failure, met)
                or self._is_copied_along(failure)
                or any(self._lack_one_import(failure, other) for other in met)
            )
            if failure not in met and not follows:
                yield f"SQLAlchemy fails, no comment says so: {failure}"
        for warning in self.warnings:
            is_said = any(self._warns(warning, said) for said in self.said)
            if not is_said and not self.follows(warning) and not _fails_as_well(warning, met):
                yield f"SQLAlchemy warns, no comment says so: {warning}"
        named = any(failure.text == self.answer["configure"] for failure in met)
        if self.answer["configure"] and not named and not self._is_half_made():
            yield f"SQLAlchemy cannot configure: {self.answer['configure']}"

    def _is_half_made(self) -> bool:
        """Whether configuration met a mapper whose class statement failed in the midst of it."""
        return bool(self.answer["imports"]) and "'Mapper' object has no" in self.answer["configure"]

    def _contradicted(self, said: Expectation) -> Iterator[str]:
        place = f"{said.path}:{said.line} [{said.rule}]"
        runtime = RUNTIMES.get(said.rule)
        confirmed = any(
            self._is_at(failure, said) for failure in [*self.failures, *self.statements]
        )
        match runtime:
            case Runtime.IMPORT | Runtime.CONFIGURE | Runtime.USE:
                if not confirmed:
                    yield f"{place} is said to fail; SQLAlchemy accepts it"
            case None:
                yield f"{place} names no rule"
            case Runtime.WARNS:
                if not any(self._warns(warning, said) for warning in self.warnings):
                    yield f"{place} is said to warn; SQLAlchemy does not"
            case Runtime.SILENT:
                alone = not any(
                    other.kind != "warning" and (other.path, other.line) == (said.path, said.line)
                    for other in self.said
                )
                if confirmed and alone:
                    yield f"{place} is said to be accepted; SQLAlchemy fails"

    def _warns(self, warning: Failure, said: Expectation) -> bool:
        """Whether a comment speaks of this warning."""
        return RUNTIMES.get(said.rule) is Runtime.WARNS and self._is_at(warning, said)

    def follows(self, warning: Failure) -> bool:
        """Whether a relationship that it names claims the other side of another, as is said.

        Then both write the same column, and that is no second mistake.
        """
        return bool(re.search(r"\(copies| will copy", warning.text)) and any(
            said.rule in CLAIMS and self._is_at(warning, said) for said in self.said
        )

    def _is_met(self, failure: Failure) -> bool:
        return any(self._is_at(failure, said) for said in self.said if said.kind != "warning")

    def _is_at(self, failure: Failure, said: Expectation) -> bool:
        """Whether a comment speaks of this failure.

        It stands at its statement, or at a class of the name that SQLAlchemy finds twice.
        """
        if any(place.holds(said.path, said.line) for place in failure.places):
            return True
        name = _ambiguous_class(failure)
        return name is not None and name in self.declarations.declared_at(said.path, said.line)

    def _is_copied_along(self, failure: Failure) -> bool:
        """Whether it finds two classes of a name, one of them in a package of copies.

        Where a whole package was copied, it is the one cause, and a comment at one of its classes
        says so for all of them.
        """
        name = _ambiguous_class(failure)
        return name is not None and any(
            name in self.declarations.declared_below(said.path.rpartition("/")[0])
            for said in self.said
            if said.rule == "duplicate-class"
        )

    def _lack_one_import(self, failure: Failure, other: Failure) -> bool:
        """Whether both name something of one module that was never imported, or of one package."""
        homes = [self._never_imported(each) for each in (failure, other)]
        return None not in homes and homes[0] == homes[1]

    def _never_imported(self, failure: Failure) -> str | None:
        """The module that a failure wants and nobody imported; its package, if nobody did that."""
        match = re.search(r"locate a name \('(\w+)'\)|could not find table '(\w+)'", failure.text)
        if match is None:
            return None
        written = f"class {match[1]}(" if match[1] else f'__tablename__ = "{match[2]}"'
        loaded = self.answer["loaded"]
        for name, path in self.project.modules.items():
            if name not in loaded and written in path.read_text():
                package = name.rpartition(".")[0]
                return name if package in loaded or not package else package
        return None

    # what failed

    def _imports(self) -> Iterator[Failure]:
        for record in self.answer["imports"]:
            path = self.project.relative(record["path"]) if record["path"] else ""
            statement = self.declarations.statement(path, record["line"])
            places = (statement, *self.declarations.of_classes(record["classes"]))
            yield Failure("import", record["error"], places, {"names": [record["module"]]})

    def _import_statements(self) -> Iterator[Failure]:
        for record in self.answer["import_statements"]:
            path, line = self.project.relative(record["path"]), record["line"]
            yield Failure("import", record["error"], (Place(path, line, line),), {})

    def _relationships(self) -> Iterator[Failure]:
        for record in self.answer["relationships"]:
            if record["error"]:
                names = [*record["names"], *filter(None, [record["made_by"]])]
                # Of two sides with one direction, the one configured later fails.
                both = re.findall(
                    r"(\w+\.\w+) and back-reference (\w+\.\w+) are both", record["error"]
                )
                places = [
                    *self.declarations.named(*names),
                    *(place for pair in both for name in pair for place in self._of_pair(name)),
                ]
                places += self._backrefs_refused_with(record)
                yield Failure("relationship", record["error"], tuple(places), record)

    def _backrefs_refused_with(self, record: Answer) -> Iterator[Place]:
        """Of two backrefs of one name the one that is configured later fails: either is meant."""
        if "Error creating backref" in record["error"]:
            for other in self.answer["relationships"]:
                if other["backref"] == record["backref"]:
                    yield from self.declarations.named(*other["names"])

    def _warnings(self) -> Iterator[Failure]:
        """The warnings; of relationships that write one column, each pair is a warning of its own.

        They can be blamed on any attribute they name, and on the statement that made them.
        """
        for record in self.answer["warnings"]:
            text = record["text"]
            places = []
            if record["path"]:
                path = self.project.relative(record["path"])
                places.append(self.declarations.statement(path, record["line"]))
            named = re.findall(r"<class '([\w.]+)'>", text)
            places += self.declarations.of_classes([*named, *record["classes"]])
            first, *others = re.findall(r"'(\w+\.\w+)'(?: \(copies| will copy)", text) or [""]
            for other in others:
                pair = [*self._of_pair(first), *self._of_pair(other)]
                yield Failure("warning", text, tuple(pair), record)
            if not others:
                names = re.findall(r"\b[A-Za-z_]\w*\.\w+", text)
                places += [place for name in names for place in self._of_pair(name)]
                if not places and record["relationship"]:
                    places += self._of_pair(record["relationship"])
                yield Failure("warning", text, tuple(places), record)

    def _of_pair(self, name: str) -> list[Place]:
        """The statement of a relationship that SQLAlchemy calls "Class.attribute"."""
        for record in self.answer["relationships"]:
            if f"{record['class'].rpartition('.')[2]}.{record['key']}" == name:
                maker = filter(None, [record["made_by"]])
                return self.declarations.named(*record["names"], *maker)
        return []

    def _attributes(self) -> Iterator[Failure]:
        for record in self.answer["attributes"]:
            places = self.declarations.named(*record["names"])
            yield Failure("attribute", record["error"], tuple(places), record)

    def _foreign_keys(self) -> Iterator[Failure]:
        for record in self.answer["foreign_keys"]:
            if record["error"]:
                places = self.declarations.named(*record["names"])
                yield Failure("foreign key", record["error"], tuple(places), record)


def follows_from_another(failure: Failure, met: list[Failure]) -> bool:
    """Whether a failure has its root cause in one that a comment speaks of.

    1. It repeats it word for word: linking a relationship with its partner sets up the target of
       the partner, and raises what that raises.
    2. A join cannot be made from a foreign key that leads nowhere: the broken key lies in one of
       the tables this relationship joins.
    3. The other side of the same pair fails for the same want of a join.
    4. So does the backref of the other side, where each of the two makes the other one.
    5. A module failed to import, so that the class or the table this string names was never made.
    6. The other side leads to another class, and fails there.
    """
    for other in met:
        match failure.kind, other.kind:
            case _ if failure.text == other.text:
                return True
            case "relationship", "relationship" if _is_other_side(failure, other):
                return True
            case "relationship", "relationship" if _makes_each_other(failure, other):
                return True
            case "relationship", "relationship" if _leads_elsewhere(failure, other):
                return True
            case "relationship", "foreign key":
                joins = failure.text.startswith(JOINS)
                if joins and other.facts["table"] in failure.facts["tables"]:
                    return True
            case _, "import":
                if any(words in failure.text for words in UNDEFINED):
                    return True
    return False


def _fails_as_well(warning: Failure, met: list[Failure]) -> bool:
    """Whether the statement that warns is one that fails, as a comment says."""
    return any(other.kind == "import" and set(other.places) & set(warning.places) for other in met)


def _ambiguous_class(failure: Failure) -> str | None:
    """The name of the class that SQLAlchemy finds twice."""
    match = re.search(r'Multiple classes found for path "([\w.]+)"', failure.text)
    return match[1].rpartition(".")[2] if match else None


def _makes_each_other(failure: Failure, other: Failure) -> bool:
    ours, theirs = failure.facts, other.facts
    refused = all("Error creating backref" in each.text for each in (failure, other))
    return refused and ours["backref"] == theirs["key"] and theirs["backref"] == ours["key"]


def _leads_elsewhere(failure: Failure, other: Failure) -> bool:
    ours, theirs = failure.facts, other.facts
    named = ours["back_populates"] == theirs["key"] and ours["target"] == theirs["class"]
    return named and "which does not reference mapper" in failure.text


def _is_other_side(failure: Failure, other: Failure) -> bool:
    ours, theirs = failure.facts, other.facts
    alike = failure.text.partition(":")[0] == other.text.partition(":")[0]
    linked = ours["back_populates"] == theirs["key"] or theirs["back_populates"] == ours["key"]
    return alike and linked and ours["target"] == theirs["class"]
