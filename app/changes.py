"""What a use-case touched, so that open screens know whether to refresh."""

from __future__ import annotations

from enum import Flag, auto


class Changes(Flag):
    """Kinds of things touched by one committed unit of work."""

    NOTHING = 0
    CONTESTS = auto()
    RESULTS = auto()
    PEOPLE = auto()
    UNITS = auto()
    AWARDS = auto()
    RULINGS = auto()
    STANDARDS = auto()
    DESIGNATIONS = auto()
    HONOURS = auto()
    CERTIFICATES = auto()
    IMPORTS = auto()
    SETTINGS = auto()
    DOCUMENTS = auto()
    BATCHES = auto()
    PAYMENTS = auto()
    ACCOUNTS = auto()
    EVERYTHING = (1 << 16) - 1
