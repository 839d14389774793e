"""All rules, in the order of their codes. A new rule is a module and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.rules import (
    ambiguous_join,
    ambiguous_target,
    archived_import,
    copied_model,
    crossed_pair,
    duplicate_class,
    duplicate_table,
    missing_module,
    missing_name,
    missing_reverse,
    no_join,
    one_sided_pair,
    reverse_not_a_relationship,
    reverse_of_another_class,
    same_direction,
    shadowed_module,
    target_not_mapped,
    unknown_column,
    unknown_secondary,
    unknown_table,
    unknown_target,
    unreadable_file,
)

if TYPE_CHECKING:
    from mapperlint.rule import Rule

RULES: tuple[Rule, ...] = (
    duplicate_class.RULE,
    duplicate_table.RULE,
    copied_model.RULE,
    unknown_table.RULE,
    unknown_column.RULE,
    unknown_target.RULE,
    ambiguous_target.RULE,
    target_not_mapped.RULE,
    unknown_secondary.RULE,
    no_join.RULE,
    ambiguous_join.RULE,
    missing_reverse.RULE,
    reverse_not_a_relationship.RULE,
    reverse_of_another_class.RULE,
    crossed_pair.RULE,
    one_sided_pair.RULE,
    same_direction.RULE,
    missing_module.RULE,
    missing_name.RULE,
    archived_import.RULE,
    shadowed_module.RULE,
    unreadable_file.RULE,
)
