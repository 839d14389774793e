"""The model: what all files say together, built as SQLAlchemy builds it, without running it.

`link.py` runs the stages. Each takes what the ones before it made, and knows nothing of the later:

1. `modules`: from files to modules. Which file is imported under which name, and which to read.
2. `versions`: from requirements and lock files to the SQLAlchemy the project runs on.
3. `values`: from expressions to what they stand for: constants, classes, calls; or unknown.
4. `declarative`: from classes to what they declare: registry, table name, attributes.
5. `tables`: from `Table(...)` and columns to tables with their foreign keys.
6. `mapping`: from mapped classes to mappers with their tables, columns and parents.
7. `names`: from strings to the classes and tables they lead to; or why they lead nowhere.
8. `relationships`: from `relationship(...)` to targets, joins, directions, and linked pairs.

Beside the stages stand packages that answer questions of the rules, out of what the stages made:

- `declarations`: whether SQLAlchemy can take what classes, columns and tables declare.
- `inheritance`: how the classes of a hierarchy fit together.
- `descriptors`: whether names in proxies, synonyms, composites and validators lead anywhere.
- `imports`: whether the imports of the project lead anywhere, and where a name lives now.
- `programs`: where the programs of the project start, what they load, and what they never do.
- `mending`: what would mend a finding, as far as the whole project tells.

`project.py` is what comes out, with the questions of the rules; `copies.py` and
`duplicate_tables.py` answer large ones: what is written, and what is made, twice. `coverage.py`
says how much was understood, `mirror.py` gives all of it as plain data, as a dump of SQLAlchemy's
own mappers would. `source.py` is where the files come from.
"""
