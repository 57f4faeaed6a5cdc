"""Keep a paper with its batch: the file that went out, or the signed scan that came back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from app.accounts import Right
from app.batches import keep_paper
from app.errors import InputError, NotFoundError
from app.os_problems import os_problem
from app.registry import read_scan
from app.unit_of_work import UnitOfWork


class PaperKind(StrEnum):
    """What a paper kept with a batch is; `signed-…` are scans."""

    NOTICE = "notice"  # 公示
    APPROVAL_SHEET = "approval-sheet"  # 审批表
    SIGNED_APPROVAL = "signed-approval"  # 已签审批表
    SIGN_OFF_SHEET = "sign-off-sheet"  # 签领表
    SIGNED_SIGN_OFF = "signed-sign-off"  # 已签签领表
    REQUEST = "request"  # 请示


_FINANCE = (PaperKind.SIGN_OFF_SHEET, PaperKind.SIGNED_SIGN_OFF, PaperKind.REQUEST)
_SCANS = (PaperKind.SIGNED_APPROVAL, PaperKind.SIGNED_SIGN_OFF)
_BEGINNINGS = (b"%PDF-", b"PK\x03\x04")


def keeping_right(kind: PaperKind) -> Right:
    """Return the right that whoever keeps a paper of this kind needs."""
    return Right.PAY if kind in _FINANCE else Right.ASSEMBLE


def keep_paper_file(
    work: UnitOfWork, batch_id: int, file: Path | str, *, kind: PaperKind = PaperKind.SIGNED_APPROVAL
) -> int:
    """Keep the bytes of a file with a batch as a paper of this kind; return the paper's id.

    Raises NotFoundError, and InputError for a scan that is no PDF or picture, another paper that is no PDF,
    Word file or workbook, and an empty or overlarge file.
    """
    work.require(keeping_right(kind))
    if kind in _SCANS:
        scan = read_scan(file)
        return keep_paper(work, batch_id, kind=kind, file_name=scan.file_name, content=scan.content)
    place = Path(file)
    try:
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError("file-missing", path=place) from error
    except OSError as error:
        raise InputError("scan-unreadable", path=place.name, problem=os_problem(error)) from error
    if not content.startswith(_BEGINNINGS):
        raise InputError("paper-kind-kept", path=place.name)
    return keep_paper(work, batch_id, kind=kind, file_name=place.name, content=content)
