"""What would mend a finding, as intentions: the fixes that several rules offer, or a long one.

A fix is only made of what is known. `writing.py` says where a relationship is written and what of
that belongs to it alone, `naming.py` how another piece of the program is named from there. On these
stand the ways to mend: the two sides of a pair (`other_sides.py`, `opposites.py`, `backrefs.py`),
the join (`joins.py`), and what annotations say (`annotations.py`).

`corrections.py` puts a right name where a wrong one is written, and says how far that is to be
trusted. On it stand the names of classes (`targets.py`), of tables and columns (`keys.py`) and of
attributes (`descriptors.py`). Beside these stand what class bodies lack (`declarations.py`),
imports that lead to where a name lives now (`imports.py`), and those that a program lacks
(`aggregators.py`).
"""
