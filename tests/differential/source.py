"""A project written down: the files of a package `shop`, in the style the project asks for.

An object can only be named where Python knows it already. Where a project asks for more, the text
falls back to a string, so that every project that can be made can be written.
"""

from __future__ import annotations

from tests.differential import columns, relationships
from tests.differential.names import Names
from tests.differential.projects import Link, Model, Module, Project, Style
from tests.differential.words import INDENT, arguments, quoted, words_of

PACKAGE = "shop"


def files_of(project: Project) -> dict[str, str]:
    """{path: text} of all files, in the order of their imports."""
    names = [module.name for module in project.modules]
    files = {f"{PACKAGE}/base.py": words_of(project).base}
    for module in project.modules:
        files[f"{PACKAGE}/{module.name}.py"] = _Page(project, module).text()
    imports = "".join(f"from {PACKAGE} import {name}\n" for name in names)
    return {f"{PACKAGE}/__init__.py": imports, **files}


def modules_of(project: Project) -> list[str]:
    """The dotted names of all modules, as the program would import them."""
    return [PACKAGE, *(f"{PACKAGE}.{module.name}" for module in project.modules)]


class _Page:
    """One module; what it needs from elsewhere is collected while its items are written."""

    def __init__(self, project: Project, module: Module) -> None:
        self.project = project
        self.module = module
        self.words = words_of(project)
        self.names = Names(project, module.name)

    def text(self) -> str:
        parts = []
        for item in self.module.items:
            parts.append(self._link(item) if isinstance(item, Link) else self._class(item))
            self.names.have_seen(item.name)
        return f"{self._imports()}\n\n" + "\n\n\n".join(parts) + "\n"

    def _imports(self) -> str:
        future = ["from __future__ import annotations", ""] if self.project.postponed else []
        lines = [*future, *self.words.imports, *sorted(self.names.lines)]
        lines += [
            f"from {PACKAGE}.{module} import {name}" for module, name in sorted(self.names.needed)
        ]
        for_types = sorted(self.names.only_in_types - self.names.needed)
        if for_types:
            lines += ["", "if TYPE_CHECKING:"]
            lines += [
                f"{INDENT}from {PACKAGE}.{module} import {name}" for module, name in for_types
            ]
        return "\n".join(lines) + "\n"

    # tables

    def _link(self, link: Link) -> str:
        if self.project.style is Style.SQLMODEL:
            return self._class(Model(link.name, link.table, link.schema, columns=link.columns))
        lines = [columns.plain(self.words, self.names, column) for column in link.columns]
        if link.schema:
            lines.append(f"schema={quoted(link.schema)}")
        start = [quoted(link.table), *self.words.metadata]
        return f"{link.name} = {self.words.table}({arguments([*start, *lines])})"

    # classes

    def _class(self, model: Model) -> str:
        body = [f"{INDENT}{line}" if line else "" for line in self._body(model)]
        return "\n".join([*self._head(model), *(body or [f"{INDENT}pass"])])

    def _head(self, model: Model) -> list[str]:
        mixins = [name for name in model.mixins if self.names.is_ready(name)]
        if model.is_mixin:
            bases = self.words.mixin_bases
        elif model.parent and self.names.is_ready(model.parent):
            bases = (*mixins, model.parent)
        else:
            bases = (*mixins, *self.words.bases)
        for name in bases:
            self.names.use(name)
        keywords = ("table=True",) if self._is_sqlmodel_table(model) else ()
        inside = ", ".join((*bases, *keywords))
        decorator = [] if model.is_mixin else list(self.words.decorators)
        return [*decorator, f"class {model.name}({inside}):" if inside else f"class {model.name}:"]

    def _is_sqlmodel_table(self, model: Model) -> bool:
        return self.project.style is Style.SQLMODEL and not model.is_mixin

    def _body(self, model: Model) -> list[str]:
        lines: list[str] = []
        if model.table is not None:
            lines.append(f"__tablename__ = {quoted(model.table)}")
        elif model.shares_table and self.project.automatic_names:
            lines.append("__tablename__ = None")
        if not model.shares_table:
            lines += self._table_args(model)
        if lines:
            lines.append("")
        for column in model.columns:
            lines += columns.attribute(self.words, self.names, column, in_mixin=model.is_mixin)
        lines += relationships.attributes(self.words, self.names, model)
        for member in model.members:
            self.names.lines.update(member.imports)
            lines += member.source.splitlines()
        if model.mapper:
            entries = ", ".join(f"{quoted(key)}: {value}" for key, value in model.mapper)
            lines.append(f"__mapper_args__ = {{{entries}}}")
        return lines

    def _table_args(self, model: Model) -> list[str]:
        parts = [columns.composite(self.words, key) for key in model.keys]
        schema = f'{{"schema": {quoted(model.schema)}}}' if model.schema else ""
        if parts:
            return [f"__table_args__ = ({', '.join([*parts, *filter(None, [schema])])},)"]
        return [f"__table_args__ = {schema}"] if schema else []
