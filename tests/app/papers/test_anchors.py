"""Every paper that prints the audit chain's digest proves later that nothing was cut off the chain."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select, text

from app.accounts import GENESIS, audit_digest, check_audit
from app.anchors import anchored_digest
from app.papers import export_dossier
from app.store import Store, open_store
from models import AuditAnchor
from models.append_only import unprotect
from tests.app.commands.test_command_line import Run, run
from tests.app.papers.reading import pdf_text
from tests.payment_builders import BATCH, g1_at_payment

__all__ = ["run"]  # the fixture
PRINTED = re.compile(r"审计链至第\s*\d+\s*条，末条封印\s*[0-9a-f]{64}")


def of_pdf(file: Path) -> str:
    return pdf_text(file)


def of_workbook(file: Path) -> str:
    book = openpyxl.load_workbook(file, read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)


def of_zip(file: Path) -> str:
    with zipfile.ZipFile(file) as packed:
        return packed.read("index.html").decode()


PAPERS: dict[str, tuple[list[str], Callable[[Path], str]]] = {
    "审批表.pdf": (["papers", "approval", BATCH], of_pdf),
    "审计记录.xlsx": (["audit", "export"], of_workbook),
    "案卷.zip": (["batch", "dossier", BATCH], of_zip),
    "核算单.pdf": (["export", "slips"], of_pdf),
    "发放表.xlsx": (["export", "payments"], of_workbook),
}


@pytest.fixture
def place(sqlite_store: Store) -> str:
    """The file of a registry with a batch at its payment step."""
    g1_at_payment(sqlite_store)
    return str(sqlite_store.name)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_prints_the_very_digest_that_was_recorded(run: Run, place: str, name: str) -> None:
    command, read = PAPERS[name]
    assert run("--db", place, *command, name).code == 0
    printed = PRINTED.search(read(Path(name)))
    assert printed is not None

    assert run("--db", place, "audit", "verify", "--digest", printed[0]).code == 0
    store = open_store(place)
    with store.reading() as session:
        anchor = session.scalars(select(AuditAnchor).order_by(AuditAnchor.id.desc())).first()
        assert anchor is not None
        assert f"第{anchor.entries}条" in re.sub(r"\s", "", printed[0])
        assert anchor.seal in printed[0]
        assert name in anchor.place
    with store.engine.begin() as connection:  # now somebody cuts lines off, that of the export too
        unprotect(connection, "audit_entry")
        connection.execute(text("DELETE FROM audit_entry WHERE id >= :first"), {"first": anchor.entries})
    store.close()

    told = run("--db", place, "audit", "verify")
    assert told.code == 1
    assert f"“导出的文件 {name}”" in told.out


def test_a_digest_is_of_the_lines_that_stand_when_it_is_recorded(sqlite_store: Store) -> None:
    assert anchored_digest(sqlite_store, "空.pdf").seal == GENESIS
    with sqlite_store.writing(actor="某人") as work:
        work.audit("confirm", "result", 1)
    digest = anchored_digest(sqlite_store, "次日.pdf")
    with sqlite_store.reading() as session:
        assert digest == audit_digest(session)
        assert check_audit(session, digest=f"{digest.entries} {digest.seal[:16]}").is_whole
        assert check_audit(session).marks == 2


def test_a_dossier_that_cannot_be_written_says_nothing_of_its_own_in_the_chain(
    sqlite_store: Store, tmp_path: Path
) -> None:
    paying = g1_at_payment(sqlite_store)
    with sqlite_store.reading() as session:
        before = audit_digest(session)
    with pytest.raises(Exception, match="dossier-kind"):
        export_dossier(sqlite_store, paying.batch, tmp_path / "案卷.pdf", actor="经办甲")
    with sqlite_store.reading() as session:
        assert audit_digest(session) == before


def test_the_payment_list_of_the_demo_is_anchored(run: Run) -> None:
    assert run("demo", "样例").code == 0
    printed = PRINTED.search(of_workbook(Path("样例/payments.xlsx")))
    assert printed is not None
    store = open_store("样例/registry.db")
    with store.reading() as session:
        places = [anchor.place for anchor in session.scalars(select(AuditAnchor))]
        assert check_audit(session, digest=printed[0]).is_whole
    store.close()
    assert "导出的文件 payments.xlsx" in places
