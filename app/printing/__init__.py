"""The printing room (排印): PDF pages, fonts, QR codes and workbooks. It knows nothing of the office.

Importing the room loads nothing: each name is fetched from its module when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.printing.composing import Composer
    from app.printing.flowing_text import text_pages_pdf
    from app.printing.font_chain import FontChain, FontPool
    from app.printing.list_workbook import streaming_workbook, write_list_workbook
    from app.printing.lists import ClosingLine, Column, ListSheet, Section, money_column, running_number
    from app.printing.paged_list import PagedList, write_paged_list
    from app.printing.paper_pdf import papers_pdf
    from app.printing.papers import (
        FormCell,
        FormPaper,
        FormRow,
        Letter,
        ListPaper,
        annex_lines,
        missing_in_paper,
    )
    from app.printing.pdf_pages import pages_of
    from app.printing.pdf_reading import (
        PageImage,
        check_text_layer,
        has_more_than_pages,
        hidden_texts,
        page_count,
        page_image,
        page_texts,
    )
    from app.printing.pdf_renderer import PdfRenderer
    from app.printing.qr import QR_CAPACITY, qr_texts
    from app.printing.template import Template, Vocabulary, read_template
    from app.printing.text_pages import TextBlock, TextPage, missing_characters

_MODULES = {
    "composing": ("Composer",),
    "flowing_text": ("text_pages_pdf",),
    "font_chain": ("FontChain", "FontPool"),
    "list_workbook": ("streaming_workbook", "write_list_workbook"),
    "lists": ("ClosingLine", "Column", "ListSheet", "Section", "money_column", "running_number"),
    "paper_pdf": ("papers_pdf",),
    "paged_list": ("PagedList", "write_paged_list"),
    "papers": ("FormCell", "FormPaper", "FormRow", "Letter", "ListPaper", "annex_lines", "missing_in_paper"),
    "pdf_pages": ("pages_of",),
    "pdf_reading": (
        "PageImage",
        "check_text_layer",
        "has_more_than_pages",
        "hidden_texts",
        "page_count",
        "page_image",
        "page_texts",
    ),
    "pdf_renderer": ("PdfRenderer",),
    "qr": ("QR_CAPACITY", "qr_texts"),
    "template": ("Template", "Vocabulary", "read_template"),
    "text_pages": ("TextBlock", "TextPage", "missing_characters"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "QR_CAPACITY",
    "ClosingLine",
    "Column",
    "Composer",
    "FontChain",
    "FontPool",
    "FormCell",
    "FormPaper",
    "FormRow",
    "Letter",
    "ListPaper",
    "ListSheet",
    "PageImage",
    "PagedList",
    "PdfRenderer",
    "Section",
    "Template",
    "TextBlock",
    "TextPage",
    "Vocabulary",
    "annex_lines",
    "check_text_layer",
    "has_more_than_pages",
    "hidden_texts",
    "missing_characters",
    "missing_in_paper",
    "money_column",
    "page_count",
    "page_image",
    "page_texts",
    "pages_of",
    "papers_pdf",
    "qr_texts",
    "read_template",
    "running_number",
    "streaming_workbook",
    "text_pages_pdf",
    "write_list_workbook",
    "write_paged_list",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
