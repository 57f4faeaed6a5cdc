"""Papers (文书): notices, sheets and letters of batches and payments, as Word files, PDFs and workbooks."""

from app.papers.approval import ApprovalSheetReport, approval_sheet
from app.papers.batch_facts import BatchFacts, batch_facts
from app.papers.dossier import DossierReport, export_dossier, write_dossier
from app.papers.keeping import PaperKind, keep_paper_file, keeping_right
from app.papers.letters import LetterReport, recovery_letter, request_letter
from app.papers.missing_cards import CardSheet, missing_card_sheets
from app.papers.notice import NoticeReport, publicity_notice
from app.papers.sign_off import SignOffReport, sign_off_sheet

__all__ = [
    "ApprovalSheetReport",
    "BatchFacts",
    "CardSheet",
    "DossierReport",
    "LetterReport",
    "NoticeReport",
    "PaperKind",
    "SignOffReport",
    "approval_sheet",
    "batch_facts",
    "export_dossier",
    "keep_paper_file",
    "keeping_right",
    "missing_card_sheets",
    "publicity_notice",
    "recovery_letter",
    "request_letter",
    "sign_off_sheet",
    "write_dossier",
]
