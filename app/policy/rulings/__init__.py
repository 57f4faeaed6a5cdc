"""Rulings (裁定): the office's answers, found by narrowest scope, and read from files."""
