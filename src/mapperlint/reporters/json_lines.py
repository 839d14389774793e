"""The findings as JSON, one on each line, in the shape of `as_json`; nothing where all is well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mapperlint.reporters.as_json import json_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def json_lines(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A line for each finding."""
    return "".join(f"{json.dumps(json_object(finding, view))}\n" for finding in diagnostics)
