"""The keywords that `relationship()` takes, by series of SQLAlchemy."""

from __future__ import annotations

_ALWAYS = frozenset(
    {
        *("_local_remote_pairs", "active_history", "argument", "back_populates", "backref"),
        *("bake_queries", "cascade", "cascade_backrefs", "collection_class"),
        *("comparator_factory", "distinct_target_key", "doc", "enable_typechecks", "foreign_keys"),
        *("info", "innerjoin", "join_depth", "lazy", "load_on_pending", "omit_join", "order_by"),
        *("passive_deletes", "passive_updates", "post_update", "primaryjoin", "query_class"),
        *("remote_side", "secondary", "secondaryjoin", "single_parent", "sync_backref", "uselist"),
        "viewonly",
    }
)
_1_4 = _ALWAYS | {"_legacy_inactive_history_style", "overlaps"}
_2_0 = _1_4 | {
    *("attribute_options", "compare", "dataclass_metadata", "default", "default_factory", "hash"),
    *("init", "kw_only", "repr"),
}

KEYWORDS = {
    "1.3": _ALWAYS | {"extension", "strategy_class"},
    "1.4": _1_4,
    "2.0": _2_0,
    "2.1": _2_0,
}

SQLMODEL = frozenset(
    {
        *("back_populates", "cascade_delete", "passive_deletes", "link_model"),
        *("sa_relationship", "sa_relationship_args", "sa_relationship_kwargs"),
    }
)
"""Those of SQLModel's `Relationship`; others are handed on in `sa_relationship_kwargs`."""

LAZY = {
    "1.3": frozenset(
        {
            *(True, False, None, "select", "joined", "selectin", "subquery", "immediate"),
            *("raise", "raise_on_sql", "noload", "dynamic", "baked_select"),
        }
    ),
}
LAZY["1.4"] = LAZY["1.3"]
LAZY["2.0"] = LAZY["2.1"] = LAZY["1.4"] | {"write_only"}
"""The ways of loading that have a strategy; `1` is the same as True to SQLAlchemy."""
