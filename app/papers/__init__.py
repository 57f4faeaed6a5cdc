"""Papers (文书): notices, sheets and letters of batches and payments, as Word files, PDFs and workbooks."""

from app.papers.batch_facts import BatchFacts, batch_facts
from app.papers.notice import NoticeReport, publicity_notice

__all__ = [
    "BatchFacts",
    "NoticeReport",
    "batch_facts",
    "publicity_notice",
]
