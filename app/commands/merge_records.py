"""What the commands that merge have in common: a preview told, merges on record listed, one taken back."""

from __future__ import annotations

from argparse import Namespace

from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import opened
from app.registry import MergePreview, merges_on_record, undo_merge
from app.words import tr


def tell_preview(preview: MergePreview, console: Console) -> int:
    """Say what a merge would do, whatever is merged; return 1 where something forbids it."""
    counts = {"results": preview.results, "events": preview.events_moved, "joined": preview.events_joined}
    names = {"kept": preview.kept, "merged": preview.merged}
    pairs = "、".join(preview.pairs) or tr("cli.contests.no-pairs")
    console.say(tr("cli.contests.merge-preview", pairs=pairs, **names, **counts))
    for line in (*preview.notes, *preview.blocks):
        console.say(line)
    lists = {"pairs": list(preview.pairs), "notes": list(preview.notes), "blocks": list(preview.blocks)}
    console.tell({**names, **counts, **lists})
    return 1 if preview.blocks else 0


def list_merges(arguments: Namespace, console: Console) -> int:
    """List every merge, those taken back too."""
    with opened(arguments) as store, store.reading() as session:
        merges = merges_on_record(session)
    for one in merges:
        key = "cli.contests.merge-line" if one.undone_at is None else "cli.contests.merge-line-undone"
        words = {
            "id": one.id,
            "kept": one.kept,
            "merged": one.merged,
            "by": one.merged_by,
            "reason": one.reason,
        }
        console.say(tr(key, day=f"{one.merged_at:%Y-%m-%d}", undone_by=one.undone_by, **words))
    if not merges:
        console.say(tr("cli.contests.no-merges"))
    console.tell(
        {
            "merges": [
                {
                    "id": one.id,
                    "noun": one.noun,
                    "kept": one.kept,
                    "merged": one.merged,
                    "reason": one.reason,
                    "by": one.merged_by,
                    "undone": one.undone_at is not None,
                }
                for one in merges
            ]
        }
    )
    return 0


def take_back(arguments: Namespace, console: Console) -> int:
    """Take a merge back."""
    reason = arguments.reason or tr("cli.contests.undo-merge-reason")
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        undo_merge(work, arguments.id, reason=reason)
    console.say(tr("cli.contests.merge-undone", id=arguments.id, reassessed=work.reassessed))
    console.tell({"undone": arguments.id, "reassessed": work.reassessed})
    return 0
