"""Matching (比对): records against the file itself and against the registry."""
