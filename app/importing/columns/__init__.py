"""Columns (列): which row is the header, what each column holds, and what stands above."""
