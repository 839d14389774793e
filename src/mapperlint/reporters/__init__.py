"""Findings to text: one module for each format, loaded when that format is asked for.

A reporter is a function of the findings, of how much was understood, and of a view of the project.
`config.OUTPUT_FORMATS` has the names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View

    Reporter: TypeAlias = Callable[[Sequence[Diagnostic], Counts, View], str]


def reporter(name: str) -> Reporter:
    """The reporter of a format."""
    match name:
        case "concise":
            from mapperlint.reporters.concise import concise

            return concise
        case "grouped":
            from mapperlint.reporters.grouped import grouped

            return grouped
        case "json":
            from mapperlint.reporters.as_json import as_json

            return as_json
        case "json-lines":
            from mapperlint.reporters.json_lines import json_lines

            return json_lines
        case "sarif":
            from mapperlint.reporters.sarif import sarif

            return sarif
        case "github":
            from mapperlint.reporters.github import github

            return github
        case "gitlab":
            from mapperlint.reporters.gitlab import gitlab

            return gitlab
        case "junit":
            from mapperlint.reporters.junit import junit

            return junit
        case "checkstyle":
            from mapperlint.reporters.checkstyle import checkstyle

            return checkstyle
        case "rdjson":
            from mapperlint.reporters.rdjson import rdjson

            return rdjson
        case "azure":
            from mapperlint.reporters.azure import azure

            return azure
        case "pylint":
            from mapperlint.reporters.pylint import pylint

            return pylint
        case "markdown":
            from mapperlint.reporters.markdown import markdown

            return markdown
        case _:
            from mapperlint.reporters.full import full

            return full
