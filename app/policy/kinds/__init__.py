"""Rule kinds: for each, the schema of its data and what becomes of it. One kind, one small module."""
