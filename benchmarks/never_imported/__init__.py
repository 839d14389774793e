"""Takes the import of a module of models out of real projects, and asks who notices."""
