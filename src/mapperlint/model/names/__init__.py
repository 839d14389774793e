"""Stage 7, names: what a string leads to, now that all tables and mappers are there.

SQLAlchemy's `orm/clsregistry.py`, and `MetaData.tables` of `sql/schema.py`. Every answer is one of
the ends in `resolution.py`.
"""
