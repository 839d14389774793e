"""Stage 5, tables: `Table`, `Column`, `ForeignKey` and the constraints they make.

SQLAlchemy's `sql/schema.py`. `tables.py` has the shapes, `table_builder.py` fills them from calls.
"""
