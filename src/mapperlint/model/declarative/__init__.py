"""Stage 4, declarative: what a class statement says to SQLAlchemy.

SQLAlchemy's `orm/decl_base.py` and `orm/decl_api.py`: which registry and MetaData a class belongs
to (`registries.py`), whether it is mapped and what its table is called (`declarative.py`), what
stands in its body and in its mixins (`attributes.py`, in the shapes of `reads.py`), and what is
attached to it later (`attachments.py`).
"""
