"""Check an audit chain of 1,000,000 lines, each with the digest of a record, by processor time."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path

from tests.benchmarks.bench import Bench, Goal, Measures, Way

LINES = 1_000_000
_PEER = "json.dumps and sha256, line by line"
_AT = "2024-07-01 01:30:00.000000"
_COLUMNS = "at, actor, action, subject, subject_id, detail, reason, hash, form, sealed"
_DETAIL = '{"amount_fen": 2000000, "from": "draft", "to": "confirmed"}'


def prepare(data: Path) -> Path:
    """Make the registry whose chain is checked."""
    from app.accounts import GENESIS, WITH_RECORDS, seal_of
    from app.clock import utc_now
    from app.store import create_store
    from models import AuditEntry

    file = data / f"audit-{LINES}.db"
    if file.exists():
        return file
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    create_store(str(part)).close()
    base = sqlite3.connect(part, isolation_level=None)
    base.execute("BEGIN")
    at = utc_now().replace(2024, 7, 1, 1, 30, 0, 0)
    line = AuditEntry(at=at, actor="李静", action="confirm", subject="result", detail=_DETAIL)
    line.form, line.reason, seal, rows = WITH_RECORDS, "核对无误", GENESIS, []
    for number in range(1, LINES + 1):
        digest = hashlib.sha256(str(number).encode()).hexdigest()[:32]
        line.subject_id, line.sealed = str(number), f"result {number} {digest}"
        seal = seal_of(line, seal)
        rows.append((_AT, line.actor, line.action, line.subject, line.subject_id, line.detail, line.reason,
                     seal, line.form, line.sealed))  # fmt: skip
    base.executemany(f"INSERT INTO audit_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    base.execute("COMMIT")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    part.rename(file)
    return file


def ours(data: Path, _scratch: Path) -> Measures:
    """`verify_audit` with progress."""
    from app.accounts import verify_audit
    from app.progress import Progress
    from app.store import open_store

    store = open_store(str(prepare(data)))
    with store.reading() as session:
        start = time.process_time()
        check = verify_audit(session, Progress())
        seconds = time.process_time() - start
    store.close()
    assert check.first_broken is None
    return {"seconds": seconds, "lines_per_second": check.entries / seconds}


def plain(data: Path, _scratch: Path) -> Measures:
    """Check it with the standard library's encoder, as one would first write it."""
    import json

    base = sqlite3.connect(prepare(data))
    start = time.process_time()
    previous, lines = "0" * 64, 0
    names = [name for name in _COLUMNS.split(", ") if name != "hash"]
    for row in base.execute(f"SELECT {', '.join(names)}, hash FROM audit_entry ORDER BY id"):
        facts = dict(zip(names, row[:-1], strict=True)) | {"previous": previous}
        facts["at"] = facts["at"].replace(" ", "T") + "+00:00"
        body = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(body.encode()).hexdigest()
        assert previous == row[-1]
        lines += 1
    seconds = time.process_time() - start
    base.close()
    return {"seconds": seconds, "lines_per_second": lines / seconds}


BENCH = Bench(
    "Check an audit chain of 1,000,000 lines",
    (Way("muye-awards", ours), Way(_PEER, plain)),
    (Goal("lines_per_second", at_least=200_000),),
    prepare,
)
