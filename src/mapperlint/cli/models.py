"""`mapperlint models`: show the mapped classes as mapperlint reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import Said
from mapperlint.cli.scope import add_python, add_scope, session_of, view_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mapperlint.engine.session import Session


def add_arguments(models: argparse.ArgumentParser) -> None:
    """Tell the parser what `models` takes."""
    add_scope(models, "show the classes of these files and directories")
    add_python(models)
    models.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="default: text"
    )
    models.add_argument(
        "--unknown",
        action="store_true",
        help="show what is not understood instead, grouped by reason",
    )


def run(options: argparse.Namespace) -> Said:
    """Show classes. Raises UsageError and SettingsError."""
    from mapperlint.engine.disk import within
    from mapperlint.model.mirror import mirror
    from mapperlint.reporters.models import models_as_json, models_as_text

    session, named = session_of(options)
    if options.unknown:
        return _unknown(session, named, options.output_format)
    document = mirror(session.project)
    classes = [
        entry for entry in document["classes"] if any(within(entry["file"], name) for name in named)
    ]
    document = {**document, "classes": classes}
    if options.output_format == "json":
        return Said(models_as_json(document))
    return Said(models_as_text(document, session.project.coverage, view_of(session.disk)))


def _unknown(session: Session, named: Sequence[str], output_format: str) -> Said:
    from msgspec.structs import replace

    from mapperlint.engine.disk import within
    from mapperlint.reporters.unknowns import unknowns_as_json, unknowns_as_text

    whole = session.project.coverage
    coverage = replace(
        whole,
        unknowns=tuple(
            each for each in whole.unknowns if any(within(each.place.path, name) for name in named)
        ),
    )
    if output_format == "json":
        return Said(unknowns_as_json(coverage))
    return Said(unknowns_as_text(coverage, view_of(session.disk)))
