"""The printing room (排印): PDF pages, fonts, QR codes and workbooks. It knows nothing of the office.

Importing the room loads nothing: each name is fetched from its module when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.printing.composing import Composer
    from app.printing.font_chain import FontChain, FontPool
    from app.printing.pdf_pages import pages_of
    from app.printing.pdf_reading import PageImage, check_text_layer, page_count, page_image, page_texts
    from app.printing.pdf_renderer import PdfRenderer
    from app.printing.qr import QR_CAPACITY, qr_texts
    from app.printing.template import Template, Vocabulary, read_template
    from app.printing.text_pages import TextBlock, TextPage, text_pages_pdf
    from app.printing.workbook import (
        BODY,
        BOLD,
        BOX,
        HEAD,
        SUM_FILL,
        Column,
        cell_at,
        first_sheet,
        fit_row,
        new_workbook,
        put_banner,
        put_head,
        put_money,
        put_number,
        put_sum,
        put_text,
        save_workbook,
        set_up_page,
    )

_MODULES = {
    "composing": ("Composer",),
    "font_chain": ("FontChain", "FontPool"),
    "pdf_pages": ("pages_of",),
    "pdf_reading": ("PageImage", "check_text_layer", "page_count", "page_image", "page_texts"),
    "pdf_renderer": ("PdfRenderer",),
    "qr": ("QR_CAPACITY", "qr_texts"),
    "template": ("Template", "Vocabulary", "read_template"),
    "text_pages": ("TextBlock", "TextPage", "text_pages_pdf"),
    "workbook": (
        "BODY",
        "BOLD",
        "BOX",
        "Column",
        "HEAD",
        "SUM_FILL",
        "cell_at",
        "first_sheet",
        "fit_row",
        "new_workbook",
        "put_banner",
        "put_head",
        "put_money",
        "put_number",
        "put_sum",
        "put_text",
        "save_workbook",
        "set_up_page",
    ),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "BODY",
    "BOLD",
    "BOX",
    "HEAD",
    "QR_CAPACITY",
    "SUM_FILL",
    "Column",
    "Composer",
    "FontChain",
    "FontPool",
    "PageImage",
    "PdfRenderer",
    "Template",
    "TextBlock",
    "TextPage",
    "Vocabulary",
    "cell_at",
    "check_text_layer",
    "first_sheet",
    "fit_row",
    "new_workbook",
    "page_count",
    "page_image",
    "page_texts",
    "pages_of",
    "put_banner",
    "put_head",
    "put_money",
    "put_number",
    "put_sum",
    "put_text",
    "qr_texts",
    "read_template",
    "save_workbook",
    "set_up_page",
    "text_pages_pdf",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
