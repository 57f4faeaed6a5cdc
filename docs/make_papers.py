"""Make docs/pictures/papers anew: the first page of each paper (文书) of a batch and its payment.

    python docs/make_papers.py

Fills a registry of its own with people who do not exist. Needs no screen, but pdftoppm of poppler.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image

from app.accounts import audit_digest
from app.papers import approval_sheet, publicity_notice, recovery_letter, request_letter, sign_off_sheet
from app.store import create_store
from models import Batch
from tests.app.payments.test_recovering import annul_first, pay
from tests.batch_builders import CONTACT, a_publicity
from tests.builders import NOW
from tests.payment_builders import g1_at_payment

FOLDER = Path(__file__).parent / "pictures" / "papers"
ISSUER = "新乡市职业技能竞赛工作领导小组办公室"
ACCOUNT = "新乡市示例局，中国银行新乡分行，账号1234567890123"
DPI, COLOURS = 70, 24


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(folder / "home")
        store = create_store(str(folder / "r.db"), settings={"issuer": ISSUER})
        paying = g1_at_payment(store, tax="incidental-income-20")
        with store.writing(actor="经办甲") as work:
            a_publicity(work.session, work.session.get_one(Batch, paying.batch))
        run_id = paying.make()
        with store.reading() as session:
            publicity_notice(session, paying.batch, folder / "notice.pdf", now=NOW)
            approval_sheet(
                session, paying.batch, folder / "approval-sheet.pdf", now=NOW, digest=audit_digest(session)
            )
            sign_off_sheet(session, run_id, folder / "sign-off-sheet.pdf")
            request_letter(session, run_id, folder / "request.pdf", addressee="新乡市财政局", now=NOW)
        pay_and_recover(store, paying, run_id, folder / "recovery-letter.pdf")
        store.close()
        for pdf in sorted(folder.glob("*.pdf")):
            picture(pdf, page=1)
        picture(folder / "notice.pdf", page=2, name="notice-list")


def pay_and_recover(store, paying, run_id: int, out: Path) -> None:
    """Pay the run, annul the first prize of it, and write the letter that asks for it back."""
    from app.payments import mark_exported

    with store.writing(actor="财务丁") as work:
        mark_exported(work, run_id)
    pay(paying, run_id)
    award = annul_first(paying)
    with store.reading() as session:
        facts = {"account": ACCOUNT, "contact": CONTACT, "pay_by": date(2024, 8, 1)}
        recovery_letter(session, award, out, now=NOW, **facts)


def picture(pdf: Path, *, page: int, name: str = "") -> None:
    """Write a page as a small picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    out = FOLDER / f"{name or pdf.stem}.png"
    words = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run([*words, str(pdf), str(out.with_suffix(""))], check=True)
    sheet = Image.open(out).convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    sheet.save(out, optimize=True)
    print(f"{out.name}  {out.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
