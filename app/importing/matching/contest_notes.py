"""What is still missing of a contest when the whole file has been read: its class, or the class's basis."""

from __future__ import annotations

from app.importing.finding_list import FindingList
from app.importing.findings import Note
from app.importing.staging import ContestDraft, Understood

_CLASSED = ("national", "provincial", "municipal")


def say_what_contests_lack(understood: Understood, findings: FindingList) -> None:
    """Warn once per contest, at the row that first spoke of it."""
    for draft in understood.contests:
        code, field = _lack(draft)
        if code:
            sheet, row = draft.said_in
            note = Note(code, {"contest": draft.name})
            findings.say(
                note, sheet=sheet, name=understood.sheets[sheet], row=row, field=field, value=draft.name
            )


def _lack(draft: ContestDraft) -> tuple[str, str]:
    if draft.level in _CLASSED and not draft.contest_class:
        return "class-missing", "level"
    if draft.contest_class == "class-one" and not draft.class_basis:
        return "class-basis-missing", "class_basis"
    return "", ""
