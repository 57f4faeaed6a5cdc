"""Kinds of rules, one file each: the schema of its data in a pack, the rule, and what follows from it."""
