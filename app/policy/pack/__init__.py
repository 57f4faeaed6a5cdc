"""Packs: policies as checked files. Every fault is found at once, with file, line and key."""
