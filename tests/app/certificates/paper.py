"""Prints pages for tests without a registry, and reads them as others would: poppler, pdfium, a scanner."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp

from app.certificates.composing import Composer
from app.certificates.font_chain import FontPool
from app.certificates.press import Press
from app.certificates.qr import CAPACITY
from app.certificates.template import built_in

RARE_NAMES = ("李䶮", "王𬭎", "古丽娜尔·买买提", "张㛃", "陈𠅤")
MADE_AT = datetime(2024, 7, 1, tzinfo=UTC)


def fields(name: str = "李䶮", **others: str) -> dict[str, str]:
    """The fields of an award certificate."""
    defaults = {"salutation": "同志", "contest": "2024年河南省职业技能大赛", "item": "砌筑赛项（职工组）"}
    defaults |= {"achievement": "第一名", "issuer": "示例市竞赛办公室", "date": "二〇二四年六月十八日"}
    defaults |= {"number": "示赛证〔2024〕省0001号", "name": name}
    return defaults | others


def composer(pool: FontPool | None = None, flags: Sequence[str] = ("plain",)) -> Composer:
    """The award certificate's template, ready."""
    constants = {"issuer": "示例市竞赛办公室"}
    template = built_in("award-certificate")
    return Composer(template, pool or FontPool(), constants=constants, flags=frozenset(flags))


def printed(
    pages: Sequence[dict[str, str]], *, statement: bytes = b"", flags: Sequence[str] = ("plain",)
) -> bytes:
    """A PDF of some pages."""
    pool, sink = FontPool(), BytesIO()
    press = Press(sink, composer(pool, flags), pool)
    for page in pages:
        press.page(page, statement=statement.ljust(CAPACITY))
    press.finish(made_at=MADE_AT)
    return sink.getvalue()


def poppler_text(pdf: bytes, folder: Path) -> str:
    """The text as poppler copies it out; fails where poppler has anything to complain of."""
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def pdfium_texts(pdf: bytes) -> list[str]:
    """The text of each page as pdfium copies it out."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def scanned(pdf: bytes, *, dpi: int, page: int = 0) -> str:
    """What a scanner reads from the rasterised page."""
    document = pypdfium2.PdfDocument(pdf)
    image: Any = document[page].render(scale=dpi / 72).to_pil().convert("L")
    document.close()
    codes = zxingcpp.read_barcodes(image)
    assert len(codes) == 1
    text: str = codes[0].text
    return text
