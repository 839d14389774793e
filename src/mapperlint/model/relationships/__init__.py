"""Stage 8, relationships: `configure_mappers()`, for all of them.

SQLAlchemy's `orm/relationships.py`. `configuration.py` takes its steps in its order: arguments
(`arguments.py`, `join_arguments.py`), target (`targets.py`), join (`join_search.py` finds one by
foreign keys, `conditions.py` reads a written one, `joins.py` marks the columns), cardinality
(`cardinality.py`). Then the two sides meet (`pairs.py`).
"""
