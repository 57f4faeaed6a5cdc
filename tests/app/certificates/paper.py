"""Certificate pages for tests, without a registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from app.certificates.templates import TEMPLATES, built_in
from app.printing import QR_CAPACITY, Composer, FontPool, PdfRenderer

RARE_NAMES = ("李䶮", "王𬭎", "古丽娜尔·买买提", "张㛃", "陈𠅤")
MADE_AT = datetime(2024, 7, 1, tzinfo=UTC)


def fields(name: str = "李䶮", **others: str) -> dict[str, str]:
    """The fields of an award certificate."""
    defaults = {"salutation": " 同志", "contest": "2024年河南省职业技能大赛", "item": "砌筑赛项（职工组）"}
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
    renderer = PdfRenderer(sink, composer(pool, flags), pool, pictures=TEMPLATES)
    for page in pages:
        renderer.page(page, code_content=statement.ljust(QR_CAPACITY))
    renderer.finish(made_at=MADE_AT)
    return sink.getvalue()
