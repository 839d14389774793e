"""Every row of the specification has a rule with a fixture, or a reason."""

from __future__ import annotations

import os

import pytest

from mapperlint.rules import RULES
from tests.support.specification import TABLE, Row, families, table
from tests.support.trees import FIXTURES

ROWS = [row for family in families() for row in family.rows]
NAMES = {rule.name for rule in RULES}


def test_all_rows_are_there() -> None:
    """Each has an identity of its own."""
    assert len({row.id for row in ROWS}) == len(ROWS) == 255


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_has_a_rule_or_a_reason(row: Row) -> None:
    assert row.rules or row.reason
    assert set(row.rules) <= NAMES
    assert [each for each in row.fixtures if not (FIXTURES / each).is_dir()] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_with_a_rule_is_shown(row: Row) -> None:
    """A rule without a situation that shows the row would be a promise nobody keeps."""
    assert not row.rules or row.fixtures


def test_the_table_is_made_of_the_rows() -> None:
    """UPDATE_SPECIFICATION=1 writes it."""
    if os.environ.get("UPDATE_SPECIFICATION"):
        TABLE.write_text(table(), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table()
