"""Mutation testing: small faults put into the code one at a time, each of which some test must notice.

    python -m tests.mutation [--minutes N] [--seed N] [--only PATH…] [--list]

A part of `dev.py test --all`. What it does and why it is our own stands in docs/adr (0023).
"""
