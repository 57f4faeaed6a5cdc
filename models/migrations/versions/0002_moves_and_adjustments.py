"""Moves of state with date and actor, adjustments, contest series, seal forms, closed sets of states"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DESIGNATION_STATES = "'blocked', 'proposed', 'designated', 'under-review', 'passed-on', 'revoked'"
_BASIS_STATUSES = "'proposed', 'blocked', 'fallen'"
_ADJUSTMENT_STATES = "'open', 'settled', 'dropped'"


def upgrade() -> None:
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.SmallInteger(), server_default="1", nullable=False))
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("series_basis", sa.String(length=120), server_default="", nullable=False)
        )
    with op.batch_alter_table(
        "designation", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_designation_state_known"), f'"state" IN ({_DESIGNATION_STATES})'
        )
    with op.batch_alter_table("designation_basis", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_designation_basis_status_known"), f'"status" IN ({_BASIS_STATUSES})'
        )
    _create_adjustment()
    _create_state_change()
    _fill_state_change()


def _create_adjustment() -> None:
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("before_fen", sa.BigInteger(), nullable=False),
        sa.Column("after_fen", sa.BigInteger(), nullable=False),
        sa.Column("difference_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "difference_fen = after_fen - before_fen", name=op.f("ck_adjustment_difference_is_exact")
        ),
        sa.CheckConstraint(f'"state" IN ({_ADJUSTMENT_STATES})', name=op.f("ck_adjustment_state_known")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_adjustment_award_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["award.id"], name=op.f("fk_adjustment_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adjustment_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_replaces_id"), ["replaces_id"], unique=False)


def _create_state_change() -> None:
    op.create_table(
        "state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_carried_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("state_change", schema=None) as batch_op:
        batch_op.create_index("ix_state_change_subject", ["noun", "subject_id", "id"], unique=False)
        batch_op.create_index("ix_state_change_moment", ["noun", "to_state", "changed_at"], unique=False)


# What a registry of the first release tells of past moves: results and certificates carry moments of their
# own, registers have their acts, everything else has its lines in the audit chain.

_ACTS = {
    "designation": {
        "designate": "designated",
        "take-over": "designated",
        "review": "under-review",
        "reinstate": "designated",
        "pass-on": "passed-on",
        "revoke": "revoked",
    },
    "recognition": {
        "propose": "proposed",
        "recognise": "recognised",
        "review": "under-review",
        "reinstate": "recognised",
        "withdraw": "withdrawn",
        "revoke": "revoked",
    },
    "honour": {
        "record": "standing",
        "review": "under-review",
        "reinstate": "standing",
        "revoke": "revoked",
    },
}
_AUDITED = {
    ("introduction", "introduction"): {"record": "standing", "withdraw": "withdrawn"},
    ("introduction-subsidy", "subsidy"): {
        "claim": "claimed",
        "approve": "approved",
        "pay": "paid",
        "withdraw": "withdrawn",
        "demand-back": "to-recover",
        "recover": "recovered",
    },
    ("award", "award"): {"review": "reviewed", "recover": "to-recover", "withdraw": "withdrawn"},
}
_FIRST = {"designation": "proposed", "award": "proposed"}  # what preceded the first move that is recorded
_TABLES = {
    "award": "award",
    "certificate": "certificate",
    "designation": "designation",
    "honour": "honour",
    "introduction": "introduction",
    "recognition": "recognition",
    "result": "result",
    "subsidy": "introduction_subsidy",
}
_UNMOVED = {
    "award": ("none", "blocked", "proposed"),
    "designation": ("blocked", "proposed"),
    "result": ("draft",),
}

_MOMENT = sa.DateTime(timezone=True)
_audit = sa.table(
    "audit_entry",
    *(sa.column(name) for name in ("id", "actor", "action", "subject", "subject_id", "detail", "reason")),
    sa.column("at", _MOMENT),
)
_change = sa.table(
    "state_change",
    *(sa.column(name) for name in ("noun", "subject_id", "from_state", "to_state")),
    sa.column("changed_at", _MOMENT),
    *(sa.column(name) for name in ("actor", "reason", "document")),
    sa.column("is_carried_over", sa.Boolean()),
)


def _fill_state_change() -> None:
    connection = op.get_bind()
    _fill_results(connection)
    moves: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for noun, subject_id, move in (*_from_acts(connection), *_from_audit(connection)):
        moves[noun, subject_id].append(move)
    rows = []
    for (noun, subject_id), some in moves.items():
        state = _FIRST.get(noun, "")
        for move in some:
            if move["to_state"] != state:
                rows.append({"noun": noun, "subject_id": subject_id, "from_state": state, **move})
            state = move["to_state"]
    _insert(connection, rows)
    _carry_over(connection)


def _insert(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 1_000):
        some = [{"document": "", "is_carried_over": False, **row} for row in rows[start : start + 1_000]]
        connection.execute(sa.insert(_change), some)


def _fill_results(connection: sa.Connection) -> None:
    """Results say who confirmed them and when; a replaced one ended when its next version was recorded."""
    insert = (
        "INSERT INTO state_change (noun, subject_id, from_state, to_state, changed_at, actor, reason,"
        " document, is_carried_over) "
    )
    connection.exec_driver_sql(
        f"{insert} SELECT 'result', id, 'draft', 'confirmed', confirmed_at, confirmed_by, '', '', false"
        " FROM result WHERE confirmed_at IS NOT NULL AND confirmed_by IS NOT NULL ORDER BY id"
    )
    from_state = "CASE WHEN old.confirmed_at IS NULL THEN 'draft' ELSE 'confirmed' END"
    connection.exec_driver_sql(
        f"{insert} SELECT 'result', old.id, {from_state}, 'superseded', new.recorded_at, new.recorded_by,"
        " '', '', false FROM result old JOIN result new"
        " ON new.entry_id = old.entry_id AND new.version = old.version + 1"
        " WHERE old.state = 'superseded' ORDER BY old.id"
    )
    connection.exec_driver_sql(
        f"{insert} SELECT 'result', old.id, {from_state}, 'annulled', a.at, a.actor, a.reason, '', false"
        " FROM result old JOIN audit_entry a ON a.subject = 'result' AND a.action = 'annul'"
        " AND a.subject_id = CAST(old.id AS VARCHAR(40)) WHERE old.state = 'annulled' ORDER BY a.id"
    )


def _from_acts(connection: sa.Connection) -> Iterator[tuple[str, int, dict[str, Any]]]:
    act = sa.table(
        "register_act",
        *(sa.column(name) for name in ("id", "act", "reason", "document", "recorded_by")),
        *(sa.column(f"{noun}_id") for noun in _ACTS),
        sa.column("recorded_at", _MOMENT),
    )
    for noun, states in _ACTS.items():
        subject = act.c[f"{noun}_id"]
        query = sa.select(act, subject.label("subject")).where(subject.is_not(None)).order_by(act.c.id)
        for row in connection.execute(query):
            if row.act in states:
                move = {"to_state": states[row.act], "changed_at": row.recorded_at, "actor": row.recorded_by}
                yield noun, row.subject, move | {"reason": row.reason, "document": row.document}


def _from_audit(connection: sa.Connection) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for (subject, noun), states in _AUDITED.items():
        query = sa.select(_audit).where(_audit.c.subject == subject, _audit.c.action.in_(states))
        standing = set(connection.scalars(sa.text(f"SELECT id FROM {_TABLES[noun]}")))
        for row in connection.execute(query.order_by(_audit.c.id)):
            if row.subject_id.isdecimal() and int(row.subject_id) in standing:
                detail = json.loads(row.detail)
                state = states[row.action]
                if noun == "award" and row.action == "withdraw" and "sha256" in detail:
                    state = "proposed"  # a review taken back; the award itself was not withdrawn
                move = {"to_state": state, "changed_at": row.at, "actor": row.actor, "reason": row.reason}
                yield noun, int(row.subject_id), move
    yield from _from_certificates(connection)


def _from_certificates(connection: sa.Connection) -> Iterator[tuple[str, int, dict[str, Any]]]:
    names = ("id", "number", "issued_by")
    certificate = sa.table(
        "certificate", *(sa.column(name) for name in names), sa.column("issued_at", _MOMENT)
    )
    ids = {}
    for row in connection.execute(sa.select(certificate).order_by(certificate.c.id)):
        ids[row.number] = row.id
        move = {"to_state": "issued", "changed_at": row.issued_at, "actor": row.issued_by, "reason": ""}
        yield "certificate", row.id, move
    for state in ("superseded", "revoked"):
        query = sa.select(_audit).where(_audit.c.action == f"certificate-{state}")
        for row in connection.execute(query.order_by(_audit.c.id)):
            if row.subject_id in ids:
                move = {"to_state": state, "changed_at": row.at, "actor": row.actor, "reason": row.reason}
                yield "certificate", ids[row.subject_id], move


def _carry_over(connection: sa.Connection) -> None:
    """Add the present state of what no move led to: when and by whom is not known."""
    now = datetime.now(UTC)
    for noun, table in _TABLES.items():
        last = (
            f"SELECT s.to_state FROM state_change s WHERE s.noun = '{noun}' AND s.subject_id = t.id"
            " ORDER BY s.id DESC LIMIT 1"
        )
        unmoved = "".join(f" AND t.state <> '{state}'" for state in _UNMOVED.get(noun, ()))
        query = f"SELECT t.id, t.state, COALESCE(({last}), '') FROM {table} t WHERE 1 = 1{unmoved}"
        rows = [
            {
                "noun": noun,
                "subject_id": row[0],
                "from_state": row[2],
                "to_state": row[1],
                "changed_at": now,
                "actor": "",
                "reason": "",
                "is_carried_over": True,
            }
            for row in connection.exec_driver_sql(query)
            if row[1] != row[2]
        ]
        _insert(connection, rows)
