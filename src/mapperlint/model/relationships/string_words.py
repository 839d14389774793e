"""The words a string of a relationship may use beside the classes and tables of its registry.

SQLAlchemy evaluates the string with the public names of the `sqlalchemy` package at hand; behind
them are the globals of `orm/clsregistry.py`, and behind these the builtins of Python. This is all
of 1.4, 2.0 and 2.1 together: a word of one of them is not judged.
"""

from __future__ import annotations

import builtins

_SQLALCHEMY = """
ARRAY Alias Any BIGINT BINARY BLANK_SCHEMA BLOB BOOLEAN BigInteger BinaryExpression BindParameter
Boolean BooleanClauseList CHAR CLOB CTE Case Cast CheckConstraint ClauseElement ClauseList
CollectionAggregate Column ColumnClause ColumnCollection ColumnDefault ColumnElement
ColumnOperators CompoundSelect Computed Connection Constraint CreateTable CreateTableAs CreateView
DATE DATETIME DDL DDLElement DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime DefaultClause Delete
Dialect Double DropTable DropView Engine Enum Executable Exists Extract FLOAT False_ FetchedValue
Float ForeignKey ForeignKeyConstraint FrameClause FromClause FromGrouping Function FunctionElement
FunctionFilter GenerativeSelect Grouping INT INTEGER Identity Index Insert Inspector Integer
Interval JSON Join Label LambdaElement LargeBinary Lateral MetaData NCHAR NUMERIC NVARCHAR Named
Null Numeric Operators OrderByList Over PickleType Pool PrimaryKeyConstraint REAL Result Row
SMALLINT SQLColumnExpression ScalarSelect Select SelectBase Selectable Sequence SmallInteger
StatementLambdaElement String Subquery TEXT TIME TIMESTAMP TString Table TableClause TableSample
TableValuedAlias Text TextClause TextualSelect ThreadLocalMetaData Time Transaction True_ TryCast
Tuple TypeClause TypeCoerce TypeDecorator TypedColumns URL UUID UnaryExpression Unicode UnicodeText
UniqueConstraint Update Uuid VARBINARY VARCHAR Values Visitable WithinGroup
aggregate_order_by alias all_ and_ annotations any_ asc between bindparam bitwise_not case cast
collate column create_engine cte custom_op delete desc dialects distinct engine event events exc
except_ except_all exists extract false foreign from_dml_column func funcfilter future insert
inspect inspection intersect intersect_all join label lambda_stmt lateral literal literal_column log
make_url modifier not_ null nulls_first nulls_last nullsfirst nullslast or_ orm outerjoin outparam
over pool processors quoted_name remote schema select sql subquery table tablesample text true
try_cast tstring tuple_ type_coerce types union union_all update util values within_group
"""
_REGISTRY = """
Callable ColumnProperty Dict Generator Iterable List Mapping MutableMapping NoReturn Optional Set
SynonymProperty TYPE_CHECKING Tuple Type TypeVar Union add_class attributes class_mapper interfaces
re remove_class weakref
"""
_WORDS = frozenset((*_SQLALCHEMY.split(), *_REGISTRY.split(), *dir(builtins)))


def is_word(name: str) -> bool:
    """Whether a name may have a meaning that is neither a class nor a table."""
    return name in _WORDS or name.startswith("_")


_TABLE = """
add_is_dependent_on alias allows_lambda append_column append_constraint argument_for
autoincrement_column bind c columns comment compare compile constraints corresponding_column
create create_drop_stringify_dialect delete description dialect_kwargs dialect_options dispatch
drop entity_namespace exists exported_columns foreign_key_constraints foreign_keys fullname
get_children get_dialect_option implicit_returning indexes info inherit_cache insert insert_column
is_clause_element is_derived_from is_dml is_selectable is_view join key kwargs lateral
memoized_attribute memoized_instancemethod metadata name named_with_column outerjoin params
primary_key reflect_only_elements replace_selectable schema select selectable self_group
set_creator_ddl set_dropper_ddl stringify_dialect supports_execution table_valued tablesample
to_metadata tometadata unique_params update uses_inspection with_cols
"""
_COLUMNS = """
add as_read_only as_readonly clear compare contains_column corresponding_column extend get items
keys pop popitem remove replace setdefault update values
"""

TABLE_ATTRIBUTES = frozenset(_TABLE.split())
"""What an object of `Table` has besides `c`."""

COLUMNS_ATTRIBUTES = frozenset(_COLUMNS.split())
"""What the columns of a table have that is no column."""
