"""The policy library (政策库): the documents themselves, their clauses, and search in them."""
