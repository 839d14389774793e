"""Stage 6, mapping: each mapped class gets its mapper, parents first.

SQLAlchemy's `orm/mapper.py`. `mapping.py` builds a mapper, and `mappers.py` is what it builds: a
class with its table (`class_tables.py`) and its properties (`properties.py`). Relationships are
only noted here.
"""
