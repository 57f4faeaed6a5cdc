"""The dossier of a batch: read without the program, every file with its hash."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from app.accounts import audit_digest, verify_audit
from app.batches import batch_page, keep_paper
from app.errors import InputError
from app.papers import export_dossier, write_dossier
from app.payments import take_return
from app.store import Store
from tests.builders import CLERK, NOW
from tests.payment_builders import FINANCE, Paying, g1_at_payment, whole_return

PDF = b"%PDF-1.7 signed"


@pytest.fixture
def paying(sqlite_store: Store, tmp_path: Path) -> Paying:
    """A batch that is paid: a signed approval kept, a run sent, the bank's return taken."""
    paying = g1_at_payment(sqlite_store)
    run = paying.send()
    with sqlite_store.writing(actor=FINANCE) as work:
        assert take_return(work, run, whole_return(tmp_path, paying.page(run))).is_taken
    with sqlite_store.writing(actor=CLERK) as work:
        keep_paper(work, paying.batch, kind="signed-approval", file_name="签批件.pdf", content=PDF)
    return paying


def test_the_zip_holds_everything_with_its_hash(paying: Paying, tmp_path: Path) -> None:
    out = tmp_path / "案卷.zip"
    report = export_dossier(paying.store, paying.batch, out, actor=CLERK)

    with zipfile.ZipFile(out) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert len(files) == report.files
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(files) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name]).hexdigest() == digest, name
    assert sums["index.html"] == report.sha256
    index = files["index.html"].decode()
    assert "没有作数的公示记录" in index  # the builder skips it
    assert "没有留存签批" not in index
    assert "没有银行回单" not in index
    linked = re.findall(r'href="([^"]+)"', index)
    assert sorted(linked) == sorted(set(files) - {"SHA256SUMS", "index.html"})
    assert all(sums[name] in index for name in linked)

    assert files["papers/01-签批件.pdf"] == PDF
    assert any(name.startswith("returns/01-") for name in files)
    assert files["slips.pdf"].startswith(b"%PDF")
    assert "新竞办〔2024〕3号" in files["decision.html"].decode()
    assert "¥186,400.00" in files["reconciliation.html"].decode()
    assert "存入文件" in files["audit.html"].decode()
    payments = files["payments.html"].decode()
    for line in paying.page(1).lines:
        assert line.person in payments
        assert line.card not in payments
    with paying.store.reading() as session:
        assert batch_page(session, paying.batch).history[-1].words == "导出案卷"
        assert verify_audit(session).first_broken is None


def test_names_are_shown_as_text_never_as_markup(paying: Paying, tmp_path: Path) -> None:
    with paying.store.writing(actor=CLERK) as work:
        keep_paper(work, paying.batch, kind="notice", file_name="<b>甲&乙.pdf", content=b"%PDF-1.7 other")
    with paying.store.reading() as session:
        write_dossier(session, paying.batch, tmp_path / "卷", now=NOW, digest=audit_digest(session))
    assert "&lt;b&gt;甲&amp;乙.pdf" in (tmp_path / "卷" / "index.html").read_text("utf-8")


def test_it_goes_into_an_empty_folder_and_a_zip_only(paying: Paying, tmp_path: Path) -> None:
    full = tmp_path / "满"
    full.mkdir()
    (full / "别的.txt").write_text("x")
    with paying.store.reading() as session, pytest.raises(InputError) as filled:
        write_dossier(session, paying.batch, full, now=NOW, digest=audit_digest(session))
    assert filled.value.code == "dossier-folder"
    with pytest.raises(InputError) as wrong:
        export_dossier(paying.store, paying.batch, tmp_path / "案卷.rar", actor=CLERK)
    assert wrong.value.code == "dossier-kind"
