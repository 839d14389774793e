"""Inheritance: what a mapper has of its parent, and what the classes of a hierarchy share.

SQLAlchemy's `Mapper._configure_inheritance`: the table is joined to that of the parent
(`parent_joins.py`) or shared with it (`shared_tables.py`), columns of one name are combined
(`combined_columns.py`), and rows find their class by the value of a column (`identities.py`).
"""
