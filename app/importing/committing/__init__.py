"""Committing (写入): an accepted plan as one batch in one transaction."""
