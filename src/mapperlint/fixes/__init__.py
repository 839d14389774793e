"""Mending what the rules find, in the author's own layout.

`realise` takes the intentions of a fix, which are in words of the program, one after the other:

- `keywords`, `expressions`, `functions`, `removal`: within a statement, or around it.
- `relationships`: a statement more in a class, like those that are there.
- `imports`, `needed`: import statements, moved or missing; `import_statements` and `packages` say
  what a block imports, and where one more belongs.

Each of them changes a `draft`, the text of a file that still knows what of it is the author's, by
way of a `statement`, the only piece that is read as syntax; `style` says how the author writes.

What comes out are `edits`: bytes of a file replaced by others. The text of a file is only ever
changed by edits. What no edit covers stays as it is, byte for byte.
"""
