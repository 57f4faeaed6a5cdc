"""Who was in an event by an earlier version of a list, and is in this one no longer (这次名单里没有的人)."""

from __future__ import annotations

from collections.abc import Iterator

from app.importing.cleaning.records import Record
from app.importing.findings import Note
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import SKIPPED, StagedImport
from app.importing.values.names import person_key

_NAMED = 10  # people named one by one


def missing_people(staged: StagedImport, registry: RegistryLookup) -> Iterator[tuple[int, Note]]:
    """Give, for each event of which a list is a newer version, its first record and a note on who is missing.

    It is one where at least half of the people whom the registry has in the event are in the list. People in
    rows that are kept out are in the list all the same: they are told by their names.
    """
    known = {draft.id: number for number, draft in enumerate(staged.event_drafts) if draft.id}
    if not known or staged.is_known_file:
        return
    first: dict[int, int] = {}
    listed: dict[int, set[int]] = {}
    for at, (event, person) in enumerate(zip(staged.events, staged.people, strict=True)):
        if event >= 0 and staged.kinds[at] != SKIPPED:
            first.setdefault(event, at)
            listed.setdefault(event, set()).add(staged.person_ids[person])
    out = [at for at, kind in enumerate(staged.kinds) if kind == SKIPPED]
    names = {person_key(Record._make(record).name or "") for _, record in staged.file.records.records_at(out)}
    before: dict[int, list[tuple[int, str]]] = {}
    for event, person, name in registry.people_of(sorted(known)):
        before.setdefault(event, []).append((person, name))
    for event, people in before.items():
        number = known[event]
        found = listed.get(number, set())
        missing = [name for person, name in people if person not in found and person_key(name) not in names]
        if missing and 2 * (len(people) - len(missing)) >= len(people) and number in first:
            shown = "、".join(missing[:_NAMED]) + ("……" if len(missing) > _NAMED else "")
            params: dict[str, object] = {"event": staged.event_drafts[number].name, "count": len(missing)}
            yield first[number], Note("people-missing", params | {"names": shown})
