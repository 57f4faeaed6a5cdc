"""The words by which lists call their columns, from resources/column_words.toml: whole words only.

All words are keys: without spaces and signs (`fields.header_key`). A word stands for one field (`SYNONYMS`),
for one of several that the cells must tell apart (`AMBIGUOUS`), for nothing an award needs (`HARMLESS`), or
for the prize money (`PRIZE_MONEY`), which is worked out and never read.
"""

from __future__ import annotations

import tomllib

from app.paths import RESOURCES

_TABLES: dict[str, dict[str, str]] = tomllib.loads((RESOURCES / "column_words.toml").read_text("utf-8"))
_OTHER = {name: frozenset(words.split()) for name, words in _TABLES["other"].items()}

SYNONYMS: dict[str, tuple[str, ...]] = {
    field: tuple(words.split()) for field, words in _TABLES["field"].items()
}
AMBIGUOUS_UNIT_HEADERS = frozenset(_TABLES["unit"]["weak"].split())
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    word: tuple(fields.split()) for fields, words in _TABLES["ambiguous"].items() for word in words.split()
}
NEEDS_PROOF = _OTHER["needs-proof"]  # ambiguous words whose first field counts only where the cells prove it
UNCLEAR_DAYS = _OTHER["unclear-days"]  # days that may be the publication or another one
IGNORED_HEADERS = _OTHER["ignored"]
HARMLESS = IGNORED_HEADERS | _OTHER["harmless"]
PRIZE_MONEY = _OTHER["prize-money"]
OWNERS: dict[str, tuple[str, ...]] = {kind: tuple(words.split()) for kind, words in _TABLES["owner"].items()}
SENSE_OF = {word: sense for sense, words in _TABLES["sense"].items() for word in words.split()}
