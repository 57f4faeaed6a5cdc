"""Tests mirror the floors and rooms; `features/`, `faults/` and `benchmarks/` cut across them."""
