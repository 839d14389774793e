"""Descriptors: attributes of a class that name other attributes.

Proxies, synonyms, composites, collections keyed by an attribute, validators: each says in a string
what it works on. SQLAlchemy looks when the attribute is used, so that a wrong name raises late, or
never. `named_attributes.py` says what a name is on a class; the others ask it.
"""
